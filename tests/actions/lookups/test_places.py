"""Questions that name a place outside Zhejiang, and the doors of places inside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answer_texts import leads

from actions.context import AnswerContext
from actions.question import IntentScore, Question
from actions.routing.dispatch import answer
from bot.wording.render import render
from nlu.topics import is_national


def outside(intent: str, place: str, **values: object) -> Question:
    return Question("这边呢", intent, entities={"outside_region": (place,)}, **values)  # type: ignore[arg-type]


def test_a_provincial_standard_is_not_said_of_another_province(context: AnswerContext) -> None:
    given = answer(outside("wages_county_standard", "北京市"), context)
    assert given.status == "out_of_scope"
    assert "北京市" in leads(given)[0]
    assert given.citations == ()
    assert given.links


def test_national_law_is_answered_with_a_notice_on_the_place(context: AnswerContext) -> None:
    given = answer(outside("wages_claim", "济南市"), context)
    assert given.status == "answered"
    assert given.notices[0].kind == "outside_region"
    assert given.notices[0].text.values["place"] == "济南市"
    assert given.citations == context.card_answer("wages_claim").citations


@pytest.mark.parametrize(
    "intent",
    ["climate_city_target", "pilot_regions", "gov_integrity_plan", "env_report_duty", "deadlines"],
)
def test_matters_of_the_province_end_at_its_border(context: AnswerContext, intent: str) -> None:
    assert answer(outside(intent, "上海市"), context).status == "out_of_scope"


@pytest.mark.parametrize("intent", ["greet", "out_bank", "out_family"])
def test_courtesies_and_outside_matters_are_the_same_everywhere(
    context: AnswerContext, intent: str
) -> None:
    assert answer(outside(intent, "上海市"), context).lead == (context.cards[intent].lead,)


def test_an_unsure_personal_message_from_elsewhere_is_still_helped(context: AnswerContext) -> None:
    question = outside("nlu_fallback", "河南省", readings=(IntentScore("wages_claim", 0.4),))
    given = answer(question, context)
    assert given.status == "clarify"
    # The choice keeps the place, so that its answer says what holds there.
    assert given.suggestions[0].payload == '/wages_claim{"outside_region":["河南省"]}'


@pytest.mark.parametrize("intent", ["wages_claim", "credit_bank", "disclosure_request"])
def test_a_place_inside_hears_that_only_common_doors_are_held(
    intent: str, context: AnswerContext
) -> None:
    given = answer(Question("怎么办", intent, entities={"region": ("义乌市",)}), context)
    [notice] = [notice for notice in given.notices if notice.kind == "common_doors"]
    worded = str(render(given, "zh-Hans").text)
    assert "义乌市自己的地址和电话这里没有收录" in worded and "打12345问" in worded
    assert "of 义乌市 alone are not held here" in str(render(given, "en").text)
    without = replace(given, links=(), notices=tuple(n for n in given.notices if n != notice))
    assert without == replace(context.card_answer(intent), links=())


def test_the_office_of_one_place_is_called_by_its_name(context: AnswerContext) -> None:
    one = answer(Question("没发工资", "wages_claim", entities={"region": ("义乌市",)}), context)
    window = "劳动保障监察机构（投诉窗口）"
    assert f"义乌市{window}" in [link.label.translations["zh"] for link in one.links]
    named = {"region": ("义乌市", "东阳市")}
    two = answer(Question("没发工资", "wages_claim", entities=named), context)
    assert window in [link.label.translations["zh"] for link in two.links]
    assert "义乌市、东阳市" in str(render(two, "zh-Hans").text)


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("nlu_fallback", "厂里欠我三个月工资，我想辞职"),
        ("out_labour", "厂里欠我三个月工资，我想辞职"),
        ("nlu_fallback", "村里的账从不公布"),
    ],
)
def test_so_does_who_claims_something_beside_wages_or_asks_a_village(
    intent: str, text: str, context: AnswerContext
) -> None:
    given = answer(Question(text, intent, entities={"region": ("义乌市",)}), context)
    assert given.status == "answered"
    assert "common_doors" in {notice.kind for notice in given.notices}


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("out_labour", "舟山的厂把我辞退了怎么赔"),
        ("out_labour", "年假有几天"),
        ("out_government_service", "信访局在哪儿"),
        ("out_family", "离婚去哪办"),
        ("wages_unsaid", "考核科长叫什么"),
    ],
)
def test_so_does_who_is_sent_on(intent: str, text: str, context: AnswerContext) -> None:
    given = answer(Question(text, intent, entities={"region": ("舟山市",)}), context)
    assert given.status in ("out_of_scope", "no_provision") and given.links
    assert "common_doors" in {notice.kind for notice in given.notices}
    without = answer(Question(text, intent), context)
    assert "common_doors" not in {notice.kind for notice in without.notices}


@pytest.mark.parametrize("intent", ["wages_county_standard", "climate_city_target"])
def test_an_official_who_names_a_place_hears_nothing_of_doors(
    intent: str, context: AnswerContext
) -> None:
    given = answer(Question("标准", intent, entities={"region": ("义乌市",)}), context)
    assert "common_doors" not in {notice.kind for notice in given.notices}


def test_a_place_in_zhejiang_gets_no_such_notice(context: AnswerContext) -> None:
    question = Question("没发工资", "wages_claim", entities={"region": ("义乌市",)})
    assert "outside_region" not in {notice.kind for notice in answer(question, context).notices}


@pytest.mark.parametrize(
    ("intent", "national"),
    [
        ("wages_claim", True),
        ("credit_repair", True),
        ("disclosure_refused", True),
        ("wages_campaign", False),
        ("gov_promise_broken", False),
        ("pilot_items", False),
        ("climate_energy", False),
        ("greet", False),
    ],
)
def test_which_matters_rest_on_national_law(intent: str, national: bool) -> None:
    assert is_national(intent) is national
