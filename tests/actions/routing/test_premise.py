"""A figure a question takes for granted is held against the clauses cited."""

from __future__ import annotations

import pytest

from actions.answer import Answer, Phrase
from actions.context import AnswerContext
from actions.question import PreviousQuestion, Question
from actions.routing.dispatch import answer
from actions.routing.premise import meant
from actions.routing.premise_steps import ProcedureStepFigure, all_steps
from bot.wording.render import Wording
from nlu.topics import FALLBACK_INTENT


def asked(context: AnswerContext, text: str, intent: str) -> Answer:
    return answer(Question(text=text, intent=intent), context)


def said(phrase: Phrase) -> str:
    return Wording("zh-Hans").word(phrase)


@pytest.mark.parametrize(
    ("text", "claim", "right"),
    [
        ("无欠薪县的标准,欠薪要30天内处理好对吧", "30天", "7日"),
        ("无欠薪县 欠薪人数比例不超过5%是不是", "5%", "3%"),
        ("欠薪金额100万元以上才算重大案件,对吗", "100万元", "500万"),
    ],
)
def test_a_wrong_figure_is_corrected_with_the_clause(
    context: AnswerContext, text: str, claim: str, right: str
) -> None:
    given = asked(context, text, "wages_county_standard")
    correction = said(given.lead[0])
    assert claim in correction
    assert right in correction


@pytest.mark.parametrize(
    "text",
    [
        "无欠薪县的标准是7日内处置,对吧",
        "一周之内要处置好对吧",
        "欠薪人数占3%以内,是不是",
        "百分之三对吧",
    ],
)
def test_a_right_figure_is_not_corrected(context: AnswerContext, text: str) -> None:
    card = context.card_answer("wages_county_standard")
    given = asked(context, text, "wages_county_standard")
    assert given.lead == card.lead or "是的" in given.lead[0].message


@pytest.mark.parametrize(
    "text",
    [
        "无欠薪县的标准是什么",
        "5%的标准是怎么算的吗",
        "我三个月没发工资了是不是可以告老板",
        "老板欠我5000元,对吧,去哪里投诉",
    ],
)
def test_a_story_or_an_open_question_is_no_premise(context: AnswerContext, text: str) -> None:
    card = context.card_answer("wages_county_standard")
    assert asked(context, text, "wages_county_standard").lead == card.lead


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("监察立案以后30个工作日就得查完,对吧", "60个工作日"),
        ("我听说立案后20个工作日内查完,是不是", "60个工作日"),
    ],
)
def test_a_figure_of_another_step_is_corrected(
    context: AnswerContext, text: str, right: str
) -> None:
    assert right in said(asked(context, text, "wages_time_limit").lead[0])


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("监察立案后60个工作日查完,对吧", "wages_time_limit"),
        ("仲裁时效一年对吧", "wages_arbitration"),
        ("征信逾期5年就消了对吧", "credit_bank"),
    ],
)
def test_the_figure_of_the_step_itself_is_confirmed(
    context: AnswerContext, text: str, intent: str
) -> None:
    card = context.card_answer(intent)
    given = asked(context, text, intent)
    assert given.lead[0].message.startswith("是的,")
    assert given.lead[1:] == card.lead


@pytest.mark.parametrize("step", all_steps(), ids=lambda step: step.name.chinese)
def test_every_step_has_its_figures_and_a_card(
    context: AnswerContext, step: ProcedureStepFigure
) -> None:
    assert step.figures(step.citation(context).quote.chinese)
    assert step.intent in context.cards


@pytest.mark.parametrize(
    ("before", "text", "wanted"),
    [
        ("欠薪投诉多久能查完", "那就是30天吗", "不是30天"),
        ("欠薪投诉多久能查完", "So it's 60 working days?", "是的"),
        ("欠薪投诉要多久", "30个工作日?", "要看说的是哪一步"),
    ],
)
def test_a_bare_figure_is_said_of_what_was_asked_before(
    context: AnswerContext, before: str, text: str, wanted: str
) -> None:
    history = (PreviousQuestion("wages_time_limit", before, {}),)
    question = meant(Question(text, FALLBACK_INTENT, history=history))
    assert question.intent == "wages_time_limit"
    assert wanted in said(answer(question, context).lead[0])


@pytest.mark.parametrize(
    ("text", "right"),
    [("仲裁时效两年对吧", "1年"), ("不良信息保留3年对吧", "5年")],
)
def test_a_figure_that_is_right_elsewhere_is_not_taken_for_it(
    context: AnswerContext, text: str, right: str
) -> None:
    question = meant(Question(text, FALLBACK_INTENT))
    correction = said(answer(question, context).lead[0])
    assert correction.startswith("不是") and right in correction


def test_a_kind_of_figure_the_clauses_do_not_hold_is_not_confirmed(context: AnswerContext) -> None:
    given = asked(context, "举报失信要满200人才行对吧", "credit_scam")
    assert "没有写“200人”" in said(given.lead[0])


def test_the_correction_is_translated(context: AnswerContext) -> None:
    given = asked(context, "The standard is 30 days, right?", "wages_county_standard")
    words = Wording("en").word(given.lead[0])
    assert words.startswith("“30 days” does not stand in the clauses")
    assert "7 days" in words
