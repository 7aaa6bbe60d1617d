"""Every channel over one guarded assistant, each as its user has it before them."""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

import httpx
from fake_bot_api import ME, FakeBotApi
from guard_rig import Clock, make_test_guard
from telegram_rig import Rig
from wechat_client import APP_ID, TOKEN, WeChatServer, message_xml

from actions.citations import hotline
from actions.context import AnswerContext
from bot.channels.web.app import make_app
from bot.channels.wechat.start import make_wechat
from bot.conversation.assistant import Assistant
from bot.conversation.first_aid import open_first_aid
from bot.recording.recorder import Recorder
from bot.server.start import App
from bot.settings.wechat import Account
from bot.store.database import Database

#: Writes a message and returns all that is shown to it, as text.
Say = Callable[[str], Awaitable[str]]
GROUP = -100
_names = itertools.count()


@dataclass
class Place:
    """A running assistant with its channels.

    Attributes:
        say: Writes on each channel, by its name.
        store: Holds the off-switch.
        engine: What stands behind the assistant.
    """

    say: Mapping[str, Say]
    store: Database
    engine: Any


@asynccontextmanager
async def place_of(
    parts: App, context: AnswerContext, folder: Path, engine: Any = None, **rates: int
) -> AsyncIterator[Place]:
    """Serve all channels, with an engine in place of the real one or with rates."""
    store = f"sqlite:///{folder}/wence.db"
    database = Database.open(store)
    kb, behind = parts.kb, engine or parts.engine
    answering = Assistant(
        behind, hotline(kb), open_first_aid(kb), parts.links, recorder=Recorder(parts.archive)
    )
    limits = make_test_guard(kb, database, Clock(), **{"user": 0, **rates})
    guard = replace(answering, guard=limits)
    wechat = make_wechat(Account(TOKEN, APP_ID), guard, kb, database, budget=60)
    app = make_app(guard, kb, parts.links, parts.archive, wechat, engine=behind)
    transport = httpx.ASGITransport(app=app)
    with FakeBotApi() as api:
        rig = Rig(api, context, store, assistant=guard, links=parts.links, archive=parts.archive)
        await rig.start()
        async with httpx.AsyncClient(transport=transport, base_url="http://wence") as http:
            yield Place(_channels(http, api, rig, answering), database, behind)
        await rig.stop()
    database.close()


def _channels(
    http: httpx.AsyncClient, api: FakeBotApi, rig: Rig, assistant: Assistant
) -> dict[str, Say]:
    # Conversations of other tests stand in the same archive.
    name = f"danger-{next(_names)}"
    chat = 700 + next(_names)

    async def web(text: str) -> str:
        asked = {"conversation": name, "message": text}
        return str((await http.post("/api/chat", json=asked)).json()["text"])

    async def page(text: str) -> str:
        asked = {"conversation": f"{name}-p", "message": text}
        shown = (await http.post("/chat", data=asked)).text
        answer = shown[shown.index('<div class="answer') : shown.index('<form id="ask"')]
        return unescape(re.sub(r"\s*<[^>]+>\s*", "\n", answer)).strip()

    async def rest(text: str) -> str:
        asked = {"sender": f"{name}-r", "message": text}
        bubbles = (await http.post("/webhooks/rest/webhook", json=asked)).json()
        return "\n\n".join(bubble.get("text", "") for bubble in bubbles)

    def telegram(where: int, **fields: Any) -> Say:
        async def say(text: str) -> str:
            before = len(api.shown.get(where, []))
            if "photo" in fields:
                api.send(api.message(None, where, caption=text, **fields))
            else:
                api.send(api.message(text, where, **fields))
            await rig.idle()
            messages = api.shown.get(where, [])[before:]
            return "\n\n".join(item.get("text") or item.get("caption", "") for item in messages)

        return say

    async def group(text: str) -> str:
        return await telegram(GROUP - chat)(f"@{ME['username']} {text}")

    async def wechat(text: str) -> str:
        return await WeChatServer(http).say(text, sender=f"oUser-{name}")

    async def voice(text: str) -> str:
        xml = message_xml(f"oVoice-{name}", "voice", Recognition=text)
        return await WeChatServer(http).deliver(xml)

    async def terminal(text: str) -> str:
        return str((await assistant.reply(f"ask-{name}", text)).text)

    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    return {
        "web": web,
        "page": page,
        "rest": rest,
        "telegram": telegram(chat),
        "caption": telegram(chat + 5000, photo=photo),
        "group": group,
        "wechat": wechat,
        "voice": voice,
        "terminal": terminal,
    }
