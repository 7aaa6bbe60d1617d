"""One phrase that says when something is due."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies_kb.facts.date_reading import DateReading, Span

_MARKS = ",;:。"


@dataclass(frozen=True)
class When:
    """One phrase that says when.

    Attributes:
        span: Where it stands in the plain text.
        rule: ``date``, ``recurring`` or ``relative``.
        due: Last day; of a recurring one the first on or after the day the paper was signed.
        rrule: RFC 5545 rule of a recurring one.
        event: What a relative one counts from.
        offset: Days from the event.
        workdays: Whether those are working days.
        approximate: Whether the words name no exact day.
        goal: Whether it is a year or day to reach a state by (``到2020年``).
        sure: Whether the words leave no doubt about the day.
    """

    span: Span
    rule: str
    due: date | None = None
    rrule: str = ""
    event: str = ""
    offset: int | None = None
    workdays: bool = False
    approximate: bool = False
    goal: bool = False
    sure: bool = True

    def columns(self, reading: DateReading) -> dict[str, Any]:
        """Return what a deadline's row says of the time, by column.

        Args:
            reading: The text the phrase stands in.
        """
        return {
            "rule": self.rule,
            "when": reading.words(self.span),
            "due": self.due.isoformat() if self.due else "",
            "rrule": self.rrule,
            "event": self.event,
            "offset": self.offset,
            "workdays": self.workdays,
            "approximate": self.approximate,
        }


def clause_round(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the words of its clause before and behind a phrase."""
    first = max((text.rfind(mark, 0, start) for mark in _MARKS), default=-1) + 1
    stops = [place for mark in _MARKS if (place := text.find(mark, end)) >= 0]
    return text[first:start], text[end : min(stops, default=len(text))]


def opens_quantity(words: str) -> bool:
    """Tell whether words open with so much of something: 1000元, 不少于63小时; 一次 is none."""
    return _QUANTITY.match(words) is not None and "的比例" not in words[:20]


_QUANTITY = re.compile(
    r"(?:约|近|各|均|按|可|为|最高|不少于|不低于|不超过|不高于|至少)*"
    r"[\d一二三四五六七八九十百千万]+(?:\.\d+)?(?![\d.]*[次月])(?:[^次月]|$)"
)
