"""The carbon-intensity cuts of the cities, as 浙政发〔2017〕31号 sets them."""

from __future__ import annotations

import pytest
from answer_texts import leads

from actions.context import AnswerContext
from actions.question import Question
from actions.routing.dispatch import answer

#: Read from the gazette: 浙政发〔2017〕31号, 十、(二).
CUTS = {
    "杭州": 25,
    **dict.fromkeys(("宁波", "绍兴", "衢州"), 23),
    **dict.fromkeys(("湖州", "嘉兴", "金华", "舟山"), 21),
    **dict.fromkeys(("温州", "台州", "丽水"), 18),
}


def target(**entities: tuple[str, ...]) -> Question:
    return Question("碳排放目标", "climate_city_target", entities=entities)


@pytest.mark.parametrize(("city", "cut"), CUTS.items())
def test_a_city_has_exactly_its_own_figure(context: AnswerContext, city: str, cut: int) -> None:
    given = answer(target(region=(f"{city}市",)), context)
    assert leads(given)[0] == f"{city}碳排放强度:“十三五”期间下降{cut}%。"
    [quote] = [citation.quote.translations["zh"] for citation in given.citations]
    assert city in quote and f"{cut}%" in quote


def test_without_a_city_all_eleven_are_listed_once(context: AnswerContext) -> None:
    shown = leads(answer(target(), context))[0]
    assert [shown.count(city) for city in CUTS] == [1] * 11
    groups = [part for part in shown.rstrip("。").partition(":")[2].split(";")]
    for group in groups:
        assert all(f"{CUTS[city]}%" in group for city in CUTS if city in group)


def test_a_county_gets_its_city_and_is_told_there_is_none_of_its_own(
    context: AnswerContext,
) -> None:
    said = leads(answer(target(region=("嘉善县",)), context))
    assert said[0] == "文件只给设区市定了目标,没有给嘉善县单独定;它属于嘉兴市。"
    assert said[1].startswith("嘉兴碳排放强度") and "21%" in said[1]


def test_every_county_is_led_to_its_own_city(context: AnswerContext) -> None:
    for county in context.kb.divisions():
        if county.zhejiang and county.parent:
            said = leads(answer(target(region=(county.name,)), context))
            city = county.parent.removesuffix("市")
            assert said[1].startswith(city) and f"{CUTS[city]}%" in said[1], county.name


def test_two_cities_are_both_answered(context: AnswerContext) -> None:
    said = leads(answer(target(region=("杭州市", "丽水市")), context))
    assert said[0].startswith("杭州") and "25%" in said[0]
    assert said[1].startswith("丽水") and "18%" in said[1]


@pytest.mark.parametrize("year", ["2030", "2021", "2014"])
def test_another_year_has_no_provision(context: AnswerContext, year: str) -> None:
    given = answer(target(region=("杭州市",), year=(year,)), context)
    assert given.status == "no_provision"
    assert given.rows == ()
    assert f"没有{year}年的数字" in leads(given)[0]


def test_the_year_of_the_target_is_answered(context: AnswerContext) -> None:
    assert answer(target(region=("杭州市",), year=("2020",)), context).status == "answered"


def test_a_year_the_plan_does_not_cover_gets_no_figure_of_another(context: AnswerContext) -> None:
    asked = Question("2060年碳中和", "climate_targets", entities={"year": ("2060",)})
    given = answer(asked, context)
    assert given.status == "no_provision"
    assert given.lead[0].values == {"years": "2060"}
