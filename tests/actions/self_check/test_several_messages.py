"""Figures of a self-check sent in several messages are judged together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from talk_rig import talk

from actions.question import PreviousQuestion, Question
from actions.self_check.standard_check import continues_self_check

if TYPE_CHECKING:
    from bot.server.start import App

FIRST = "我们县自查,在建项目160个,欠薪案件3件"
MET, UNKNOWN = "【达到】", "【还不能判断】"


async def rows_after(parts: App, *messages: str) -> list[str]:
    return [row["text"] for row in (await talk(parts, *messages)).get("rows", ())]


def verdicts(rows: list[str]) -> int:
    return sum(row.startswith(MET) for row in rows)


async def test_what_was_missing_may_be_added(parts: App) -> None:
    assert verdicts(await rows_after(parts, FIRST)) == 1
    rows = await rows_after(parts, FIRST, "企业2500家,欠薪12件", "国企没有", "没有群体性事件")
    assert verdicts(rows) == 4
    assert [row for row in rows if "3÷160" in row and row.startswith(MET)]


async def test_the_number_of_cases_may_come_after_that_of_firms(parts: App) -> None:
    rows = await rows_after(parts, FIRST, "企业2500家", "其中欠薪的12件")
    assert [row for row in rows if "12÷2500" in row]


async def test_a_figure_told_again_counts(parts: App) -> None:
    rows = await rows_after(parts, FIRST, "更正:在建项目是60个")
    assert [row for row in rows if "3÷60" in row]
    assert not [row for row in rows if "3÷160" in row]


@pytest.mark.parametrize("message", ["换一个县:企业900家,欠薪9件", "慈溪市:企业900家,欠薪9件"])
async def test_another_county_begins_anew(parts: App, message: str) -> None:
    rows = await rows_after(parts, "余姚市自查,在建项目160个,欠薪案件3件", message)
    assert verdicts(rows) == 1
    assert not [row for row in rows if "160" in row]


@pytest.mark.parametrize(
    "message", ["老板欠我3万工资", "3%是怎么算的", "企业的标准是多少", "我们厂5个人没拿到工资"]
)
def test_other_messages_with_figures_do_not_go_on(message: str) -> None:
    past = PreviousQuestion("wages_self_check", FIRST, {})
    assert not continues_self_check(Question(message, "wages_claim", history=(past,)))


def test_figures_after_another_matter_do_not_go_on() -> None:
    past = PreviousQuestion("wages_claim", "老板欠工资", {})
    assert not continues_self_check(
        Question("企业900家,欠薪9件", "wages_self_check", history=(past,))
    )


async def test_what_an_official_sends_is_no_detail_of_a_case(parts: App) -> None:
    said = await talk(parts, FIRST, "国有企业没有")
    assert "记下了" not in said["text"]
