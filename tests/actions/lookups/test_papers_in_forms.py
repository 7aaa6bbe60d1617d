"""Questions on papers of cities and offices in the forms they come in: tests/evaluation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from added_base import filled_desk

from actions.answer import Answer
from actions.context import AnswerContext
from actions.lookups.added_papers import of_added_paper
from actions.lookups.facts import fact
from actions.question import Question
from bot.wording.render import render

pytestmark = pytest.mark.slow

_FOLDER = Path(__file__).parents[2] / "evaluation"
CASES = [
    json.loads(line) for line in (_FOLDER / "added_papers.jsonl").read_text("utf-8").splitlines()
]
#: Asked in quite other words than the paper's, or told by a row beside the right one.
_NOT_YET = ("ap-10", "ap-13", "ap-33", "ap-44", "ap-49")
_FIRST = 200


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerContext]:
    """A context over the papers as an operator adds them: Word, PDF, pages, GB 18030, UTF-16."""
    files = sorted((_FOLDER / "added_papers").iterdir())
    with filled_desk(tmp_path_factory.mktemp("forms"), files) as context:
        yield context


def ask(text: str, context: AnswerContext) -> Answer | None:
    question = Question(text, "out_government_service")
    return of_added_paper(question, context) or fact(question, context)


def plain(text: str) -> str:
    return re.sub(r"\s|(?<=\d),(?=\d{3})", "", text)


@pytest.mark.parametrize("case", [case for case in CASES if case["paper"]], ids=lambda c: c["id"])
def test_the_right_paper_answers_first(
    case: dict[str, Any], papers: AnswerContext, request: pytest.FixtureRequest
) -> None:
    if case["id"] in _NOT_YET:
        request.applymarker(pytest.mark.xfail(strict=True, reason="other words than the paper's"))
    given = ask(case["q"], papers)
    assert given is not None and given.citations, case["q"]
    first = given.citations[0]
    assert re.search(case["cites"], first.document + str(first.title)), first.document
    head = plain(str(render(given, "zh-Hans").text))[:_FIRST]
    assert all(re.search(wanted, head) for wanted in case["first"]), head
    assert not any(re.search(wrong, head) for wrong in case["never"]), head


@pytest.mark.parametrize(
    "case", [case for case in CASES if not case["paper"]], ids=lambda c: c["id"]
)
def test_what_no_paper_covers_is_answered_from_none(
    case: dict[str, Any], papers: AnswerContext
) -> None:
    assert of_added_paper(Question(case["q"], "out_government_service"), papers) is None


def test_who_names_no_place_is_told_whose_paper_it_is(papers: AnswerContext) -> None:
    told = "这是海宁市的文件"
    asked = "装修垃圾清运费怎么收"
    without, within = ask(asked, papers), ask(f"海宁{asked}", papers)
    assert without is not None and within is not None
    assert told in str(render(without, "zh-Hans").text)
    assert told not in str(render(within, "zh-Hans").text)
