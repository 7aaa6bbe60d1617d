"""What has two readings is asked about with both; what has one is taken without a question."""

from __future__ import annotations

from typing import Any

import pytest
from guide_play import PlayerMaker
from strictness import all_if_any

ASKED: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
    # What is said, which words ask, and which buttons answer.
    ("since", "今年2月或4月", ("2026年2月", "2026年4月"), ("2026年2月", "2026年4月")),
    ("since", "是6月还是7月来着", ("2026年6月", "2026年7月"), ("2026年6月", "2026年7月")),
    ("since", "要么去年12月要么1月", ("2025年12月", "2026年1月"), ("2025年12月", "2026年1月")),
    ("since", "October or November 2025", ("2025年10月", "2025年11月"), ("2025年10月",)),
    ("ended", "5月或者6月走的", ("2026年5月", "2026年6月"), ("2026年5月", "2026年6月")),
    ("amount", "2.6", ("26000元", "2.6元"), ("26000元", "2.6元")),
    ("amount", "6到8", ("约60,000至80,000元", "约6至8元"), ()),
    ("amount", "3500美金", ("信里的金额写人民币",), ()),
    ("amount", "1万5是公司说要给的", ("老板说要给的钱不一定就是欠的钱",), ()),
    ("amount", "包工头答应结8000", ("老板说要给的钱不一定就是欠的钱",), ()),
    ("since", "3月、4月还是5月", ("没有把握是哪几个月",), ()),
]


@pytest.mark.parametrize(("name", "text", "words", "buttons"), ASKED, ids=[a[1] for a in ASKED])
def test_two_readings_are_both_named(
    name: str, text: str, words: tuple[str, ...], buttons: tuple[str, ...], start: PlayerMaker
) -> None:
    player = start("wages_case")
    player.pending = name
    player.type(text)
    assert name not in player.facts and player.pending == name
    assert all(word in player.lead() for word in words)
    offered = [p for p in player.payloads() if "guide_value" in p]
    assert all_if_any(any(f'"{button}"' in payload for payload in offered) for button in buttons)
    for button in buttons:
        [payload] = [p for p in offered if f'"{button}"' in p]
        asked = start("wages_case")
        asked.pending = name
        line = f":{button}。"
        assert line in asked.press(payload).lead()


TAKEN: list[tuple[str, str, Any]] = [
    ("people", "不只我一个,总共9个人", 9),
    ("people", "就我一个", 1),
    ("people", "just me", 1),
    ("amount", "3.5万", 35_000),
    ("amount", "80元", 80),
    ("amount", "差我4万,老板说给1万了事", 40_000),
    ("amount", "老板说还欠我7千", 7_000),
    ("amount", "不肯给我那6千块", 6_000),
    ("amount", "人民币5200", 5_200),
]


@pytest.mark.parametrize(("name", "text", "value"), TAKEN, ids=[t[1] for t in TAKEN])
def test_what_is_clear_is_taken_without_a_question(
    name: str, text: str, value: Any, start: PlayerMaker
) -> None:
    player = start("wages_case")
    player.pending = name
    assert player.type(text).facts[name] == value


@pytest.mark.parametrize(
    "text",
    [
        "老板推说工程款没到位",
        "监察认定我们这是承包款",
        "业主拖着材料款,工头没钱",
        "不是工程款,是工资",
        "要是他赖账呢",
        "万一厂关门了",
        "我自己垫了两万",
        "那5千是我垫的",
        "聊天不小心删掉了",
    ],
)
def test_what_others_say_what_is_supposed_and_what_was_laid_out_are_no_facts(
    text: str, start: PlayerMaker
) -> None:
    facts = start("wages_case").type(text).facts
    assert not {"special", "reachable", "amount", "proof"} & set(facts)


@pytest.mark.parametrize(
    ("text", "still"),
    [
        ("老乡还在那里干,我不做了", False),
        ("其他人都没走", False),
        ("公司说我没离职", False),
        ("老板讲只要还在厂里干就给", False),
        ("只要人还在那里做他就慢慢给", False),
        ("the boss says I still work there", False),
        ("my colleagues still work there", False),
        ("我和几个老乡还在那里干", True),
        ("我还在厂里上班,老板说没钱", True),
        ("老板不给钱,我没走", True),
        ("I still work there", True),
    ],
)
def test_only_what_one_does_oneself_says_whether_one_still_works(
    text: str, still: bool, start: PlayerMaker
) -> None:
    facts = start("wages_case").type(text).facts
    assert (facts.get("ended") == "still") is still


def test_who_denies_to_work_on_contract_claims_wages(start: PlayerMaker) -> None:
    player = start("wages_case").type("他欠我工程款5万")
    assert player.facts["special"] == "project_money"
    assert "special" not in player.type("弄错了,我不是包工头,就是个小工").facts
