"""Says where in a file something stands."""

from __future__ import annotations

from pathlib import Path


def file_line(file: Path | str, text: str, position: int) -> str:
    """Return ``file:line`` of a position in a file's text, lines from 1.

    >>> file_line("a.txt", "first\\nsecond", 8)
    'a.txt:2'
    """
    return f"{file}:{text.count(chr(10), 0, max(position, 0)) + 1}"
