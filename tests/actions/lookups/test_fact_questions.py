"""Questions about single facts: of papers of the tests' own making, no word of them in the code,
and clipped ones of officials to the papers of the base; none needs the model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from added_base import filled_desk

from actions.answer import Answer
from actions.context import AnswerContext
from actions.lookups.facts import fact
from actions.question import PreviousQuestion, Question
from actions.routing.dispatch import answer
from bot.wording.render import Wording, render
from nlu.simplified import to_simplified

PARKS = Path(__file__).with_name("park_questions.tsv")
CLIPPED = Path(__file__).with_name("clipped_questions.tsv")
#: So much of an answer is read before anything else.
HEAD = 200
TODAY = date(2022, 5, 1)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerContext]:
    """A context over a base of two papers an operator added."""
    papers = ("parks.txt", "lamps.txt")
    with filled_desk(tmp_path_factory.mktemp("parks"), papers) as context:
        yield context


def conversations(questions: Path) -> list[list[tuple[str, str]]]:
    """Return the turns of each conversation: a question and what the answer has to hold."""
    found: list[list[tuple[str, str]]] = []
    for line in questions.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, wanted = line.split("\t")
        if text.startswith(">"):
            found[-1].append((text[1:], wanted))
        else:
            found.append([(text, wanted)])
    return found


def head(given: Answer) -> str:
    """Return the first signs of an answer as a user of Chinese reads them."""
    wording = Wording("zh-Hans")
    parts = [*given.lead, *(row.text for row in given.rows)]
    return " ".join(wording.word(part) for part in parts)[:HEAD]


def answered(turns: list[tuple[str, str]], context: AnswerContext) -> None:
    """Ask some turns after each other; the head of each answer has to hold what is wanted."""
    history: tuple[PreviousQuestion, ...] = ()
    for text, wanted in turns:
        given = fact(
            Question(to_simplified(text), "nlu_fallback", history=history, today=TODAY), context
        )
        assert given is not None, text
        assert re.search(wanted, head(given)), (text, head(given))
        history = (PreviousQuestion("nlu_fallback", text, {}, given.about), *history)


@pytest.mark.parametrize(
    "text", ["环境状况报告要提前多少天交人大", "环境状况报告提前多久向人大提交"]
)
def test_how_long_before_is_not_answered_with_how_often(text: str, context: AnswerContext) -> None:
    given = answer(Question(text, "env_report_schedule"), context)
    shown = str(render(given, "zh-Hans").text)
    assert "10日前" in shown.split("【")[0]


@pytest.mark.parametrize("turns", conversations(PARKS), ids=lambda turns: turns[0][0])
def test_the_first_sentence_holds_the_fact(
    turns: list[tuple[str, str]], added: AnswerContext
) -> None:
    answered(turns, added)


@pytest.mark.parametrize("turns", conversations(CLIPPED), ids=lambda turns: turns[0][0])
def test_a_clipped_question_is_answered_in_the_first_sentence(
    turns: list[tuple[str, str]], context: AnswerContext
) -> None:
    answered(turns, context)
