"""What a paper does not write is told as such, never with a figure of something else."""

from __future__ import annotations

import pytest

from actions.context import AnswerContext
from actions.question import Question
from actions.routing.dispatch import answer
from bot.wording.render import render
from nlu.fact_questions.question_reader import QuestionReader
from policies_kb.questions.base import FactBase
from policies_kb.questions.found import Thread
from policies_kb.questions.order import ask


def _first(text: str, intent: str, context: AnswerContext) -> str:
    given = answer(Question(text, intent), context)
    return str(render(given, "zh-Hans").text).split("\n")[0]


@pytest.mark.parametrize(
    "text",
    [
        "80号文给无欠薪的县奖励多少钱",
        "评上无欠薪县，80号文补助多少万元",
        "80号文安排的经费是多少万",
        "浙政办发〔2017〕80号，创建成功奖金是多少",
    ],
)
def test_public_money_is_no_sum_of_a_case(text: str, context: AnswerContext) -> None:
    told = _first(text, "wages_unsaid", context)
    assert "没有写" in told or "都没有写" in told
    assert "50万" not in told and "500万" not in told


def test_a_sum_of_money_is_no_day_of_new_year(context: AnswerContext) -> None:
    told = _first("欠薪达到多少元才算是重大的", "wages_unsaid", context)
    assert "没有写" in told and "7日" not in told


@pytest.mark.parametrize(
    ("text", "intent", "told"),
    [
        ("80号文里由谁来验收", "wages_campaign", "省领导小组办公室组织力量"),
        ("77号文的生态环境状况报告谁牵头", "env_report_duty", "由各级政府领导"),
        ("生态环境状况报告由哪个部门牵头", "env_report_duty", "由各级政府领导"),
        ("who leads the campaign against wage arrears", "wages_campaign", "省领导小组办公室"),
        ("80号文 the spot check share", "wages_campaign", "20%"),
    ],
)
def test_who_and_how_much_stand_in_the_first_line(
    text: str, intent: str, told: str, context: AnswerContext
) -> None:
    assert told in _first(text, intent, context)


def test_what_stands_in_one_row_is_not_denied_by_another(context: AnswerContext) -> None:
    query = QuestionReader(context.kb).read("县里每年要向人大报环保情况吗")
    found = ask(query, Thread(), FactBase(context.kb), frozenset({"浙政办发-2017-77"}))
    # The sentence that says 每年 may answer, or the card: no other one may deny it.
    assert found is None or not found.told[0].kind.startswith("wrong")
