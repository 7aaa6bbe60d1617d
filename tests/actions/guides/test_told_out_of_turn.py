"""What is told while something else is asked for, or told in part, over the real model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from talk_rig import played

from actions.question import today_in_zhejiang

if TYPE_CHECKING:
    from bot.server.start import App

_MONTH = today_in_zhejiang().month
#: So many months: not the month of that number too.
_MONTHS = 4 if _MONTH != 8 else 3
_MONTHS_AGO = (_MONTH - _MONTHS - 1) % 12 + 1

PLACE = ("/wages_case", "桐乡")
MONTHS = (*PLACE, "皮革厂")
LEFT = (*MONTHS, "2025年2月到2025年10月")
AMOUNT = (*LEFT, "还在干")
PEOPLE = (*AMOUNT, "18000")
PROOF = (*PEOPLE, "7个人")


def stretch(first: str, last: str) -> dict[str, Any]:
    return {"months": [[first, last]]}


@pytest.mark.parametrize(
    ("before", "message", "changed", "asks"),
    [
        # One end of the months, in the words of a correction or as months alone.
        (LEFT, "从二月到九月", {"since": stretch("2025-02", "2025-09")}, "ended"),
        (LEFT, "错了,到八月", {"since": stretch("2025-02", "2025-08")}, "ended"),
        (LEFT, "不是2月,是3月", {"since": stretch("2025-03", "2025-10")}, "ended"),
        (LEFT, "唔係十月,係九月", {"since": stretch("2025-02", "2025-09")}, "ended"),
        (PROOF, "勿是十月,是九月", {"since": stretch("2025-02", "2025-09")}, "proof"),
        (LEFT, "no, until August", {"since": stretch("2025-02", "2025-08")}, "ended"),
        # A figure alone is a sum, whatever is asked.
        (PLACE, "31000", {"amount": 31000}, "employer"),
        (MONTHS, "一共8600", {"amount": 8600}, "since"),
        (("/wages_case",), "不是8600,是6800", {"amount": 6800}, "place"),
        (("/request_case", "旧改的批文"), "31000", {}, "organ"),
        # People by their measure word, fields by their name.
        (AMOUNT, "九个", {"people": 9}, "amount"),
        (PROOF, "人数4", {"people": 4}, "proof"),
        (PROOF, "金额21000", {"amount": 21000}, "proof"),
        # Halves of a year and quarters.
        (MONTHS, "2025年上半年都没给", {"since": stretch("2025-01", "2025-06")}, "ended"),
        (MONTHS, "2025年三季度的工资没发", {"since": stretch("2025-07", "2025-09")}, "ended"),
        (MONTHS, "2025年下半年开始", {"since": "2025-07"}, "ended"),
        # How people say that they are alone, or two.
        (PEOPLE, "我自个儿", {"people": 1}, "proof"),
        (PEOPLE, "光我一个", {"people": 1}, "proof"),
        (PEOPLE, "我和我老公", {"people": 2}, "proof"),
        (LEFT, "仲喺度做", {"ended": "still"}, "amount"),
        (PLACE, "装潢队", {"employer": "building_site"}, "since"),
        (PLACE, "老乡开的店", {"employer": "shop"}, "since"),
    ],
)
async def test_it_goes_where_it_belongs_and_the_question_stays(
    parts: App, before: tuple[str, ...], message: str, changed: dict[str, Any], asks: str
) -> None:
    told, _ = await played(parts, *before)
    after, said = await played(parts, *before, message)
    assert after.facts == {**told.facts, **changed}, said["text"]
    assert after.pending == asks


@pytest.mark.parametrize(
    ("before", "message", "both"),
    [
        (PLACE, "8", ("8人", "80000元")),
        (MONTHS, "八九个", ("多少人被欠", "从哪个月开始欠")),
        (MONTHS, str(_MONTHS), (f"{_MONTHS}月", f"{_MONTHS_AGO}月")),
        (PLACE, "2025年6月", ("从哪个月开始欠", "什么时候不干的")),
        (MONTHS, "2025年下半年", ("2025年7月到2025年12月", "从2025年7月起")),
        (LEFT, "四月到八月", ("2025年2月到2025年10月", "2025年4月到2025年8月")),
        (LEFT, "搞错了,是六月", ("2025年2月到2025年6月", "2025年6月到2025年10月")),
        (PROOF, "26000", ("18000元", "26000元")),
        (PEOPLE, "26000", ("18000元", "26000元")),
        (PLACE, "私人老板搞翻新的", ("工地", "一户人家")),
        (PLACE, "个人老板", ("一户人家", "工厂或者公司")),
        ((*PROOF, "有考勤", "找得到"), "两家踢皮球", ("没人管", "还没有")),
    ],
)
async def test_of_two_readings_both_are_named(
    parts: App, before: tuple[str, ...], message: str, both: tuple[str, str]
) -> None:
    told, _ = await played(parts, *before)
    after, said = await played(parts, *before, message)
    assert {n: v for n, v in after.facts.items() if n != "work"} == told.facts
    assert [one for one in both if one not in said["text"]] == []


@pytest.mark.parametrize(
    ("before", "message", "keeps", "asks"),
    [
        (LEFT, "早就走了", "早就走了", "哪个月走的"),
        (LEFT, "被炒了", "被炒了", "哪个月走的"),
        (MONTHS, "从来没发过", "从来没发过", "哪个月去干的"),
        (MONTHS, "好久了", "好久", "哪年哪月"),
        (MONTHS, "2025", "还缺月份", "哪年哪月"),
        (PEOPLE, "一大帮人", "一大帮人", "大概有多少人"),
        (PEOPLE, "整个车间", "整个车间", "大概有多少人"),
        (PEOPLE, "好几十个", "好几十个", "大概有多少人"),
        (AMOUNT, "好几万", "好几万", "大概是多少"),
        (PROOF, "合同没签", "合同没", "考勤、聊天"),
        (PLACE, "嘉兴桐乡", "已经记着是桐乡市", "给谁干活"),
    ],
)
async def test_a_part_of_an_answer_is_heard_and_the_rest_asked_for(
    parts: App, before: tuple[str, ...], message: str, keeps: str, asks: str
) -> None:
    told, _ = await played(parts, *before)
    after, said = await played(parts, *before, message)
    assert after.pending == told.pending
    assert keeps in said["text"] and asks in said["text"]
    assert "没有读出" not in said["text"]


async def test_pay_of_a_month_is_no_sum_but_comes_to_one(parts: App) -> None:
    after, said = await played(parts, *AMOUNT, "四千五一个月")
    assert after.facts["monthly"] == 4500 and after.facts["amount"] % 4500 == 0
    assert "每月工资:4500元" in said["text"]


async def test_vague_numbers_are_noted_as_said(parts: App) -> None:
    after, said = await played(parts, *PEOPLE, "三四十个")
    assert after.facts["people"] == [30, 40]
    assert "约30至40人" in said["text"]


async def test_two_firms_that_shift_the_blame_are_no_office_that_does_not_act(parts: App) -> None:
    after, _ = await played(parts, "/wages_case", "桐乡的两家公司互相推诿不发工资")
    assert after.facts == {"place": "桐乡市", "employer": "company"}
    after, _ = await played(parts, *PROOF, "有考勤", "找得到", "两个局互相推")
    assert after.facts["filed"] == "ignored"


async def test_a_medical_record_in_a_request_is_the_hospitals(parts: App) -> None:
    after, said = await played(parts, "/request_case", "我妈的住院记录")
    assert not after.open
    assert "直接向看病的医院要" in said["text"]
    after, _ = await played(parts, "/request_case", "病案管理规定的文件")
    assert after.pending == "organ"


FILED = ("/request_case", "旧改的批文", "镇政府", "2026年10月9日")


@pytest.mark.parametrize("message", ["不对,是12号", "不是9号,是12号"])
async def test_a_day_corrected_keeps_month_and_year(parts: App, message: str) -> None:
    after, said = await played(parts, *FILED, message)
    assert after.facts["filed"] == "2026-10-12", said["text"]
    assert after.pending == "answered"


@pytest.mark.parametrize(
    ("messages", "facts"),
    [
        (("三个多月", "阿拉五个", "一万三出头"), {"people": 5, "amount": [13000, 13000]}),
        (("2025年5月", "不是五月,是六月"), {"since": "2025-06"}),
        (("2025年3月到8月", "不对,到九月"), {"since": stretch("2025-03", "2025-09")}),
        (("6个人", "其实7个"), {"people": 7}),
        (("12000", "人数3", "上个月走的"), {"amount": 12000, "people": 3}),
    ],
)
async def test_what_is_told_before_a_case_is_taken_over(
    parts: App, messages: tuple[str, ...], facts: dict[str, Any]
) -> None:
    case, _ = await played(parts, "老板不给工钱", *messages, "/wages_case")
    assert {name: case.facts.get(name) for name in facts} == facts
