"""Which unit answers for what, under its old, present and short names."""

from __future__ import annotations

import pytest
from answer_texts import leads, rows
from walk import ask

from actions.context import AnswerContext
from actions.question import Question
from actions.routing.dispatch import answer
from nlu.entities import find_entities
from nlu.vocabulary import PolicyVocabulary


@pytest.fixture(scope="module")
def vocabulary(context: AnswerContext) -> PolicyVocabulary:
    return PolicyVocabulary.of(context.kb)


def duties_of(words: str, vocabulary: PolicyVocabulary) -> Question:
    units = tuple(e.value for e in find_entities(words, vocabulary) if e.entity == "unit")
    return Question(words, "unit_duties", entities={"unit": units} if units else {})


@pytest.mark.parametrize("name", ["省环保厅", "环保厅", "省生态环境厅", "省环境保护厅"])
def test_all_names_of_a_unit_have_the_same_duties(
    context: AnswerContext, vocabulary: PolicyVocabulary, name: str
) -> None:
    asked = ask(duties_of(f"{name}负责什么", vocabulary), context)
    expected = ask(Question("", "unit_duties", entities={"unit": ("省环保厅",)}), context)
    assert [rows(given) for _, given in asked] == [rows(given) for _, given in expected]
    assert asked[0][1].status == "answered"


def test_a_renamed_unit_is_told_with_its_present_name(context: AnswerContext) -> None:
    given = answer(Question("", "unit_duties", entities={"unit": ("省环保厅",)}), context)
    assert "2018年机构改革后为省生态环境厅" in leads(given)


def test_every_duty_of_every_unit_is_listed_with_the_unit_in_its_proof(
    context: AnswerContext,
) -> None:
    for unit in context.kb.units():
        duties = context.kb.responsibilities(unit.name)
        if not duties:
            continue
        asked = ask(Question("", "unit_duties", entities={"unit": (unit.name,)}), context)
        proofs = [quote for _, given in asked for _, quote in rows(given)]
        assert {duty.quote for duty in duties} <= set(proofs)


def test_the_announced_count_is_that_of_all_pages(context: AnswerContext) -> None:
    for unit in context.kb.units():
        asked = ask(Question("", "unit_duties", entities={"unit": (unit.name,)}), context)
        if asked[0][1].status == "answered":
            listed = sum(len(given.rows) for _, given in asked)
            assert {given.lead[0].values["count"] for _, given in asked} == {listed}


def test_a_matter_is_answered_with_its_passage_and_its_units(context: AnswerContext) -> None:
    given = answer(Question("区域煤炭消费总量控制由谁负责", "unit_duties"), context)
    passage, units = (c.quote.translations["zh"] for c in given.citations)
    assert "煤炭消费总量控制" in passage
    assert "责任单位:省发展改革委" in units


def test_an_unknown_matter_has_no_provision(context: AnswerContext) -> None:
    assert answer(Question("火星移民谁负责", "unit_duties"), context).status == "no_provision"
