"""Who answers first where two could: the tables of the dispatch, pair by pair."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from actions.context import AnswerContext
from actions.lookups.facts import fact, paper_not_held
from actions.lookups.hotlines import number_asked
from actions.question import PreviousQuestion, Question
from actions.routing.dispatch import (
    ANSWER_ORDER,
    BY_MATTER,
    AskedPart,
    answer,
    beyond_the_plan,
    card,
    computed,
    matter,
    thread,
)
from actions.routing.fallback import fall_back
from actions.statements.roles import of_another_role
from nlu.topics import FALLBACK_INTENT

BEFORE = (PreviousQuestion("wages_claim", "老板不发工资怎么办", {}),)


def asked(text: str, intent: str = FALLBACK_INTENT, **entities: tuple[str, ...]) -> Question:
    return Question(text, intent, entities=entities, history=BEFORE, today=date(2026, 11, 23))


#: A question that both could answer, and who does.
PAIRS: list[tuple[Question, AskedPart, AskedPart]] = [
    (asked("12333是什么电话"), number_asked, matter),
    (asked("浙政办发〔2018〕80号说了什么"), paper_not_held, fact),
    (asked("浙政办发〔2018〕80号说了什么"), paper_not_held, matter),
    (asked("宁波呢", "follow_other", region=("宁波市",)), thread, matter),
    (asked("宁波碳排放强度降多少", "climate_city_target", region=("宁波市",)), fact, matter),
    (asked("供水管理谁负责", "unit_duties"), fact, matter),
    (
        asked("杭州2030年碳强度", "climate_city_target", year=("2030",), region=("杭州市",)),
        beyond_the_plan,
        matter,
    ),
    (asked("2060年碳中和目标", "climate_targets", year=("2060",)), beyond_the_plan, matter),
    (asked("碳排放强度下降23%的是哪些市", "follow_other"), fact, thread),
]
MATTERS: list[tuple[Question, AskedPart, AskedPart]] = [
    (asked("哪些是试点", "pilot_regions"), computed, card),
    (asked("无欠薪县的标准", "wages_county_standard"), card, fall_back),
    (asked("有哪些期限", "deadlines"), computed, fall_back),
]


@pytest.mark.parametrize(("question", "first", "second"), PAIRS)
def test_of_two_the_one_that_stands_first_answers(
    question: Question, first: AskedPart, second: AskedPart, context: AnswerContext
) -> None:
    given = first(question, context)
    assert given is not None and second(question, context) is not None
    assert answer(question, context) == given
    assert ANSWER_ORDER.index(first) < ANSWER_ORDER.index(second)


@pytest.mark.parametrize(("question", "first", "second"), MATTERS)
def test_of_a_matter_what_computes_stands_before_what_was_written(
    question: Question, first: AskedPart, second: AskedPart, context: AnswerContext
) -> None:
    given = first(question, context)
    assert given is not None and second(question, context) is not None
    assert matter(question, context).citations == given.citations
    assert BY_MATTER.index(first) < BY_MATTER.index(second)


def test_another_role_is_heard_before_the_matter(context: AnswerContext) -> None:
    question = asked("我是老板,没钱发工资了怎么办", "wages_claim")
    given = of_another_role(question, context)
    assert given is not None and answer(question, context) == given
    assert answer(replace(question, text="老板没钱发工资怎么办"), context) != given


def test_the_last_of_each_answers_everything(context: AnswerContext) -> None:
    for order in (ANSWER_ORDER, BY_MATTER):
        assert order[-1](asked("说点别的"), context) is not None
