"""What a guided case reads out of stories, fragments and slips."""

from __future__ import annotations

from typing import Any

import pytest
from guide_play import PlayerMaker

STORIES: dict[str, dict[str, Any]] = {
    "我在义乌一个工地干了半年,包工头欠我们12个人三十多万,现在人跑了": {
        **{"place": "义乌市", "employer": "building_site", "amount": [300_000, 400_000]},
        **{"people": 12, "reachable": "gone"},
    },
    "我是四川人,在杭州余杭一家饭店做服务员,从去年10月到今年3月工资都没发,一共一万八千": {
        **{"place": "余杭区", "employer": "shop", "amount": 18_000},
        "since": {"months": [["2025-10", "2026-03"]]},
        "work": "服务员",
    },
    "在绍兴柯桥印染厂,干到去年12月就走了,欠我8500块,没签合同,有打卡记录": {
        **{"place": "柯桥区", "employer": "company", "ended": "2025-12", "amount": 8500},
        "proof": "traces",
    },
    "月薪6000,欠了三个月,共18000元": {
        **{"since": ["2026-08", "2026-08"], "amount": 18_000, "monthly": 6000},
    },
    "工资拖到现在两年多没给": {"since": ["2023-11", "2024-11"]},
    "我已经投诉了两个月没人管": {"filed": "ignored"},
    "想申请仲裁": {},
    "The construction site in 温州 owes me 20000 yuan since March 2026, boss fled": {
        **{"place": "温州市", "employer": "building_site", "since": "2026-03"},
        **{"amount": 20_000, "reachable": "gone"},
    },
    "从去年3月干到10月,工资一分没给": {"since": "2025-03", "ended": "2025-10"},
}


@pytest.mark.parametrize("story", STORIES)
def test_a_story_fills_what_it_says_and_nothing_else(story: str, start: PlayerMaker) -> None:
    player = start("wages_case").type(story)
    assert player.facts == STORIES[story]
    assert player.pending not in player.facts


READ: list[tuple[str, str, Any]] = [
    ("since", "上个月", "2026-10"),
    ("since", "上上个月起", "2026-09"),
    ("since", "三个月前", "2026-08"),
    ("since", "半年了", ["2026-05", "2026-05"]),
    ("since", "去年十月", "2025-10"),
    ("since", "今年3月到现在", "2026-03"),
    ("since", "12月", "2025-12"),
    ("since", "2025-11", "2025-11"),
    ("people", "加上我七个人", 7),
    ("people", "连我一共十一个人", 11),
    ("since", "25年11月", "2025-11"),
    ("since", "去年年底", ["2025-11", "2025-12"]),
    ("since", "March 2026", "2026-03"),
    ("ended", "还在", "still"),
    ("ended", "没走呢,还在干", "still"),
    ("ended", "三个月前走的", "2026-08"),
    ("amount", "23000", 23_000),
    ("amount", "两万三", 23_000),
    ("amount", "1.2万", 12_000),
    ("amount", "3w", 30_000),
    ("amount", "两三万吧", [20_000, 30_000]),
    ("amount", "十几万", [110_000, 190_000]),
    ("amount", "1,800元", 1_800),
    ("people", "12", 12),
    ("people", "五六个", [5, 6]),
    ("people", "三十多号人", [30, 40]),
    ("people", "就我一个", 1),
    ("proof", "第2个", "contract"),
    ("proof", "没有", "nothing"),
    ("reachable", "找不到", "gone"),
    ("filed", "找过劳动局", "inspection"),
    ("special", "都没有", "none"),
    ("place", "宁波", "宁波市"),
]


@pytest.mark.parametrize(("name", "text", "value"), READ)
def test_an_answer_is_read_when_it_was_asked_for(
    name: str, text: str, value: Any, start: PlayerMaker
) -> None:
    player = start("wages_case")
    player.pending = name
    assert player.type(text).facts == {name: value}


BAD = [
    ("place", "月球", "没有读出是哪个县"),
    ("since", "明年3月", "还没有到"),
    ("since", "下个月", "还没有到"),
    ("since", "1800年3月", "太久远"),
    ("since", "30000个月前", "太久远"),
    ("since", "13月", "没有读出月份"),
    ("ended", "明年", "还没有到"),
    ("ended", "去年", "还缺月份"),
    ("people", "-5", "人数不对"),
    ("people", "-5个人", "人数不对"),
    ("people", "0个人", "人数不对"),
    ("people", "负3人", "人数不对"),
    ("people", "12.5个人", "人数不对"),
    ("people", "很多", "您说“很多”：大概有多少人"),
    ("amount", "很多", "您说“很多”：大概是多少"),
    ("amount", "0元", "金额不对"),
    ("amount", "-300", "金额不对"),
    ("amount", "1e12", "金额不对"),
    ("amount", "1000000000000元", "金额不对"),
    ("amount", "9" * 60, "金额不对"),
    ("amount", "每人5000元", "大家加起来"),
    ("proof", "没签合同", "您说“没签合同”，没有合同也能投诉"),
]


@pytest.mark.parametrize(("name", "text", "problem"), BAD)
def test_what_cannot_be_leaves_the_field_open_and_loses_nothing(
    name: str, text: str, problem: str, start: PlayerMaker
) -> None:
    known = {"place": "义乌市", "employer": "company", "reachable": "yes"}
    known.pop(name, None)
    player = start("wages_case")
    player.facts, player.pending = dict(known), name
    player.type(text)
    assert problem in player.lead()
    assert "例如" in player.lead() or "请说" in player.lead() or "请选" in player.lead()
    assert player.facts == known
    assert player.pending == name
    assert player.given.status == "clarify"


def test_a_button_with_a_bad_value_is_refused_too(start: PlayerMaker) -> None:
    player = start("wages_case").choose(people="-5")
    assert "人数不对" in player.lead() and player.facts == {}
    player = start("wages_case").choose(nonsense="1")
    assert "没有读懂" in player.lead() and player.facts == {}


@pytest.mark.parametrize(
    ("facts", "pending", "text"),
    [
        ({"since": "2025-06"}, "ended", "去年1月走的"),
        ({"ended": "2025-01"}, "since", "去年6月起"),
        ({}, None, "今年8月开始没发,今年2月走的"),
    ],
)
def test_pay_that_stopped_after_the_work_is_asked_about(
    facts: dict[str, Any], pending: str | None, text: str, start: PlayerMaker
) -> None:
    player = start("wages_case")
    player.facts, player.pending = dict(facts), pending
    player.type(text)
    assert "两个对不上" in player.lead()
    assert len({"since", "ended"} & set(player.facts)) == 1
    assert facts.items() <= player.facts.items()


def test_long_runs_of_signs_are_read_in_time(start: PlayerMaker) -> None:
    for run in ("一" * 2000, "9" * 2000, "1,000," * 300, "年月" * 1000, "欠" * 2000, "没有" * 1000):
        assert start("wages_case").type(run, run).given.status == "clarify"


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("二月到五月,四个月都没给", [["2026-02", "2026-05"]]),
        ("去年9月到11月 三个月没发", [["2025-09", "2025-11"]]),
    ],
)
def test_months_told_before_they_are_asked_for(
    text: str, months: list[list[str]], start: PlayerMaker
) -> None:
    assert start("wages_case").type(text).facts["since"] == {"months": months}


@pytest.mark.parametrize("text", ["一个月五千二", "每月4800", "月薪九千", "5200 a month"])
def test_the_pay_of_a_month_is_no_debt_and_tells_no_month(text: str, start: PlayerMaker) -> None:
    player = start("wages_case").type("义乌").type(text)
    assert not {"amount", "since"} & set(player.facts)
    assert player.pending not in player.facts


@pytest.mark.parametrize("text", ["写封信给我", "写投诉书吧", "帮我写一份材料"])
def test_whoever_wants_the_letter_gets_it(text: str, start: PlayerMaker) -> None:
    player = start("wages_case").type("义乌一家工厂欠我两万三")
    assert player.pending is not None
    assert player.type(text).pending is None
