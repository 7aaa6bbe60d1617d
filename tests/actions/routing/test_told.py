"""What a thread told of its matter, in pieces."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from actions.question import PreviousQuestion, Question
from actions.routing.told import leaves, of_thread, tells_of_pay

TODAY = date(2026, 11, 24)


def thread(*messages: str, intents: Mapping[str, str] | None = None) -> Question:
    """Return the last message of a thread with those before it."""
    *before, last = messages
    past = [
        PreviousQuestion((intents or {}).get(text, "wages_claim"), text, {})
        for text in reversed(before)
    ]
    return Question(last, "wages_claim", history=tuple(past), today=TODAY)


THREADS: list[tuple[tuple[str, ...], dict[str, Any]]] = [
    (
        ("七月八月都没给", "一个月4800", "中间给过600"),
        {"since": {"months": [["2026-07", "2026-08"]]}, "monthly": 4800, "paid": 600}
        | {"amount": 9000, "reckoned": "yes"},
    ),
    (("工资三个月没发", "记错了 是两个月"), {"since": ["2026-09", "2026-09"]}),
    (("工资三个月没发", "唔系三个月 系两个月"), {"since": ["2026-09", "2026-09"]}),
    (("欠我5200", "说错 是5800"), {"amount": 5800}),
    (("一共欠2万", "他前天给了3000"), {"amount": 20_000, "paid": 3000}),
    (("一共欠2万", "他前天给了3000", "那三千已经扣掉了"), {"amount": 20_000}),
    (("一共欠2万", "他前天给了3000", "还欠17000"), {"amount": 17_000}),
    (("我一个人6000 我弟5500",), {"amount": 11_500, "people": 2}),
]


@pytest.mark.parametrize(("messages", "facts"), THREADS, ids=[" / ".join(t[0]) for t in THREADS])
def test_facts_of_a_thread_are_those_told_last(
    messages: tuple[str, ...], facts: dict[str, Any]
) -> None:
    assert of_thread(thread(*messages), "wages").facts == facts


def test_what_was_said_before_the_matter_was_clear_counts_too() -> None:
    strayed = "大概三四万 我们五个人"
    told = of_thread(thread(strayed, "是工钱", intents={strayed: "out_bank"}), "wages")
    assert told.facts == {"amount": [30_000, 40_000], "people": 5}


def test_another_matter_is_no_part_of_it() -> None:
    lent = "借给朋友3万他不还"
    told = of_thread(thread(lent, "老板欠我工资", intents={lent: "out_contract_debt"}), "wages")
    assert "amount" not in told.facts


@pytest.mark.parametrize("text", ["房东不退我2000", "网贷欠了3万", "工伤赔我多少"])
def test_words_of_another_matter_leave_the_thread(text: str) -> None:
    assert leaves(text)


@pytest.mark.parametrize("text", ["一个月四千 欠了三个月", "210一天 干了30天没给"])
def test_pay_and_time_tell_of_unpaid_work(text: str) -> None:
    assert tells_of_pay(Question(text, "out_bank", today=TODAY)) > 1


@pytest.mark.parametrize("text", ["贷款一个月还四千 欠了三个月", "在义乌", "/wages_claim"])
def test_nothing_else_does(text: str) -> None:
    assert tells_of_pay(Question(text, "out_bank", today=TODAY)) == 1
