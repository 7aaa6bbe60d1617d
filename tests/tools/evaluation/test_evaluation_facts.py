"""Questions about one fact, asked of the whole assistant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policies_kb.kb import KnowledgeBase
from tools.evaluation.__main__ import OWN_FOLDER
from tools.evaluation.facts import DRAWN, FactTurn, conversations, drawn, measured
from tools.evaluation.subject import Subject

if TYPE_CHECKING:
    from bot.server.start import App

#: Conversations of officials, how many there are and how many turns may be wrong.
OFFICIALS = (("officials_languages.jsonl", 40, 4), ("officials_clipped.jsonl", 31, 3))


async def test_right_and_wrong_are_counted_by_what_was_asked_for() -> None:
    asked = [
        [
            FactTurn("when", "a", lambda text: "2017" in text),
            FactTurn("who", "b", lambda text: False),
        ],
        [FactTurn("when", "c", lambda text: "2018" in text)],
    ]

    async def ask(turns: Sequence[str]) -> list[str]:
        return [f"{turn} 2017" for turn in turns]

    text = await measured("Facts", asked, ask)
    assert "## Facts" in text
    assert re.search(r"\| all \| 0\.333 \(1/3\) \|", text)
    assert re.search(r"\| when \| 0\.500 \(1/2\) \|", text)
    assert "| who | b | b 2017 |" in text


def test_the_same_rows_are_drawn_every_time(kb: KnowledgeBase) -> None:
    first, again = drawn(kb), drawn(kb)
    assert len(first) == DRAWN
    assert [turns[0].text for turns in first] == [turns[0].text for turns in again]


def test_only_the_first_signs_of_an_answer_count(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(
        '{"id": "x", "kind": "when", "language": "en", "turns": [{"user": "q", "first": ["5月"]}]}',
        encoding="utf-8",
    )
    [[turn]] = conversations(file)
    assert turn.is_right("2017年5月" + "x" * 300)
    assert not turn.is_right("x" * 300 + "2017年5月")


@pytest.mark.slow
@pytest.mark.parametrize(("file", "count", "most"), OFFICIALS)
async def test_officials_are_answered(parts: App, file: str, count: int, most: int) -> None:
    cases = conversations(OWN_FOLDER / file)
    assert len(cases) == count
    wrong = []
    for turns in cases:
        texts = await Subject(parts).texts([turn.text for turn in turns])
        wrong += [
            turn.text for turn, text in zip(turns, texts, strict=True) if not turn.is_right(text)
        ]
    assert len(wrong) <= most, wrong
