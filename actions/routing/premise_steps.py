"""The steps a figure in a question can be said of, each with the clause that holds its figure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from pydantic import Field

from actions.answer import Citation, Phrase, say
from actions.citations import gazette_citation, law_citation
from actions.context import AnswerContext
from actions.figure_words import figure_words
from nlu.topics import topic_of
from policies_kb.text.amounts import amounts
from policies_kb.text.money import multiples
from policies_kb.text.quantity import Quantity
from policies_kb.yaml_file import NEVER, AnyCase, DataFile, DataRow

_PART = re.compile(r"[，,；;。、]")


class ProcedureStepFigure(DataRow):
    """Something that has a figure of its own: the time to accept a complaint, a fee.

    Attributes:
        name: What it is called.
        id: What ``beside`` of another step calls it.
        says: How a question names it.
        briefly: How it is named where its matter was spoken of before.
        says_not: What a question says where it means another step.
        intent: The question it belongs to.
        kind: Which kind of figure it has, of several kinds where it is empty.
        part: What stands in the parts of the clause that have its figure; ``None`` where no clause
            that is held has one.
        free: How the clause says that it costs nothing.
        between: How the clause says that it lies between two figures.
        beside: Step that people take it for, to be told with it.
        law: Id of the clause; empty where a paper of the gazette has it.
        document: Number of that paper.
        quote: Its words there.
    """

    name: Phrase
    id: str = ""
    says: AnyCase
    briefly: AnyCase = NEVER
    says_not: AnyCase = Field(NEVER, alias="not")
    intent: str
    kind: str = "duration"
    part: AnyCase | None = None
    free: AnyCase | None = None
    between: AnyCase | None = None
    beside: str = ""
    law: str = ""
    document: str = ""
    quote: str = ""

    @property
    def is_held(self) -> bool:
        """Whether a clause that is held has its figure."""
        return bool(self.law or self.document)

    def has(self, claim: Quantity) -> bool:
        """Tell whether a figure is of its kind."""
        return self.kind in ("", claim.kind)

    def is_named(self, text: str, brief: bool = False) -> bool:
        """Tell whether a message names this step, with fewer words where ``brief``."""
        words = self.briefly if brief else self.says
        return not self.says_not.search(text) and words.search(text) is not None

    def citation(self, context: AnswerContext) -> Citation:
        """Return its clause."""
        if self.law:
            return law_citation(context.kb, self.law)
        return gazette_citation(context.kb, self.document, self.quote)

    def figures(self, clause: str) -> list[Quantity]:
        """Return the figures its clause gives it, the ends where it lies between two."""
        between = self.between.search(clause) if self.between else None
        if between:
            return figures_of(between[0])
        parts = [part for part in _PART.split(clause) if self.part and self.part.search(part)]
        return [quantity for part in parts for quantity in figures_of(part) if self.has(quantity)]

    def words(self, clause: str) -> Phrase | str:
        """Return what its clause gives it, as it is told."""
        if self.free and self.free.search(clause):
            return say("不收费")
        between = self.between.search(clause) if self.between else None
        if between:
            return between[0]
        figures = self.figures(clause)
        return figure_words(figures, len(figures))


class _Premise(DataRow):
    steps: tuple[ProcedureStepFigure, ...]


PREMISE = DataFile(Path(__file__).with_name("premise.yml"), _Premise)


def figures_of(text: str) -> list[Quantity]:
    """Return the figures of a text that can be held against another's, times as shares too."""
    return [*amounts(text), *multiples(text)]


def step_of(
    text: str, claims: Iterable[Quantity], before: Iterable[str] = ()
) -> ProcedureStepFigure | None:
    """Return the step that a message says one of its figures of, ``None`` for none.

    Args:
        text: The message.
        claims: Its figures.
        before: Intents of what is spoken of, the nearest first: fewer words name their steps.
    """
    figures = list(claims)
    steps = [step for step in all_steps() if any(step.has(claim) for claim in figures)]
    named = next((step for step in steps if step.is_named(text)), None)
    if named:
        return named
    brief = [step for step in steps if step.is_named(text, brief=True)]
    for intent in before:
        for alike in (lambda one: one, topic_of):
            for step in brief:
                if alike(step.intent) == alike(intent):
                    return step
    return None


def beside(step: ProcedureStepFigure) -> ProcedureStepFigure | None:
    """Return the step that is told with another, ``None`` where it is taken for none."""
    return next((one for one in all_steps() if step.beside and one.id == step.beside), None)


def all_steps() -> tuple[ProcedureStepFigure, ...]:
    """Return every step, in the order they are tried."""
    return PREMISE.data.steps
