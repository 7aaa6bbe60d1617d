"""The assistant as it is measured: loaded once, every question a conversation of its own.

The one module of this package that looks up at ``bot``: what users get is what is measured.
"""

from __future__ import annotations

import sys
import time
import uuid
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from actions.context import AnswerContext
from actions.question import MessageContext
from bot.server.start import App
from policies_kb.errors import NotInBase
from policies_kb.kb import KnowledgeBase
from tools.evaluation.judge import Cited, GivenReply, JudgedReply, Topics, judge
from tools.evaluation.labelled_rows import PAPER_TOPICS, LabelledRow

#: The first message pays for dictionaries that are read when they are needed.
_WARM_UP = LabelledRow("social", "你好")
_PROGRESS = 50


class Subject:
    """A loaded assistant.

    Args:
        parts: The running assistant.
    """

    def __init__(self, app: App) -> None:
        self._kb, self._assistant = app.kb, app.assistant
        self.context = AnswerContext.of(app.kb)
        self.topics = _topics(app.kb)

    async def verdicts(self, rows: Iterable[LabelledRow], name: str) -> list[JudgedReply]:
        """Ask and judge questions; progress goes to the standard error.

        Args:
            rows: The questions.
            name: What the progress is told under.
        """
        await self._ask(_WARM_UP)
        verdicts = []
        for number, row in enumerate(rows, 1):
            reply = await self._ask(row)
            verdicts.append(judge(row, reply, self.topics))
            if number % _PROGRESS == 0:
                print(f"{name}: {number} questions", file=sys.stderr, flush=True)
        return verdicts

    async def texts(self, turns: Iterable[str]) -> list[str]:
        """Return the text of the reply to each turn of a new conversation."""
        say = self._writer()
        return [str((await say(turn))["text"]) for turn in turns]

    def _writer(self) -> Callable[[str], Awaitable[dict[str, Any]]]:
        """Return what says something in a new conversation, each after the answer before."""
        conversation, seen = uuid.uuid4().hex, 0

        async def say(text: str) -> dict[str, Any]:
            nonlocal seen
            reply = await self._assistant.reply(conversation, text, None, MessageContext(seen=seen))
            seen = max(seen, reply.turn)
            return reply.as_json()

        return say

    async def _ask(self, row: LabelledRow) -> GivenReply:
        say = self._writer()
        for turn in row.turns[:-1]:
            await say(turn)
        began = time.perf_counter()
        reply = await say(row.turns[-1])
        return self._reply(reply, reply["intent"], 1000 * (time.perf_counter() - began))

    def _reply(
        self, reply: dict[str, Any], intent: dict[str, Any], milliseconds: float = 0.0
    ) -> GivenReply:
        return GivenReply(
            status=reply["status"],
            intent=intent["name"],
            confidence=intent["confidence"],
            cited=tuple(self._cited(citation) for citation in reply["citations"]),
            offered=tuple(
                item["payload"].removeprefix("/").split("{")[0] for item in reply["suggestions"]
            ),
            milliseconds=milliseconds,
            kind=reply["reply"],
        )

    def _cited(self, citation: dict[str, Any]) -> Cited:
        """Return a citation with the whole provision: the link leads the reader to all of it."""
        try:
            text = self._kb.provision(citation["document"], citation["provision"]).text
        except NotInBase:  # A law that came after: only its curated words are held.
            text = ""
        return Cited(citation["document"], f"{citation['quote']}\n{text}")


def _topics(kb: KnowledgeBase) -> Topics:
    """Return the topics of the papers and of the laws that govern their matters today."""
    topics: dict[str, set[str]] = defaultdict(set)
    for number, topic in PAPER_TOPICS.items():
        topics[number].add(topic)
    for law in kb.laws():
        topics[law.number].update(PAPER_TOPICS[number] for number in law.governs)
    return dict(topics)
