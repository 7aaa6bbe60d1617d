"""Clipped questions of an official after another: the column kept, the thing changed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from actions.context import AnswerContext
from actions.lookups.whose_matter import OF_OFFICES
from nlu.fact_questions.parts import compared_times
from nlu.fact_questions.question_reader import QuestionReader
from policies_kb.questions.base import FactBase
from policies_kb.questions.earlier import which_is_earlier
from policies_kb.questions.found import FactAnswer, Thread
from policies_kb.questions.order import ask


def last_of(turns: Sequence[str], context: AnswerContext) -> FactAnswer:
    """Return what the tables say to the last of some turns."""
    reader, base = QuestionReader(context.kb), FactBase(context.kb)
    thread, found = Thread(), None
    for text in turns:
        found = ask(reader.read(text, thread), thread, base)
        thread = found.thread if found else thread
    assert found is not None, turns
    return found


def sentences(found: FactAnswer) -> str:
    return "\n".join(" ".join((one.kind, *one.values.values())) for one in found.told)


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        # Which units, and not how many rows; the next field is asked the same.
        (["82号文清单里义务教育那块是哪几家负责"], "field_who 义务教育 省教育厅"),
        (["82号文清单里义务教育的责任单位是哪几家", "扶贫救灾呢"], "field_who 扶贫救灾 省农办"),
        (["82号文供气管理几月完成", "其余几项呢"], "month_items"),
        # What the paper's sentences name is no row of its table.
        (["82号文供气管理几月完成", "试点县的方案哪天前报"], "8月20日"),
        (["82号文供气管理哪家负责", "试点总共9个县吧"], "pilots 7"),
        # Who leads the whole of a paper, however the verbs are put.
        (["75号文由哪个部门牵头统筹协调"], "省信用浙江建设领导小组办公室"),
        (["75号文谁统筹协调"], "省信用浙江建设领导小组办公室"),
        (["75号文谁统筹协调", "这个办公室现在还叫这个名吗"], "no_present_name"),
        # The day of a plan, called 日子.
        (["80号文的实施方案是哪个日子报"], "8月31日"),
        # The year of all is not that of those that try it.
        (["77号文乡镇全面铺开是哪年"], "2020年"),
        (["77号文乡镇先试点是哪年"], "2018年"),
        # What is named stands first: 企业 and not 国有企业.
        (["80号文在建工程不能发生多大的欠薪案件", "企业呢"], "figure  企业欠薪"),
        # The reason, in two words more.
        (["86号文表扬的是谁", "什么缘故"], "重点扶持剧目"),
        # All of a clause where its words are asked for.
        (["75号文公务员录用审查那一条怎么规定的"], "取消报考资格"),
    ],
)
def test_the_last_turn_is_answered_with_its_own_row(
    turns: list[str], told: str, context: AnswerContext
) -> None:
    found = last_of(turns, context)
    assert told in sentences(found), found.told


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        # A count of units or rows stays one, and a row's own column is still asked of the row.
        (["82号文清单里扶贫救灾有几项"], "rows"),
        (["82号文供气管理几月完成", "哪个厅"], "item_who"),
        (["82号文供气管理哪家负责", "什么时候完成"], "item_when"),
    ],
)
def test_a_row_keeps_what_is_asked_of_it(
    turns: list[str], told: str, context: AnswerContext
) -> None:
    assert sentences(last_of(turns, context)).startswith(told)


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("82号文试点完成各项任务和80号文所有县达标哪个期限早", "2018年7月底"),
        ("80号文实施方案备案跟82号文实施方案报送哪个时间更早", "2017年8月20日"),
    ],
)
def test_which_of_two_is_due_first(question: str, day: str, context: AnswerContext) -> None:
    reader, base = QuestionReader(context.kb), FactBase(context.kb)
    things = compared_times(question, reader.read)
    found = which_is_earlier(things, lambda one: ask(reader.read(one), Thread(), base), base)
    assert found is not None
    told = found.told[0]
    assert told.kind == "due_first"
    assert told.values["day"] == day and "82号" in told.values["first"]


@pytest.mark.parametrize(
    "question", ["80号文和82号文哪个早", "80号文和82号文哪个印得早", "82号文试点完成和验收哪个早"]
)
def test_papers_alone_are_compared_by_their_issue(question: str, context: AnswerContext) -> None:
    assert compared_times(question, QuestionReader(context.kb).read) == ()


@pytest.mark.parametrize(
    ("text", "of_offices"),
    [
        ("没达标的县会怎么处理", True),
        ("所有县要搞到什么程度", True),
        ("在龙游县要怎么讨工钱", False),
        ("我们的县会管欠薪吗", False),
    ],
)
def test_who_speaks_of_counties_speaks_of_offices(text: str, of_offices: bool) -> None:
    assert bool(OF_OFFICES.search(text)) is of_offices
