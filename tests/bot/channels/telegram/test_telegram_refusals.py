"""What Telegram refuses for now is kept and tried again; only the end of a chat is an end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from fake_bot_api import FakeBotApi
from telegram_rig import NOW, Rig, until

from actions.answer import Answer, Phrase
from actions.question import TIME_ZONE
from bot.channels.telegram.inbox import INBOX_TRIES
from bot.reminders.backoff import Backoff
from bot.reminders.reminder import Reminder, ReminderTarget
from bot.reminders.store import Reminders
from bot.store.tables import inbox

GROUP = -100
WAGES = "老板三个月没发工资"
TEMPORARY = [
    (400, "Bad Request: TOPIC_CLOSED"),
    (400, "Bad Request: not enough rights to send text messages to the chat"),
    (400, "Bad Request: have no rights to send a message"),
    (400, "Bad Request: need administrator rights in the channel chat"),
    (400, "Bad Request: message is too long"),
    (400, "Bad Request: message thread not found"),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
    (400, "Bad Request: CHAT_RESTRICTED"),
    (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"),
    (400, "Bad Request: something Telegram says since yesterday"),
    (403, "Forbidden: CHAT_WRITE_FORBIDDEN"),
    (403, "Forbidden: something Telegram says since yesterday"),
    (401, "Unauthorized"),
    (409, "Conflict: terminated by other getUpdates request"),
]
FINAL = [
    (403, "Forbidden: bot was blocked by the user"),
    (403, "Forbidden: bot was kicked from the group chat"),
    (403, "Forbidden: bot was kicked from the supergroup chat"),
    (403, "Forbidden: bot is not a member of the supergroup chat"),
    (403, "Forbidden: user is deactivated"),
    (403, "Forbidden: the group chat was deleted"),
    (403, "Forbidden: bot can't initiate conversation with a user"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: PEER_ID_INVALID"),
    (400, "Bad Request: group chat was deactivated"),
]


def at(day: int, hour: int = 9, minute: int = 30) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=TIME_ZONE)


@pytest.fixture
def reminders(rig: Rig) -> Reminders:
    """Two reminders of one group, both due on the 24th."""
    rig.api.shown[GROUP] = []
    kept = Reminders(rig.database)
    named = ReminderTarget({"region": ["杭州市"]})
    for about in (ReminderTarget(), named):
        kept.add(Reminder(0, f"tg:{GROUP}", about, 7, 9, "zh-Hans", NOW))
    return kept


@pytest.mark.parametrize(("status", "told"), TEMPORARY)
async def test_a_reminder_refused_for_now_is_sent_with_the_next_look(
    rig: Rig, api: FakeBotApi, reminders: Reminders, status: int, told: str
) -> None:
    rig.now = at(24)
    due = len(rig.channel.sending.due(rig.now))
    assert due >= 2
    api.fail("sendMessage", status=status, times=1, told=told)
    assert await rig.channel.sending.once() == due - 1, "the others are untouched"
    assert len(reminders.of(f"tg:{GROUP}")) == 2
    assert await rig.channel.sending.once() == 1
    assert len(api.shown[GROUP]) == due
    assert await rig.channel.sending.once() == 0


@pytest.mark.parametrize(("status", "told"), FINAL)
async def test_the_end_of_a_chat_ends_its_reminders(
    rig: Rig, api: FakeBotApi, reminders: Reminders, status: int, told: str
) -> None:
    rig.now = at(24)
    api.fail("sendMessage", status=status, times=1, told=told)
    assert await rig.channel.sending.once() == 0
    assert reminders.of(f"tg:{GROUP}") == []


async def test_a_reminder_refused_all_day_comes_the_next_day_as_late(
    rig: Rig, api: FakeBotApi, reminders: Reminders
) -> None:
    api.fail("sendMessage", status=400, times=50, told="Bad Request: TOPIC_CLOSED")
    for minute in (30, 31, 32, 59):
        rig.now = at(24, minute=minute)
        assert await rig.channel.sending.once() == 0
    api._trouble.clear()
    rig.now = at(25)
    assert await rig.channel.sending.once() >= 2
    assert all("晚了" in text for text in api.texts(GROUP))


async def test_a_reminder_whose_answer_was_cut_is_not_sent_again(
    rig: Rig, api: FakeBotApi, reminders: Reminders, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.now = at(24)
    due = len(rig.channel.sending.due(rig.now))
    long = Answer(status="answered", lead=tuple(Phrase("很长的话。" * 700) for _ in range(2)))
    monkeypatch.setattr("bot.channels.telegram.channel.reminder_answer", lambda *_: long)
    api.fail("sendMessage", status=400, after=1, times=1, told="Bad Request: TOPIC_CLOSED")
    assert await rig.channel.sending.once() == due
    assert await rig.channel.sending.once() == 0


@pytest.mark.parametrize(("status", "told"), [*TEMPORARY[:5], *TEMPORARY[6:9], TEMPORARY[10]])
async def test_an_answer_refused_once_is_sent_later(
    rig: Rig, api: FakeBotApi, status: int, told: str
) -> None:
    api.fail("sendMessage", status=status, times=1, told=told)
    api.write("/wages@wence_test_bot", GROUP)
    await until(lambda: api.count("sendMessage") == 1)
    await rig.idle()
    assert api.texts(GROUP) == []
    await rig.channel.service.sweep(everything=True)
    close_connections(rig)
    await rig.channel.service.sweep()
    assert len(await rig.said(1, GROUP)) == 1
    assert len(rig.assistant.asked) == 1, "a guided case must not hear a message twice"


async def test_an_answer_cut_short_goes_on_where_it_ended(rig: Rig, api: FakeBotApi) -> None:
    parts = tuple(Phrase(f"第{n}部分。" * 500) for n in range(3))
    rig.assistant.answers["长"] = Answer(status="answered", lead=parts)
    api.write("长")
    await rig.idle()
    whole = api.texts()
    assert len(whole) >= 2
    api.shown[7].clear()
    before = api.count("sendMessage")
    api.fail("sendMessage", status=400, after=1, times=1, told="Bad Request: TOPIC_CLOSED")
    api.write("长")
    await until(lambda: api.count("sendMessage") == before + 2)
    await rig.idle()
    close_connections(rig)
    await rig.channel.service.sweep()
    await rig.idle()
    assert api.texts() == whole


async def test_an_answer_that_is_given_up_is_told(rig: Rig, api: FakeBotApi) -> None:
    api.fail("sendMessage", status=400, times=INBOX_TRIES, told="Bad Request: message is too long")
    api.write(WAGES)
    for tries in range(1, INBOX_TRIES + 1):
        await until(lambda n=tries: api.count("sendMessage") >= n)
        await rig.idle()
        close_connections(rig)
        await rig.channel.service.sweep()
    await rig.idle()
    (text,) = api.texts()
    assert "这次没能回答" in text and "12345" in text


async def test_an_answer_in_a_topic_that_is_gone_goes_to_the_forum(
    rig: Rig, api: FakeBotApi
) -> None:
    api.fail("sendMessage", status=400, times=1, told="Bad Request: message thread not found")
    topic = {"message_thread_id": 42, "is_topic_message": True}
    api.write("/wages@wence_test_bot", GROUP, **topic)
    assert len(await rig.said(1, GROUP)) == 1
    first, second = (call for call in api.calls if call.method == "sendMessage")
    assert first.parameters["message_thread_id"] == "42"
    assert "message_thread_id" not in second.parameters


async def test_the_end_of_a_chat_ends_its_answers(rig: Rig, api: FakeBotApi) -> None:
    api.fail("sendMessage", status=403, times=1, told="Forbidden: bot was blocked by the user")
    api.write(WAGES)
    await until(lambda: api.count("sendMessage") == 1)
    await rig.idle()
    close_connections(rig)
    await rig.channel.service.sweep()
    await rig.idle()
    assert api.count("sendMessage") == 1


def test_pauses_grow_and_end() -> None:
    waiting, key, now = Backoff(), (1, date(2026, 12, 31)), datetime.now(UTC)
    pauses = []
    for _ in range(6):
        waiting.failed(key, now)
        pauses.append(
            next(n for n in range(60) if not waiting.waits(key, now + timedelta(minutes=n)))
        )
    assert pauses == [0, 1, 3, 7, 15, 15]
    assert not waiting.waits((2, key[1]), now)
    assert waiting.missed(date(2026, 12, 31)) == []
    assert waiting.missed(date(2027, 1, 1)) == [key]
    assert not waiting.waits(key, now)


def close_connections(rig: Rig) -> None:
    """Let two minutes pass for what waits to be sent."""
    with rig.database.writing() as connection:
        past = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=3)
        connection.execute(inbox.update().where(inbox.c.state == "open").values(until=past))
