"""What no page of the case spoken of answers is told the nearest point as a guess, or not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.answer import Answer
from actions.context import AnswerContext
from actions.question import PreviousQuestion, Question
from actions.routing.dispatch import answer as answer_leant
from actions.routing.short_messages import leaning
from nlu.decision import rules

WAGES = (PreviousQuestion("wages_claim", "厂里欠我工钱", {}),)
CREDIT = (PreviousQuestion("credit_bank", "征信上有逾期", {}),)
SURE, GUESS, LITTLE = 0.6, 0.36, 0.1
OTHER = ("kind/whom", 0.05)


def answer(question: Question, context: AnswerContext) -> Answer:
    """Return the answer to a message, read with what was spoken of."""
    return answer_leant(leaning(question), context)


def zh(given: Answer) -> str:
    return "\n".join(line.chinese for line in given.lead)


def said(label: str, closeness: float, history: tuple[PreviousQuestion, ...]) -> Question:
    """Return a message that no word tells, so near to the examples of a label."""
    return Question(
        "那样成不",
        history[0].intent,
        nearest=((label, closeness / 2), (OTHER[0], 0.0)),
        history=history,
    )


@pytest.mark.parametrize(
    ("label", "history", "says"),
    [
        ("point/wages/tools_kept", WAGES, "工具"),
        ("point/credit/student_loan", CREDIT, "助学贷款"),
    ],
)
def test_a_point_is_told_by_its_examples_as_a_guess_or_not_at_all(
    label: str, history: tuple[PreviousQuestion, ...], says: str, context: AnswerContext
) -> None:
    sure = answer(said(label, SURE, history), context)
    assert says in sure.lead[0].chinese and sure.citations and sure.links
    guess = answer(said(label, GUESS, history), context)
    assert guess.lead[0].chinese == "您问的也许是这一点：" and says in guess.lead[1].chinese
    assert guess.decided == "likely" and guess.citations
    assert says not in answer(said(label, LITTLE, history), context).lead[0].chinese


def test_what_is_hardly_nearer_than_something_else_is_no_point(context: AnswerContext) -> None:
    near = rules().near.point
    two = (("point/wages/tools_kept", near + 0.02), ("kind/whom", near + 0.01))
    question = replace(said("point/wages/tools_kept", SURE, WAGES), nearest=two)
    assert "工具" in zh(answer(question, context))
    equal = (("point/wages/tools_kept", near - 0.1), ("kind/whom", near - 0.1))
    assert "工具" not in zh(answer(replace(question, nearest=equal), context))


def test_a_page_is_no_answer_to_what_nobody_foresaw(context: AnswerContext) -> None:
    question = Question(
        "工人宿舍漏雨算谁的?",
        "wages_evidence",
        nearest=(("page/wages_evidence", LITTLE),),
        history=WAGES,
    )
    given = answer(question, context)
    assert "没有查到单独的规定" in given.lead[0].chinese and "工人宿舍漏雨" in given.lead[0].chinese
    assert given.lead[1] == context.cards["wages_evidence"].lead
    known = replace(question, nearest=(("page/wages_evidence", SURE),))
    assert answer(known, context).lead[0] == context.cards["wages_evidence"].lead
    alone = replace(question, history=())
    assert answer(alone, context).lead[0] == context.cards["wages_evidence"].lead


def test_others_who_read_along_do_not_see_the_words_again(context: AnswerContext) -> None:
    question = Question(
        "工人宿舍漏雨算谁的?",
        "wages_evidence",
        nearest=(("page/wages_evidence", LITTLE),),
        history=WAGES,
    )
    public = replace(question, sending=replace(question.sending, public=True))
    assert "宿舍" not in zh(answer(public, context))


def test_no_guess_has_an_open_place(context: AnswerContext) -> None:
    given = answer(said("point/wages/extra_pay", GUESS, WAGES), context)
    assert "这一项" in zh(given) and "{" not in zh(given)


def test_a_special_case_of_an_injury_needs_what_makes_it_one(context: AnswerContext) -> None:
    plain = said("point/wages/injury_commute", SURE, WAGES)
    assert "自己摔的" not in zh(answer(replace(plain, text="上班摔伤了"), context))
    assert "自己摔的" in zh(answer(replace(plain, text="下班路上摔伤了"), context))
