"""What a file says, as lines: for who can look at it but not keep it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from icalendar import Calendar

from actions.dates import localized_date
from bot.attachments.document_text import document_text
from bot.attachments.file import DOCX, File


def text_lines(file: File) -> list[str] | None:
    """Return the words of a file line by line, ``None`` for one that is no text."""
    kind = file.media_type.partition(";")[0]
    if file.media_type == DOCX:
        return document_text(file.content).splitlines()
    if kind == "text/calendar":
        return list(_of_calendar(file.content))
    # Text files begin with a mark for Windows, which is nothing to read.
    return file.content.decode("utf-8-sig").splitlines() if kind == "text/plain" else None


def _of_calendar(content: bytes) -> Iterator[str]:
    for event in Calendar.from_ical(content).walk("VEVENT"):
        first = event.decoded("dtstart")
        assert isinstance(first, date)
        yield f"{localized_date(first)['zh']} {event['summary']}"
        yield from str(event.get("description", "")).splitlines()
        yield ""
