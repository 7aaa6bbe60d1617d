"""The same message sent again gets the same reply, from whichever process, and changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from guard_rig import around
from sqlalchemy import update

from actions.question import PLAIN, MessageContext
from bot.conversation.assistant import Assistant
from bot.rasa.locks import ConversationLocks, InDatabase
from bot.recording.recorder import Recorder
from bot.reply import Reply
from bot.server.start import App
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.replies import REPLIES_KEPT
from bot.store.tables import conversation, now, reply
from policies_kb.kb import KnowledgeBase

FIRST = MessageContext(id="m-1")


def saying(name: str, text: str, turn: int) -> Reply:
    told = Reply(status="answered", reply="sure", language="zh-Hans", text=text)
    return replace(told, conversation=name, turn=turn)


class Counting:
    """Says how often it was asked; takes its time."""

    def __init__(self) -> None:
        self.asked = 0
        self.turns = True

    async def reply(
        self, name: str, text: str, locale: Any = None, sending: MessageContext = PLAIN
    ) -> Reply:
        self.asked += 1
        await asyncio.sleep(0.2)
        return saying(name, text, self.asked if self.turns else 0)

    async def open_question(self, name: str, locale: Any = None) -> None:
        return None


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/wence.db"
    return str(request.getfixturevalue("postgres"))


@pytest.fixture
def shared() -> Counting:
    return Counting()


@pytest.fixture
def processes(url: str, shared: Counting, kb: KnowledgeBase) -> Iterator[list[Assistant]]:
    """Two processes that serve one store; what they would change is counted in one place."""
    opened = [Database.open(url) for _ in range(2)]
    with opened[0].writing() as connection:
        for name in ("c", "other"):
            opened[0].put(connection, conversation, {"id": name, "updated": now()})
    yield [
        around(
            shared,
            kb,
            recorder=Recorder(Archive(one)),
            hold=ConversationLocks(InDatabase(one)).lock,
        )
        for one in opened
    ]
    for one in opened:
        one.close()


async def test_sendings_at_once_to_two_processes_are_one_message(
    processes: list[Assistant], shared: Counting
) -> None:
    sendings = [one.reply("c", "20000", sending=FIRST) for one in processes * 3]
    replies = await asyncio.gather(*sendings)
    assert shared.asked == 1
    assert replies == [saying("c", "20000", 1)] * 6


async def test_another_id_or_conversation_is_another_message(
    processes: list[Assistant], shared: Counting
) -> None:
    one, other = processes
    await one.reply("c", "a", sending=FIRST)
    await other.reply("c", "a", sending=MessageContext(id="m-2"))
    await other.reply("other", "a", sending=FIRST)
    for _ in range(2):
        await one.reply("c", "a")
    assert shared.asked == 5


async def test_what_was_no_turn_is_tried_anew(processes: list[Assistant], shared: Counting) -> None:
    shared.turns = False
    await processes[0].reply("c", "a", sending=FIRST)
    shared.turns = True
    assert (await processes[1].reply("c", "a", sending=FIRST)).turn == 2


async def test_replies_are_kept_for_minutes_and_go_with_the_conversation(
    processes: list[Assistant], shared: Counting, url: str
) -> None:
    database = Database.open(url)
    archive = Archive(database)
    await processes[0].reply("c", "a", sending=FIRST)
    with database.writing() as connection:
        # Neither the id a client gave nor a word of the message is there but in the reply.
        (row,) = connection.execute(reply.select()).all()
        assert "m-1" not in str(row.message)
        old = now() - REPLIES_KEPT - timedelta(seconds=1)
        connection.execute(update(reply).values(kept=old))
    assert archive.replies.find("c", "m-1") is None
    await processes[0].reply("c", "a", sending=MessageContext(id="m-2"))
    with database.reading() as connection:
        assert len(connection.execute(reply.select()).all()) == 1
    archive.forget("c")
    with database.reading() as connection:
        assert connection.execute(reply.select()).all() == []
    database.close()


@pytest.mark.timeout(300)
async def test_a_program_that_sends_again_fills_no_second_field(parts: App) -> None:
    async def said(number: int, text: str) -> str:
        sending = MessageContext(id=f"rest-{number}")
        return str((await parts.assistant.reply("once-1", text, None, sending)).text)

    for number, text in enumerate(("一步步帮我讨薪", "义乌", "工厂", "今年3月", "还在干")):
        first = await said(number, text)
        assert await said(number, text) == first
    assert "多少人" in await said(10, "20000")
    assert "多少人" in await said(10, "20000")
    assert "20000人" not in await said(11, "我说了什么")


@pytest.mark.timeout(300)
async def test_the_same_words_without_an_id_are_told_to_be_the_same(parts: App) -> None:
    async def said(text: str, **more: Any) -> str:
        return str((await parts.assistant.reply("once-2", text, None, MessageContext(**more))).text)

    for text in ("一步步帮我讨薪", "义乌", "工厂", "今年3月"):
        await said(text)
    assert "已经收到了" in await said("今年3月")
    assert "已经收到了" in await said("今年3月")
    # Whoever is known to have read the answer may say a short word twice.
    await said("还在干")
    await said("不知道", seen=99)
    assert "已经收到了" not in await said("不知道", seen=99)


@pytest.mark.timeout(300)
async def test_words_for_an_older_question_are_not_taken_for_the_open_one(parts: App) -> None:
    async def said(text: str, **more: Any) -> dict[str, Any]:
        reply = await parts.assistant.reply("once-3", text, None, MessageContext(**more))
        return reply.as_json()

    for text in ("一步步帮我讨薪", "义乌", "工厂"):
        last = await said(text)
    await said("今年3月", seen=last["turn"])
    late = await said("今年5月", seen=last["turn"])
    assert "已经往下走了" in late["text"] and late["asks"] == "ended" and late["suggestions"]
    pressed = await said('/guide_answer{"guide_field":"employer","guide_value":"工地"}',
                         seen=last["turn"])  # fmt: skip
    assert "工地" in pressed["text"]
    assert "5月" not in (await said("我说了什么"))["text"]
