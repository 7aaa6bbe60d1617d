"""What was told is said back in whatever words it is asked for, within a case and before one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from talk_rig import talk

from actions.guides.conversation import wants_recap

if TYPE_CHECKING:
    from bot.server.start import App

CASE = ("/wages_case", "玉环", "阀门厂", "2025年4月")
THREAD = ("老板欠我工资不给", "在玉环", "2025年4月开始的", "17000", "4个人", "有聊天记录")


WAYS = [
    "把我讲的复述一遍",
    "我填了些啥",
    "给我看看我说了哪些",
    "你都记了什么",
    "都记牢了伐",
    "填到第几题了",
    "还剩几题没填",
    "哪些没说",
    "帮我核对一下",
    "我讲過啲乜",
    "read my answers back",
    "how many questions are left?",
]


@pytest.mark.parametrize("message", WAYS)
async def test_an_open_case_says_back_what_was_told_and_what_is_open(
    parts: App, message: str
) -> None:
    said = await talk(parts, *CASE, message)
    told = [row["text"] for row in said["rows"]]
    assert len(told) == 3 and "2025" in told[2], said["text"]
    assert said["asks"] == "ended"
    assert (
        "还没有说的" in said["text"] or "Still open" in said["text"] or "還沒有說的" in said["text"]
    )


@pytest.mark.parametrize("message", ["投诉书写好没", "弄好了吗", "is my letter done yet?"])
async def test_whether_it_is_written_is_answered_first(parts: App, message: str) -> None:
    said = await talk(parts, *CASE, message)
    assert said["text"].startswith(("还没有写", "Not yet"))
    assert said["asks"] == "ended" and not said["attachments"]
    done = await talk(parts, *CASE, "直接给结果", message)
    assert done["text"].startswith(("写好了", "It is written"))
    assert done["attachments"] and "asks" not in done


@pytest.mark.parametrize("message", ["出结果", "快出结果吧", "生成吧", "要结果"])
async def test_the_result_may_be_wanted_in_two_words(parts: App, message: str) -> None:
    said = await talk(parts, *CASE, message)
    assert said["status"] == "answered" and said["attachments"] and "asks" not in said
    stopped = await talk(parts, *CASE, "不填了", message)
    assert stopped["attachments"], stopped["text"]


@pytest.mark.parametrize("message", [*WAYS, "我说过什么", "写好了吗", "出结果"])
async def test_before_a_case_what_was_noted_is_told_and_the_case_offered(
    parts: App, message: str
) -> None:
    said = await talk(parts, *THREAD, message)
    told = [row["text"] for row in said["rows"]]
    assert len(told) == 5, said["text"]
    assert said["suggestions"][0]["payload"] == "/wages_case"
    assert "没有在填的事情" not in said["text"]


async def test_what_is_told_back_before_a_case_is_what_the_case_takes_over(parts: App) -> None:
    said = await talk(parts, *THREAD, "我说过什么")
    noted = {row["text"] for row in said["rows"]}
    begun = await talk(parts, *THREAD, "/wages_case", "我说过什么")
    assert noted == {row["text"] for row in begun["rows"]}


async def test_nothing_told_is_nothing_noted(parts: App) -> None:
    said = await talk(parts, "我说了什么")
    assert said["text"].startswith("现在没有在填的事情")


async def test_a_recap_tells_of_the_matter_spoken_of_last(parts: App) -> None:
    said = await talk(parts, *CASE, "直接给结果", "我的征信报告上有逾期", "我说过什么")
    assert [row["text"] for row in said["rows"]] == ["在哪里看到:银行的征信报告"]


@pytest.mark.parametrize(
    "message", ["还差我一万", "还要多久", "材料要带什么", "写了欠条", "记账的本子", "看看征信报告"]
)
def test_other_words_are_no_wish_for_a_recap(message: str) -> None:
    assert not wants_recap(message)
