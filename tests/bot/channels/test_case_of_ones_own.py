"""Nobody's case is another's, whichever channel they ask on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from players import Player, WebPlayer, WeChatPlayer
from wechat_client import APP_ID, TOKEN, WeChatServer

from bot.channels.web.app import make_app
from bot.channels.wechat.start import make_wechat
from bot.server.start import App
from bot.settings.wechat import Account
from bot.store.database import Database

REST = "/webhooks/rest/webhook"


@pytest.fixture
async def http(parts: App, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    database = Database.open(f"sqlite:///{tmp_path}/wence.db")
    wechat = make_wechat(Account(TOKEN, APP_ID), parts.assistant, parts.kb, database, budget=60)
    app = make_app(parts.assistant, parts.kb, parts.links, parts.archive, wechat)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://wence") as client:
        yield client
    database.close()


def pairs(http: httpx.AsyncClient) -> dict[str, tuple[Player, Player]]:
    server = WeChatServer(http)
    return {
        "web": (WebPlayer(http, "own-a"), WebPlayer(http, "own-b")),
        "wechat": (WeChatPlayer(server, "oOwn-a"), WeChatPlayer(server, "oOwn-b")),
    }


@pytest.mark.parametrize("channel", ["web", "wechat"])
async def test_two_persons_have_two_cases(http: httpx.AsyncClient, channel: str) -> None:
    one, other = pairs(http)[channel]
    for person in (one, other):
        assert "哪个县" in (await person.say("一步步帮我讨薪")).text
    for text in ("义乌", "工厂", "今年3月", "还在干", "20000元"):
        await one.say(text)
    assert "20000" not in (await other.say("嘉兴")).text
    his = (await other.say("我说了什么")).text
    assert "嘉兴" in his and "义乌" not in his and "20000" not in his
    hers = (await one.say("我说了什么")).text
    assert "义乌" in hers and "嘉兴" not in hers


@pytest.mark.parametrize("sender", ["default", "user", "test_user", "Guest"])
async def test_an_id_that_examples_give_to_everybody_is_nobodys(
    http: httpx.AsyncClient, sender: str
) -> None:
    async def ask(message: str) -> tuple[str, str]:
        said: list[dict[str, Any]] = (
            await http.post(REST, json={"sender": sender, "message": message})
        ).json()
        return said[0]["recipient_id"], "\n".join(item.get("text", "") for item in said)

    first, text = await ask("一步步帮我讨薪")
    assert "哪个县" in text and first != sender
    second, text = await ask("我说了什么")
    assert second not in (first, sender)
    assert "说过的" not in text and "哪个县" not in text
    # Whoever sends the id back that came goes on.
    answer = await http.post(REST, json={"sender": first, "message": "义乌"})
    assert "义乌" in answer.text


async def test_an_id_of_another_channel_opens_no_case_of_it(http: httpx.AsyncClient) -> None:
    for name in ("tg:7", "tg:-100:7", "wx:0123"):
        for path, field in (("/api/chat", "conversation"), (REST, "sender")):
            asked = {field: name, "message": "我说了什么"}
            assert (await http.post(path, json=asked)).status_code == 400, name
        forgotten = await http.post("/api/forget", json={"conversation": name})
        assert forgotten.status_code == 400
