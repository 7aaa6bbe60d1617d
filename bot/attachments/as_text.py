"""Writes a paper as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from bot.attachments.file import TEXT, File
from bot.attachments.letter_blocks import (
    BLANK,
    Addressee,
    Closing,
    Fields,
    Heading,
    Items,
    Letter,
    LetterBlock,
    LetterGrid,
    Paragraph,
)


def text_file(paper: Letter) -> File:
    """Return the paper as a text file; the mark at its head tells old editors it is UTF-8."""
    return File(as_text(paper).replace("\n", "\r\n").encode("utf-8-sig"), TEXT)


def as_text(paper: Letter) -> str:
    """Return the paper as text, parts separated by empty lines."""
    parts = [paper.title, *("\n".join(_lines(block)) for block in paper.blocks)]
    return "\n\n".join(parts) + "\n"


def _lines(block: LetterBlock) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f"【{text}】"
        case Paragraph(text):
            yield text
        case Items(items):
            yield from (f"{number}. {item}" for number, item in enumerate(items, 1))
        case Fields(rows):
            for row in rows:
                yield "  ".join(f"{label}：{value or BLANK}" for label, value in row)
        case LetterGrid(header, rows):
            yield " | ".join(header)
            yield from (" | ".join(cell or BLANK for cell in row) for row in rows)
        case Addressee(greeting, name):
            yield from (greeting, name)
        case Closing(lines):
            yield from lines
