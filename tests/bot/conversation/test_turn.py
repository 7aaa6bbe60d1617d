"""The steps of a turn: their order, what ends the way, what holds it together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from guard_rig import Clock, make_test_guard
from test_assistant import HOTLINE, Engine

from actions.question import MessageContext
from bot.conversation.assistant import BROKEN, Assistant
from bot.conversation.first_aid import FirstAid, open_first_aid
from bot.rasa.engine_turn import EngineTurn, Unsaved
from bot.rasa.locks import ConversationLocks
from bot.recording.recorder import Recorder
from bot.store.archive import Archive
from bot.store.database import Database
from policies_kb.kb import KnowledgeBase

#: What may refuse a message, or change with others what is kept.
MAY_REFUSE = ("limit", "look_at_switch", "wait_and_recall")
EVENTS = [{"event": "slot", "name": "turn", "value": 1}]


class Changing(Engine):
    """An engine whose conversations change with every message, in a case or outside one."""

    def __init__(self, in_case: bool) -> None:
        super().__init__()
        self._in_case = in_case
        self.unsaved: dict[str, Unsaved] = {}

    async def ask(self, conversation: str, text: str, sending: Any = None) -> EngineTurn:
        self.unsaved[conversation] = Unsaved(EVENTS, self._in_case)
        return await super().ask(conversation, text, sending)

    def take_unsaved(self, conversation: str) -> Unsaved | None:  # type: ignore[override]
        return self.unsaved.pop(conversation, None)


@pytest.fixture(scope="module")
def first_aid(kb: KnowledgeBase) -> FirstAid:
    return open_first_aid(kb)


@pytest.fixture
def archive() -> Archive:
    return Archive.open()


def test_danger_is_heard_before_all_that_may_refuse(first_aid: FirstAid) -> None:
    names = [step.__name__ for step in Assistant(Engine(), HOTLINE, first_aid).steps]
    heard = names.index("hear_danger")
    assert [name for name in MAY_REFUSE if names.index(name) < heard] == []
    assert names[-2:] == ["understand", "answer"]


async def test_a_refused_message_goes_no_further(kb: KnowledgeBase, first_aid: FirstAid) -> None:
    engine = Engine()
    guard = make_test_guard(kb, Database.open("sqlite://"), Clock(), user=1)
    assistant = Assistant(engine, HOTLINE, first_aid, guard=guard)
    assert (await assistant.reply("c1", "老板不发工资")).status == "answered"
    refused = await assistant.reply("c1", "老板不发工资")
    assert (refused.status, refused.told) == ("error", False)
    assert refused.retry_after is not None and refused.retry_after > 0
    assert len(engine.asked) == 1


async def test_conversation_note_and_reply_are_kept_with_each_other(
    first_aid: FirstAid, archive: Archive
) -> None:
    assistant = Assistant(Changing(False), HOTLINE, first_aid, recorder=Recorder(archive))
    reply = await assistant.reply("c1", "老板不发工资", sending=MessageContext(id="m-1"))
    assert archive.conversations.load("c1") == EVENTS
    assert archive.replies.find("c1", "m-1") == reply.as_json()
    archive.judge("c1", reply.turn, "up")


async def test_a_turn_that_breaks_leaves_the_conversation_as_it_was(
    first_aid: FirstAid, archive: Archive
) -> None:
    engine = Changing(True)
    assistant = Assistant(engine, HOTLINE, first_aid, recorder=Recorder(archive))
    engine.unsaved["c1"] = Unsaved(EVENTS, True)
    engine.trouble = RuntimeError("no answer")
    reply = await assistant.reply("c1", "老板不发工资")
    assert (reply.status, reply.turn) == ("error", 0)
    assert archive.conversations.load("c1") == [] and engine.unsaved == {}


@pytest.mark.parametrize(("in_case", "status"), [(True, "error"), (False, "answered")])
async def test_only_in_a_case_what_cannot_be_kept_is_not_said(
    first_aid: FirstAid, archive: Archive, in_case: bool, status: str
) -> None:
    assistant = Assistant(Changing(in_case), HOTLINE, first_aid, recorder=Recorder(archive))
    with archive._database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE turn")
    reply = await assistant.reply("c1", "老板不发工资")
    assert reply.status == status
    assert (reply.lead[0] == BROKEN.message) == in_case
    assert archive.conversations.load("c1") == []


async def test_the_conversation_is_held_until_the_turn_is_kept(
    first_aid: FirstAid, archive: Archive
) -> None:
    locks = ConversationLocks()
    seen: list[list[Any]] = []

    @asynccontextmanager
    async def hold(conversation: str) -> AsyncIterator[None]:
        async with locks.lock(conversation):
            yield
            seen.append(archive.conversations.load(conversation))

    assistant = Assistant(
        Changing(False), HOTLINE, first_aid, recorder=Recorder(archive), hold=hold
    )
    await asyncio.gather(*(assistant.reply("c1", "老板不发工资") for _ in range(3)))
    assert seen == [EVENTS] * 3
