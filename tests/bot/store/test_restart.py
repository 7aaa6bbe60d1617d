"""Conversations over the real model outlive the process, its troubles and damage."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.rasa.engine import MAX_EVENTS
from bot.rasa.tracker_store import ConversationStore
from bot.server.start import App
from bot.store import database as module
from bot.store.archive import Archive
from bot.store.tables import conversation

Restart = Callable[[], Archive]


@pytest.fixture
def restart(parts: App, file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Restart]:
    """End the store and begin with it anew, as a restarted process does; the model stays."""
    processor = parts.engine._processor
    opened: list[Archive] = []

    def anew() -> Archive:
        if opened:
            opened[-1].close()
        opened.append(Archive.open(f"sqlite:///{file}"))
        store = ConversationStore(opened[-1].conversations, MAX_EVENTS)
        store.domain = processor.domain
        monkeypatch.setattr(processor, "tracker_store", store)
        monkeypatch.setattr(parts.assistant.recorder, "_archive", opened[-1])
        return opened[-1]

    yield anew
    opened[-1].close()


async def test_a_conversation_goes_on_after_a_restart(parts: App, restart: Restart) -> None:
    restart()
    await parts.assistant.reply("c-1", "杭州的碳排放强度要下降多少")
    restart()
    said = (await parts.assistant.reply("c-1", "那宁波呢")).as_json()
    assert said["turn"] == 2
    assert said["lead"][0].startswith("宁波碳排放强度") and "23%" in said["lead"][0]


async def test_a_long_conversation_stays_small_and_remembers(parts: App, restart: Restart) -> None:
    archive = restart()
    await parts.assistant.reply("c-1", "杭州的碳排放强度要下降多少")
    for _ in range(30):
        await parts.assistant.reply("c-1", "谢谢")
    assert len(archive.conversations.load("c-1")) <= MAX_EVENTS
    restart()
    said = (await parts.assistant.reply("c-1", "那宁波呢")).as_json()
    assert said["turn"] == 32
    assert said["lead"][0].startswith("宁波碳排放强度") and "23%" in said["lead"][0]


async def test_a_conversation_deep_in_a_session_keeps_its_slots(
    parts: App, restart: Restart
) -> None:
    restart()
    store = parts.engine._processor.tracker_store
    for text in ("老板三个月没发工资", "/deadlines", "谢谢", "要什么证据", "宁波呢", "你好"):
        await parts.assistant.reply("c-1", text)
    live = await store.retrieve("c-1")
    restart()
    restored = await parts.engine._processor.tracker_store.retrieve("c-1")
    assert live is not None and restored is not None
    assert restored.current_slot_values() == live.current_slot_values()
    assert restored.latest_action_name == "action_listen"
    assert restored.get_slot("turn") == 6


@pytest.mark.parametrize(
    "damage", ["{", '[{"event": "nonsense"}]', '[{"event": "active_loop"}, {}]']
)
async def test_a_damaged_conversation_begins_anew(
    parts: App, restart: Restart, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    archive = restart()
    await parts.assistant.reply("c-1", "杭州的碳排放强度要下降多少")
    with archive._database.writing() as connection:
        connection.execute(update(conversation).values(events=damage))
    said = (await parts.assistant.reply("c-1", "无欠薪县的标准是什么")).as_json()
    assert (said["turn"], said["status"]) == (1, "answered")
    assert "begins anew" in caplog.text
    assert "碳排放" not in caplog.text


async def test_an_answer_comes_while_another_program_holds_the_store(
    parts: App, restart: Restart, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DATABASE_TIMEOUT", 0.1)
    restart()
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    said = (await parts.assistant.reply("c-1", "无欠薪县的标准是什么")).as_json()
    holder.close()
    assert said["status"] == "answered"
    assert (await parts.assistant.reply("c-1", "谢谢")).status != "error"


async def test_no_personal_data_reach_the_file(parts: App, restart: Restart, file: Path) -> None:
    archive = restart()
    await parts.assistant.reply("c-1", "老板不发工资,我电话13800138000,邮箱wang@example.com")
    await parts.assistant.reply("c-1", "今天天气怎么样13800138000")
    archive.close()
    stored = b"".join(path.read_bytes() for path in file.parent.iterdir())
    assert "[手机号]".encode() in stored
    assert b"13800138000" not in stored and b"wang@example.com" not in stored


async def test_forgetting_ends_a_conversation(parts: App, restart: Restart, file: Path) -> None:
    archive = restart()
    await parts.assistant.reply("c-1", "杭州的碳排放强度要下降多少")
    archive.judge("c-1", 1, "up")
    archive.forget("c-1")
    assert archive.remarks() == []
    assert (await parts.assistant.reply("c-1", "那宁波呢")).as_json()["turn"] == 1
