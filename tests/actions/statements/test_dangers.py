"""The table of what is said first in danger: whole, short, with numbers of the base only."""

from __future__ import annotations

import re

import pytest

from actions.statements.dangers import DANGERS, Dangers, join_first_words
from bot.wording.render import Wording
from nlu.danger import rules
from nlu.simplified import to_simplified
from policies_kb.kb import KnowledgeBase

ROWS = (
    "self_harm",
    "emergency",
    "violence",
    "child_labour",
    "harm_to_others",
    "blockade",
    "someone_else",
)
#: Characters all lines of a row may have together in Chinese: read at a glance on a phone.
SHORT = 180


@pytest.fixture(scope="module")
def table() -> Dangers:
    return DANGERS.data


def test_every_danger_that_can_be_heard_has_a_row(table: Dangers) -> None:
    assert tuple(table.rows) == ROWS
    assert set(rules.load_danger_rules().rows) <= set(ROWS)


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
def test_what_is_said_is_short_and_says_nothing_it_must_not(
    table: Dangers, kb: KnowledgeBase, row: str, locale: str
) -> None:
    first = table.first_words(row, kb)
    said = [Wording(locale).word(line) for line in first.lines]
    shown = "\n".join(said)
    assert 2 <= len(said) <= 3 and all(said)
    assert locale == "en" or len(shown) <= SHORT
    for never in table.rows[row].never:
        assert not never.search(to_simplified(shown)), never.pattern


@pytest.mark.parametrize("row", ROWS)
def test_every_number_is_one_of_the_base_or_of_the_law_it_cites(
    table: Dangers, kb: KnowledgeBase, row: str
) -> None:
    first = table.first_words(row, kb)
    phones = {link.url.removeprefix("tel:") for link in first.links}
    law = "".join(citation.quote.translations["zh"] for citation in first.citations)
    assert len(first.citations) == len(table.rows[row].law)
    for line in first.lines:
        for figure in re.findall(r"\d+", line.translations["zh"] + line.translations["en"]):
            assert figure in phones or f"{figure}人" in law, figure
    assert phones <= {channel.phone for channel in kb.channels() if channel.phone}


def test_what_each_row_must_name(table: Dangers, kb: KnowledgeBase) -> None:
    wanted = {
        "self_harm": ["12356", "110", "120"],
        "emergency": ["119", "120", "110"],
        "violence": ["110", "120"],
        "child_labour": ["12333", "12345", "110"],
        "harm_to_others": ["110", "12348", "12356"],
        "blockade": ["12345", "12333", "110"],
        "someone_else": ["110", "120", "12356"],
    }
    for row, numbers in wanted.items():
        links = table.first_words(row, kb).links
        assert [link.url.removeprefix("tel:") for link in links] == numbers, row


def test_of_several_dangers_two_speak_and_all_give_their_numbers_once(
    table: Dangers, kb: KnowledgeBase
) -> None:
    alone = [table.first_words(row, kb) for row in ROWS[:3]]
    first = join_first_words(alone)
    assert first.dangers == ROWS[:3]
    assert first.lines == (*alone[0].lines, *alone[1].lines)
    urls = [link.url for link in first.links]
    assert urls == ["tel:12356", "tel:110", "tel:120", "tel:119"]


def test_the_help_line_is_given_without_a_wish_to_confirm_it(kb: KnowledgeBase) -> None:
    channel = kb.channel("psych_12356")
    assert channel.confirm is None
    assert channel.evidence.source and channel.evidence.checked.isoformat() == "2026-11-28"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("老板欠我三个月工资", "wages_claim"),
        ("干了半年一分钱工钱没拿到", "wages_claim"),
        ("my boss has not paid me", "wages_claim"),
        ("成了失信人,征信也黑了", "credit_kinds"),
        ("我申请信息公开他们不理", "disclosure_request"),
        ("我不想活了", ""),
        ("我们吵架了,他打我", ""),
    ],
)
def test_a_matter_is_one_the_message_names(table: Dangers, text: str, intent: str) -> None:
    named = [name for name, words in table.matters.items() if words.search(text)]
    assert named == ([intent] if intent else [])
