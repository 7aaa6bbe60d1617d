"""In a group each person is somebody of their own, and nobody reads another's case."""

from __future__ import annotations

from typing import Any

import pytest
from contract_reply import keep_events
from fake_bot_api import ME, FakeBotApi
from telegram_rig import Rig

from actions.answer import Answer, say
from bot.channels.telegram.incoming import Incoming
from bot.reminders.reminder import Reminder, ReminderTarget
from bot.reminders.store import Reminders

GROUP, ANNA, BO = -100, 71, 72
WAGES = "老板三个月没发工资"
BOT = "@wence_test_bot"
GROUP_KIND = {"id": GROUP, "type": "supergroup", "title": "G"}
TO_BOT = {"message_id": 1, "date": 1, "chat": GROUP_KIND, "from": ME}


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [item for row in rows for item in row]


def addresses(message: dict[str, Any]) -> list[str]:
    return [item["url"] for item in buttons(message) if "url" in item]


class Person:
    """Somebody who writes in the group and in private."""

    def __init__(self, rig: Rig, number: int) -> None:
        self.rig = rig
        self.number = number

    async def says(self, text: str, **more: Any) -> list[dict[str, Any]]:
        """Reply to the bot in the group; return what it shows then."""
        more.setdefault("reply_to_message", TO_BOT)
        return await self._seen(
            GROUP, self.rig.api.message(text, GROUP, person=self.number, **more)
        )

    async def whispers(self, text: str) -> str:
        """Write to the bot in private; return what it answers."""
        update = self.rig.api.message(text, self.number, person=self.number)
        shown = await self._seen(self.number, update)
        return "\n".join(item.get("text") or item["caption"] for item in shown)

    async def _seen(self, chat: int, update: dict[str, Any]) -> list[dict[str, Any]]:
        before = len(self.rig.api.shown[chat])
        self.rig.api.send(update)
        await self.rig.idle()
        return self.rig.api.shown[chat][before:]


@pytest.mark.timeout(300)
async def test_two_persons_cases_in_a_group_go_to_two_private_chats(
    real: Rig, api: FakeBotApi
) -> None:
    anna, bo = Person(real, ANNA), Person(real, BO)
    for person in (anna, bo):
        (shown,) = await person.says("一步步帮我讨薪")
        assert "私聊" in shown["text"] and "哪个县" not in shown["text"]
        assert addresses(shown) == ["https://t.me/wence_test_bot?start=wages_case"]
    # What is said behind it in the group is no answer to a question of a case.
    for person, text in ((anna, "3个人"), (bo, "欠我8000"), (anna, "20000")):
        for shown in await person.says(text):
            assert "记下了" not in shown["text"], text
    assert not any("document" in message for message in api.shown[GROUP])
    begun = [await person.whispers("/start wages_case") for person in (anna, bo)]
    assert all("哪个县" in text for text in begun)
    for text in ("义乌", "工厂", "今年3月", "还在干", "20000", "3个人"):
        await anna.whispers(text)
    for text in ("嘉兴", "工地", "今年5月", "不干了", "欠我8000元"):
        await bo.whispers(text)
    hers, his = await anna.whispers("我说了什么"), await bo.whispers("我说了什么")
    assert "20000" in hers and "8000" not in hers
    assert "8000" in his and "20000" not in his and "义乌" not in his
    assert api.shown[GROUP][-1]["text"].count("8000") == 0
    letters = await anna.whispers("直接告诉我")
    assert "8000" not in letters and "嘉兴" not in letters


@pytest.mark.timeout(300)
async def test_a_story_that_begins_a_case_is_not_read_back_to_the_group(
    real: Rig, api: FakeBotApi
) -> None:
    anna = Person(real, ANNA)
    story = "老板欠我23000块,在义乌一家工厂,一步步帮我讨薪"
    (shown,) = await anna.says(story)
    assert "23000" not in shown["text"] and "义乌" not in shown["text"]
    assert "没有记" in shown["text"]
    for name in real.archive.conversations.names(f"tg:{GROUP}"):
        assert "23000" not in str(real.archive.conversations.load(name))
    # Nor is its correction.
    update = api.message(f"{story},五个人", GROUP, person=ANNA, reply_to_message=TO_BOT)
    before = len(api.shown[GROUP])
    api.edit(update, f"{story},六个人")
    await real.idle()
    assert all("23000" not in item["text"] for item in api.shown[GROUP][before:])


@pytest.mark.timeout(300)
async def test_a_question_leans_on_the_askers_own_one(real: Rig, api: FakeBotApi) -> None:
    anna, bo = Person(real, ANNA), Person(real, BO)
    await anna.says("杭州的碳排放强度要下降多少")
    (shown,) = await bo.says("宁波呢")
    assert "碳排放" not in shown["text"]
    (shown,) = await anna.says("宁波呢")
    assert "碳排放" in shown["text"]


async def test_a_button_of_a_case_in_the_group_opens_the_private_chat(
    rig: Rig, api: FakeBotApi
) -> None:
    api.write(f"{WAGES} {BOT}", GROUP, person=ANNA)
    (message,) = await rig.said(1, GROUP)
    assert [url for url in addresses(message) if url.endswith("?start=wages_case")]
    assert not [b for b in buttons(message) if "wages_case" in b.get("callback_data", "")]
    # One that an older version left there, pressed by somebody else.
    old = 's|zh-Hans|/guide_answer{"guide_field":"employer","guide_value":"工厂"}'
    for data in (old, "s|zh-Hans|/wages_case", "s|en|/guide_skip"):
        api.press_data(message, data, person=BO)
    shown = await rig.said(4, GROUP)
    assert all("t.me/wence_test_bot?start=" in addresses(item)[0] for item in shown[1:])
    assert len(rig.assistant.asked) == 1


async def test_in_private_the_buttons_of_a_case_stay_buttons(rig: Rig, api: FakeBotApi) -> None:
    api.write(WAGES)
    (message,) = await rig.said(1)
    assert addresses(message) == []
    assert [b for b in buttons(message) if "wages_case" in b.get("callback_data", "")]


async def test_a_button_is_the_question_of_who_presses_it(rig: Rig, api: FakeBotApi) -> None:
    api.write(f"/wages{BOT}", GROUP, person=ANNA)
    (message,) = await rig.said(1, GROUP)
    label = next(item["text"] for item in buttons(message) if "callback_data" in item)
    api.press(message, label, person=BO)
    await rig.said(2, GROUP)
    assert [name for name, _, _ in rig.assistant.asked] == ["tg:-100:71", "tg:-100:72"]


@pytest.mark.parametrize(
    ("sender", "chat"),
    [
        ({"id": 1087968824, "username": "GroupAnonymousBot"}, GROUP_KIND),
        ({"id": 136817688, "username": "Channel_Bot"}, {"id": -200, "type": "channel"}),
        ({"id": 777000, "username": "Telegram"}, {"id": -300, "type": "channel"}),
    ],
    ids=["administrator", "channel", "linked channel"],
)
@pytest.mark.parametrize("text", [f"/wages{BOT}", f"{BOT} 没签合同能投诉吗"])
async def test_who_writes_as_a_group_or_channel_is_answered_as_a_person(
    rig: Rig, api: FakeBotApi, sender: dict[str, Any], chat: dict[str, Any], text: str
) -> None:
    writer = {"is_bot": sender["id"] != 777000, "first_name": "G", **sender}
    api.write(text, GROUP, **{"from": writer, "sender_chat": {"title": "C", **chat}})
    api.write(text, GROUP, **{"from": {"id": 5, "is_bot": True, "first_name": "x"}})
    api.write(text, GROUP, person=ANNA)
    await rig.said(2, GROUP)
    names = [name for name, _, _ in rig.assistant.asked]
    assert names == [f"tg:{GROUP}:{chat['id']}", f"tg:{GROUP}:{ANNA}"]


async def test_forget_deletes_what_is_kept_of_one_person(rig: Rig, api: FakeBotApi) -> None:
    reminders, preferences = Reminders(rig.database), rig.channel._responder.preferences
    reminders.add(Reminder(0, f"tg:{GROUP}", ReminderTarget(), 7, 9, "zh-Hans", rig.now))
    for person in (ANNA, BO):
        api.write(f"{WAGES} {BOT}", GROUP, person=person)
        await rig.idle()
        rig.archive.judge(f"tg:{GROUP}:{person}", 1, "up")
        preferences.choose(f"tg:{GROUP}:{person}", "en")
    keep_events(rig.archive, f"tg:{GROUP}", [])
    api.write(f"/forget{BOT}", GROUP, person=BO)
    await rig.idle()
    assert "Deleted" in api.texts(GROUP)[-1]
    assert rig.archive.conversations.names() == [f"tg:{GROUP}:{ANNA}"]
    assert len([one for one in rig.archive.remarks() if one.verdict == "up"]) == 1
    assert preferences.locale(f"tg:{GROUP}:{ANNA}") == "en"
    assert preferences.locale(f"tg:{GROUP}:{BO}") is None
    assert len(reminders.of(f"tg:{GROUP}")) == 1, "it belongs to the group"


async def test_a_language_is_that_of_who_chose_it(rig: Rig, api: FakeBotApi) -> None:
    api.write(f"/lang{BOT}", GROUP, person=ANNA)
    (message,) = await rig.said(1, GROUP)
    api.press(message, "English", person=BO)
    await rig.said(2, GROUP)
    preferences = rig.channel._responder.preferences
    assert preferences.locale(f"tg:{GROUP}:{BO}") == "en"
    assert preferences.locale(f"tg:{GROUP}:{ANNA}") is None
    assert [item["text"] for item in buttons(message)][:1] == ["简体中文"], "it still stands there"
    menus = [call.parameters for call in api.calls if call.method == "setMyCommands"]
    scope = menus[-1]["scope"]
    assert '"chat_member"' in scope and str(BO) in scope


async def test_reminders_of_a_group_are_seen_and_ended_by_all_of_it(
    rig: Rig, api: FakeBotApi
) -> None:
    reminders = Reminders(rig.database)
    reminders.add(Reminder(0, f"tg:{GROUP}", ReminderTarget(), 7, 9, "zh-Hans", rig.now))
    api.write(f"/remind{BOT}", GROUP, person=BO)
    (message,) = await rig.said(1, GROUP)
    api.press(message, "取消 1", person=ANNA)
    await rig.idle()
    assert reminders.of(f"tg:{GROUP}") == []


@pytest.mark.parametrize("told_in", ["old", "new"])
async def test_a_group_that_becomes_a_supergroup_keeps_what_is_its_own(
    rig: Rig, api: FakeBotApi, told_in: str
) -> None:
    old, new = -55, -1001380013800
    reminders, preferences = Reminders(rig.database), rig.channel._responder.preferences
    reminders.add(Reminder(0, f"tg:{old}", ReminderTarget(), 7, 9, "zh-Hans", rig.now))
    reminders.add(Reminder(0, "tg:-555", ReminderTarget(), 7, 9, "zh-Hans", rig.now))
    preferences.choose(f"tg:{old}:{ANNA}", "en")
    keep_events(rig.archive, f"tg:{old}:{ANNA}", [])
    moved = {"migrate_to_chat_id": new} if told_in == "old" else {"migrate_from_chat_id": old}
    for _ in range(2):
        api.send(api.message(None, old if told_in == "old" else new, **moved))
        await rig.idle()
    assert [len(reminders.of(f"tg:{chat}")) for chat in (old, new, -555)] == [0, 1, 1]
    assert preferences.locale(f"tg:{new}:{ANNA}") == "en"
    assert preferences.locale(f"tg:{old}:{ANNA}") is None
    assert rig.archive.conversations.names(f"tg:{old}") == []
    assert api.texts(old) == api.texts(new) == []


async def test_what_is_sent_to_a_group_that_has_moved_follows_it(rig: Rig, api: FakeBotApi) -> None:
    old, new = -55, -1001380013800
    api.shown[new] = []
    reminders = Reminders(rig.database)
    reminders.add(Reminder(0, f"tg:{old}", ReminderTarget(), 7, 9, "zh-Hans", rig.now))
    refusal = {"status": 400, "times": 1, "moved": new}
    told = "Bad Request: group chat was upgraded to a supergroup chat"
    api.fail("sendMessage", told=told, **refusal)
    api.write(f"/wages{BOT}", old, person=ANNA)
    await rig.said(1, new)
    assert len(reminders.of(f"tg:{new}")) == 1
    rig.now = rig.now.replace(month=12, day=24)
    api.fail("sendMessage", told=told, **{**refusal, "moved": -77})
    api.shown[-77] = []
    assert await rig.channel.sending.once() >= 1
    assert reminders.of(f"tg:{new}") == [] and len(reminders.of("tg:-77")) == 1
    assert api.texts(-77)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("/start hzrs_poster_03", "/greet"),
        ("/start ref-2026", "/greet"),
        ("/start help", "/greet"),
        ("/start credit_case", "/credit_case"),
        ("/help me", "/help"),
        ("/source x", "/follow_source"),
    ],
)
async def test_what_a_link_adds_to_a_command_is_no_question(
    rig: Rig, api: FakeBotApi, written: str, asked: str
) -> None:
    rig.assistant.answers[asked] = Answer(status="answered", lead=(say("您好"),))
    api.write(written)
    await rig.said(1)
    assert rig.assistant.asked == [("tg:7", asked, "zh-Hans")]


def test_what_was_kept_by_an_older_version_can_still_be_read() -> None:
    kept = '{"id":1,"chat":-100,"kind":"text","text":"x","message":2,"group":true}'
    assert Incoming.from_json(kept).conversation == "tg:-100:0"
