"""Finds the words that say when something is due: by a day, again and again, around an event."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from policies_kb.facts.date_reading import DateReading, Span
from policies_kb.facts.dated import find_dates
from policies_kb.facts.recurring import find_recurring
from policies_kb.facts.relative import find_relative, find_seasons
from policies_kb.facts.when import When


def find_times(
    reading: DateReading,
    sentence: Span,
    signed: date | None,
    doubts: list[str],
    alone: bool = False,
) -> list[When]:
    """Return the time phrases of a sentence in order, none overlapping.

    Args:
        reading: The provision's text.
        sentence: The stretch to look in.
        signed: Day the paper was signed; dates before it are history, not deadlines.
        doubts: Gets one line for each date that does not exist.
        alone: Whether the stretch is a table's cell that says nothing but when.
    """
    text = reading.words(sentence)
    found: list[When] = []
    finders = (
        find_seasons(text),
        find_recurring(text, signed, doubts),
        find_dates(text, signed, doubts, alone),
        find_relative(text, doubts),
    )
    for whens in finders:
        for when in whens:
            if not any(_overlap(when.span, other.span) for other in found):
                found.append(when)
    shifted = (
        replace(when, span=Span(when.span.start + sentence.start, when.span.end + sentence.start))
        for when in found
    )
    return sorted(shifted, key=lambda when: when.span.start)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
