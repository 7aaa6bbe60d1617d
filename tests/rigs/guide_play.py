"""Plays a guided case as somebody would: typed words and pressed buttons."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from actions.answer import Answer
from actions.context import AnswerContext
from actions.guides.conversation import step
from actions.guides.model import CaseFacts, Guide
from actions.question import Question
from bot.wording.render import Wording, render
from nlu.entities import find_entities
from nlu.vocabulary import PolicyVocabulary

TODAY = date(2026, 11, 23)


@dataclass
class Player:
    guide: Guide
    context: AnswerContext
    vocabulary: PolicyVocabulary
    facts: CaseFacts = field(default_factory=dict)
    pending: str | None = None
    answer: Answer | None = None

    def type(self, *messages: str) -> Player:
        for message in messages:
            self._take(self.question(message))
        return self

    def press(self, payload: str) -> Player:
        """Press a button: ``/guide_skip`` or ``/guide_answer{…}``."""
        intent, brace, data = payload[1:].partition("{")
        entities = json.loads(brace + data) if brace else {}
        given = {name: (str(value),) for name, value in entities.items()}
        return self._take(Question(payload, intent, entities=given, today=TODAY))

    def choose(self, **values: str) -> Player:
        for name, value in values.items():
            data = {"guide_field": name, "guide_value": value}
            self.press(f"/guide_answer{json.dumps(data, ensure_ascii=False)}")
        return self

    def question(self, text: str) -> Question:
        entities: dict[str, list[str]] = defaultdict(list)
        for found in find_entities(text, self.vocabulary):
            entities[found.entity].append(found.value)
        known = {kind: tuple(values) for kind, values in entities.items()}
        return Question(text, "nlu_fallback", entities=known, today=TODAY)

    def _take(self, question: Question) -> Player:
        # A conversation keeps the facts as JSON between two turns.
        kept = json.loads(json.dumps(self.facts))
        self.facts, self.pending, self.answer = step(
            self.guide, kept, self.pending, question, self.context
        )
        return self

    @property
    def given(self) -> Answer:
        assert self.answer
        return self.answer

    def text(self, locale: str = "zh-Hans") -> str:
        return str(render(self.given, locale).text)

    def lead(self, locale: str = "zh-Hans") -> str:
        return "\n".join(Wording(locale).word(phrase) for phrase in self.given.lead)

    def law(self) -> set[str]:
        """Return the ids of the law provisions cited."""
        return {c.url.removeprefix("/laws/").replace("#", ".") for c in self.given.citations}

    def labels(self) -> list[str]:
        return [Wording("zh-Hans").word(link.label) for link in self.given.links]

    def payloads(self) -> list[str]:
        return [suggestion.payload for suggestion in self.given.suggestions]


PlayerMaker = Callable[[str], Player]
