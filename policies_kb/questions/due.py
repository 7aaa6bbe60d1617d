"""The deadlines a question selects by paper, unit, place and time."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from policies_kb.calendar.deadlines import (
    Due,
    all_deadlines,
    as_they_stand,
    covers,
    falls_in,
    find_division,
    parties,
)
from policies_kb.facts.fact_rows import Deadline, PilotArea
from policies_kb.kb import KnowledgeBase
from policies_kb.questions.query import FactQuery


def selected_deadlines(query: FactQuery, kb: KnowledgeBase, today: date) -> tuple[Due, ...]:
    """Return the deadlines a question selects as they stand on a day, soonest first.

    What it names of one kind is joined with or, the kinds with and; those that hang on an event
    fall in no month.

    Raises:
        NotInBase: A paper or a place does not exist.
    """
    papers = query.documents or (None,)
    rows = [row for paper in papers for row in all_deadlines(kb, paper)]
    if query.units:
        names = frozenset(name for unit in query.units for name in unit.printed)
        rows = [row for row in rows if names & set(parties(row.actor))]
    if query.places:
        rows = _binding(rows, query, kb)
    times = query.times
    if times:
        rows = [row for row in rows if any(falls_in(row, *time, today) for time in times)]
    return as_they_stand(rows, today)


def _binding(rows: list[Deadline], query: FactQuery, kb: KnowledgeBase) -> list[Deadline]:
    """Return the deadlines of the places named; the 试点县 of a paper are those it names itself."""
    divisions = [find_division(kb, place.name) for place in query.places]
    pilots: dict[str, list[PilotArea]] = defaultdict(list)
    for area in kb.pilot_areas():
        pilots[area.document].append(area)
    return [
        row
        for row in rows
        if any(covers(row.actor, division, pilots[row.document]) for division in divisions)
    ]
