"""What every action works with: the base, the cards and the labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from actions.answer import Answer, Notice, Phrase, Row, Suggestion, say
from actions.cards.cards import LABELS, Card, load_cards
from actions.citations import (
    channel_links,
    gazette_citation,
    law_citation,
    secondary_notice,
    status_notices,
)
from actions.question import Question
from policies_kb.kb import KnowledgeBase

_EXTRA_NOTICES = {
    "assessment_only": say(
        "原文里的比例、金额、人数和期限是考核县(市、区)的标准,不是受理投诉的门槛,"
        "也不是对劳动者个人承诺的期限。"
    ),
}


@dataclass(frozen=True)
class AnswerContext:
    """The knowledge base with the cards over it."""

    kb: KnowledgeBase
    cards: Mapping[str, Card]
    labels: Mapping[str, Phrase]

    @classmethod
    def of(cls, kb: KnowledgeBase) -> AnswerContext:
        """Return a context over a base with the cards of this package."""
        return cls(kb, load_cards(), LABELS.data)

    def card_answer(self, intent: str) -> Answer:
        """Return the answer a card gives.

        Raises:
            KeyError: There is no card for this intent, or it names something the base lacks.
        """
        card = self.cards[intent]
        citations = tuple(
            gazette_citation(self.kb, quote.document, quote.text) for quote in card.quotes
        ) + tuple(law_citation(self.kb, item) for item in card.law)
        extra = tuple(Notice("assessment_only", _EXTRA_NOTICES[kind]) for kind in card.notices)
        return Answer(
            status=card.status,
            lead=(card.lead,),
            steps=card.steps,
            rows=tuple(Row(point) for point in card.points),
            citations=citations,
            notices=extra + status_notices(self.kb, citations) + secondary_notice(citations),
            links=channel_links(self.kb, card.channels),
            suggestions=self.suggest(*card.suggestions),
        )

    def suggest(self, *intents: str) -> tuple[Suggestion, ...]:
        """Return buttons for the intents that have a label."""
        return tuple(
            Suggestion(self.labels[intent], f"/{intent}")
            for intent in intents
            if intent in self.labels
        )


AnswerFunction = Callable[[Question, AnswerContext], Answer]
