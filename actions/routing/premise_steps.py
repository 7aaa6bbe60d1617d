"""The steps a figure in a question can be said of, each with the clause that holds its figure."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import Field

from actions.answer import Citation, Phrase
from actions.citations import gazette_citation, law_citation
from actions.context import AnswerContext
from nlu.topics import topic_of
from policies_kb.text.amounts import amounts
from policies_kb.text.quantity import Quantity
from policies_kb.yaml_file import NEVER, AnyCase, DataFile, DataRow

_PART = re.compile(r"[，,；;。]")


class ProcedureStepFigure(DataRow):
    """Something that takes a time of its own: accepting a complaint, the inquiry, a reply.

    Attributes:
        name: What it is called.
        says: How a question names it.
        briefly: How it is named where its matter was spoken of before.
        says_not: What a question says where it means another step.
        intent: The question it belongs to.
        part: What stands in the parts of the clause that have its figure.
        law: Id of the clause; empty where a paper of the gazette has it.
        document: Number of that paper.
        quote: Its words there.
    """

    name: Phrase
    says: AnyCase
    briefly: AnyCase = NEVER
    says_not: AnyCase = Field(NEVER, alias="not")
    intent: str
    part: re.Pattern[str]
    law: str = ""
    document: str = ""
    quote: str = ""

    def is_meant(self, text: str, topic: str = "") -> bool:
        """Tell whether a message speaks of this step.

        Args:
            text: The message.
            topic: The topic that was spoken of before.
        """
        if self.says_not.search(text):
            return False
        brief = self.briefly if topic == topic_of(self.intent) else NEVER
        return bool(self.says.search(text) or brief.search(text))

    def citation(self, context: AnswerContext) -> Citation:
        """Return its clause."""
        if self.law:
            return law_citation(context.kb, self.law)
        return gazette_citation(context.kb, self.document, self.quote)

    def figures(self, clause: str) -> list[Quantity]:
        """Return the figures its clause gives it."""
        parts = [part for part in _PART.split(clause) if self.part.search(part)]
        return [quantity for part in parts for quantity in amounts(part)]


class _Premise(DataRow):
    steps: tuple[ProcedureStepFigure, ...]


PREMISE = DataFile(Path(__file__).with_name("premise.yml"), _Premise)


def step_of(text: str, topic: str = "") -> ProcedureStepFigure | None:
    """Return the step a message speaks of after what was spoken of, ``None`` for none."""
    return next((step for step in all_steps() if step.is_meant(text, topic)), None)


def all_steps() -> tuple[ProcedureStepFigure, ...]:
    """Return every step, in the order they are tried."""
    return PREMISE.data.steps
