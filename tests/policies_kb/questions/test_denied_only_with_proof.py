"""That something is not written is said only where the paper nowhere states it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from actions.context import AnswerContext
from actions.question import Question
from actions.routing.dispatch import answer
from bot.wording.render import render
from nlu.fact_questions.question_reader import QuestionReader
from policies_kb.questions.base import FactBase
from policies_kb.questions.found import FactAnswer, Thread
from policies_kb.questions.order import ask

DENIALS = {"no_time", "no_recipient", "no_who", "not_written", "no_consequence", "not_inside"}


def asked(turns: Sequence[str], context: AnswerContext, likely: str = "") -> FactAnswer:
    """Return what the tables say to the last of some turns."""
    reader, base = QuestionReader(context.kb), FactBase(context.kb)
    thread, found = Thread(), None
    for text in turns:
        found = ask(reader.read(text, thread), thread, base, frozenset({likely} - {""}))
        thread = found.thread if found else thread
    assert found is not None, turns
    return found


def first(found: FactAnswer) -> str:
    return found.told[0].kind + " " + " ".join(found.told[0].values.values())


ENVIRONMENT = "浙政办发-2017-77"


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (["县里每年要跟人大报环保情况吗", "几月份前"], "一季度"),
        (["县里每年要跟人大报环保情况吗", "最晚哪个季度"], "一季度"),
        (["县里每年要跟人大报环保情况吗", "那一季度报的是哪一年的"], "上年度"),
        (["77号文 会前几天交", "审议意见怎么答复"], "书面报告"),
        (["77号文 会前几天交", "报告和往年要对比吗"], "与之前年份对比"),
    ],
)
def test_what_stands_elsewhere_in_the_paper_is_quoted(
    turns: list[str], told: str, context: AnswerContext
) -> None:
    found = asked(turns, context, ENVIRONMENT)
    assert found.told[0].kind not in DENIALS, found.told
    assert told in first(found)


@pytest.mark.parametrize(
    ("turns", "what"),
    [
        (["31号文 光伏装机多少", "抽水蓄能多少"], "抽水蓄能"),
        (["31号文 天然气占多少", "那氢能呢"], "氢能"),
        (["86号文表扬了谁", "奖金有没有"], "奖金"),
        (["82号文 试点几月结束", "联系电话多少"], "联系电话"),
    ],
)
def test_what_stands_nowhere_is_denied_by_its_name(
    turns: list[str], what: str, context: AnswerContext
) -> None:
    found = asked(turns, context)
    assert found.absent and found.told[0].kind == "not_written"
    assert what in found.told[0].values["what"]


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (["77号文有哪几种报告"], "综合性报告、专项报告、重大环境问题报告"),
        (["77号文 什么时候全面推行", "报告分几类"], "综合性报告、专项报告、重大环境问题报告"),
        (["80号文 专项治理有几类"], "制造业企业专项治理、工程建设项目专项治理"),
        (["77号文 报告分几类", "专项的包括哪些领域"], "能源和产业结构调整"),
        (["80号文 无欠薪县怎么申报", "最后谁定"], "省政府审定"),
        (["80号文 无欠薪县怎么申报", "哪个单位评"], "省领导小组办公室组织力量"),
        (["82号文是哪个单位评的"], "省政府办公厅组织"),
        (["86号文表扬了谁", "最后谁拍板"], "省政府决定"),
        (["86号文 因为什么评上的"], "入选重点扶持剧目"),
        (["86号文表扬了谁", "凭啥受表扬"], "入选重点扶持剧目"),
        (["31号文 碳强度是指什么"], "单位地区生产总值二氧化碳排放"),
        (["80号文由谁印发", "落款几号"], "2017-07-31"),
    ],
)
def test_kinds_reasons_and_who_decides(turns: list[str], told: str, context: AnswerContext) -> None:
    assert told in first(asked(turns, context))


@pytest.mark.parametrize(
    ("turns", "verdict"),
    [
        (["80号文 方案报备是2018年8月31日前吧"], "wrong"),
        (["80号文 方案报备是2017年8月31日前吧"], "right"),
        (["80号文 无欠薪县是人社部公布的吗"], "wrong"),
        (["80号文 无欠薪县是省政府公布的吗"], "right"),
    ],
)
def test_a_premise_with_another_year_or_unit_gets_no_yes(
    turns: list[str], verdict: str, context: AnswerContext
) -> None:
    assert asked(turns, context).told[0].kind.partition("+")[0] == verdict


def test_of_two_things_one_is_no_yes_for_both(context: AnswerContext) -> None:
    found = asked(["专项报告和综合性报告都得一季度交吗"], context, ENVIRONMENT)
    assert not found.told[0].kind.startswith("right")


@pytest.mark.parametrize(
    ("text", "claim", "then"),
    [
        ("省教育厅82号文是啥", "省教育厅", ""),
        ("人社厅80号文最后谁定", "人社厅", "省政府审定"),
        ("省财政厅的86号文是2018年印的吧", "省财政厅、2018年", ""),
        ("省环保厅发的77号文,会前几天提交报告", "省环保厅", "10日前"),
    ],
)
def test_whose_paper_it_is_stands_before_the_answer(
    text: str, claim: str, then: str, context: AnswerContext
) -> None:
    found = asked([text], context)
    assert found.told[0].kind == "wrong+issued" and found.told[0].values["claim"] == claim
    assert found.told[0].values["issuer"] == "浙江省人民政府办公厅"
    assert then in "".join(one.values.get("words", "") for one in found.told[1:])


@pytest.mark.parametrize(
    "text", ["杭州市教育局82号文是啥", "人社部2023年80号文件", "省教育厅2019年82号文"]
)
def test_a_number_of_others_is_still_none_of_ours(text: str, context: AnswerContext) -> None:
    assert asked([text], context).told[0].kind == "no_paper"


def test_a_unit_of_the_list_is_not_taken_for_the_issuer(context: AnswerContext) -> None:
    assert asked(["省建设厅82号文里管啥"], context).told[0].kind == "unit_fields"


@pytest.mark.parametrize(
    ("turns", "document"),
    [
        (["31号文 光伏多少", "审议意见怎么回"], ENVIRONMENT),
        (["77号文 会前几天交", "审议意见怎么回"], ENVIRONMENT),
        (["80号文 每年抽查多少", "弄虚作假的怎么处理"], "浙政办发-2017-80"),
    ],
)
def test_few_words_stay_with_the_paper_unless_another_alone_prints_them(
    turns: list[str], document: str, context: AnswerContext
) -> None:
    assert asked(turns, context).thread.document == document


def test_english_words_lead_a_chinese_clause(context: AnswerContext) -> None:
    question = Question("Why was the troupe commended in document 86?", "commendation")
    lead = str(render(answer(question, context), "en").text).split("\n")[0]
    assert lead.startswith("The paper says") and "重点扶持剧目" in lead
