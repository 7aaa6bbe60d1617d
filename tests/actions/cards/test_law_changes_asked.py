"""Every question of ``docs/law-changes.md``, asked of the assistant with its model.

The page says what must be said; a row that the model sends elsewhere would make it untrue.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from talk_rig import talk

from bot.server.start import App
from tests.actions.cards.test_corrected_law import BEFORE
from tests.actions.cards.test_superseded_law import NEVER

PAGE = Path(__file__).parents[3] / "docs" / "law-changes.md"
WAGES = "厂里四个月没发工钱"


def rows(part: str) -> Iterator[list[str]]:
    for line in part.splitlines():
        cells = line.strip("| ").split(" | ")
        # The head and what lies under it hold no question; a law without a card names its test.
        if line.startswith("|") and len(cells) > 3 and not cells[0].startswith("matter"):
            yield cells


CORRECTED, _, MISSING = PAGE.read_text(encoding="utf-8").partition("## Law that was missing")
CHANGED = [(row[2], row[3]) for row in rows(CORRECTED) if row[0].isdigit() and "`" not in row[2]]
ADDED = [(row[2], row[3]) for row in rows(MISSING) if "---" not in row[0] and row[3].strip()]
#: What a message tells after wages were spoken of, in words of its own, and what it must hear.
ON_THE_WAY = (
    ("厂长在偷偷卖机器", "怕财产被转移"),
    ("能不能先冻结厂里的账户", "怕财产被转移"),
    ("我是派遣到医院的", "劳务派遣公司就是用人单位"),
    ("开庭那天我没赶上", "开庭一定要去"),
    ("单位不服裁决", "裁决一项一项地看"),
    ("家里揭不开锅了", "临时救助"),
    ("证件也被他们扣着", "不得扣劳动者的身份证和别的证件"),
)


def test_the_page_has_its_rows() -> None:
    assert (len(CHANGED), len(ADDED)) == (20, 20)


def test_the_sentence_of_before_of_each_row_is_watched_for() -> None:
    watched = {*NEVER, *(sentence for _, sentence in BEFORE)}
    rows_of_before = {row[4].strip(" |") for row in rows(CORRECTED) if row[0].isdigit()}
    assert len(rows_of_before) == 20
    assert [sentence for sentence in rows_of_before if sentence not in watched] == []


async def ask(parts: App, *messages: str) -> Any:
    return await talk(parts, *messages, locale="zh-Hans")


@pytest.mark.parametrize(("question", "must"), [*CHANGED, *ADDED])
async def test_who_asks_alone_hears_it(question: str, must: str, parts: App) -> None:
    said = await ask(parts, question)
    assert must in said["text"]
    assert said["citations"]


@pytest.mark.parametrize(("question", "must"), ADDED)
async def test_inside_a_wage_matter_it_is_answered(question: str, must: str, parts: App) -> None:
    said = await ask(parts, WAGES, question)
    # Danger is told first and answers no matter.
    assert said["status"] == "answered" or said["danger"]
    assert must in said["text"]


@pytest.mark.parametrize(("message", "must"), ON_THE_WAY)
async def test_so_is_what_happens_on_the_way(message: str, must: str, parts: App) -> None:
    said = await ask(parts, WAGES, message)
    assert must in said["text"]
    # A second one still stands in the thread of the first.
    again = await ask(parts, WAGES, message, "他还在转移财产")
    assert "怕财产被转移" in again["text"] and again["status"] == "answered"


# Whom one works for is asked in the case, which takes it for an answer.
@pytest.mark.parametrize(
    ("message", "must"), [told for told in ON_THE_WAY if "派遣" not in told[0]]
)
async def test_a_guided_case_tells_it_and_goes_on(message: str, must: str, parts: App) -> None:
    said = await ask(parts, "/wages_case", message)
    assert must in said["text"]
    assert "干的活" in said["text"] or said["danger"]


@pytest.mark.parametrize(
    "message",
    ["公司把我护照扣着,不让我走", "不给走,身份证也被工头收走了", "包工头打我,还押着我的证件"],
)
async def test_papers_kept_are_told_behind_the_lines_for_danger(message: str, parts: App) -> None:
    said = await ask(parts, message)
    assert said["danger"]
    assert "不得扣劳动者的身份证和别的证件" in said["text"]
    assert "/laws/labour_contract_law#art_84" in {one["url"] for one in said["citations"]}


async def test_danger_with_nothing_of_the_kind_hears_only_the_lines(parts: App) -> None:
    said = await ask(parts, "有人拿刀追我")
    assert said["danger"] and "接着写" in said["text"]
    assert "劳动" not in said["text"].split("【")[0]
