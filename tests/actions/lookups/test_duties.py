"""Which unit answers for what, under its old, present and short names."""

from __future__ import annotations

import pytest
from said import leads, rows
from walk import ask

from actions.context import Desk
from actions.question import Question
from actions.routing.dispatch import answer
from nlu.entities import find_entities
from nlu.vocabulary import PolicyVocabulary


@pytest.fixture(scope="module")
def vocabulary(desk: Desk) -> PolicyVocabulary:
    return PolicyVocabulary.of(desk.kb)


def duties_of(words: str, vocabulary: PolicyVocabulary) -> Question:
    units = tuple(e.value for e in find_entities(words, vocabulary) if e.entity == "unit")
    return Question(words, "unit_duties", entities={"unit": units} if units else {})


@pytest.mark.parametrize("name", ["省环保厅", "环保厅", "省生态环境厅", "省环境保护厅"])
def test_all_names_of_a_unit_have_the_same_duties(
    desk: Desk, vocabulary: PolicyVocabulary, name: str
) -> None:
    asked = ask(duties_of(f"{name}负责什么", vocabulary), desk)
    expected = ask(Question("", "unit_duties", entities={"unit": ("省环保厅",)}), desk)
    assert [rows(given) for _, given in asked] == [rows(given) for _, given in expected]
    assert asked[0][1].status == "answered"


def test_a_renamed_unit_is_told_with_its_present_name(desk: Desk) -> None:
    given = answer(Question("", "unit_duties", entities={"unit": ("省环保厅",)}), desk)
    assert "2018年机构改革后为省生态环境厅" in leads(given)


def test_every_duty_of_every_unit_is_listed_with_the_unit_in_its_proof(desk: Desk) -> None:
    for unit in desk.kb.units():
        duties = desk.kb.responsibilities(unit.name)
        if not duties:
            continue
        asked = ask(Question("", "unit_duties", entities={"unit": (unit.name,)}), desk)
        proofs = [quote for _, given in asked for _, quote in rows(given)]
        assert {duty.quote for duty in duties} <= set(proofs)


def test_the_announced_count_is_that_of_all_pages(desk: Desk) -> None:
    for unit in desk.kb.units():
        asked = ask(Question("", "unit_duties", entities={"unit": (unit.name,)}), desk)
        if asked[0][1].status == "answered":
            listed = sum(len(given.rows) for _, given in asked)
            assert {given.lead[0].values["count"] for _, given in asked} == {listed}


def test_a_matter_is_answered_with_its_passage_and_its_units(desk: Desk) -> None:
    given = answer(Question("区域煤炭消费总量控制由谁负责", "unit_duties"), desk)
    passage, units = (c.quote.translations["zh"] for c in given.citations)
    assert "煤炭消费总量控制" in passage
    assert "责任单位:省发展改革委" in units


def test_an_unknown_matter_has_no_provision(desk: Desk) -> None:
    assert answer(Question("火星移民谁负责", "unit_duties"), desk).status == "no_provision"
