"""What was agreed, worked and paid, and what it comes to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from guide_play import PlayerMaker

from actions.guides.model import CaseFacts
from actions.guides.reckoning import reckoned

READ: list[tuple[str, CaseFacts]] = [
    ("五千五一个月", {"monthly": 5500}),
    ("说好每个月5600", {"monthly": 5600}),
    ("平均工资6200", {"monthly": 6200}),
    ("日薪180", {"daily": 180}),
    ("230一天", {"daily": 230}),
    ("干了22天", {"days": 22}),
    ("做了35个工", {"days": 35}),
    ("120乘40天", {"daily": 120, "days": 40}),
    ("中途预支了1500", {"paid": 1500}),
    ("最后一个月就给了一千二", {"paid": 1200}),
    ("在温岭做水泵", {"work": "水泵"}),
    ("江干区", {"work": None}),
    ("杭州江干下沙", {"work": None}),
    ("每天上10个小时", {}),
    ("一个月没给5000", {"monthly": None}),
    ("做不下去了", {}),
    ("欠了20天", {"days": None}),
]
NAMES = ("monthly", "daily", "days", "paid", "work")


@pytest.mark.parametrize(("text", "told"), READ, ids=[text for text, _ in READ])
def test_pay_time_and_payments_are_read(text: str, told: CaseFacts, start: PlayerMaker) -> None:
    facts = start("wages_case").type(text).facts
    assert {n: facts[n] for n in NAMES if n in facts} == {
        name: value for name, value in told.items() if value is not None
    }


TODAY = date(2026, 11, 24)
COMES_TO: list[tuple[CaseFacts, Any, str]] = [
    ({"monthly": 5000, "since": "2026-08"}, 15_000, "每月5000元×3个月=15000元"),
    (
        {"monthly": 5000, "since": {"months": [["2026-06", "2026-07"]]}, "paid": 1000},
        9_000,
        "每月5000元×2个月-已经给的1000元=9000元",
    ),
    ({"daily": 200, "days": 30}, 6_000, "每天200元×30天=6000元"),
]


@pytest.mark.parametrize(("facts", "amount", "way"), COMES_TO, ids=[c[2] for c in COMES_TO])
def test_what_is_owed_is_worked_out_with_its_way(facts: CaseFacts, amount: int, way: str) -> None:
    found = reckoned(facts, TODAY)
    assert found and found.amount == amount and found.way.translations["zh"] == way


@pytest.mark.parametrize(
    "facts",
    [
        {"monthly": 5000},
        {"monthly": 5000, "since": "2026-11"},
        {"monthly": 5000, "since": ["2026-07", "2026-08"]},
        {"monthly": 5000, "since": "2026-08", "ended": "2026-09"},
        {"monthly": 5000, "since": "2026-08", "days": 11},
        {"daily": 200, "since": "2026-08"},
        {"monthly": 5000, "since": "2026-10", "paid": 6000},
    ],
)
def test_what_is_not_sure_is_not_worked_out(facts: CaseFacts) -> None:
    assert reckoned(facts, TODAY) is None


def test_a_sum_worked_out_follows_what_is_corrected(start: PlayerMaker) -> None:
    player = start("wages_case").type("每个月4000,三个月没发")
    assert player.facts["amount"] == 12_000
    player.type("不对,是两个月")
    assert player.facts["amount"] == 8_000
    player.type("一共欠7600元")
    assert player.facts["amount"] == 7_600


def test_a_sum_worked_out_is_not_asked_for(start: PlayerMaker) -> None:
    player = start("wages_case").type("在义乌一家厂,每个月4000,三个月没发")
    asked = []
    while player.pending:
        asked.append(player.pending)
        player.press(f'/guide_skip{{"guide_field":"{player.pending}"}}')
    assert asked and "amount" not in asked
    assert "每月4000元×3个月=12000元" in player.text()


@pytest.mark.parametrize(
    "said", ["每个月4500,欠了三个月", "欠我3个月,月薪4500", "4500 a month, they owe 3 months"]
)
def test_months_that_do_not_fit_those_told_are_asked_about(said: str, start: PlayerMaker) -> None:
    """Since March eight months are unpaid; of three told now neither sum is taken for true."""
    player = start("wages_case").type("在义乌的厂", "从3月份开始", said)
    assert "amount" not in player.facts
    assert "13500" in player.text() and "36000" in player.text()


def test_months_that_fit_those_told_are_not_asked_about(start: PlayerMaker) -> None:
    player = start("wages_case").type("在义乌的厂", "从8月份开始", "每个月4500,欠了三个月")
    assert player.facts["amount"] == 13_500


def test_a_month_in_six_figures_is_no_sum_of_money(start: PlayerMaker) -> None:
    assert "amount" not in start("wages_case").type("在义乌的厂", "202603").facts
