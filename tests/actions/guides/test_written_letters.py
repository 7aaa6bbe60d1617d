"""Quantities written by a generator, through a case into its papers: just what was read back."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
import quantity_writer as write
from dateutil.relativedelta import relativedelta
from docx import Document
from guide_play import TODAY, Player, PlayerMaker
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from letter_texts import packet_text, wages_text

from actions.guides.model import CaseFacts
from bot.attachments.wages_letter import wages_letter
from policies_kb.kb import KnowledgeBase

DRAWS = 400
PAPERS = ("inspection", "arbitration", "court")
#: Where each paper says since when, or in which months, nothing was paid.
SENTENCE = re.compile("，(?:工资或者报酬没有付|贵单位没有及时足额)")
MONTH = re.compile(r"\d{4}年\d{1,2}月")


@dataclass(frozen=True)
class Said:
    """A message, the field it answers, and what it must be taken for; two where it is asked."""

    field: str
    text: str
    readings: tuple[Any, ...]


def figure(field: str, writer: Callable[[Random], write.Written]) -> Callable[[Random], Said]:
    def said(dice: Random) -> Said:
        written = writer(dice)
        low, high = plain(written.low), plain(written.high)
        small = field == "amount" and re.fullmatch(r"\D*\d{1,2}(?:\.0+)?\D*", written.text)
        assert not small or "块" in written.text or "元" in written.text
        return Said(field, written.text, (low if low == high else [low, high],))

    return said


def time(writer: Callable[[Random, date], write.WrittenMonths]) -> Callable[[Random], Said]:
    def said(dice: Random) -> Said:
        written = writer(dice, TODAY)
        names = [f"{month:%Y-%m}" for month in written.months]
        if written.kind == "stretches":
            pairs = [list(pair) for pair in zip(names[::2], names[1::2], strict=True)]
            return Said("since", written.text, ({"months": pairs},))
        if written.kind == "between":
            return Said("since", written.text, (names,))
        return Said("since", written.text, tuple(names))

    return said


def length(dice: Random) -> Said:
    """Write for how long nothing was paid: it began about so long before today."""
    written = write.months(dice)
    began = [
        TODAY - relativedelta(months=int(end), days=15 if end % 1 else 0)
        for end in (written.high + ("多" in written.text), written.low)
    ]
    return Said("since", written.text, ([f"{day:%Y-%m}" for day in began],))


def plain(value: Decimal) -> int | str:
    return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"


WRITERS: dict[str, Callable[[Random], Said]] = {
    "money": figure("amount", write.money),
    "cents": figure("amount", write.cents),
    "vague money": figure("amount", write.vague_money),
    "people": figure("people", write.people),
    "length": length,
    "since": time(write.since),
    "stretch": time(write.stretch),
    "list": time(write.month_list),
    "either": time(write.either_month),
    "lunar": time(write.lunar_month),
}


def answered(said: Said, start: PlayerMaker) -> Player:
    player = start("wages_case")
    player.pending = said.field
    return player.type(said.text)


def taken(player: Player, said: Said) -> bool:
    """Tell whether a message was taken for what it says; nothing else may have been taken."""
    if said.field not in player.facts:
        if len(said.readings) < 2:
            return False
        named = [f"{int(name[:4])}年{int(name[5:])}月" for name in said.readings]
        assert player.pending == said.field
        return all(name in player.lead() and name in str(player.payloads()) for name in named)
    value = player.facts[said.field]
    assert (value,) == said.readings, (said, value)
    return True


@pytest.mark.parametrize("kind", WRITERS)
def test_what_is_written_is_taken_whole_or_asked_about(kind: str, start: PlayerMaker) -> None:
    dice = Random(20261130)
    every = [WRITERS[kind](dice) for _ in range(DRAWS)]
    assert len({said.text for said in every}) > 100
    missed = [said for said in every if not taken(answered(said, start), said)]
    assert len(missed) <= 0.02 * DRAWS, missed[:20]


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(dice=st.randoms(use_true_random=False))
def test_the_papers_hold_exactly_what_was_read_back(
    kind: str, dice: Random, start: PlayerMaker, kb: KnowledgeBase
) -> None:
    said = WRITERS[kind](dice)
    player = answered(said, start)
    if said.field not in player.facts:
        assert player.pending == said.field
        return
    label = player.guide.fields[said.field].label.translations["zh"]
    line = re.search(rf"{label}:(.+?)。", player.lead())
    assert line
    told = line[1].removesuffix("元").removesuffix("人")
    facts = {"people": 2, "amount": 300, **player.facts}
    for name in PAPERS:
        hold(wages_text(facts, kb, name), said, told)
    if said.field == "since":
        hold(wages_text(facts, kb, "quit"), said, told)
    document = Document(io.BytesIO(wages_letter({"facts": facts, "form": "docx"}, kb, "").content))
    hold("\n".join(line.text for line in document.paragraphs), said, told)
    assert f"{label}:{told}" in packet_text("wages_case", facts, kb)


def hold(paper: str, said: Said, told: str) -> None:
    """See that the sentence of a paper holds the words read back, and no other value."""
    if said.field == "since":
        [line] = [line for line in paper.splitlines() if SENTENCE.search(line)]
        assert MONTH.findall(line) == MONTH.findall(told)
        value = said.readings[0]
        ended = isinstance(value, dict)
        assert (f"{told}，" if ended else f"从{told}起，") in line
    elif said.field == "amount":
        figures = set(re.findall(r"人民币(约?[\d,.]+(?:至[\d,.]+)?)元", paper))
        assert figures == {told}
    elif told != "就我一个":
        assert f"一共{told}人" in paper


def test_money_of_other_countries_is_asked_about_in_yuan(start: PlayerMaker) -> None:
    dice = Random(20261201)
    for _ in range(DRAWS):
        player = answered(Said("amount", write.foreign_money(dice), ()), start)
        assert "amount" not in player.facts and player.pending == "amount"
        assert "信里的金额写人民币" in player.lead()


def test_a_button_of_two_months_is_taken_as_its_month(start: PlayerMaker) -> None:
    player = answered(Said("since", "去年12月或者今年1月", ()), start)
    first, second = (p for p in player.payloads() if "guide_answer" in p)
    assert player.press(second).facts["since"] == "2026-01"
    assert answered(Said("since", "去年12月或者今年1月", ()), start).press(first).facts == {
        "since": "2025-12"
    }


def test_a_month_kept_before_months_had_an_end_still_opens(
    start: PlayerMaker, kb: KnowledgeBase
) -> None:
    for value, told in (("2026-03", "从2026年3月起，"), (["2026-03", "2026-04"], "从约2026年3月")):
        facts: CaseFacts = {"since": value, "ended": "2026-08", "amount": 900}
        player = start("wages_case")
        player.facts = facts
        player.type("我说了什么", "直接告诉我")
        assert player.facts["since"] == value
        assert all(told in wages_text(facts, kb, name) for name in PAPERS)
