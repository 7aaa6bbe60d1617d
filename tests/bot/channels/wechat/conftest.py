from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from wechat_client import AES_KEY, APP_ID, TOKEN, WeChatServer
from wechat_double import MakeServer, SlowAssistant

from actions.context import AnswerContext
from bot.channels.web.app import make_app
from bot.channels.wechat.start import make_wechat
from bot.settings.wechat import Account
from bot.store.database import Database
from policies_kb.kb import KnowledgeBase


@pytest.fixture
def account() -> Account:
    return Account(TOKEN, APP_ID, AES_KEY)


@pytest.fixture
def slow(context: AnswerContext) -> SlowAssistant:
    return SlowAssistant(context)


@pytest.fixture
def store_file(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'wence.db'}"


@pytest.fixture
async def make_server(
    account: Account, slow: SlowAssistant, kb: KnowledgeBase, store_file: str
) -> AsyncIterator[MakeServer]:
    opened: list[Any] = []

    def make(settings: Account = account, assistant: Any = slow, **options: Any) -> WeChatServer:
        database = Database.open(store_file)
        wechat = make_wechat(settings, assistant, kb, database, **options)
        app = make_app(assistant, kb, wechat=wechat)
        http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app, raise_app_exceptions=False),
            base_url="http://wence",
        )
        opened.append((http, database))
        return WeChatServer(http)

    yield make
    for http, database in opened:
        await http.aclose()
        database.close()


@pytest.fixture
def server(make_server: MakeServer) -> WeChatServer:
    return make_server()
