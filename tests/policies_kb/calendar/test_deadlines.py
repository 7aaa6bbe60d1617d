from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies_kb.calendar.deadlines import (
    DeadlineState,
    all_deadlines,
    covers,
    find_division,
    next_due,
    parties,
    state,
)
from policies_kb.facts import Deadline
from policies_kb.kb import KnowledgeBase

TODAY = date(2026, 11, 23)
_NO_RULE = {"document": "d", "provision": "p", "quote": "q", "actor": "", "action": "a"}


def _row(rule: str, due: str = "", rrule: str = "", **other: object) -> Deadline:
    fields: dict[str, object] = {
        **_NO_RULE,
        **{"recipient": "", "when": "", "event": "", "scope": ""},
        **{"offset": None, "workdays": False, "approximate": False},
        **other,
    }
    return Deadline(rule=rule, due=due, rrule=rrule, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2026-11-22", DeadlineState.PASSED),
        ("2026-11-23", DeadlineState.DUE),
        ("2026-12-23", DeadlineState.DUE),
        ("2026-12-24", DeadlineState.UPCOMING),
    ],
)
def test_state_of_a_fixed_deadline(due: str, expected: DeadlineState) -> None:
    assert state(_row("date", due), TODAY) is expected


def test_a_recurring_one_shows_its_next_time() -> None:
    row = _row("recurring", "2018-03-31", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1")
    assert next_due(row, TODAY) == date(2027, 3, 31)
    assert next_due(row, date(2027, 3, 31)) == date(2027, 3, 31)
    assert next_due(row, date(2001, 1, 1)) == date(2018, 3, 31)
    assert state(row, TODAY) is DeadlineState.RECURRING


def test_a_recurring_one_that_has_ended_is_passed() -> None:
    rule = "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1;UNTIL=20180731"
    row = _row("recurring", "2017-09-30", rule)
    assert next_due(row, date(2018, 4, 1)) == date(2018, 6, 30)
    assert next_due(row, TODAY) is None
    assert state(row, TODAY) is DeadlineState.PASSED


def test_february_ends_on_its_own_last_day() -> None:
    row = _row("recurring", "2019-02-28", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1")
    assert next_due(row, date(2024, 1, 1)) == date(2024, 2, 29)


@settings(max_examples=40)
@given(st.dates(date(2018, 1, 1), date(2190, 1, 1)))
def test_the_next_time_is_never_before_today_nor_a_year_away(today: date) -> None:
    row = _row("recurring", "2017-12-31", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1")
    following = next_due(row, today)
    assert following is not None and today <= following < today + timedelta(days=366)


def test_a_relative_one_hangs_on_its_event() -> None:
    row = _row("relative", offset=-10)
    assert state(row, TODAY) is DeadlineState.ON_EVENT
    assert next_due(row, TODAY) is None


def test_rows_of_the_attachment_count_once(base: KnowledgeBase) -> None:
    rows = all_deadlines(base)
    assert len(rows) == len(base.deadlines()) + len(base.standard_items())
    for row in rows:
        assert row.quote in base.provision(row.document, row.provision).text


@pytest.mark.parametrize(
    ("actor", "split"),
    [
        ("各市、县(市、区)政府和省级有关单位", ["各市", "县(市、区)政府", "省级有关单位"]),
        ("省建设厅、试点县(市、区)政府", ["省建设厅", "试点县(市、区)政府"]),
        ("", []),
    ],
)
def test_parties_are_split_outside_brackets(actor: str, split: list[str]) -> None:
    assert parties(actor) == split


@pytest.mark.parametrize(
    ("actor", "city", "county"),
    [
        ("各市、县(市、区)政府", True, True),
        ("各设区市政府", True, False),
        ("拟建县(市、区)政府", False, True),
        ("省市县三级", True, True),
        ("乡镇人民政府", False, False),
        ("省政府办公厅", False, False),
        ("", False, False),
    ],
)
def test_who_is_covered(base: KnowledgeBase, actor: str, city: bool, county: bool) -> None:
    assert covers(actor, find_division(base, "绍兴"), ()) is city
    assert covers(actor, find_division(base, "桐庐"), ()) is county
