"""Who writes on after a danger is not sent off with what a few words sound like otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from talk_rig import talk

from actions.routing.after_danger import heard_lately
from actions.statements.dangers import DANGERS

if TYPE_CHECKING:
    from bot.server.start import App


@pytest.mark.parametrize(
    ("danger", "message", "first"),
    [
        ("包工头把我们锁在工棚里出不来", "大概在嘉兴秀洲那边", "不能替您报警"),
        ("包工头把我们锁在工棚里出不来", "手机只剩百分之三的电", "不能替您报警"),
        ("厂长叫人来打我", "他们还没走", "不能替您报警"),
        ("厂长叫人来打我", "我好怕", "不能替您报警"),
        ("厂长叫人来打我", "已经报警了", "报了就好"),
        ("我真的不想活下去了", "我好难受", "谢谢您肯说出来"),
        ("我真的不想活下去了", "没事的，就是压力大", "放心一些"),
        ("老乡在桥上要往下跳", "我劝不动他", "不能替您打电话"),
        ("我真的不想活下去了", "安眠药已经吞下去了一些", "请现在就打 120"),
        ("我真的不想活下去了", "手腕割开了，血止不住", "120"),
        ("我真的不想活下去了", "网贷还有七万多怎么还", "谢谢您肯说出来"),
        ("我们商量好明天一早去堵公司大门", "那咋办", "先别去堵"),
        ("儿子才14岁，在皮鞋厂做工", "他们老板知道了会怎样", "12333"),
        (
            "They locked us in the dormitory",
            "I am near Jiaxing somewhere",
            "I cannot call",
        ),
    ],
)
async def test_the_next_words_belong_to_the_danger(
    danger: str, message: str, first: str, parts: App
) -> None:
    said = await talk(parts, danger, message)
    assert first in said["text"].split("\n\n")[0], said["text"][:200]
    assert any(link["url"].startswith("tel:") for link in said["links"])


@pytest.mark.parametrize(
    ("danger", "message", "holds"),
    [
        ("厂长叫人来打我", "那欠我的工资怎么要", "劳动保障监察"),
        ("我真的不想活下去了", "征信逾期怎么办", "5年"),
        ("厂长叫人来打我", "谢谢", "不客气"),
        ("厂长叫人来打我", "工资是不是没指望了", "劳动保障监察"),
    ],
)
async def test_who_asks_something_else_is_answered(
    danger: str, message: str, holds: str, parts: App
) -> None:
    said = await talk(parts, danger, message)
    assert holds in said["text"]


@pytest.mark.parametrize("danger", ["厂长叫人来打我", "They locked us in the dormitory"])
@pytest.mark.parametrize(
    "message",
    [
        "加起来能赔几千块",
        "劳动仲裁最迟哪天要递上去",
        "老板会不会把我的签证弄没，能投诉吗",
        "要是我辞职，他还结不结工资",
        "will they end my contract if I complain?",
        "which court do I go to",
    ],
)
async def test_no_question_is_met_with_the_danger(danger: str, message: str, parts: App) -> None:
    said = await talk(parts, danger, message)
    assert not any(link["url"] == "tel:110" for link in said["links"]), said["text"][:200]
    assert "报警" not in said["text"] and "I cannot call" not in said["text"]


async def test_what_few_words_do_not_tell_is_said_to_be_open(parts: App) -> None:
    said = await talk(parts, "厂长叫人来打我", "加起来能赔几千块")
    assert "哪件事" in said["text"]
    assert [link["url"] for link in said["links"]] == ["tel:12348"]


async def test_few_words_after_a_danger_are_of_the_matter_spoken_of_before(parts: App) -> None:
    said = await talk(parts, "老板两个月没发工资", "厂长叫人来打我", "总共能要回多少")
    assert "全额" in said["text"] and "tel:110" not in str(said["links"])


async def test_who_to_call_is_said_once_after_a_wish_to_die(parts: App) -> None:
    name = uuid4().hex
    await talk(parts, "我真的不想活下去了", name=name)
    first, *later = [
        (await talk(parts, text, name=name))["text"]
        for text in ("仲裁要交哪些材料", "多少钱能请律师", "投诉多久有结果")
    ]
    assert first.startswith("谢谢您肯说出来；") and "申请书" in first
    assert "110" not in first.split("\n\n")[0]
    assert not any("12356" in text for text in later)


async def test_it_is_not_said_again_behind_the_lines_themselves(parts: App) -> None:
    said = await talk(parts, "老板欠我四个月工资，我真的不想活下去了")
    assert "您不是一个人" in said["text"] and "谢谢您肯说出来" not in said["text"]


async def test_who_suffers_on_is_heard_after_an_answer(parts: App) -> None:
    said = await talk(parts, "我真的不想活下去了", "仲裁要交哪些材料", "心里还是好痛苦")
    assert "谢谢您肯说出来。" in said["text"] and "12356" in said["text"]


async def test_a_danger_that_is_back_is_heard_after_an_answer(parts: App) -> None:
    name = uuid4().hex
    said = await talk(parts, "厂长叫人来打我", "欠薪怎么投诉", "我在嘉兴", name=name)
    assert "报警" not in said["text"].split("\n")[0]
    said = await talk(parts, "那帮人又找来了，就在楼下等", name=name)
    assert "110" in said["text"].split("\n\n")[0]
    said = await talk(parts, "我在嘉兴", name=name)
    assert "不能替您报警" in said["text"]


async def test_words_of_a_matter_take_no_danger_back(parts: App) -> None:
    said = await talk(parts, "厂长叫人来打我", "欠薪怎么投诉", "我没打算要利息")
    assert "放心一些" not in said["text"]


@pytest.mark.parametrize("message", ["是不是要去仲裁委", "我是不是要去打官司"])
async def test_a_question_takes_nothing_back(message: str, parts: App) -> None:
    said = await talk(parts, "厂长叫人来打我", message)
    assert "放心一些" not in said["text"]


async def test_what_was_taken_back_is_spoken_of_no_more(parts: App) -> None:
    name = uuid4().hex
    await talk(parts, "我真的不想活下去了", "刚才是气话", "老板欠我工资怎么办", name=name)
    said = await talk(parts, "我在嘉兴", name=name)
    assert "12356" not in said["text"]


async def test_after_some_messages_a_place_is_a_place_again(parts: App) -> None:
    name = uuid4().hex
    await talk(parts, "厂长叫人来打我", *["欠薪去哪里投诉"] * 5, name=name)
    said = await talk(parts, "我在嘉兴", name=name)
    assert "报警" not in said["text"].split("\n")[0]


def test_what_was_kept_before_rows_were_names_no_danger() -> None:
    assert heard_lately(True, 2) == ()
    assert heard_lately({"rows": ["violence", "gone"], "turn": 1}, 2) == ("violence",)
    assert heard_lately({"rows": ["violence"], "turn": 1}, 9) == ()


@pytest.mark.parametrize("row", DANGERS.data.rows)
def test_the_next_words_name_a_number_and_scold_nobody(row: str) -> None:
    danger = DANGERS.data.rows[row]
    for line in (*danger.goes_on, *filter(None, (danger.besides,))):
        for text in line.translations.values():
            assert not any(never.search(text) for never in danger.never)
    assert any("{" in text for line in danger.goes_on for text in line.translations.values())
