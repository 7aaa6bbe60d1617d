"""The off-switch: every channel says so, every process sees it, and it is known who turned it."""

from __future__ import annotations

import asyncio
import os
import pwd
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from fake_bot_api import FakeBotApi
from guard_rig import Clock, guard_of
from starlette.testclient import TestClient
from telegram_rig import Rig, TelegramAssistant
from web_double import CardAssistant
from wechat_client import APP_ID, TOKEN, WeChatServer

from actions.context import AnswerContext
from bot.channels.web.app import make_app
from bot.channels.wechat.start import make_wechat
from bot.limits.switch import Switch
from bot.reminders.reminder import Reminder, ReminderTarget
from bot.reminders.schedule import Delivery
from bot.reminders.sending import NotDelivered
from bot.server.switch_command import operator
from bot.settings.wechat import Account
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.errors import LockedError
from policies_kb.kb import KnowledgeBase

ROOT = Path(__file__).parents[3]
MakeClient = Callable[..., TestClient]
REASON = "知识库里有一处错,正在改"
HOTLINES = {"tel:12345", "tel:12333", "tel:12348"}


def run(store: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env={**os.environ, "WENCE_DATABASE": store},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_while_off_the_web_says_why_and_whom_to_call(
    make_client: MakeClient, store_db: Database, clock: Clock, assistant: CardAssistant
) -> None:
    client = make_client()
    asked = {"conversation": "c-1", "message": "欠薪"}
    assert client.post("/api/chat", json=asked).status_code == 200
    Switch(store_db).set(True, REASON, "root")
    clock.seconds += 2
    off = client.post("/api/chat", json=asked)
    said = off.json()
    assert (off.status_code, off.headers["retry-after"]) == (503, "300")
    assert said["status"] == "error" and [n["kind"] for n in said["notices"]] == ["off"]
    assert {link["url"] for link in said["links"]} == HOTLINES
    assert REASON in said["text"] and "暂停回答" in said["text"]
    form = client.post("/chat", data={"message": "欠薪"})
    assert form.status_code == 503 and REASON in form.text and "12348" in form.text
    rest = client.post(
        "/webhooks/rest/webhook", json={"message": "hello", "metadata": {"locale": "en"}}
    )
    assert rest.status_code == 503
    assert "Wence does not answer for now" in rest.json()[0]["text"]
    # What is only read stays, and so does the right to be forgotten.
    for path in ("/", "/documents", "/laws", "/channels", "/search?q=工资", "/healthz"):
        assert client.get(path).status_code == 200
    assert client.post("/api/forget", json={"conversation": "c-1"}).status_code == 200
    assert len(assistant.asked) == 1
    Switch(store_db).set(False, "", "root")
    clock.seconds += 2
    assert client.post("/api/chat", json=asked).status_code == 200


async def test_telegram_and_wechat_say_it_too_and_reminders_wait(
    context: AnswerContext, tmp_path: Path, clock: Clock, kb: KnowledgeBase
) -> None:
    store = f"sqlite:///{tmp_path}/wence.db"
    database, archive = Database.open(store), Archive.open(store)
    Switch(database).set(True, REASON, "root")
    with FakeBotApi() as api:
        guard = guard_of(TelegramAssistant(context, archive), kb, database, clock)
        rig = Rig(api, context, store, assistant=guard)
        await rig.start()
        for text in ("/wages", "/remind", "在吗"):
            api.write(text)
        await rig.idle()
        assert len(api.texts()) == 3
        assert all(REASON in text and "12348" in text for text in api.texts())
        wish = Reminder(1, "tg:7", ReminderTarget({}), 1, 9, "zh-Hans", rig.now)
        with pytest.raises(NotDelivered):
            await rig.channel.deliver(Delivery(wish, rig.now.date(), (), 1, False))
        await rig.stop()
    assistant = CardAssistant(context)
    guard = guard_of(assistant, kb, database, clock)
    wechat = make_wechat(Account(TOKEN, APP_ID), guard, kb, database)
    transport = httpx.ASGITransport(app=make_app(guard, kb, wechat=wechat))
    async with httpx.AsyncClient(transport=transport, base_url="http://wence") as http:
        server = WeChatServer(http)
        for _ in range(2):
            said = await server.say("欠薪")
            assert REASON in said and "12333" in said
    assert assistant.asked == []
    database.close()
    archive.close()


@pytest.mark.slow
async def test_another_process_sees_it_within_two_seconds(store: str, store_db: Database) -> None:
    switch = Switch(store_db)
    assert await switch.off() is None
    done = await asyncio.to_thread(run, store, "off", "--reason", f"{REASON} 13800138000")
    assert done.returncode == 0, done.stderr
    until = time.monotonic() + 2
    while not (off := await switch.off()):
        assert time.monotonic() < until
        await asyncio.sleep(0.05)
    assert off.reason == f"{REASON} [手机号]"
    assert off.who == operator("")
    assert run(store, "on").returncode == 0
    told = run(store, "status")
    lines = told.stdout.splitlines()
    assert lines[0] == "on" and " on by " in lines[1] and " off by " in lines[2]
    assert REASON in lines[2]


def test_every_turn_is_kept_and_none_is_changed(store_db: Database) -> None:
    switch = Switch(store_db)
    for number in range(12):
        switch.set(number % 2 == 0, f"r{number}", "u")
    history = switch.history(100)
    assert [one.reason for one in history] == [f"r{number}" for number in range(11, -1, -1)]
    assert all(one.who == "u" and one.when for one in history)


async def test_what_was_known_holds_while_the_store_is_gone(
    store_db: Database,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    switch = Switch(store_db, clock)
    switch.set(True, REASON, "root")
    assert await switch.off()

    def held(_: int) -> None:
        raise LockedError("held")

    monkeypatch.setattr(switch, "history", held)
    for _ in range(20):
        clock.seconds += 2
        assert await switch.off()
    assert len(caplog.records) == 1


async def test_a_guided_case_goes_on_where_it_was(
    make_client: MakeClient, store_db: Database, clock: Clock, assistant: CardAssistant
) -> None:
    client = make_client()
    client.post("/api/chat", json={"conversation": "c-1", "message": "/wages_claim"})
    Switch(store_db).set(True, "", "root")
    clock.seconds += 2
    client.post("/api/chat", json={"conversation": "c-1", "message": "浙江省"})
    Switch(store_db).set(False, "", "root")
    clock.seconds += 2
    client.post("/api/chat", json={"conversation": "c-1", "message": "浙江省"})
    # The assistant, and with it the case, never heard of what was sent meanwhile.
    assert [text for _, text, _ in assistant.asked] == ["/wages_claim", "浙江省"]


def test_who_turned_it_is_told_by_the_process_not_by_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOGNAME", "mallory")
    monkeypatch.setenv("USER", "mallory")
    assert operator("") == pwd.getpwuid(os.getuid()).pw_name
    assert operator("alice").endswith("(sudo: alice)")
