"""Writes Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def markdown_table(
    head: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: bool = False
) -> str:
    """Return a table; bars and line breaks in cells are made harmless.

    Args:
        head: Names of the columns.
        rows: Cells, as many as there are columns.
        numbers: Whether all columns but the first are set to the right.

    >>> print(markdown_table(("a", "b"), [("x|y", 1)], numbers=True))
    | a | b |
    | --- | ---: |
    | x\\|y | 1 |
    """
    marks = ["---", *["---:" if numbers else "---"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(map(_cell, row)) + " |" for row in (head, marks, *rows))


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")
