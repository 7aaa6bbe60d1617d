"""In danger the lines for it come first: on every channel, whatever else holds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from danger_rig import Place, place_of

from actions.citations import hotline
from actions.context import AnswerContext
from bot.conversation.assistant import Assistant
from bot.conversation.first_aid import open_first_aid
from bot.limits.switch import Switch
from bot.rasa.engine_turn import EngineTurn
from bot.rasa.no_model import NoModel
from bot.server.guard import hotlines
from bot.server.start import App

CHANNELS = (
    "web", "page", "rest", "telegram", "caption", "group", "wechat", "voice", "terminal",
)  # fmt: skip
#: Those behind the limits and the off-switch.
PUBLIC = CHANNELS[:-1]
#: Those in which a guided case can be open.
PRIVATE = tuple(name for name in CHANNELS if name not in ("group", "caption"))
#: Messages by the first line they must get, in three languages.
SAID = {
    "我不想活了": "您不是一个人",
    "我不想活啦，對不起大家": "您不是一個人",
    "I want to die": "You are not alone",
    "老板打我": "先顾人的安全",
    "工友说要跳楼": "有危险、找不到人了",
    "我们明天去堵路": "请先别去堵门",
}
FIRST = "您不是一个人"
DANGER = "我不想活了"
#: Sentences of a long account, each once: who, did what, of what.
TOLD = [
    f"{who}{did}{what}。"
    for who in ("班长", "会计", "工头", "门卫", "我老乡", "人事那边", "项目经理")
    for did in ("上个月就说过", "昨天又改口不认", "在群里发了一遍", "拿本子记着", "让我们等消息")
    for what in (
        "加班的天数",
        "五月份的考勤表",
        "买材料垫的八百块",
        "宿舍的水电费",
        "上次结账少算的那几天",
        "奖金到底有没有",
        "谁签的那张单子",
    )
]
TOO_MANY = "消息太多"
NOT_UNDERSTOOD = ("没有完全听懂", "没有找到", "不能替您", "请换个说法")
CONFIRM = ("请以", "核对", "请确认", "confirm")


class Broken:
    """An engine that breaks at every message."""

    intents = frozenset({"wages_claim"})

    async def ask(self, conversation: str, text: str, sending: Any = None) -> EngineTurn:
        raise RuntimeError("no answer")

    async def confident_intent(self, text: str) -> str:
        raise RuntimeError("no parse")

    async def heard_danger(self, conversation: str, rows: Sequence[str]) -> None:
        raise RuntimeError("no store")

    async def in_guided_case(self, conversation: str) -> bool:
        raise RuntimeError("no store")

    async def language(self, conversation: str) -> str:
        raise RuntimeError("no store")

    def take_unsaved(self, conversation: str) -> None:
        return None

    async def open_question(self, conversation: str) -> EngineTurn | None:
        raise RuntimeError("no store")


@pytest.fixture
async def place(parts: App, context: AnswerContext, tmp_path: Path) -> AsyncIterator[Place]:
    async with place_of(parts, context, tmp_path) as made:
        yield made


def first_line(text: str) -> str:
    return text.strip().splitlines()[0]


@pytest.mark.parametrize("channel", CHANNELS)
async def test_the_lines_come_first_and_nothing_unrelated_after(place: Place, channel: str) -> None:
    for message, first in SAID.items():
        shown = await place.say[channel](message)
        assert first_line(shown).startswith(first), (message, shown[:80])
        assert not any(words in shown for words in NOT_UNDERSTOOD), shown
    alone = await place.say[channel](DANGER)
    assert "12356" in first_line(alone) and "可以在这里接着写" in alone
    assert not any(words in alone for words in CONFIRM), alone


@pytest.mark.parametrize("at", [0, 120, len(TOLD)])
@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_long_message_is_heard_wherever_the_wish_stands(
    place: Place, channel: str, at: int
) -> None:
    account = "".join(TOLD[:at]) + f"{DANGER}。" + "".join(TOLD[at:])
    assert len(account) > 4000 and len(set(TOLD)) == len(TOLD)
    assert first_line(await place.say[channel](account)).startswith(FIRST)


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_long_account_without_danger_is_answered(place: Place, channel: str) -> None:
    assert "12356" not in await place.say[channel]("".join(TOLD))


@pytest.mark.parametrize("channel", CHANNELS)
async def test_wages_that_are_named_are_answered_after_the_lines(
    place: Place, channel: str
) -> None:
    shown = await place.say[channel]("老板欠我三个月工资不给，我不想活了")
    assert first_line(shown).startswith(FIRST)
    assert shown.index("12356") < shown.index("劳动保障监察")
    assert "可以在这里接着写" not in shown


@pytest.mark.parametrize("channel", PRIVATE)
async def test_an_open_case_waits_and_takes_nothing_from_the_message(
    place: Place, channel: str
) -> None:
    say = place.say[channel]
    for text in ("一步步帮我讨薪", "义乌", "工厂"):
        asked = await say(text)
    assert "从哪个月开始" in asked
    shown = await say("今年3月起我就不想活了，我不想活了，欠我两万三")
    assert first_line(shown).startswith(FIRST)
    assert shown.index("12356") < shown.index("没有丢") < shown.index("从哪个月开始")
    told = await say("我说了什么")
    assert "义乌" in told and "23000" not in told and "3月" not in told.partition("从哪个月")[0]
    assert "记下了" in await say("今年3月")


@pytest.mark.parametrize("channel", PUBLIC)
async def test_with_answers_off_the_lines_come_first(place: Place, channel: str) -> None:
    Switch(place.store).set(True, "", "test")
    shown = await place.say[channel](DANGER)
    assert first_line(shown).startswith(FIRST)
    assert shown.index("12356") < shown.index("暂停回答")
    assert "12356" not in await place.say[channel]("三个月没发工资")


@pytest.mark.parametrize("channel", PUBLIC)
async def test_over_the_limit_the_lines_are_said_each_time(
    parts: App, context: AnswerContext, tmp_path: Path, channel: str
) -> None:
    async with place_of(parts, context, tmp_path, user=1) as place:
        say = place.say[channel]
        await say("你好")
        for _ in range(3):
            shown = await say(DANGER)
            assert first_line(shown).startswith(FIRST)
            assert TOO_MANY not in shown and "秒可以接着" in shown
        assert "12356" not in await say("你好")


@pytest.mark.parametrize("channel", ["web", "page", "rest"])
async def test_an_address_that_sent_too_much_is_heard_as_well(
    parts: App, context: AnswerContext, tmp_path: Path, channel: str
) -> None:
    async with place_of(parts, context, tmp_path, address=1) as place:
        say = place.say[channel]
        await say("你好")
        for message, first in SAID.items():
            shown = await say(message)
            assert first_line(shown).startswith(first) and TOO_MANY not in shown
        assert TOO_MANY in await say("你好")


@pytest.mark.parametrize("channel", CHANNELS)
async def test_with_an_engine_that_breaks_the_lines_come_first(
    parts: App, context: AnswerContext, tmp_path: Path, channel: str
) -> None:
    async with place_of(parts, context, tmp_path, Broken()) as place:
        shown = await place.say[channel](f"三个月没发工资。{DANGER}")
        assert first_line(shown).startswith(FIRST)
        assert shown.index("12356") < shown.index("系统出了问题") < shown.index(hotline_of(parts))


@pytest.mark.parametrize("channel", CHANNELS)
async def test_without_a_model_everybody_is_told_and_the_lines_come_first(
    parts: App, context: AnswerContext, tmp_path: Path, channel: str
) -> None:
    async with place_of(parts, context, tmp_path, NoModel(hotlines(parts.kb))) as place:
        shown = await place.say[channel](DANGER)
        assert first_line(shown).startswith(FIRST)
        assert shown.index("12356") < shown.index("现在回答不了")
        other = await place.say[channel]("三个月没发工资")
        assert "现在回答不了" in other and "12333" in other


async def test_in_a_group_the_lines_stand_before_the_way_to_the_private_chat(
    place: Place,
) -> None:
    shown = await place.say["group"]("一步步帮我讨薪，我不想活了")
    assert first_line(shown).startswith(FIRST)
    assert shown.index("12356") < shown.index("私聊")


@pytest.mark.parametrize("text", ["/start 我不想活了", "/help 我不想活了", "/wages 我不想活了"])
async def test_a_cry_behind_a_command_is_heard(place: Place, text: str) -> None:
    assert first_line(await place.say["telegram"](text)).startswith(FIRST)


async def test_a_pressed_button_is_not_heard(place: Place) -> None:
    shown = await place.say["web"]('/wages_claim{"region":["我不想活了"]}')
    assert "12356" not in shown and "劳动保障监察" in shown


async def test_the_contract_says_it_for_machines(place: Place, parts: App) -> None:
    assistant = Assistant(parts.engine, hotline(parts.kb), open_first_aid(parts.kb))
    said: dict[str, Any] = (
        await assistant.reply("danger-contract", "老闆打我，我不想活了")
    ).as_json()
    assert said["danger"] == ["self_harm", "violence"]
    assert (said["status"], said["turn"], said["language"]) == ("out_of_scope", 0, "zh-Hant")
    first = said["first_aid"]
    assert [item["url"] for item in said["links"][: first["links"]]] == [
        "tel:12356", "tel:110", "tel:120",
    ]  # fmt: skip
    assert first["lead"] == 5 and len(said["lead"]) == 6
    assert said["text"].startswith(said["lead"][0])
    blockade = (await assistant.reply("danger-contract", "我们明天去堵路")).as_json()
    assert {"第二十条", "第二十六条"} <= {item["place"] for item in blockade["citations"]}
    plain = (await assistant.reply("danger-contract", "无欠薪县的标准是什么")).as_json()
    assert (plain["danger"], plain["first_aid"]) == ([], {"lead": 0, "links": 0})


def hotline_of(parts: App) -> str:
    return hotline(parts.kb).url.removeprefix("tel:")
