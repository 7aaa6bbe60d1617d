"""The pilot of 浙政办发〔2017〕82号: its areas and its list of standards."""

from __future__ import annotations

from collections import Counter

import pytest
from answer_texts import leads, rows
from walk import MONTHS, ask

from actions.context import AnswerContext
from actions.lookups.pilots import PILOT_DOCUMENT
from actions.question import Question
from actions.routing.dispatch import answer

AREAS = {
    "杭州市": "拱墅区",
    "宁波市": "江北区",
    "温州市": "瓯海区",
    "嘉兴市": "嘉善县",
    "金华市": "义乌市",
    "衢州市": "江山市",
    "台州市": "临海市",
}


def regions(*names: str) -> Question:
    return Question("是不是试点", "pilot_regions", entities={"region": names})


def test_a_place_on_the_list_is_a_pilot(context: AnswerContext) -> None:
    assert leads(answer(regions("嘉善县"), context))[0] == "是的,嘉善县在7个试点里。"


def test_a_place_not_on_the_list_is_none(context: AnswerContext) -> None:
    assert leads(answer(regions("萧山区"), context))[0] == "不是,萧山区不在试点名单里。"


@pytest.mark.parametrize(("city", "area"), AREAS.items())
def test_a_city_is_told_its_area(context: AnswerContext, city: str, area: str) -> None:
    assert leads(answer(regions(city), context))[0] == f"不是整个{city}:那里的试点是{area}。"


def test_a_city_without_an_area_is_told_so(context: AnswerContext) -> None:
    assert leads(answer(regions("湖州市"), context))[0] == "不是,湖州市不在试点名单里。"


def test_exactly_seven_of_the_counties_are_pilots(context: AnswerContext) -> None:
    counties = [d.name for d in context.kb.divisions() if d.zhejiang and d.level != "city"]
    yes = [name for name in counties if "是的" in leads(answer(regions(name), context))[0]]
    assert sorted(yes) == sorted(AREAS.values())


def test_several_places_get_a_verdict_each_before_the_list(context: AnswerContext) -> None:
    given = answer(regions("嘉善县", "萧山区"), context)
    assert leads(given)[:2] == ["是的,嘉善县在7个试点里。", "不是,萧山区不在试点名单里。"]
    assert leads(given)[2:] == leads(context.card_answer("pilot_regions"))
    assert any("7个县" in c.quote.translations["zh"] for c in given.citations)


def test_a_field_lists_its_standards_with_their_proof(context: AnswerContext) -> None:
    question = Question("义务教育", "pilot_items", entities={"field": ("义务教育",)})
    items = [item for item in context.kb.standard_items(field="义务教育")]
    shown = [row for _, given in ask(question, context) for row in rows(given)]
    assert len(shown) == len(items) == 10
    for item, (words, quote) in zip(items, shown, strict=True):
        assert item.item in words
        assert item.item in quote


def test_the_months_together_list_every_standard_once(context: AnswerContext) -> None:
    shown: Counter[str] = Counter()
    for month in MONTHS:
        question = Question("标准", "pilot_items", entities={"month": (month,)})
        for _, given in ask(question, context):
            shown.update(words for words, _ in rows(given))
    items = [
        i
        for i in context.kb.standard_items()
        if i.document == context.kb.document(PILOT_DOCUMENT).id
    ]
    assert len(shown) == len(items) == 73
    assert set(shown.values()) == {1}


def test_conditions_that_nothing_meets_have_no_provision(context: AnswerContext) -> None:
    entities = {"field": ("义务教育",), "month": ("3",)}
    given = answer(Question("标准", "pilot_items", entities=entities), context)
    assert given.status == "no_provision"
    assert given.rows == ()


def test_without_a_condition_the_list_is_described(context: AnswerContext) -> None:
    given = answer(Question("有哪些标准", "pilot_items"), context)
    assert given.lead == context.card_answer("pilot_items").lead
