"""What the bot says by itself in a forum stands in the topic it was asked for in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from fake_bot_api import FakeBotApi
from telegram_rig import Rig

from actions.question import TIME_ZONE
from bot.reminders.store import Reminders

FORUM, BOT = -1004, "@wence_test_bot"
DUE = datetime(2026, 12, 24, 9, 30, tzinfo=TIME_ZONE)
GONE = "Bad Request: message thread not found"


async def set_first(rig: Rig, words: str, thread: int | None = 42, hour: str = "9:00") -> None:
    """Set a reminder of the first deadline offered, in a topic."""
    topic = {} if thread is None else {"message_thread_id": thread, "is_topic_message": True}
    rig.api.write(words, FORUM, **topic)
    await rig.idle()
    for label in ("1", "提前7天", hour):
        rig.api.press({**rig.api.shown[FORUM][-1], **topic}, label)
        await rig.idle()


async def threads_of_reminders(rig: Rig) -> list[str | None]:
    """Let the reminders come due; return the topics of what was sent."""
    before = len(rig.api.calls)
    rig.now = DUE
    await rig.channel.sending.once()
    sent = [call for call in rig.api.calls[before:] if call.method == "sendMessage"]
    return [call.parameters.get("message_thread_id") for call in sent]


@pytest.mark.parametrize("words", [f"/remind{BOT}", f"{BOT} 提醒我杭州的期限"])
async def test_a_reminder_comes_to_its_topic(rig: Rig, words: str) -> None:
    await set_first(rig, words)
    assert set(await threads_of_reminders(rig)) == {"42"}


async def test_a_reminder_asked_for_outside_of_topics_comes_to_the_forum(rig: Rig) -> None:
    await set_first(rig, f"/remind{BOT}", thread=None)
    assert set(await threads_of_reminders(rig)) == {None}


async def test_a_reminder_whose_topic_is_gone_comes_to_the_forum(rig: Rig, api: FakeBotApi) -> None:
    await set_first(rig, f"/remind{BOT}")
    api.fail("sendMessage", status=400, times=1, told=GONE)
    asked = await threads_of_reminders(rig)
    assert asked[:2] == ["42", None]
    assert len(Reminders(rig.database).of(f"tg:{FORUM}")) == 1


async def test_the_same_wish_in_another_topic_moves_there(rig: Rig) -> None:
    await set_first(rig, f"/remind{BOT}")
    reminders = Reminders(rig.database)
    (kept,) = reminders.of(f"tg:{FORUM}")
    moved = reminders.add(replace(kept, thread=43))
    assert (moved.id, moved.thread) == (kept.id, 43)
    assert set(await threads_of_reminders(rig)) == {"43"}


async def test_a_changed_time_keeps_the_topic(rig: Rig) -> None:
    await set_first(rig, f"/remind{BOT}")
    reminders = Reminders(rig.database)
    (kept,) = reminders.of(f"tg:{FORUM}")
    for label in ("全部提醒", "改 1", "提前7天", "8:00"):
        rig.api.press(rig.api.shown[FORUM][-1], label)
        await rig.idle()
    (changed,) = reminders.of(f"tg:{FORUM}")
    assert (changed.id, changed.hour, changed.thread) == (kept.id, 8, 42)
