"""Every question of ``docs/law-changes.md``, asked as somebody would: through the model."""

from __future__ import annotations

from pathlib import Path

import pytest
from needs import needs

from actions.side_claims import matters
from bot.start import Parts

PAGE = Path(__file__).parents[2] / "docs" / "law-changes.md"
#: What is told inside a wage matter only comes after this.
BEFORE = "我们厂两个月没发工资了"


def cells(of_law_missing: bool) -> list[list[str]]:
    """Return the rows of one of the two tables of the page, without what heads it."""
    parts = PAGE.read_text(encoding="utf-8").partition("## Law that was missing")
    table = [line for line in parts[2 * of_law_missing].splitlines() if line.startswith("|")]
    return [line.strip("| ").split(" | ") for line in table[2:]]


#: Question and wanted words of the corrections, and of what is claimed beside wages.
CORRECTED = [(row[2], row[3]) for row in cells(False) if row[2][0] != "("]
BESIDE = [(row[2], row[3]) for row in cells(True) if len(row) == 4]


def test_the_page_has_its_questions() -> None:
    assert (len(CORRECTED), len(BESIDE)) == (19, 14)


@needs("model")
@pytest.mark.parametrize(("question", "must"), CORRECTED, ids=[row[0] for row in CORRECTED])
async def test_a_correction_is_said_to_who_asks(question: str, must: str, parts: Parts) -> None:
    assert must in (await parts.assistant.reply(question, question))["text"]


@needs("model")
@pytest.mark.parametrize(("question", "must"), BESIDE, ids=[row[0] for row in BESIDE])
async def test_what_was_missing_is_said_to_who_asks(question: str, must: str, parts: Parts) -> None:
    if matters(question)[0].inside:
        await parts.assistant.reply(question, BEFORE)
    assert must in (await parts.assistant.reply(question, question))["text"]
