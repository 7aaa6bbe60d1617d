"""A running Telegram channel for tests, and what its assistant answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from fake_bot_api import TOKEN, FakeBotApi
from web_double import CardAssistant

from actions.answer import Answer
from actions.context import AnswerContext
from actions.lookups.deadlines import deadlines
from actions.lookups.reminders import reminders
from actions.question import TIME_ZONE, Question
from bot.attachments.links import SignedLinks
from bot.channels.tasks import end_task
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.rate_limiter import RateLimiter
from bot.reply import Reply, ReplyIntent
from bot.settings.telegram import TelegramBot
from bot.store.archive import Archive
from bot.store.database import Database
from bot.wording.languages import choose_locale
from bot.wording.render import render

LINKS = SignedLinks(b"a key of more than sixteen bytes")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=TIME_ZONE)


class Time:
    """Time that passes only when somebody waits for it."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.waits: list[float] = []

    def clock(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)


class TelegramAssistant(CardAssistant):
    """Cards, and what has files or leads to reminders.

    Attributes:
        answers: Given instead of a card, by text.
        pause: Seconds an answer takes.
        records: The archive turns are kept in, as the real assistant does.
    """

    def __init__(self, context: AnswerContext, archive: Archive) -> None:
        super().__init__(context)
        self.answers: dict[str, Answer] = {}
        self.intents = {"提醒我杭州的期限": "remind_set", "我设了哪些提醒": "remind_list"}
        self.pause = 0.0
        self.records = archive

    async def reply(
        self, conversation: str, text: str, locale: str | None = None, sending: Any = None
    ) -> Reply:
        await asyncio.sleep(self.pause)
        given = self._special(text)
        reply = await super().reply(conversation, "/help" if given else text, locale)
        if given is not None:
            self.asked[-1] = (conversation, text, locale)
            language = choose_locale(locale, "" if text.startswith("/") else text)
            reply = replace(
                render(given, language, LINKS),
                conversation=reply.conversation,
                turn=reply.turn,
                question=text,
                intent=ReplyIntent(self.intents.get(text, "deadlines"), 1.0),
            )
        self.records.record(reply)
        return reply

    def _special(self, text: str) -> Answer | None:
        if text in self.answers:
            return self.answers[text]
        if text in self.intents:
            places = {"region": ("杭州市",)} if "杭州" in text else {}
            return reminders(
                Question(text=text, intent="remind_set", entities=places), self._context
            )
        if text == "/deadlines":
            return deadlines(Question(text=text, intent="deadlines"), self._context)
        return None


class Rig:
    """One process of the channel; a second one on the same store is a restart or a peer."""

    def __init__(
        self,
        api: FakeBotApi,
        context: AnswerContext,
        store: str,
        webhook: str = "",
        assistant: Any = None,
        links: SignedLinks = LINKS,
        archive: Archive | None = None,
        database: Database | None = None,
    ) -> None:
        self.api = api
        self.now = NOW
        self.time = Time()
        self._lent = database
        self.database = database or Database.open(store)
        self._given = archive
        self.archive = archive or Archive.open(store)
        self.assistant = assistant or TelegramAssistant(context, self.archive)
        self.channel = TelegramChannel(
            TelegramBot(TOKEN, api.url, webhook, "https://wence.example"),
            self.assistant,
            context.kb,
            links,
            self.archive,
            self.database,
            clock=lambda: self.now,
            rate_limiter=RateLimiter(self.time.clock, self.time.sleep),
        )
        self._polling: asyncio.Task[None] | None = None
        self._look, self._looked = self.channel.sending.once, asyncio.Event()
        self.channel.sending.once = self._look_at_reminders  # type: ignore[method-assign]

    async def start(self) -> None:
        self._polling = asyncio.create_task(self.channel.poll())
        await until(lambda: self.api.count("getUpdates") > 0)
        # The channel's own first look at the reminders would share out those of the test with it.
        await asyncio.wait_for(self._looked.wait(), 40)

    async def _look_at_reminders(self) -> int:
        try:
            return await self._look()
        finally:
            self._looked.set()

    async def stop(self) -> None:
        await self._end_polling()
        await self.channel.stop()
        self.close()

    async def crash(self) -> None:
        """End at once, as a process that is killed."""
        await self._end_polling()
        for task in list(self.channel.service._working.values()):
            await end_task(task)
        await self.channel.stop()
        self.close()

    def close(self) -> None:
        if self._lent is None:
            self.database.close()
        if self._given is None:
            self.archive.close()

    async def said(self, count: int, chat: int = 7) -> list[dict[str, Any]]:
        """Wait until a chat shows so many messages and return them."""
        await until(lambda: len(self.api.shown.get(chat, [])) >= count)
        # More would be too many.
        await asyncio.sleep(0.05)
        return self.api.shown[chat]

    async def idle(self) -> None:
        """Wait until everything delivered is answered."""
        await asyncio.sleep(0.05)
        await until(lambda: not self.api.waiting() and not self.channel.service._working, 40)

    async def _end_polling(self) -> None:
        if self._polling:
            await end_task(self._polling)


async def until(condition: Callable[[], bool], seconds: float = 15) -> None:
    end_task = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end_task, "it did not happen"
        await asyncio.sleep(0.01)
