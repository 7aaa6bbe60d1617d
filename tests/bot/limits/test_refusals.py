"""What people see who send too much, on the web, in Telegram and in WeChat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fake_bot_api import FakeBotApi
from guard_rig import Clock, MakeGuard, guard_of
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient
from telegram_rig import Rig, TelegramAssistant
from web_double import CardAssistant
from wechat_client import APP_ID, TOKEN, WeChatServer

from actions.context import AnswerContext
from bot.channels.web.app import make_app
from bot.channels.web.openapi import description
from bot.channels.wechat.start import make_wechat
from bot.settings.wechat import Account
from bot.store.archive import Archive
from bot.store.database import Database
from policies_kb.kb import KnowledgeBase

MakeClient = Callable[..., TestClient]
ASKED = {"conversation": "c-1", "message": "老板三个月没发工资"}


def fits(schema: str, value: Any) -> bool:
    told = {**description(), "$ref": f"#/components/schemas/{schema}"}
    return Draft202012Validator(told).is_valid(value)


def test_the_api_says_when_to_come_back(make_client: MakeClient) -> None:
    client = make_client(user=2)
    codes = [client.post("/api/chat", json=ASKED).status_code for _ in range(4)]
    assert codes == [200, 200, 429, 429]
    refused = client.post("/api/chat", json=ASKED)
    said = refused.json()
    assert refused.headers["retry-after"] == "40" and said["retry_after"] == 40
    assert said["status"] == "error" and "40" in said["lead"][0]
    assert [notice["kind"] for notice in said["notices"]] == ["busy"]
    assert said["links"][0]["url"] == "tel:12345"
    assert "12345" in said["text"]
    assert fits("Failure", said) and fits("Notice", said["notices"][0])


def test_buttons_count_and_no_refused_message_reaches_the_assistant(
    make_client: MakeClient, assistant: CardAssistant
) -> None:
    client = make_client(user=2)
    for _ in range(6):
        client.post("/api/chat", json={"conversation": "c-1", "message": "/wages_claim"})
    assert len(assistant.asked) == 2


def test_a_refused_message_is_masked_in_the_reply(make_client: MakeClient) -> None:
    client = make_client(user=1)
    sent = {"conversation": "c-1", "message": "我电话13800138000"}
    client.post("/api/chat", json=sent)
    assert client.post("/api/chat", json=sent).json()["question"] == "我电话[手机号]"


def test_the_refusal_is_in_the_readers_language(make_client: MakeClient) -> None:
    client = make_client(user=1)
    sent = {"conversation": "c-1", "message": "hello", "locale": "en"}
    client.post("/api/chat", json=sent)
    said = client.post("/api/chat", json=sent).json()
    assert said["lead"] == [
        "Too many messages within this minute; this one was not read. Please send it again in 40 s."
    ]


def test_the_form_and_the_rest_channel_say_it_too(make_client: MakeClient) -> None:
    client = make_client(user=1)
    form = {"conversation": "c-1", "message": ASKED["message"]}
    client.post("/chat", data=form)
    page = client.post("/chat", data=form)
    assert (page.status_code, page.headers["retry-after"]) == (429, "40")
    assert "请等40秒再发" in page.text and "12345" in page.text
    rest = client.post("/webhooks/rest/webhook", json={"sender": "c-1", "message": "工资"})
    assert (rest.status_code, rest.headers["retry-after"]) == (429, "40")
    assert any("40" in message["text"] for message in rest.json())
    assert any("12345" in message["text"] for message in rest.json())


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/api/chat", {"message": "工资"}),
        ("/webhooks/rest/webhook", {"message": "工资"}),
        ("/api/feedback", {"conversation": "c", "turn": 1, "verdict": "up"}),
        ("/api/forget", {"conversation": "c"}),
    ],
)
def test_an_address_is_limited_over_all_its_conversations(
    make_client: MakeClient, path: str, sent: dict[str, Any]
) -> None:
    client = make_client(address=3)
    codes = [client.post(path, json=sent).status_code for _ in range(5)]
    assert 429 not in codes[:3] and codes[3:] == [429, 429]
    refused = client.post(path, json=sent)
    assert refused.headers["retry-after"] == "40"
    assert refused.headers["connection"] == "close"
    assert client.get("/documents").status_code == 200


def test_a_conversation_cannot_flood_the_feedback(make_client: MakeClient, clock: Clock) -> None:
    client = make_client(user=20)
    sent = {"conversation": "c-1", "turn": 1, "verdict": "up"}
    codes = [client.post("/api/feedback", json=sent).status_code for _ in range(25)]
    assert codes == [404] * 20 + [429] * 5
    refused = client.post("/api/feedback", json=sent)
    assert refused.headers["retry-after"] == "40" and "40" in refused.json()["text"]
    assert fits("NotKept", refused.json())
    form = client.post("/feedback", data=sent)
    assert (form.status_code, form.headers["retry-after"]) == (429, "40")
    clock.seconds += 40
    assert client.post("/api/feedback", json=sent).status_code == 404


async def test_telegram_says_it_once_a_minute_and_answers_again_after(
    context: AnswerContext, store: str, store_db: Database, archive: Archive, clock: Clock
) -> None:
    with FakeBotApi() as api:
        guard = guard_of(TelegramAssistant(context, archive), context.kb, store_db, clock, user=2)
        rig = Rig(api, context, store, assistant=guard)
        await rig.start()
        for _ in range(3):
            api.write("/wages")
            await rig.idle()
        told = api.texts()
        assert "请等40秒再发" in told[-1] and "12345" in told[-1]
        for text in ("/wages", "/remind", "/lang", "在吗"):
            api.write(text)
        api.press_data(api.shown[7][0], "s|zh-Hans|/wages_claim")
        api.press_data(api.shown[7][0], "r|zh-Hans|list|{}")
        api.send(
            api.message(
                None, photo=[{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
            )
        )
        await rig.idle()
        assert api.texts() == told
        assert len(api.acknowledged) == 2
        api.write("/forget")
        await rig.idle()
        assert "已删除" in api.texts()[-1]
        clock.seconds += 60
        api.write("/wages")
        await rig.idle()
        assert len(api.texts()) > len(told) + 1
        await rig.stop()


async def test_wechat_says_it_once_a_minute(
    assistant: CardAssistant, kb: KnowledgeBase, store_db: Database, clock: Clock
) -> None:
    guard = guard_of(assistant, kb, store_db, clock, user=1)
    wechat = make_wechat(Account(TOKEN, APP_ID), guard, kb, store_db)
    app = make_app(guard, kb, wechat=wechat)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://wence") as http:
        server = WeChatServer(http)
        first = await server.say("老板三个月没发工资")
        assert "回复 2" in first
        told = await server.say("2")
        assert "请等40秒再发" in told and "12345" in told
        assert await server.say("欠薪") == ""
        assert await server.say("欠薪", sender="oOther_1") != ""
        clock.seconds += 60
        # What was offered before can still be picked.
        assert "没有编号" not in await server.say("2")
    assert len(assistant.asked) == 3


def test_a_conversation_of_another_channel_cannot_be_used_from_the_web(
    make_client: MakeClient, archive: Archive, assistant: CardAssistant
) -> None:
    client = make_client()
    for name in ("tg:7", "wx:0123", "ask-1", "shell-1"):
        chat = client.post("/api/chat", json={"conversation": name, "message": "/follow_source"})
        rest = client.post("/webhooks/rest/webhook", json={"sender": name, "message": "工资"})
        form = client.post("/chat", data={"conversation": name, "message": "工资"})
        gone = client.post("/api/forget", json={"conversation": name})
        told = {"conversation": name, "turn": 1, "verdict": "up"}
        verdict = client.post("/api/feedback", json=told)
        codes = {reply.status_code for reply in (chat, rest, form, gone, verdict)}
        assert codes == {400}
    assert assistant.asked == []


def test_a_guard_that_breaks_is_no_silence(make_guard: MakeGuard, kb: KnowledgeBase) -> None:
    guard = make_guard()

    async def broken(*_: object) -> None:
        raise RuntimeError("counts")

    guard.guard.limits.message = broken  # type: ignore[method-assign,assignment,union-attr]
    client = TestClient(make_app(guard, kb), raise_server_exceptions=False)
    said = client.post("/api/chat", json=ASKED)
    assert said.status_code == 503 and said.json()["links"][0]["url"] == "tel:12345"
