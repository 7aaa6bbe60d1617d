"""The summary for the staff of a hotline or an office."""

from __future__ import annotations

import re
from typing import Any

import pytest
from letter_texts import packet_text

from actions.guides import GUIDES
from actions.guides.summary import line
from bot.attachments.packet import case_packet
from policies_kb.kb import KnowledgeBase

WAGES = {
    "place": "义乌市",
    "employer": "building_site",
    "since": "2026-03",
    "ended": "2026-09",
    "amount": 300000,
    "people": 12,
    "proof": "traces",
    "reachable": "gone",
    "filed": "inspection",
}
REQUEST = {"wanted": "某村的征地批复文件", "organ": "county", "filed": "2026-10-09"}
CASES = [
    ("wages_case", WAGES),
    ("wages_case", {}),
    ("wages_case", dict.fromkeys(WAGES, "unknown")),
    ("credit_case", {}),
    ("request_case", REQUEST),
    ("request_case", {}),
]


@pytest.mark.parametrize(("name", "facts"), CASES)
def test_everything_told_stands_in_the_summary(
    kb: KnowledgeBase, name: str, facts: dict[str, Any]
) -> None:
    guide = GUIDES[name]
    text = packet_text(name, facts, kb)
    told = [
        line(guide.fields[field], value).translations["zh"]
        for field, value in facts.items()
        if value != "unknown"
    ]
    assert [said for said in told if said not in text] == []
    assert "unknown" not in text


@pytest.mark.parametrize(("name", "facts"), CASES)
def test_the_summary_gives_advice_and_the_law_behind_it(
    kb: KnowledgeBase, name: str, facts: dict[str, Any]
) -> None:
    text = packet_text(name, facts, kb)
    advice, law = text.split("【建议先怎么办、为什么】")[1].split("【依据】")
    assert len(advice) > 30
    lines = [said for said in law.splitlines() if said]
    assert lines
    numbers = {known.number for known in kb.laws()} | {known.number for known in kb.documents()}
    cited = [re.search(r"（([^（）]+号)）", said) for said in lines]
    assert {found[1] for found in cited if found} <= numbers


def test_what_was_already_done_stands_apart(kb: KnowledgeBase) -> None:
    text = packet_text("wages_case", WAGES, kb)
    told, done = text.split("【已经做过什么】")
    assert "已经投诉" not in told
    assert "已经投诉" in done


def test_an_empty_case_says_so(kb: KnowledgeBase) -> None:
    text = packet_text("wages_case", {}, kb)
    assert "没有说。" in text
    assert "【已经做过什么】" not in text


def test_the_summary_is_dated_and_says_that_nobody_checked_it(kb: KnowledgeBase) -> None:
    content = case_packet({"guide": "credit_case", "facts": {}}, kb, "en").content.decode("utf-8")
    assert re.search(r"20\d\d年\d+月\d+日由问策", content)
    assert "没有核实" in content


def test_control_characters_do_not_reach_the_file(kb: KnowledgeBase) -> None:
    facts = {"wanted": "批复\x00\x1b[31m\ud800文件😀"}
    content = case_packet({"guide": "request_case", "facts": facts}, kb, "zh-Hans").content
    text = content.decode("utf-8")
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text)
    assert "文件😀" in text
