"""What a guided case is: the facts it gathers, its questions, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from actions.answer import Answer, Attachment, Phrase
from actions.context import AnswerContext
from actions.guides.reading import Unsettled
from actions.question import Question

#: Field name -> plain value (``str``, ``int``, ``"YYYY-MM"``, ``"YYYY-MM-DD"``), or a list of both
#: ends of an estimate (see :mod:`actions.guides.estimates`), or months with an end
#: (see :mod:`actions.guides.stretches`); ready for JSON.
CaseFacts = dict[str, Any]
#: The value of a field that was skipped.
UNKNOWN = "unknown"

FieldKind = Literal[
    "choice",
    "place",
    "months",
    "month",
    "date",
    "money",
    "count",
    "text",
    "monthly",
    "daily",
    "days",
    "paid",
    "work",
]


@dataclass(frozen=True)
class Choice:
    """One answer offered as a button."""

    value: str
    label: Phrase


@dataclass(frozen=True)
class Field:
    """One thing a case wants to know.

    Attributes:
        name: Its key in the facts.
        question: How it is asked for.
        choices: Answers offered as buttons; a typed answer may be another one unless ``kind`` is
            ``choice``.
        hint: Why it is asked for.
        label: What it is called in a summary.
        kind: What its value is: yuan for ``money``, people for ``count``, the month something
            began or the months it lasted for ``months``; pay of a month or a day, yuan paid,
            days and the work for the kinds of these names.
        told_only: Whether it is taken when it is told and never asked for.
    """

    name: str
    question: Phrase
    choices: tuple[Choice, ...]
    hint: Phrase
    label: Phrase
    kind: FieldKind
    told_only: bool = False


@dataclass(frozen=True)
class Filled:
    """What a message added to the facts.

    Attributes:
        facts: The facts with what was understood; a field to be asked anew is left out.
        problem: One sentence for the user about what could not be taken, with an example.
        understood: Names of the fields newly filled or changed.
        doubt: The field that is asked about at once, with the two readings of its value.
        unread: Whether nothing at all could be read, though a field was asked for.
    """

    facts: CaseFacts
    problem: Phrase | None
    understood: tuple[str, ...]
    doubt: tuple[str, Unsettled] | None = None
    unread: bool = False


class Guide(Protocol):
    """A guided case."""

    @property
    def name(self) -> str:
        """The intent that starts it."""

    @property
    def fields(self) -> Mapping[str, Field]:
        """Its fields by name, in the order they are asked for."""

    def fill(self, facts: CaseFacts, pending: str | None, question: Question) -> Filled:
        """Return the facts with what a message says; ``pending`` is the field asked for."""

    def settled(self, facts: CaseFacts, today: date) -> CaseFacts:
        """Return facts with what follows from them on a day."""

    def contradiction(self, facts: CaseFacts) -> tuple[str, str] | None:
        """Return the field to give up and the problem when the facts cannot be true together."""

    def pending(self, facts: CaseFacts) -> str | None:
        """Return the field to ask for next, ``None`` when there is none."""

    def ready(self, facts: CaseFacts) -> bool:
        """Tell whether enough is known for a letter worth having."""

    def first_help(
        self,
        facts: CaseFacts,
        understood: tuple[str, ...],
        question: Question,
        context: AnswerContext,
    ) -> Answer | None:
        """Return what must be said before anything else, ``None`` when nothing is urgent."""

    def papers(self, facts: CaseFacts, today: date) -> tuple[Attachment, ...]:
        """Return the letters for the facts, however few they are; none where there is none yet."""

    def result(self, facts: CaseFacts, question: Question, context: AnswerContext) -> Answer:
        """Return the advice that follows from the facts, however few they are."""
