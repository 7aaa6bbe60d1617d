"""Prints the fact tables: for the command line, and the deadlines as a page for the docs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from policies_kb.calendar.deadlines import DeadlineState, Due, all_deadlines, next_due, state
from policies_kb.facts.fact_rows import Deadline
from policies_kb.kb import KnowledgeBase
from policies_kb.text.markdown import markdown_table

_STATES = {
    DeadlineState.PASSED: "passed",
    DeadlineState.DUE: "due",
    DeadlineState.UPCOMING: "upcoming",
    DeadlineState.RECURRING: "recurring",
    DeadlineState.ON_EVENT: "on event",
}
_INTRO = """# Deadlines of the base

Written by `python -m policies_kb facts --markdown --today {today}`; do not edit.
State as of {today}. "About" marks words that name no exact day (年初 is read as all of January).
A recurring deadline shows the next day it falls due. That a paper may have been overtaken since
is told by its status (`python -m policies_kb show`), not here.
"""
_HEAD = ("Document", "Provision", "Who", "To whom", "When", "Last day", "State", "Next", "Quote")


def deadlines_report(base: KnowledgeBase, today: date) -> str:
    """Return every deadline with its proof and its state on a day as a Markdown page."""
    rows = (_report_row(base, due) for due in _dues(base, today))
    return f"{_INTRO.format(today=today.isoformat())}\n{markdown_table(_HEAD, rows)}"


def _report_row(base: KnowledgeBase, due: Due) -> tuple[str, ...]:
    row = due.deadline
    return (
        base.document(row.document).number or row.document,
        f"`{row.provision}`",
        row.actor,
        row.recipient,
        row.when,
        _last_day(row),
        _STATES[due.state],
        due.next.isoformat() if due.next else "",
        row.quote,
    )


def fact_lines(base: KnowledgeBase, today: date) -> Iterator[str]:
    """Yield the fact tables as lines of text, deadlines with their state on a day."""
    for due in _dues(base, today):
        following = f" next {due.next}" if due.next else ""
        yield f"deadline [{_STATES[due.state]}{following}] {_fields(due.deadline)}"
    for row in base.facts(unsure=True):
        doubted = not getattr(row, "sure", True)
        if doubted or not isinstance(row, Deadline):
            yield f"{'unsure ' * doubted}{type(row).__name__.lower()} {_fields(row)}"


def _dues(base: KnowledgeBase, today: date) -> Iterator[Due]:
    for row in all_deadlines(base):
        yield Due(row, state(row, today), next_due(row, today))


def _last_day(row: Deadline) -> str:
    if row.rule == "relative":
        return "" if row.offset is None else f"{row.offset:+d} {'working ' * row.workdays}days"
    about = "about " if row.approximate else ""
    return f"{about}{row.due}" + (f" `{row.rrule}`" if row.rrule else "")


def _fields(row: object) -> str:
    values = asdict(row)  # type: ignore[call-overload]
    return "  ".join(f"{name}={value}" for name, value in values.items() if value not in ("", None))
