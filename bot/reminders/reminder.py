"""What somebody wants to be reminded of, and when."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from actions.lookups.deadlines import chosen_deadlines
from policies_kb.calendar.deadlines import DeadlineState, Due
from policies_kb.kb import KnowledgeBase

DAYS = range(0, 61)
HOURS = range(0, 24)


@dataclass(frozen=True)
class ReminderTarget:
    """One deadline, or all those a question chooses.

    Attributes:
        named: Values by kind of entity (:data:`actions.lookups.deadlines.CHOOSING`); empty for all.
        one: Document, provision and action of the one deadline, empty for all that are chosen.
    """

    named: Mapping[str, Sequence[str]] = field(default_factory=dict)
    one: tuple[str, ...] = ()

    @classmethod
    def of(cls, due: Due) -> ReminderTarget:
        """Return what means this deadline alone."""
        row = due.deadline
        return cls(one=(row.document, row.provision, row.action))

    def chosen(self, kb: KnowledgeBase, today: date) -> list[Due]:
        """Return the deadlines meant, passed ones and those without a day included.

        Raises:
            NotInBase: A document or region named does not exist (any more).
        """
        named = {"document_number": [self.one[0]]} if self.one else self.named
        found = chosen_deadlines(kb, named, today)
        if not self.one:
            return list(found)
        rows = ((due, due.deadline) for due in found)
        return [due for due, row in rows if (row.document, row.provision, row.action) == self.one]

    def as_json(self) -> str:
        """Return it as text; equal ones give equal texts."""
        data = {"named": {kind: list(self.named[kind]) for kind in self.named}, "one": self.one}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> ReminderTarget:
        """Return what :meth:`as_json` made text of.

        Raises:
            ValueError: It is no such text.
        """
        data = json.loads(text)
        try:
            named = {str(kind): [str(v) for v in values] for kind, values in data["named"].items()}
            return cls(named, tuple(str(part) for part in data["one"]))
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError("no deadline is meant by that") from error


@dataclass(frozen=True)
class Reminder:
    """A wish to be reminded.

    Attributes:
        id: Its number, never used again.
        conversation: Who is reminded.
        about: Of what.
        days: So many days before the last day, 0 to 60.
        hour: At this hour in Zhejiang, 0 to 23.
        locale: In this language.
        created: When it was made or last changed; with a time zone.
        thread: The topic of a forum it is sent to; ``None`` where there are no topics.
    """

    id: int
    conversation: str
    about: ReminderTarget
    days: int
    hour: int
    locale: str
    created: datetime
    thread: int | None = None

    def __post_init__(self) -> None:
        if self.days not in DAYS or self.hour not in HOURS:
            raise ValueError("days are 0 to 60, the hour is 0 to 23")


def can_be_reminded(due: Due) -> bool:
    """Tell whether a deadline has a day that is still to come."""
    return due.next is not None and due.state is not DeadlineState.PASSED
