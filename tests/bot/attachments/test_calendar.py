"""The calendar holds every dated deadline once, as a reader of calendars understands it."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import vobject
from dateutil.rrule import rrulestr

from actions.lookups.deadlines import chosen_deadlines
from bot.attachments.calendar import calendar_of, deadline_calendar
from policies_kb.calendar.deadlines import all_deadlines
from policies_kb.errors import NotInBase
from policies_kb.kb import KnowledgeBase

TODAY = date(2026, 11, 23)
MADE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WAGES = {"document_number": ["浙政办发〔2017〕80号"]}
REPORTS = {"document_number": ["浙政办发〔2017〕77号"]}


def made(
    kb: KnowledgeBase, named: dict[str, list[str]], today: date = TODAY, locale: str = "zh-Hans"
) -> bytes:
    return calendar_of(chosen_deadlines(kb, named, today), kb, locale, MADE)


def events(content: bytes) -> list[Any]:
    return list(vobject.readOne(content.decode()).vevent_list)


def event_of(content: bytes, words: str) -> Any:
    [event] = [e for e in events(content) if words in e.description.value]
    return event


def test_every_dated_deadline_is_one_event_and_the_others_are_counted(kb: KnowledgeBase) -> None:
    every = all_deadlines(kb)
    content = made(kb, {})
    shown = [e.description.value for e in events(content)]
    with_day = [row for row in every if row.due]
    quotes = Counter(f"“{row.quote}”——" for row in with_day)
    assert len(shown) == len(with_day)
    assert {quote: sum(words.startswith(quote) for words in shown) for quote in quotes} == quotes
    undated = len(every) - len(with_day)
    described = vobject.readOne(content.decode()).contents["x-wr-caldesc"][0].value
    assert undated > 0
    assert described.startswith(f"{len(with_day)}项有日期;{undated}项")


def test_ids_are_unique_and_stay_the_same(kb: KnowledgeBase) -> None:
    ids = [e.uid.value for e in events(made(kb, {}))]
    later = [e.uid.value for e in events(made(kb, {}, date(2030, 1, 1), "en"))]
    assert len(set(ids)) == len(ids)
    assert sorted(later) == sorted(ids)
    narrowed = {e.uid.value for e in events(made(kb, WAGES))}
    assert narrowed < set(ids)


def test_an_event_lasts_its_day(kb: KnowledgeBase) -> None:
    for event in events(made(kb, {})):
        assert isinstance(event.dtstart.value, date)
        assert not isinstance(event.dtstart.value, datetime)
        assert event.dtend.value - event.dtstart.value == timedelta(days=1)


def test_a_month_falls_due_on_its_last_day(kb: KnowledgeBase) -> None:
    content = made(kb, {"year": ["2018"], "month": ["4"]})
    assert {e.dtstart.value for e in events(content)} == {date(2018, 4, 30)}


def test_a_yearly_deadline_comes_every_year(kb: KnowledgeBase) -> None:
    event = event_of(made(kb, REPORTS), "一般当年一季度")
    first = datetime.combine(event.dtstart.value, time.min)
    rule = rrulestr(event.rrule.value, dtstart=first)
    found = rule.between(datetime(2026, 1, 1), datetime(2029, 12, 31))
    assert [day.date() for day in found] == [date(year, 3, 31) for year in (2026, 2027, 2028, 2029)]


def test_a_quarterly_deadline_ends_with_its_pilot(kb: KnowledgeBase) -> None:
    event = event_of(made(kb, {}), "每季度报送试点工作进展情况")
    days = list(
        rrulestr(event.rrule.value, dtstart=datetime.combine(event.dtstart.value, time.min))
    )
    assert [day.date() for day in days] == [
        date(2017, 9, 30),
        date(2017, 12, 31),
        date(2018, 3, 31),
        date(2018, 6, 30),
    ]


@pytest.mark.parametrize(("today", "passed"), [(date(2017, 8, 1), False), (TODAY, True)])
def test_what_has_passed_is_marked_and_does_not_ring(
    kb: KnowledgeBase, today: date, passed: bool
) -> None:
    event = event_of(made(kb, WAGES, today), "于2017年8月31日前报")
    assert event.summary.value.startswith("[已过]") is passed
    assert ("valarm" in event.contents) is not passed


def test_the_reminder_comes_the_week_before(kb: KnowledgeBase) -> None:
    event = event_of(made(kb, REPORTS), "一般当年一季度")
    assert event.valarm.trigger.value == timedelta(days=-7, hours=9)
    assert event.valarm.action.value == "DISPLAY"


def test_a_yearly_deadline_of_an_overtaken_paper_is_tentative(kb: KnowledgeBase) -> None:
    doubtful = event_of(made(kb, WAGES), "每年年初")
    assert doubtful.summary.value.startswith("[待核实]")
    assert doubtful.contents["status"][0].value == "TENTATIVE"
    assert "请向收件单位核实" in doubtful.description.value
    standing = event_of(made(kb, REPORTS), "一般当年一季度")
    assert standing.contents["status"][0].value == "CONFIRMED"


def test_an_event_tells_its_clause_its_paper_and_how_it_stands(kb: KnowledgeBase) -> None:
    words = event_of(made(kb, WAGES), "于2017年8月31日前报").description.value
    status = kb.status("浙政办发〔2017〕80号")
    assert "——浙政办发〔2017〕80号" in words
    assert "报送:省领导小组办公室" in words
    assert status and status.notice.zh in words


def test_a_day_the_text_does_not_name_is_announced(kb: KnowledgeBase) -> None:
    assert "没有写明哪一天" in event_of(made(kb, WAGES), "每年年初").description.value
    assert (
        "没有写明哪一天" not in event_of(made(kb, WAGES), "于2017年8月31日前报").description.value
    )


def test_the_file_keeps_to_the_format(kb: KnowledgeBase) -> None:
    file = deadline_calendar({"region": ["嘉善县"]}, kb, "zh-Hans")
    assert file.media_type.startswith("text/calendar")
    lines = file.content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert {b"METHOD:PUBLISH", b"VERSION:2.0"} <= set(lines)
    assert any(line.startswith(b"X-WR-CALNAME:") for line in lines)


def test_english_calendars_keep_the_quotes(kb: KnowledgeBase) -> None:
    event = event_of(made(kb, WAGES, locale="en"), "于2017年8月31日前报")
    assert event.summary.value.startswith("[Passed]")
    assert re.search(r"To: 省领导小组办公室", event.description.value)


def test_an_unknown_paper_makes_no_calendar(kb: KnowledgeBase) -> None:
    with pytest.raises(NotInBase):
        deadline_calendar({"document_number": ["浙政发〔1999〕1号"]}, kb, "zh-Hans")
