"""Tables of any form as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One printed cell and how many columns and rows it takes."""

    text: str
    columns: int = 1
    rows: int = 1


def table_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield a table's rows with tabs between the cells.

    A cell that takes several rows stands in each of them; one that takes several columns leaves
    the others empty. A row of one filled cell is that cell's words alone.
    """
    below: dict[int, tuple[str, int]] = {}
    for row in rows:
        texts: list[str] = []
        for cell in row:
            _fill(texts, below)
            for column in range(max(1, cell.columns)):
                if cell.rows > 1:
                    below[len(texts)] = (cell.text if column == 0 else "", cell.rows - 1)
                texts.append(_one_line(cell.text) if column == 0 else "")
        _fill(texts, below)
        filled = [text for text in texts if text]
        if len(filled) > 1:
            yield "\t".join(texts)
        else:
            yield from filled


def _fill(texts: list[str], below: dict[int, tuple[str, int]]) -> None:
    while len(texts) in below:
        text, left = below.pop(len(texts))
        if left > 1:
            below[len(texts)] = (text, left - 1)
        texts.append(_one_line(text))


def _one_line(text: str) -> str:
    return "".join(line.strip() for line in text.replace("\t", " ").splitlines())
