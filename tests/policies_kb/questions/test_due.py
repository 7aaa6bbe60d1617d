"""Deadlines are selected by a question: its paper, units, places, months and years."""

from __future__ import annotations

from datetime import date

import pytest

from nlu.fact_questions.question_reader import question_reader
from policies_kb.calendar.deadlines import DeadlineState, Due
from policies_kb.errors import NotInBase
from policies_kb.kb import KnowledgeBase
from policies_kb.questions.due import selected_deadlines
from policies_kb.questions.query import FactQuery, Named

TODAY = date(2026, 11, 23)


def select(base: KnowledgeBase, question: str) -> tuple[Due, ...]:
    return selected_deadlines(question_reader(base).read(question), base, TODAY)


def whens(base: KnowledgeBase, question: str) -> set[str]:
    return {due.deadline.when for due in select(base, question)}


def test_what_was_to_be_handed_in_in_august_2017(base: KnowledgeBase) -> None:
    found = select(base, "2017年8月要报什么")
    assert [due.deadline.due for due in found] == ["2017-08-20", "2017-08-31"]
    assert {due.state for due in found} == {DeadlineState.PASSED}


def test_a_recurring_deadline_is_found_in_every_year_it_runs(base: KnowledgeBase) -> None:
    found = select(base, "浙政办发〔2017〕77号2027年3月要报什么")
    assert [due.deadline.provision for due in found] == ["part_3__sec_1"]
    assert select(base, "浙政办发〔2017〕77号2016年要报什么") == ()


def test_a_month_without_a_year_finds_every_year(base: KnowledgeBase) -> None:
    assert {due.deadline.due for due in select(base, "4月要办什么")} == {"2018-04-30"}


def test_a_month_beside_a_year_is_one_of_it(base: KnowledgeBase) -> None:
    named = FactQuery(text="", words="", months=("-08",), years=(2018,))
    assert {due.deadline.due[:7] for due in selected_deadlines(named, base, TODAY)} == {"2018-08"}


def test_relative_deadlines_fall_in_no_month(base: KnowledgeBase) -> None:
    rules = {due.deadline.rule for due in select(base, "2018年要办什么")}
    assert rules and "relative" not in rules


def test_a_pilot_county_gets_what_all_counties_and_the_pilot_get(base: KnowledgeBase) -> None:
    found = whens(base, "嘉善要办什么")
    assert {"2017年8月31日前", "2017年8月20日前", "每季度", "2018年4月", "每年年初"} <= found
    assert "2018年8月" not in found, "the provincial office's own deadline"


def test_another_county_gets_nothing_of_the_pilot(base: KnowledgeBase) -> None:
    found = whens(base, "桐庐县要办什么")
    assert {"2017年8月31日前", "次年一季度"} <= found
    assert not {"2017年8月20日前", "每季度", "2018年4月"} & found


def test_a_city_gets_what_cities_get(base: KnowledgeBase) -> None:
    found = whens(base, "杭州市要办什么")
    assert {"2017年8月31日前", "设区市政府进行审核把关后"} <= found
    assert not {"每年年初", "次年一季度", "2017年8月20日前"} & found


def test_a_place_that_is_not_in_zhejiang_is_refused(base: KnowledgeBase) -> None:
    outside = Named("苏州市", "苏州市", frozenset({"苏州市"}))
    with pytest.raises(NotInBase):
        selected_deadlines(FactQuery(text="", words="", places=(outside,)), base, TODAY)


@pytest.mark.parametrize("name", ["省质监局", "省市场监督管理局"])
def test_a_unit_by_old_and_present_name(base: KnowledgeBase, name: str) -> None:
    found = select(base, f"{name}要办什么")
    assert len(found) == len(base.standard_items(unit="省质监局")) > 0
    assert {due.deadline.due for due in found} == {"2017-12-31"}


def test_the_soonest_comes_first_and_events_last(base: KnowledgeBase) -> None:
    states = [due.state for due in select(base, "要办什么")]
    ranks = [
        2 if s is DeadlineState.ON_EVENT else 1 if s is DeadlineState.PASSED else 0 for s in states
    ]
    assert ranks and ranks == sorted(ranks)
