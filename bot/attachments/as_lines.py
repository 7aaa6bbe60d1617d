"""What a file says, as lines: for who can look at it but not keep it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from docx import Document
from docx.table import Table
from icalendar import Calendar

from actions.dates import localized_date
from bot.attachments.file import DOCX, File


def text_lines(file: File) -> list[str] | None:
    """Return the words of a file line by line, ``None`` for one that is no text."""
    kind = file.media_type.partition(";")[0]
    if file.media_type == DOCX:
        return list(_of_document(file.content))
    if kind == "text/calendar":
        return list(_of_calendar(file.content))
    # Text files begin with a mark for Windows, which is nothing to read.
    return file.content.decode("utf-8-sig").splitlines() if kind == "text/plain" else None


def _of_document(content: bytes) -> Iterator[str]:
    for part in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(part, Table):
            yield from _of_table(part)
        else:
            yield part.text


def _of_table(table: Table) -> Iterator[str]:
    """Yield the rows; a cell that takes several places is read once."""
    read: set[Any] = set()
    for row in table.rows:
        new = [cell for cell in row.cells if cell._tc not in read]
        cells = list({cell._tc: cell.text.strip() for cell in new}.values())
        read.update(cell._tc for cell in new)
        if cells:
            yield " | ".join(cells)


def _of_calendar(content: bytes) -> Iterator[str]:
    for event in Calendar.from_ical(content).walk("VEVENT"):
        first = event.decoded("dtstart")
        assert isinstance(first, date)
        yield f"{localized_date(first)['zh']} {event['summary']}"
        yield from str(event.get("description", "")).splitlines()
        yield ""
