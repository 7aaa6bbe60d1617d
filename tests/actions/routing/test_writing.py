"""Who wants something written, and what."""

from __future__ import annotations

import pytest

from actions.context import AnswerContext
from actions.guides.common import wants_letter
from actions.question import PreviousQuestion, Question
from actions.routing.writing import case_to_write, letters_offered

OF_WAGES = PreviousQuestion("wages_claim", "老板不给钱", {})


@pytest.mark.parametrize(
    "text",
    [
        "写一份投诉书",
        "那你写吧",
        "接着写",
        "帮我写",
        "帮我弄个仲裁申请书",
        "给我看看投诉书的样子",
        "please draft the complaint",
        "ok write it",
    ],
)
def test_a_wish_for_a_letter_is_heard_in_any_words(text: str) -> None:
    assert wants_letter(text)


@pytest.mark.parametrize(
    "text",
    [
        "申请书怎么写",
        "老板写了欠条",
        "我不会写字",
        "相信你",
        "发微信给他",
        "要写吗",
        "写辞职信",
        "他说下个月给 我能信吗",
    ],
)
def test_what_only_sounds_like_it_is_none(text: str) -> None:
    assert not wants_letter(text)


def test_a_letter_is_of_the_matter_spoken_of() -> None:
    question = Question("那就写吧", "follow_simpler", history=(OF_WAGES,))
    assert case_to_write(question, OF_WAGES) == "wages_case"
    assert not case_to_write(Question("那就写吧", "follow_simpler"), None)


def test_a_paper_of_labour_names_its_matter() -> None:
    assert case_to_write(Question("帮我写仲裁申请书", "nlu_fallback"), None) == "wages_case"


def test_the_matter_may_be_told_after_the_wish() -> None:
    wish = PreviousQuestion("out_other", "写信", {})
    question = Question("欠工资的", "wages_claim", history=(wish,))
    assert case_to_write(question, None) == "wages_case"


def test_it_is_asked_which_letter_where_no_matter_is_named(context: AnswerContext) -> None:
    given = letters_offered(Question("写信", "out_other"), context)
    assert given and [button.payload for button in given.suggestions] == [
        "/wages_case",
        "/credit_case",
        "/request_case",
    ]
    assert letters_offered(Question("怎么写信", "out_other"), context) is None
