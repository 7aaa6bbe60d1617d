"""What the tests of the channel share: a slow assistant, and how servers are made."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from web_double import CardAssistant
from wechat_client import WeChatServer

from actions.context import AnswerContext
from bot.reply import Reply

#: Makes one more server of the account: like another process, it shares the database alone.
MakeServer = Callable[..., WeChatServer]


class SlowAssistant(CardAssistant):
    """Takes its time.

    Attributes:
        seconds: How long each answer takes.
        extra: Put into every answer.
    """

    def __init__(self, context: AnswerContext) -> None:
        super().__init__(context)
        self.seconds = 0.0
        self.extra: dict[str, Any] = {}

    async def reply(
        self, conversation: str, text: str, locale: str | None = None, sending: Any = None
    ) -> Reply:
        said = await super().reply(conversation, text, locale)
        await asyncio.sleep(self.seconds)
        return Reply.from_json(said.as_json() | self.extra)


async def until(done: Callable[[], bool]) -> None:
    """Wait some seconds for something that happens by itself."""
    for _ in range(100):
        if done():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it never happened")
