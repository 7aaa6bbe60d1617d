"""An assistant for tests: the real cards over the real base, without the trained model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from guard_rig import Unguarded

from actions.answer import Answer
from actions.context import AnswerContext
from actions.lookups.documents import document_list
from actions.question import Question
from bot.conversation.first_aid import open_first_aid
from bot.reply import Reply, ReplyIntent
from bot.wording.languages import choose_locale
from bot.wording.render import render

#: What the double understands besides payloads.
KNOWN = {
    "无欠薪县的标准是什么": "wages_county_standard",
    "老板三个月没发工资": "wages_claim",
    "What is a county without wage arrears?": "wages_county_standard",
}


class CardAssistant(Unguarded):
    """Answers a payload or a known question from its card and counts the turns.

    Attributes:
        asked: (conversation, text, locale) of every call.
        trouble: Raised by the next calls when set.
    """

    def __init__(self, context: AnswerContext) -> None:
        self._context = context
        self._first_aid = open_first_aid(context.kb)
        self.asked: list[tuple[str, str, str | None]] = []
        self.trouble: Exception | None = None

    async def reply(
        self, conversation: str, text: str, locale: str | None = None, sending: Any = None
    ) -> Reply:
        """Return the reply of its card."""
        self.asked.append((conversation, text, locale))
        if self.trouble:
            raise self.trouble
        intent = text[1:] if text.startswith("/") else KNOWN.get(text, "out_chitchat")
        given = self._answer(Question(text=text, intent=intent))
        reply = render(
            given,
            choose_locale(locale, "" if text.startswith("/") else text),
            first=self._first_aid.first_words(text),
        )
        return replace(
            reply,
            conversation=conversation,
            turn=sum(known == conversation for known, _, _ in self.asked),
            question=text,
            intent=ReplyIntent(intent, 1.0),
        )

    def _answer(self, question: Question) -> Answer:
        if question.intent == "document_list":
            return document_list(question, self._context)
        return self._context.card_answer(question.intent)
