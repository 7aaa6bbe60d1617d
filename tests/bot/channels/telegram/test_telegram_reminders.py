"""Reminders by buttons and words, sent by the clock."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fake_bot_api import FakeBotApi
from telegram_rig import Rig, until

from actions.context import AnswerContext
from actions.question import TIME_ZONE
from bot.reminders.store import Reminders


def labels(message: dict[str, Any]) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [item["text"] for row in rows for item in row]


async def press(rig: Rig, label: str, place: int = -1) -> dict[str, Any]:
    """Press a button of a message and return the message as it is then."""
    edits = rig.api.count("editMessageText")
    message = rig.api.shown[7][place]
    rig.api.press(message, label)
    await until(lambda: rig.api.count("editMessageText") > edits)
    await rig.idle()
    return message


async def set_first(rig: Rig, days: str = "提前7天", hour: str = "9:00") -> dict[str, Any]:
    rig.api.write("/remind")
    await rig.idle()
    await press(rig, "1")
    await press(rig, days)
    return await press(rig, hour)


def at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, 30, tzinfo=TIME_ZONE)


@pytest.fixture
def reminders(rig: Rig) -> Reminders:
    return Reminders(rig.database)


async def test_a_reminder_is_set_in_three_steps(rig: Rig, reminders: Reminders) -> None:
    message = await set_first(rig)
    (kept,) = reminders.of("tg:7")
    assert (kept.days, kept.hour, kept.locale) == (7, 9, "zh-Hans")
    assert "设好了" in message["text"]
    assert "期限:2026年12月31日" in message["text"]
    assert "下次提醒:2026年12月24日" in message["text"]
    assert len(rig.api.shown[7]) == 1, "the steps take each other's place"


async def test_it_is_sent_once_with_its_proof(rig: Rig, api: FakeBotApi) -> None:
    await set_first(rig)
    sending = rig.channel.sending
    rig.now = at(2026, 12, 24, 8)
    assert await sending.once() == 0
    rig.now = at(2026, 12, 24)
    assert [await sending.once(), await sending.once()] == [1, 0]
    text = api.texts()[-1]
    assert "还有7天" in text and "晚了" not in text and "原文" in text
    rig.now = at(2027, 12, 24)
    assert await sending.once() == 1, "a yearly one comes again"


async def test_a_restart_sends_what_was_missed_once(
    api: FakeBotApi, context: AnswerContext, tmp_path: Path
) -> None:
    store = f"sqlite:///{tmp_path}/wence.db"
    first = Rig(api, context, store)
    await first.start()
    await set_first(first)
    await first.stop()
    second = Rig(api, context, store)
    second.now = at(2026, 12, 26)
    await second.start()
    await until(lambda: "晚了" in api.texts()[-1])
    assert "还有5天" in api.texts()[-1]
    await second.stop()
    third = Rig(api, context, store)
    third.now = at(2026, 12, 27)
    await third.start()
    assert await third.channel.sending.once() == 0
    assert len(api.texts()) == 2
    await third.stop()


async def test_of_two_processes_one_sends(
    rig: Rig, api: FakeBotApi, context: AnswerContext, tmp_path: Path
) -> None:
    await set_first(rig)
    peer = Rig(api, context, f"sqlite:///{tmp_path}/wence.db")
    rig.now = peer.now = at(2026, 12, 24)
    assert await rig.channel.sending.once() == 1
    assert await peer.channel.sending.once() == 0
    rig.now = peer.now = at(2026, 12, 24, 10)
    assert await peer.channel.sending.once() == 0, "sent already, though the lease is free"
    await peer.channel.stop()
    peer.close()


async def test_one_that_is_cancelled_is_not_sent(rig: Rig, api: FakeBotApi) -> None:
    await set_first(rig)
    message = await press(rig, "取消")
    assert "取消了" in message["text"]
    rig.now = at(2026, 12, 24)
    assert await rig.channel.sending.once() == 0


async def test_the_hour_can_be_changed(rig: Rig, api: FakeBotApi, reminders: Reminders) -> None:
    await set_first(rig)
    api.write("/remind")
    await rig.idle()
    assert labels(api.shown[7][-1]) == ["改 1", "取消 1", "设新的提醒"]
    await press(rig, "改 1")
    await press(rig, "提前7天")
    await press(rig, "20:00")
    (kept,) = reminders.of("tg:7")
    assert kept.hour == 20
    rig.now = at(2026, 12, 24, 9)
    assert await rig.channel.sending.once() == 0
    rig.now = at(2026, 12, 24, 20)
    assert await rig.channel.sending.once() == 1


async def test_words_lead_to_the_deadlines_they_name(rig: Rig, api: FakeBotApi) -> None:
    api.write("/remind")
    await rig.idle()
    everything = api.texts()[-1]
    api.write("提醒我杭州的期限")
    await rig.idle()
    named = api.texts()[-1]
    assert named != everything and named.count("期限:") < everything.count("期限:")
    assert "生态环境状况" in named
    api.write("我设了哪些提醒")
    await rig.idle()
    assert api.texts()[-1] == "现在没有提醒。"


async def test_all_of_a_list_share_one_message_a_day(rig: Rig, api: FakeBotApi) -> None:
    api.write("/remind")
    await rig.idle()
    await press(rig, next(label for label in labels(api.shown[7][-1]) if "全部" in label))
    await press(rig, "当天")
    await press(rig, "8:00")
    rig.now = at(2026, 12, 31)
    assert await rig.channel.sending.once() == 1
    assert "今天" in api.texts()[-1] and api.texts()[-1].count("· ") >= 3


async def test_a_reminder_that_cannot_be_sent_comes_later(rig: Rig, api: FakeBotApi) -> None:
    await set_first(rig)
    rig.now = at(2026, 12, 24)
    api.fail("sendMessage", status=500, times=5)
    assert await rig.channel.sending.once() == 0
    assert await rig.channel.sending.once() == 1


async def test_nobody_is_reminded_who_blocked_the_bot(
    rig: Rig, api: FakeBotApi, reminders: Reminders
) -> None:
    await set_first(rig)
    api.closed.add(7)
    rig.now = at(2026, 12, 24)
    assert await rig.channel.sending.once() == 0
    assert reminders.of("tg:7") == []


async def test_forget_deletes_reminders(rig: Rig, api: FakeBotApi, reminders: Reminders) -> None:
    await set_first(rig)
    api.write("/forget")
    await rig.idle()
    assert reminders.of("tg:7") == []


async def test_a_foreign_or_outdated_button_changes_nothing(
    rig: Rig, api: FakeBotApi, reminders: Reminders
) -> None:
    await set_first(rig)
    (kept,) = reminders.of("tg:7")
    api.write("/help", chat=9)
    await rig.idle()
    (other,) = api.shown[9]
    for data in (
        f'r|zh-Hans|cancel|{{"id":{kept.id}}}',
        "r|zh-Hans|set|{}",
        "r|zh-Hans|days",
        "r|zh-Hans|x|[]",
        'r|zh-Hans|hour|{"id":1,"days":61}',
    ):
        api.press_data(other, data)
        await rig.idle()
    assert reminders.of("tg:7") == [kept]
    assert "/remind" in api.texts(9)[0]
