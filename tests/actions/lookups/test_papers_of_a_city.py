"""Clipped questions on two papers of a city: the passage asked for, or none of theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from added_base import filled_desk

from actions.answer import Answer
from actions.context import AnswerContext
from actions.lookups.added_papers import of_added_paper
from actions.question import Question
from bot.wording.render import render

pytestmark = pytest.mark.slow

_LINES = Path(__file__).with_name("meal_questions.tsv").read_text("utf-8").splitlines()
#: Each question with what the first words of its answer hold; empty where no paper says it.
ASKED = [(question, told) for question, _, told in (line.partition("\t") for line in _LINES)]
_FIRST = 200


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerContext]:
    """A context over a base with papers on meals for the old and on charging bicycles."""
    with filled_desk(tmp_path_factory.mktemp("city"), ("meals.txt", "charging.txt")) as context:
        yield context


def ask(text: str, context: AnswerContext) -> Answer | None:
    return of_added_paper(Question(text, "out_government_service"), context)


@pytest.mark.parametrize(("text", "told"), [row for row in ASKED if row[1]])
def test_the_passage_asked_for_comes_first(text: str, told: str, city: AnswerContext) -> None:
    given = ask(text, city)
    assert given is not None, text
    assert re.search(told, str(render(given, "zh-Hans").text)[:_FIRST])


@pytest.mark.parametrize("text", [text for text, told in ASKED if not told])
def test_what_no_paper_says_is_answered_from_none(text: str, city: AnswerContext) -> None:
    assert ask(text, city) is None
