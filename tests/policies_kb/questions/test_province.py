"""The province against its cities: whose figure a question asks for."""

from __future__ import annotations

import pytest

from actions.context import AnswerContext
from actions.question import Question
from actions.routing.dispatch import answer
from bot.wording.render import render


def first(text: str, context: AnswerContext) -> str:
    given = answer(Question(text, "climate_targets"), context)
    return str(render(given, "zh-Hans").text).split("\n")[0]


@pytest.mark.parametrize(
    "text",
    [
        "全省碳排放强度目标是多少",
        "浙江全省碳排放强度要降多少",
        "整个省碳排放强度降多少",
        "省里的碳排放强度目标",
        "What is the carbon intensity target of the whole province?",
    ],
)
def test_the_figure_of_the_province_outranks_the_list_of_cities(
    text: str, context: AnswerContext
) -> None:
    told = first(text, context)
    assert "20.5%" in told and "杭州" not in told


@pytest.mark.parametrize("text", ["全省各市碳排放强度是多少", "全省哪个市碳排放强度降得最多"])
def test_cities_asked_for_are_told(text: str, context: AnswerContext) -> None:
    assert "杭州" in first(text, context)


def test_a_city_is_held_against_the_province(context: AnswerContext) -> None:
    assert "4.5个百分点" in first("杭州碳排放强度比全省高多少", context)


def test_another_indicator_of_the_province_is_not_taken_for_it(context: AnswerContext) -> None:
    assert "22%" in first("全省单位工业增加值二氧化碳排放降多少", context)
