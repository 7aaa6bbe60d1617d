"""Table lines made into whole rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from policies_kb.parse.blocks import Block
from policies_kb.parse.lines import one_line, squeeze
from policies_kb.parse.runs import cells, line_cells
from policies_kb.text.notation import ORDINAL

TableCells = dict[str, Any]

_DUE_HEADER = re.compile(r"时间|时限|期限|进度")
_ITEM_HEADER = re.compile(r"项目|事项|任务|名称|内容")
_UNITS_HEADER = re.compile(r"责任|牵头|单位|部门")
_MONTH = re.compile(r"(\d{4})年(\d{1,2})月底?前?")
_ORDINAL = re.compile(rf"(?:[{ORDINAL}]{{1,3}}、|\([{ORDINAL}]{{1,3}}\))")
_DIGIT = re.compile(r"\d")
_RULE = re.compile(r"[:\-]*")
_MIN_PLAN_COLUMNS = 3


def parsed_rows(block: Block) -> tuple[TableCells, ...]:
    """Return the rows of a table block.

    A plan of work (columns of due month, item and responsible units) gives rows of ``field``,
    ``group``, ``item``, ``due`` and ``units``. Any other table gives its cells as printed, by
    the names in its first row, or as ``col_1``, ``col_2`` … when that row is no header; a line
    that only names the rows under it becomes their ``group``.
    """
    rows = [cells(line) for line in block.lines]
    rows = [row for row in rows if not all(_RULE.fullmatch(cell) for cell in row)]
    if not rows:
        return ()
    return tuple(_plan_rows(rows[1:]) if _is_plan(rows[0]) else _plain_rows(rows))


def is_plan_header(line: str) -> bool:
    """Tell whether a printed line heads a plan of standards: due month, item, units."""
    return _is_plan(line_cells(line))


def named_rows(lines: Sequence[str]) -> list[tuple[str, TableCells]]:
    """Return the lines under a header, each with its cells by the header's names.

    Nothing comes of a table without a header. A line of one cell names those under it.
    """
    rows = [line_cells(line) for line in lines]
    width = max(map(len, rows))
    header = [one_line(name) for name in rows[0]]
    if len(header) != width or not all(header) or len(set(header)) != width:
        return []
    found: list[tuple[str, TableCells]] = []
    above = [""] * width
    for at, (line, row) in enumerate(zip(lines[1:], rows[1:], strict=True), 1):
        if _heads_another(rows, at, len(header)):
            return [*found, *named_rows(lines[at:])]
        if len([cell for cell in row if cell]) < 2 or all(map(_RULE.fullmatch, row)):
            continue
        above = _full_row(row, above)
        found.append((line, dict(zip(header, above, strict=True))))
    return found


def _heads_another(rows: Sequence[list[str]], at: int, width: int) -> bool:
    """Tell whether a row behind a line of one cell heads a table of its own: it and all rows
    below have the same number of cells, another one than before, and it holds no number."""
    row = rows[at]
    if len(rows[at - 1]) != 1 or not 1 < len(row) < width or at + 1 == len(rows):
        return False
    alike = all(len(below) == len(row) for below in rows[at + 1 :])
    return alike and not any(map(_DIGIT.search, row))


def cell_units(text: str) -> list[str]:
    """Return the units a cell lists; a comma inside brackets parts no units.

    ``省国土资源厅, 试点县(市、区) 政府`` gives ``["省国土资源厅", "试点县(市、区)政府"]``.
    """
    units = [""]
    depth = 0
    for char in one_line(text):
        depth += (char in "(（") - (char in ")）")
        if char in "、,，;；" and depth <= 0:
            units.append("")
        else:
            units[-1] += char
    return [unit for unit in units if unit]


def _is_plan(header: list[str]) -> bool:
    """Tell whether a header names due month, item and units, the item over one column or two."""
    names = [squeeze(name) for name in header]
    return (
        len(names) >= _MIN_PLAN_COLUMNS
        and _DUE_HEADER.search(names[0]) is not None
        and _ITEM_HEADER.search(names[1]) is not None
        and _UNITS_HEADER.search(names[-1]) is not None
        and not any(names[2:-1])
    )


def _plan_rows(rows: list[list[str]]) -> list[TableCells]:
    """Return the rows of all fields (一、二、…), each of which may have its own columns."""
    fields: list[tuple[str, list[list[str]], int]] = [("", [], 0)]
    for row in rows:
        if _is_group_line(row):
            name = _ORDINAL.sub("", squeeze(row[0]), count=1)
            fields.append((one_line(row[0])[-len(name) :], [], len(row)))
        else:
            name, members, width = fields[-1]
            fields[-1] = (name, [*members, row], max(width, len(row)))
    return [row for field in fields for row in _field_rows(*field)]


def _field_rows(field: str, rows: list[list[str]], width: int) -> list[TableCells]:
    """Fill merged cells downwards within one field.

    The due month holds until the next one, the group until the next group, the units until the
    next units. A row that lost its empty leading cells has its item in the first cell.
    """
    found: list[TableCells] = []
    due = group = ""
    units: list[str] = []
    for row in rows:
        row_cells = [*row, *[""] * (max(width, _MIN_PLAN_COLUMNS) - len(row))]
        month = _month(row_cells[0])
        if row_cells[0] and not month and not any(row_cells[1:]):
            item = row_cells[0]
        else:
            item = row_cells[-2]
            # Only an empty cell goes on from the one above; 适时 is no month at all.
            due = month if row_cells[0] else due
            group = "".join(row_cells[1:-2]) or group
            units = cell_units(row_cells[-1]) or units
        found.append(
            {
                "field": field,
                "group": one_line(group),
                "item": one_line(item),
                "due": due,
                "units": list(units),
            }
        )
    return found


def _is_group_line(row: list[str]) -> bool:
    return bool(row[0]) and not any(row[1:]) and _ORDINAL.match(squeeze(row[0])) is not None


def _month(cell: str) -> str:
    match = _MONTH.fullmatch(squeeze(cell))
    return f"{match.group(1)}-{int(match.group(2)):02d}" if match else ""


def _plain_rows(rows: list[list[str]]) -> list[TableCells]:
    width = max(len(row) for row in rows)
    header = [one_line(name) for name in rows[0]]
    named = len(header) == width and all(header) and len(set(header)) == width
    names = header if named else [f"col_{number}" for number in range(1, width + 1)]
    found: list[TableCells] = []
    group = ""
    above = [""] * width
    for row in rows[1:] if named else rows:
        if len(row) == 1 and width > 1:
            group = row[0]
            continue
        above = _full_row(row, above)
        values = dict(zip(names, above, strict=True))
        found.append({"group": group, **values} if group else values)
    return found


def _full_row(row: list[str], above: list[str]) -> list[str]:
    """Return a row at full width; cells missing at its start are those of the row above.

    Copies of a table drop a merged cell from every row but its first, so what is left of a
    row stands at the right.
    """
    missing = len(above) - len(row)
    return [*above[:missing], *row]
