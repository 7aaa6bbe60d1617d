"""A city and one of its districts are no two places: the finer one is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from talk_rig import played

from actions.question import Question
from actions.routing.finer_places import in_finer_place, lies_in
from actions.routing.former_places import with_todays_places
from policies_kb.kb import KnowledgeBase

if TYPE_CHECKING:
    from bot.server.start import App


def test_a_district_lies_in_its_city(kb: KnowledgeBase) -> None:
    assert lies_in("柯城区", "衢州市", kb)
    assert not lies_in("衢州市", "柯城区", kb)
    assert not lies_in("柯城区", "金华市", kb)


def test_the_city_of_a_district_told_before_is_that_district(kb: KnowledgeBase) -> None:
    question = Question("衢州的", "nlu_fallback", entities={"region": ("衢州市",)})
    assert in_finer_place(question, ("柯城区",), kb).values("region") == ("柯城区",)
    assert in_finer_place(question, ("婺城区",), kb) is question


@pytest.mark.parametrize(
    ("messages", "place"),
    [
        (("衢州柯城", "衢州"), "柯城区"),
        (("衢州", "在柯城区那边的厂"), "柯城区"),
        (("衢州", "制鞋厂", "干活是在柯城"), "柯城区"),
    ],
)
async def test_the_finer_place_is_kept_and_nothing_asked(
    parts: App, messages: tuple[str, ...], place: str
) -> None:
    case, said = await played(parts, "/wages_case", *messages)
    assert case.facts["place"] == place
    assert case.pending != "place", said["text"]


async def test_two_places_apart_are_asked_about(parts: App) -> None:
    case, said = await played(parts, "/wages_case", "柯城", "金华")
    assert case.pending == "place" and "金华市" in said["text"] and "柯城区" in said["text"]


async def test_a_case_begins_with_the_finer_place_told_before(parts: App) -> None:
    case, _ = await played(parts, "老板不发工钱", "在衢州", "柯城的", "衢州这边", "/wages_case")
    assert case.facts["place"] == "柯城区"


@pytest.mark.parametrize(
    ("text", "today"), [("宁波江东", "鄞州区"), ("在杭州市下城打工", "拱墅区")]
)
async def test_a_case_says_what_became_of_a_former_district_named_short(
    parts: App, text: str, today: str
) -> None:
    case, said = await played(parts, "/wages_case", text)
    assert case.facts["place"] == today
    assert [one["kind"] for one in said["notices"]] == ["former_place"]


@pytest.mark.parametrize("text", ["江东老板欠钱", "绍兴的厂", "杭州上城区"])
def test_other_names_are_of_no_former_place(text: str, kb: KnowledgeBase) -> None:
    question = Question(text, "nlu_fallback")
    assert with_todays_places(question, kb) is question
