"""Hostile requests to every address that takes a body: no crash, no trace of one.

A sample runs with the suite; the whole of it with ``WENCE_FUZZ=10000``, any seed with
``WENCE_FUZZ_SEED``.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import httpx
import pytest
from fake_bot_api import TOKEN as TELEGRAM_TOKEN
from fake_bot_api import FakeBotApi
from guard_rig import Clock, make_test_guard
from hostile_bodies import Sent, hostile
from telegram_rig import LINKS
from wechat_client import AES_KEY, APP_ID, TOKEN

from actions.citations import hotline
from actions.context import AnswerContext
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.rate_limiter import RateLimiter
from bot.channels.telegram.webhook import join
from bot.channels.web.app import make_app
from bot.channels.wechat.start import make_wechat
from bot.conversation.assistant import Assistant
from bot.conversation.first_aid import open_first_aid
from bot.rasa.engine_turn import EngineTurn
from bot.recording.recorder import Recorder
from bot.settings.telegram import TelegramBot
from bot.settings.wechat import Account
from bot.store.archive import Archive
from bot.store.database import Database

COUNT = int(os.environ.get("WENCE_FUZZ", "1000"))
SEED = int(os.environ.get("WENCE_FUZZ_SEED", "7"))
#: What may be answered; 503 only where the request could not be carried out, said in a sentence.
EXPECTED = {200, 400, 403, 404, 408, 413, 429, 503}
TRACE = re.compile(r'Traceback|File "[^"]*", line \d|<module>|\b[A-Z]\w+Error\b')


class CardEngine:
    """Answers every message with a card, in place of the trained model."""

    def __init__(self, context: AnswerContext) -> None:
        self._context = context
        self._turns: Counter[str] = Counter()

    @property
    def intents(self) -> frozenset[str]:
        return frozenset(self._context.cards)

    async def ask(self, conversation: str, text: str, sending: Any = None) -> EngineTurn:
        self._turns[conversation] += 1
        named = text[1:].partition("{")[0] if text.startswith("/") else ""
        intent = named if named in self._context.cards else "wages_claim"
        return EngineTurn(self._turns[conversation], intent, 1.0, self._context.card_answer(intent))

    async def confident_intent(self, text: str) -> str:
        return ""

    async def heard_danger(self, conversation: str, rows: Sequence[str]) -> None:
        return None

    async def in_guided_case(self, conversation: str) -> bool:
        return False

    async def language(self, conversation: str) -> str:
        return ""

    def take_unsaved(self, conversation: str) -> None:
        return None

    async def open_question(self, conversation: str) -> EngineTurn | None:
        return None


async def no_wait(_: float) -> None:
    return None


@pytest.mark.slow
@pytest.mark.timeout(3600)
async def test_no_request_breaks_the_server_or_shows_its_inside(
    context: AnswerContext, store: str, store_db: Database, archive: Archive, clock: Clock
) -> None:
    with FakeBotApi() as api:
        guard = Assistant(
            CardEngine(context),
            hotline(context.kb),
            open_first_aid(context.kb),
            LINKS,
            guard=make_test_guard(context.kb, store_db, clock, user=0, address=0),
            recorder=Recorder(archive),
        )
        wechat = make_wechat(Account(TOKEN, APP_ID, AES_KEY), guard, context.kb, store_db)
        app = make_app(guard, context.kb, LINKS, archive, wechat)
        settings = TelegramBot(TELEGRAM_TOKEN, api.url, "http://wence.example", "")
        channel = TelegramChannel(
            settings,
            guard,
            context.kb,
            LINKS,
            archive,
            store_db,
            rate_limiter=RateLimiter(sleep=no_wait),
        )
        join(app, channel)
        for chat in (7, -5, 10**18):
            api.shown[chat] = []
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://wence", timeout=60) as http,
        ):
            await channel.ready.wait()
            seen: Counter[tuple[str, int]] = Counter()
            for sent in hostile(SEED, COUNT, settings.path, settings.secret):
                reply = await http.post(
                    sent.path, content=sent.body, headers=sent.headers, params=sent.parameters
                )
                path = "/telegram" if sent.path == settings.path else sent.path
                seen[path, reply.status_code] += 1
                check(sent, reply)
            await channel.service.settle()
    by_path = {path: {s: n for (p, s), n in sorted(seen.items()) if p == path} for path, _ in seen}
    print(f"{COUNT} requests, seed {SEED}: {by_path}")
    assert sum(seen.values()) == COUNT
    # Each address saw requests it understood and requests it refused.
    for path, statuses in by_path.items():
        assert 200 in statuses, path
        assert path in ("/chat",) or any(400 <= status < 500 for status in statuses), path


def check(sent: Sent, reply: httpx.Response) -> None:
    told = f"{sent.path} {sent.body[:300]!r} {dict(sent.parameters)} -> {reply.status_code}"
    assert reply.status_code in EXPECTED, told
    # Nothing breaks here: the store is sound and the assistant answers.
    assert reply.status_code != 503, told
    assert not TRACE.search(reply.text), told
