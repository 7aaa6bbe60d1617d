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
from nlu.decision import Matter
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
    assert step.intent in context.cards
    assert step.is_held != (step.part is None and step.free is None and step.between is None)
    if step.is_held:
        assert step.words(step.citation(context).quote.chinese)


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


@pytest.mark.parametrize(
    ("before", "text", "intent", "right"),
    [
        ("credit_bank", "一年就没了吧", "credit_bank", "5年"),
        ("credit_court_list", "4年才撤吧", "credit_court_list", "2年"),
        ("credit_repair", "起码公示9个月?", "credit_repair", "3个月、1年"),
        ("", "要5个月才答复吧", "disclosure_time_limit", "20个工作日"),
        ("disclosure_request", "40元一份吧", "disclosure_request", "不收费"),
        ("", "信息公开是12个工作日,对吗", "disclosure_time_limit", "20个工作日"),
        ("wages_claim", "打官司的时效是5年吧", "wages_claim", "3年"),
        ("wages_claim", "听说投诉要120天才办好", "wages_time_limit", "60个工作日"),
        ("", "听说仲裁院收200元", "wages_arbitration", "不收费"),
    ],
)
def test_a_figure_named_in_few_words_is_answered_first_of_all(
    context: AnswerContext, before: str, text: str, intent: str, right: str
) -> None:
    history = (PreviousQuestion(before, "", {}),) if before else ()
    first = Wording("zh-Hans").word(
        answer(meant(Question(text, intent, history=history)), context).lead[0]
    )
    assert first.startswith("不是")
    assert right in first


def test_the_limit_for_suing_is_told_with_that_for_arbitration(context: AnswerContext) -> None:
    question = meant(Question("诉讼时效是四年吧", "wages_time_limit", reply="likely"))
    verdict, other = (said(phrase) for phrase in answer(question, context).lead[:2])
    assert verdict.startswith("不是") and "3年" in verdict
    assert "申请仲裁的时效" in other and "1年" in other


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("听说50天就能要到工资", "wages_claim"),
        ("要欠满两个月才能去投诉吧", "wages_claim"),
        ("老板欠我四个月了,要满一年才能投诉吧", "wages_claim"),
        ("信用修复要15天办好吧", "credit_repair"),
    ],
)
def test_a_figure_that_no_clause_has_is_said_to_be_held_nowhere(
    context: AnswerContext, text: str, intent: str
) -> None:
    first = said(answer(meant(Question(text, intent)), context).lead[0])
    assert first.startswith("没有写") and "没有写定" in first


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("我3年前的逾期能消吗", "credit_bank"),
        ("逾期都2年了吧", "credit_bank"),
        ("老板压了我5000块不给", "wages_claim"),
        ("我们干了8个月,一分没给", "wages_claim"),
    ],
)
def test_a_time_that_lies_behind_and_a_debt_are_no_premise(
    context: AnswerContext, text: str, intent: str
) -> None:
    assert answer(meant(Question(text, intent)), context).lead == context.card_answer(intent).lead


def test_one_of_several_figures_is_not_confirmed_for_all(context: AnswerContext) -> None:
    history = (PreviousQuestion("credit_repair", "", {}),)
    given = answer(meant(Question("公示1年?", "credit_repair", history=history)), context)
    assert "要看是哪一种" in given.lead[0].message


def test_figures_of_other_steps_are_not_offered_in_a_case_of_ones_own(
    context: AnswerContext,
) -> None:
    first = said(asked(context, "听说逾期45天才会上报", "credit_bank").lead[0])
    assert "没有写“45天”" in first and "5年" not in first


@pytest.mark.parametrize(
    ("intent", "outside", "meant_intent"),
    [("out_labour", 0.97, "wages_no_contract"), ("out_property", 0.97, "out_property")],
)
def test_a_step_that_is_named_is_meant_unless_the_message_surely_is_outside(
    intent: str, outside: float, meant_intent: str
) -> None:
    question = Question(
        "双倍工资能算20个月吧", intent, matters=(Matter("outside", outside, intent),)
    )
    assert meant(question).intent == meant_intent
