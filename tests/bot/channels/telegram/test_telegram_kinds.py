"""Every kind of update and message Telegram has, as core.telegram.org/bots/api lists them."""

from __future__ import annotations

import inspect
import json
import time
from typing import Any

import pytest
from contract_reply import keep_events
from fake_bot_api import ME, FakeBotApi
from telegram import ChatMemberRestricted, Update
from telegram_rig import Rig, until

from bot.channels.telegram.incoming import ALLOWED
from bot.reminders.reminder import Reminder, ReminderTarget
from bot.reminders.store import Reminders

GROUP, ANNA, BO = -100, 71, 72
WAGES = "老板三个月没发工资"
BOT = "@wence_test_bot"
_FILE = {"file_id": "f", "file_unique_id": "f"}
_SIZED = {**_FILE, "width": 1, "height": 1}
_USER = {"id": ANNA, "is_bot": False, "first_name": "A"}
#: What a member who is restricted may not do.
RIGHTS = [
    name for name in inspect.signature(ChatMemberRestricted).parameters if name.startswith("can_")
]
#: What somebody sends that is not read.
CONTENT: dict[str, Any] = {
    "animation": {**_SIZED, "duration": 1},
    "audio": {**_FILE, "duration": 1},
    "checklist": {"title": "t", "tasks": [{"id": 1, "text": "x"}]},
    "contact": {"phone_number": "13800138000", "first_name": "A"},
    "dice": {"emoji": "🎲", "value": 3},
    "document": _FILE,
    "location": {"latitude": 30.2, "longitude": 120.1},
    "photo": [_SIZED],
    "poll": {
        "id": "1", "question": "老板该给钱吗", "options": [], "total_voter_count": 0,
        "is_closed": False, "is_anonymous": True, "type": "regular",
        "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
        "country_codes": [],
    },
    "sticker": {**_SIZED, "type": "regular", "is_animated": False, "is_video": False},
    "story": {"chat": {"id": 9, "type": "private"}, "id": 1},
    "venue": {"location": {"latitude": 30.2, "longitude": 120.1}, "title": "t", "address": "a"},
    "video": {**_SIZED, "duration": 1},
    "video_note": {**_FILE, "length": 1, "duration": 1},
    "voice": {**_FILE, "duration": 1},
    "of_tomorrow": {"id": 1},
}  # fmt: skip
#: What Telegram tells by itself.
SERVICE: dict[str, Any] = {
    "new_chat_members": [_USER],
    "new_chat_title": "t",
    "new_chat_photo": [_SIZED],
    "delete_chat_photo": True,
    "group_chat_created": True,
    "supergroup_chat_created": True,
    "channel_chat_created": True,
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 60},
    "pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}},
    "forum_topic_created": {"name": "t", "icon_color": 1},
    "forum_topic_closed": {},
    "forum_topic_reopened": {},
    "forum_topic_edited": {},
    "video_chat_started": {},
    "video_chat_ended": {"duration": 1},
    "write_access_allowed": {},
    "users_shared": {"request_id": 1, "users": []},
    "chat_background_set": {"type": {"type": "chat_theme", "theme_name": "x"}},
    "web_app_data": {"data": "x", "button_text": "x"},
}


@pytest.mark.parametrize("kind", CONTENT)
async def test_what_is_not_read_is_told_and_whom_to_call(
    rig: Rig, api: FakeBotApi, kind: str
) -> None:
    api.send(api.message(None, **{kind: CONTENT[kind]}))
    (shown,) = await rig.said(1)
    assert "文字" in shown["text"]
    assert rig.assistant.asked == []


@pytest.mark.parametrize("kind", SERVICE)
async def test_what_telegram_tells_by_itself_is_not_answered(
    rig: Rig, api: FakeBotApi, kind: str
) -> None:
    api.send(api.message(None, **{kind: SERVICE[kind]}))
    api.write("/help")
    assert len(await rig.said(1)) == 1
    assert len(rig.assistant.asked) == 1


async def test_an_album_is_one_message(rig: Rig, api: FakeBotApi) -> None:
    for album in ("one", "one", "one", "two"):
        api.send(api.message(None, photo=[_SIZED], media_group_id=album))
    assert len(await rig.said(2)) == 2


async def test_the_words_under_a_picture_of_an_album_are_read(rig: Rig, api: FakeBotApi) -> None:
    api.send(api.message(None, photo=[_SIZED], media_group_id="a", caption=WAGES))
    api.send(api.message(None, photo=[_SIZED], media_group_id="a"))
    await rig.said(1)
    await rig.idle()
    # The other picture gets no answer of its own.
    await rig.said(1)
    assert [text for _, text, _ in rig.assistant.asked] == [WAGES]


@pytest.mark.parametrize(
    "more",
    [
        {"forward_origin": {"type": "hidden_user", "date": 0, "sender_user_name": "x"}},
        {"quote": {"text": "别的话", "position": 0}},
        {"via_bot": {"id": 5, "is_bot": True, "first_name": "v"}},
        {"effect_id": "5"},
        {"has_protected_content": True},
        {"entities": [{"type": "spoiler", "offset": 0, "length": 2}]},
    ],
    ids=["forwarded", "quoting", "via a bot", "effect", "protected", "hidden words"],
)
async def test_words_are_read_however_they_come(
    rig: Rig, api: FakeBotApi, more: dict[str, Any]
) -> None:
    api.write(WAGES, **more)
    await rig.said(1)
    assert [text for _, text, _ in rig.assistant.asked] == [WAGES]


async def test_no_other_kind_of_update_is_asked_for(rig: Rig, api: FakeBotApi) -> None:
    assert set(ALLOWED) <= set(Update.ALL_TYPES)
    asked_for = [c.parameters for c in api.calls if c.method == "getUpdates"]
    assert all(set(ALLOWED) == set(json.loads(call["allowed_updates"])) for call in asked_for)


@pytest.mark.parametrize("kind", sorted(set(Update.ALL_TYPES) - set(ALLOWED)))
async def test_an_update_that_was_not_asked_for_is_let_go(
    rig: Rig, api: FakeBotApi, kind: str
) -> None:
    update = Update.de_json({"update_id": 900}, rig.channel.service._bot)
    await rig.channel.service.accept([update])
    assert api.shown == {} and rig.assistant.asked == []


# -- who leaves ---------------------------------------------------------------------------------


def changed(api: FakeBotApi, chat: int, status: str) -> dict[str, Any]:
    """Return the update that the bot is something else in a chat now."""
    kind = {"type": "private", "first_name": "W"} if chat > 0 else {"type": "supergroup"}
    until: dict[str, Any] = {"until_date": 0} if status in ("kicked", "restricted") else {}
    if status == "restricted":
        until |= dict.fromkeys(RIGHTS, False) | {"is_member": True}
    member = {
        "chat": {"id": chat, "title": "G", **kind},
        "from": _USER,
        "date": int(time.time()),
        "old_chat_member": {"status": "member", "user": ME},
        "new_chat_member": {"status": status, "user": ME, **until},
    }
    return {"update_id": api._next(), "my_chat_member": member}


def keep(rig: Rig, chat: int, *people: int) -> None:
    """Keep a conversation and a language of each of these, and a reminder of the chat."""
    for name in [f"tg:{chat}", *(f"tg:{chat}:{person}" for person in people)]:
        keep_events(rig.archive, name, [{"event": "slot", "name": "turn", "value": 1}])
        rig.channel._responder.preferences.choose(name, "en")
    Reminders(rig.database).add(
        Reminder(0, f"tg:{chat}", ReminderTarget(), 7, 9, "zh-Hans", rig.now)
    )


def kept(rig: Rig, name: str) -> tuple[bool, bool]:
    responder = rig.channel._responder
    return name in rig.archive.conversations.names(), responder.preferences.locale(name) is not None


async def test_who_blocks_the_bot_is_forgotten(rig: Rig, api: FakeBotApi) -> None:
    keep(rig, 7)
    keep(rig, 8)
    api.send(changed(api, 7, "kicked"))
    await until(lambda: kept(rig, "tg:7") == (False, False))
    assert Reminders(rig.database).of("tg:7") == []
    assert kept(rig, "tg:8") == (True, True)
    assert len(Reminders(rig.database).of("tg:8")) == 1
    assert api.shown.get(7, []) == []


@pytest.mark.parametrize("status", ["kicked", "left"])
async def test_a_group_that_puts_the_bot_out_is_forgotten_with_its_members(
    rig: Rig, api: FakeBotApi, status: str
) -> None:
    keep(rig, GROUP, ANNA, BO)
    keep(rig, -1001, ANNA)
    api.send(changed(api, GROUP, status))
    await until(lambda: kept(rig, f"tg:{GROUP}:{BO}") == (False, False))
    await rig.idle()
    assert kept(rig, f"tg:{GROUP}:{ANNA}") == kept(rig, f"tg:{GROUP}") == (False, False)
    assert Reminders(rig.database).of(f"tg:{GROUP}") == []
    assert kept(rig, f"tg:-1001:{ANNA}") == (True, True)


async def test_who_leaves_a_group_is_forgotten_alone(rig: Rig, api: FakeBotApi) -> None:
    keep(rig, GROUP, ANNA, BO)
    api.send(api.message(None, GROUP, person=ANNA, left_chat_member=_USER))
    await until(lambda: kept(rig, f"tg:{GROUP}:{ANNA}") == (False, False))
    assert kept(rig, f"tg:{GROUP}:{BO}") == (True, True)
    assert len(Reminders(rig.database).of(f"tg:{GROUP}")) == 1


@pytest.mark.parametrize("status", ["member", "restricted"])
async def test_who_comes_back_or_gives_rights_is_not_forgotten(
    rig: Rig, api: FakeBotApi, status: str
) -> None:
    keep(rig, 7)
    await rig.channel.service.accept(
        [Update.de_json(changed(api, 7, status), rig.channel.service._bot)]
    )
    await rig.idle()
    assert kept(rig, "tg:7") == (True, True)
