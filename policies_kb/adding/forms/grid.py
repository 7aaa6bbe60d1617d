"""Tables of a page from the lines that are drawn round their cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policies_kb.adding.forms.layout import Page, Piece, PrintedLine, lines_of
from policies_kb.adding.forms.table_text import Cell, table_lines

_NEAR = 3.0
_THIN = 3.0


@dataclass(frozen=True)
class Box:
    """A drawn rectangle, mostly so thin that it is a line."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Grid:
    """A table's place with the rows of its cells."""

    box: Box
    rows: tuple[tuple[Cell, ...], ...]


def edges(box: Box) -> list[Box]:
    """Return the drawn lines of a rectangle: itself when thin, else its four sides."""
    wide, high = box.right - box.left, box.top - box.bottom
    if min(wide, high) <= _THIN:
        return [box] if max(wide, high) > 2 * _THIN else []
    return [
        Box(box.left, box.bottom, box.right, box.bottom),
        Box(box.left, box.top, box.right, box.top),
        Box(box.left, box.bottom, box.left, box.top),
        Box(box.right, box.bottom, box.right, box.top),
    ]


def laid_out(height: float, drawn: Sequence[Box], pieces: Sequence[Piece]) -> Page:
    """Return the lines of a page, those of its tables as rows."""
    tables = grids(drawn, pieces)
    free = (piece for piece in pieces if not any(_holds(it.box, piece) for it in tables))
    lines = lines_of(free)
    for table in tables:
        rows = list(table_lines(table.rows))
        left, top, right = table.box.left, table.box.top, table.box.right
        step = (top - table.box.bottom) / max(1, len(rows))
        lines += [
            PrintedLine(row, left, right, top - at * step, 1, ruled=True)
            for at, row in enumerate(rows)
        ]
    return Page(height, sorted(lines, key=lambda line: -line.top))


def grids(lines: Sequence[Box], pieces: Sequence[Piece]) -> list[Grid]:
    """Return the tables that drawn lines make, with the words in their cells."""
    return [grid for part in _connected(lines) if (grid := _grid(part, pieces)) is not None]


def _connected(lines: Sequence[Box]) -> list[list[Box]]:
    parts: list[list[Box]] = []
    for line in lines:
        touching = [part for part in parts if any(_touch(line, other) for other in part)]
        merged = [line, *(it for part in touching for it in part)]
        parts = [part for part in parts if not any(part is other for other in touching)]
        parts.append(merged)
    return parts


def _touch(one: Box, other: Box) -> bool:
    return (
        one.left <= other.right + _NEAR
        and other.left <= one.right + _NEAR
        and one.bottom <= other.top + _NEAR
        and other.bottom <= one.top + _NEAR
    )


def _grid(lines: Sequence[Box], pieces: Sequence[Piece]) -> Grid | None:
    level = [line for line in lines if line.right - line.left > line.top - line.bottom]
    upright = [line for line in lines if line.right - line.left <= line.top - line.bottom]
    columns = _places([line.left for line in upright])
    heights = _places([line.bottom for line in level])[::-1]
    if len(columns) < 3 or len(heights) < 2:
        return None
    box = Box(columns[0], heights[-1], columns[-1], heights[0])
    inside = [it for it in pieces if _holds(box, it)]
    taken: set[tuple[int, int]] = set()
    rows: list[tuple[Cell, ...]] = []
    for row in range(len(heights) - 1):
        cells: list[Cell] = []
        for column in range(len(columns) - 1):
            if (row, column) in taken:
                continue
            right, below = column + 1, row + 1
            middle = (heights[row] + heights[row + 1]) / 2
            while right < len(columns) - 1 and not _upright_at(upright, columns[right], middle):
                right += 1
            centre = (columns[column] + columns[column + 1]) / 2
            while below < len(heights) - 1 and not _level_at(level, heights[below], centre):
                below += 1
            taken |= {(r, c) for r in range(row, below) for c in range(column, right)}
            cell = Box(columns[column], heights[below], columns[right], heights[row])
            words = [line.text for line in lines_of(it for it in inside if _holds(cell, it))]
            cells.append(Cell("\n".join(words), right - column, below - row))
        rows.append(tuple(cells))
    return Grid(box, tuple(rows))


def _places(values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _holds(box: Box, piece: Piece) -> bool:
    centre = (piece.left + piece.right) / 2
    return box.left <= centre <= box.right and box.bottom <= piece.middle <= box.top


def _upright_at(lines: Sequence[Box], place: float, height: float) -> bool:
    return any(
        abs(line.left - place) <= _NEAR and line.bottom <= height <= line.top for line in lines
    )


def _level_at(lines: Sequence[Box], height: float, place: float) -> bool:
    return any(
        abs(line.bottom - height) <= _NEAR and line.left <= place <= line.right for line in lines
    )
