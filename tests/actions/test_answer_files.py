"""Which files go with the answers for officials, and that each can be made."""

from __future__ import annotations

import json
from datetime import date

import pytest

from actions.answer import Answer
from actions.context import AnswerContext
from actions.lookups.deadlines import deadlines
from actions.lookups.duties import unit_duties
from actions.lookups.targets import city_target
from actions.question import Question
from bot.attachments.makers import MAKERS
from policies_kb.kb import KnowledgeBase

TODAY = date(2026, 11, 23)


def asked(intent: str, **entities: tuple[str, ...]) -> Question:
    return Question("", intent, entities=entities, today=TODAY)


def makers(given: Answer) -> list[str]:
    return [attachment.maker for attachment in given.attachments]


def test_dated_deadlines_come_with_a_calendar_and_a_timeline(context: AnswerContext) -> None:
    given = deadlines(asked("deadlines", region=("嘉善县",)), context)
    assert makers(given) == ["deadline_calendar", "deadline_timeline"]
    assert [a.kind for a in given.attachments] == ["calendar", "image"]
    assert dict(given.attachments[0].data) == {"region": ["嘉善县"]}


def test_a_single_point_is_no_timeline(context: AnswerContext) -> None:
    entities = {"document_number": ("浙政办发〔2017〕80号",), "year": ("2017",), "month": ("8",)}
    assert makers(deadlines(asked("deadlines", **entities), context)) == ["deadline_calendar"]


def test_no_deadlines_have_no_files(context: AnswerContext) -> None:
    assert makers(deadlines(asked("deadlines", year=("2029",), unit=("省质监局",)), context)) == []


def test_the_page_of_a_list_does_not_narrow_its_calendar(context: AnswerContext) -> None:
    second = deadlines(asked("deadlines", region=("嘉善县",), page=("2",)), context)
    assert dict(second.attachments[0].data) == {"region": ["嘉善县"]}


def test_duties_come_with_a_sheet(context: AnswerContext) -> None:
    given = unit_duties(asked("unit_duties", unit=("省建设厅",)), context)
    assert makers(given) == ["duties_sheet"]


@pytest.mark.parametrize(
    ("cities", "charts"), [((), 1), (("杭州市",), 0), (("杭州市", "舟山市"), 1)]
)
def test_several_cities_are_compared_in_a_chart(
    context: AnswerContext, cities: tuple[str, ...], charts: int
) -> None:
    given = city_target(asked("climate_city_target", region=cities), context)
    assert makers(given) == ["city_chart"] * charts


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
def test_every_file_can_be_made_of_what_the_answer_says(
    context: AnswerContext, kb: KnowledgeBase, locale: str
) -> None:
    answers = (
        deadlines(asked("deadlines"), context),
        unit_duties(asked("unit_duties", unit=("省环保厅",)), context),
        city_target(asked("climate_city_target"), context),
    )
    for attachment in (a for given in answers for a in given.attachments):
        data = json.loads(json.dumps(attachment.data))
        assert len(json.dumps(data)) < 1000
        assert MAKERS[attachment.maker](data, kb, locale).content
