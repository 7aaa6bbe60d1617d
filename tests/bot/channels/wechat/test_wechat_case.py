"""A guided case in WeChat: letters as people send them, twice, late; pictures; old menus."""

from __future__ import annotations

import re
from itertools import count

import pytest
from wechat_client import WeChatServer, message_xml
from wechat_double import MakeServer

from bot.channels.wechat import responder
from bot.server.start import App

pytestmark = pytest.mark.timeout(300)
_USERS = count(1)
EMPLOYER, MONTH = "给谁干活", "哪个月开始"


class User:
    def __init__(self, server: WeChatServer) -> None:
        self.server = server
        self.name = f"oCase-{next(_USERS)}"

    async def says(self, *texts: str) -> str:
        said = ""
        for text in texts:
            said = await self.server.say(text, self.name)
        return said

    async def sends(self, kind: str, **fields: str) -> str:
        return await self.server.deliver(message_xml(self.name, kind, **fields))


def letter(said: str, label: str) -> str:
    return next(sign for sign, name in re.findall(r"^回复 (\w):(.+)$", said, re.M) if label in name)


@pytest.fixture
async def user(make_server: MakeServer, parts: App) -> User:
    """Somebody whom a case asks for whom they worked."""
    user = User(make_server(assistant=parts.assistant, budget=30))
    assert EMPLOYER in await user.says("一步步帮我讨薪", "义乌")
    return user


@pytest.mark.parametrize("words", ["删除我的记录", "把我说的都删了", "請把我的記錄刪掉"])
async def test_who_wants_the_records_deleted_is_obeyed(user: User, words: str) -> None:
    assert (await user.says(words)).startswith(("已删除", "已刪除"))


@pytest.mark.parametrize(
    "how", ["{}", "回复{}", "选{}", "{}。", "选{}吧", "我选 {}", "{}吧", "选项{}", "【{}】", "{}、"]
)
@pytest.mark.parametrize("wide", [False, True])
async def test_a_letter_is_the_button_however_it_is_written(
    user: User, how: str, wide: bool
) -> None:
    sign = letter(await user.says("为什么要问"), "工厂")
    if wide:
        sign = chr(ord(sign.lower()) + 0xFEE0)
    said = await user.says(how.format(sign))
    assert "工厂" in said and MONTH in said


async def test_a_letter_sent_twice_is_not_the_next_questions_letter(user: User) -> None:
    sign = letter(await user.says("为什么要问"), "工厂")
    await user.says(sign)
    for _ in range(2):
        said = await user.says(sign)
        assert "已经收到了" in said and MONTH in said
    assert "工厂" in await user.says("我说了什么")


async def test_the_same_letter_some_time_later_is_the_new_questions(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responder, "REPEATED_WITHIN", 0.0)
    asked = await user.says("工厂", "今年3月")
    sign = letter(asked, "还在那里干")
    await user.says(sign)
    asked = await user.says("20000", "3个人")
    said = await user.says(sign)
    assert letter(asked, "劳动合同" if "劳动合同" in asked else "")
    assert said != asked and "已经收到了" not in said


async def test_the_same_words_twice_are_one_answer(user: User) -> None:
    said = await user.says("工厂", "今年3月", "今年3月")
    assert "已经收到了" in said and "哪个月走的" in said
    assert "不干的时间" not in await user.says("我说了什么")


async def test_a_figure_alone_picks_no_choice_by_its_order(user: User) -> None:
    said = await user.says("2")
    assert EMPLOYER in said or "没有读出" in said or "分不清" in said
    assert MONTH not in said


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("image", {"PicUrl": "http://x/1.jpg", "MediaId": "m"}),
        ("voice", {"MediaId": "m", "Format": "amr"}),
        ("voice", {"MediaId": "m", "Format": "amr", "Recognition": "。"}),
        ("location", {"Label": "义乌"}),
        ("text", {"Content": "【收到不支持的消息类型，暂无法显示】"}),
        ("text", {"Content": "[动画表情]"}),
    ],
)
async def test_what_cannot_be_read_is_told_and_the_question_asked_again(
    user: User, kind: str, fields: dict[str, str]
) -> None:
    said = await user.sends(kind, **fields)
    assert "看不了" in said and EMPLOYER in said
    assert MONTH in await user.says(letter(said, "工厂"))


@pytest.mark.parametrize("key", ["/no_such_card", "V1001_TODAY_MUSIC", "/wages_claim2", "菜单"])
async def test_an_entry_of_an_old_menu_is_told_in_one_sentence(user: User, key: str) -> None:
    said = await user.server.event("CLICK", key, user.name)
    assert said.startswith("这个按钮太旧了") and EMPLOYER in said
    other = User(user.server)
    assert await other.server.event("CLICK", key, other.name) == (
        "这个按钮太旧了,不知道它问的是什么。请直接打字问。"
    )
    await other.says("What can I do when my boss does not pay my wages?")
    # The same entry within one second would be the same event.
    assert "button" in await other.server.event("CLICK", f"{key}_2", other.name)


async def test_nobody_is_told_to_press_a_button_that_is_not_there(user: User) -> None:
    for text in ("月亮上", "不填了", "接着填吧", "嗯嗯", "清空"):
        assert "按钮" not in await user.says(text), text


async def test_what_contradicts_is_offered_once(user: User) -> None:
    said = await user.says("工厂", "今年3月", "我给工地包工头干的")
    labels = re.findall(r"^回复 \w:(.+)$", said, re.M)
    assert len(labels) == len(set(labels)), said
