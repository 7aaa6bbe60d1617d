"""What is kept of turns and feedback, for how long, and how it is deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from contract_reply import keep_events, reply
from sqlalchemy import func, select, update

from bot.privacy.masking import mask
from bot.recording.recorder import Recorder
from bot.settings.environment import read_settings
from bot.settings.errors import SettingError
from bot.store.archive import FEEDBACK_DAYS, Archive, UnknownTurnError
from bot.store.errors import StoreError
from bot.store.tables import conversation, feedback, now, turn
from bot.store.turns import KEPT_TURNS
from bot.store.upkeep import purge_daily

EVENT = {"event": "slot", "name": "turn", "value": 1}


@pytest.fixture
def archive(url: str) -> Iterator[Archive]:
    """A store of each kind."""
    opened = Archive.open(url)
    yield opened
    opened.close()


def count(archive: Archive, table: Any) -> int:
    with archive._database.reading() as connection:
        found: int = connection.execute(select(func.count()).select_from(table)).scalar_one()
    return found


def test_a_conversation_is_kept_as_it_was_saved(archive: Archive) -> None:
    events = [EVENT, {"event": "user", "text": "老板“跑了”😀"}]
    keep_events(archive, "c-1", [EVENT])
    keep_events(archive, "c-1", events)
    assert archive.conversations.load("c-1") == events
    assert archive.conversations.load("c-2") == []
    assert archive.conversations.names() == ["c-1"]


@pytest.mark.parametrize("damage", ["{", "null", "[1]", '{"a": 1}', "[" * 20_000, '[{"x": 1}]'])
def test_a_damaged_conversation_begins_anew(
    archive: Archive, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    keep_events(archive, "c-secret", [EVENT])
    with archive._database.writing() as connection:
        connection.execute(update(conversation).values(events=damage))
    assert archive.conversations.load("c-secret") == []
    assert "begins anew" in caplog.text
    assert "c-secret" not in caplog.text


def test_a_verdict_holds_the_question_of_its_turn(archive: Archive) -> None:
    archive.record(reply(turn=1))
    archive.record(reply(turn=2, question="要什么证据"))
    archive.judge("c-1", 1, "down", "没说去哪里")
    [remark] = archive.remarks()
    assert (remark.verdict, remark.note) == ("down", "没说去哪里")
    assert remark.about.question == "老板三个月没发工资"
    assert (remark.about.intent, remark.about.confidence) == ("wages_claim", 0.97)
    assert (remark.about.status, remark.about.cited) == ("answered", "国务院令第724号#art_53")
    assert remark.given <= now()


def test_a_verdict_can_be_changed_and_counts_once(archive: Archive) -> None:
    archive.record(reply())
    for verdict in ("up", "down", "other"):
        archive.judge("c-1", 1, verdict)  # type: ignore[arg-type]
    assert [remark.verdict for remark in archive.remarks()] == ["other"]


@pytest.mark.parametrize(("name", "number"), [("c-1", 2), ("c-2", 1), ("", 1), ("c-1", -1)])
def test_what_was_not_said_cannot_be_judged(archive: Archive, name: str, number: int) -> None:
    archive.record(reply())
    with pytest.raises(UnknownTurnError):
        archive.judge(name, number, "up")
    assert archive.remarks() == []


@pytest.mark.parametrize("status", ["no_provision", "clarify", "out_of_scope", "error"])
def test_a_question_left_open_is_queued(archive: Archive, status: str) -> None:
    archive.record(reply(status=status, citations=()))
    archive.judge("c-1", 1, "down")
    assert [remark.verdict for remark in archive.remarks()] == ["unanswered", "down"]


def test_an_answered_question_is_not_queued(archive: Archive) -> None:
    archive.record(reply())
    assert archive.remarks() == []


def test_a_failure_without_a_number_is_queued_each_time(archive: Archive) -> None:
    for _ in range(2):
        archive.record(reply(turn=0, status="error", citations=()))
    assert [remark.verdict for remark in archive.remarks()] == ["unanswered"] * 2
    assert count(archive, turn) == 0


def test_a_message_without_words_is_no_question(archive: Archive) -> None:
    archive.record(reply(turn=0, question="", status="clarify", citations=()))
    assert archive.remarks() == []


def test_only_the_last_turns_are_kept(archive: Archive) -> None:
    for number in range(1, KEPT_TURNS + 21):
        archive.record(reply(turn=number))
    assert count(archive, turn) == KEPT_TURNS
    with pytest.raises(UnknownTurnError):
        archive.judge("c-1", 20, "up")
    archive.judge("c-1", 21, "up")


def test_noting_a_turn_leaves_the_conversation_alone(archive: Archive) -> None:
    keep_events(archive, "c-1", [EVENT])
    archive.record(reply())
    assert archive.conversations.load("c-1") == [EVENT]


def test_feedback_names_no_conversation(archive: Archive) -> None:
    archive.record(reply(status="clarify"))
    archive.judge("c-1", 1, "up")
    with archive._database.reading() as connection:
        names = set(connection.execute(select(feedback.c.conversation)).scalars())
    [name] = names
    assert len(name) == 64 and "c-1" not in name


def test_forgetting_deletes_everything_of_one_conversation(archive: Archive) -> None:
    for name in ("c-1", "c-2"):
        keep_events(archive, name, [EVENT])
        archive.record(reply(name, status="no_provision"))
        archive.judge(name, 1, "down")
    archive.forget("c-1")
    assert archive.conversations.names() == ["c-2"]
    assert count(archive, turn) == 1
    assert len(archive.remarks()) == 2


def age(archive: Archive, table: Any, column: Any, days: float) -> None:
    with archive._database.writing() as connection:
        connection.execute(update(table).values({column: now() - timedelta(days=days)}))


def test_old_conversations_are_purged_with_their_turns(archive: Archive) -> None:
    archive.record(reply("old", status="clarify"))
    age(archive, conversation, conversation.c.updated, 30.1)
    archive.record(reply("new"))
    archive.purge(30)
    assert archive.conversations.names() == ["new"]
    assert count(archive, turn) == 1
    # What the editor works on is kept longer.
    assert len(archive.remarks()) == 1
    age(archive, feedback, feedback.c.given, FEEDBACK_DAYS + 0.1)
    archive.purge(30)
    assert archive.remarks() == []


def test_remarks_since_a_moment(archive: Archive) -> None:
    archive.record(reply(status="clarify"))
    age(archive, feedback, feedback.c.given, 10)
    archive.record(reply(turn=2, status="clarify", question="新的"))
    found = archive.remarks(since=now() - timedelta(days=7))
    assert [remark.about.question for remark in found] == ["新的"]


@pytest.mark.parametrize(("value", "days"), [("", 30), ("1", 1), ("365", 365)])
def test_the_days_to_keep_are_a_setting(value: str, days: int) -> None:
    assert read_settings({"WENCE_RETENTION_DAYS": value}).retention_days == days


@pytest.mark.parametrize("value", ["0", "-1", "a month", "1.5", "99999", "３０"])
def test_a_senseless_setting_is_refused(value: str) -> None:
    with pytest.raises(SettingError, match="WENCE_RETENTION_DAYS"):
        read_settings({"WENCE_RETENTION_DAYS": value})


async def test_the_daily_purge_goes_on_after_a_bad_day() -> None:
    purged = []

    class Troubled:
        def purge(self, days: int) -> None:
            purged.append(days)
            if len(purged) == 1:
                raise StoreError("held")

    task = asyncio.create_task(purge_daily(Troubled(), 30, pause=0))  # type: ignore[arg-type]

    async def three() -> None:
        while len(purged) < 3:
            await asyncio.sleep(0.01)

    await asyncio.wait_for(three(), timeout=5)
    task.cancel()
    assert set(purged) == {30}


async def test_a_turn_is_kept_and_can_be_judged(archive: Archive) -> None:
    assert await Recorder(archive).keep(reply(), [EVENT], "m-1")
    archive.judge("c-1", 1, "up")
    assert archive.conversations.load("c-1") == [EVENT]
    assert await Recorder(archive).recall("c-1", "m-1") == reply()


async def test_of_a_turn_that_cannot_be_kept_nothing_is(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    spoilt = reply(question="王某某", turn=object())
    assert not await Recorder(archive).keep(spoilt, [EVENT], "m-1")
    assert archive.conversations.load("c-1") == []
    assert "could not be kept" in caplog.text
    assert "王某某" not in caplog.text


def test_nothing_masked_stands_in_the_file(file: Path) -> None:
    archive = Archive.open(f"sqlite:///{file}")
    words = "我叫老王13800138000,邮箱wang@example.com"
    archive.record(reply(question=mask(words), status="clarify"))
    archive.judge("c-1", 1, "down", mask("打我电话13800138000"))
    archive.close()
    stored = b"".join(path.read_bytes() for path in file.parent.iterdir())
    assert "[手机号]".encode() in stored
    assert b"13800138000" not in stored and b"wang@example.com" not in stored


def test_what_somebody_in_danger_wrote_is_not_queued_for_the_editor(archive: Archive) -> None:
    archive.record(reply(status="error", turn=0, danger=("self_harm",)))
    archive.record(reply(status="clarify", danger=("violence",)))
    assert archive.remarks() == []
    archive.record(reply(status="clarify", turn=2, danger=()))
    assert len(archive.remarks()) == 1
