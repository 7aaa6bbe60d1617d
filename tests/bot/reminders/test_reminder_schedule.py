"""When a reminder is sent: pure, at given times."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from actions.question import TIME_ZONE
from bot.reminders.reminder import Reminder, ReminderTarget, can_be_reminded
from bot.reminders.schedule import due_now, moment, planned, upcoming
from policies_kb.calendar.deadlines import DeadlineState, Due, state
from policies_kb.facts.fact_rows import Deadline

ROW = Deadline(
    document="d",
    provision="p",
    quote="q",
    actor="各市政府",
    action="报送",
    recipient="",
    rule="recurring",
    when="每年",
    due="2018-03-31",
    rrule="FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1",
    event="",
    offset=None,
    workdays=False,
    approximate=False,
    scope="",
)
ONCE = replace(ROW, rule="date", due="2026-12-10", rrule="")
MONTHLY = replace(ROW, rrule="FREQ=MONTHLY;BYMONTHDAY=-1")
CREATED = datetime(2026, 11, 23, 10, tzinfo=TIME_ZONE)
WISH = Reminder(1, "tg:7", ReminderTarget(), 7, 9, "zh-Hans", CREATED)


def at(month: int, day: int, hour: int = 9, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=TIME_ZONE)


def due(row: Deadline, today: date = CREATED.date()) -> Due:
    return Due(row, state(row, today), None)


def sent(wish: Reminder, row: Deadline, now: datetime) -> list[tuple[date, int, bool]]:
    return [(d.occurrence, d.left, d.late) for d in due_now(wish, [due(row)], now)]


def test_it_is_sent_at_its_hour_so_many_days_before() -> None:
    assert sent(WISH, ONCE, at(12, 3, 8, 59)) == []
    assert sent(WISH, ONCE, at(12, 3)) == [(date(2026, 12, 10), 7, False)]


def test_what_was_missed_is_sent_late_the_same_day_without_a_word() -> None:
    assert sent(WISH, ONCE, at(12, 3, 23)) == [(date(2026, 12, 10), 7, False)]


@pytest.mark.parametrize("day", [4, 9, 10])
def test_what_was_missed_is_sent_with_a_word_until_the_last_day(day: int) -> None:
    assert sent(WISH, ONCE, at(12, day, 8)) == [], "not in the night"
    assert sent(WISH, ONCE, at(12, day)) == [(date(2026, 12, 10), 10 - day, True)]


def test_after_the_last_day_there_is_nothing_to_remind_of() -> None:
    assert sent(WISH, ONCE, at(12, 11)) == []


def test_on_the_day_itself_is_no_day_before() -> None:
    wish = replace(WISH, days=0)
    assert sent(wish, ONCE, at(12, 9, 23)) == []
    assert sent(wish, ONCE, at(12, 10)) == [(date(2026, 12, 10), 0, False)]


def test_a_reminder_made_too_late_is_sent_at_the_next_hour_there_is() -> None:
    wish = replace(WISH, created=at(12, 5, 15))
    assert moment(wish, date(2026, 12, 10)) == at(12, 6)
    assert sent(wish, ONCE, at(12, 5, 16)) == []
    assert sent(wish, ONCE, at(12, 6)) == [(date(2026, 12, 10), 4, True)]


def test_a_reminder_made_on_the_last_evening_is_not_sent() -> None:
    wish = replace(WISH, created=at(12, 10, 15))
    assert moment(wish, date(2026, 12, 10)) is None
    assert sent(wish, ONCE, at(12, 10, 16)) == []


def test_a_recurring_deadline_comes_again_a_year_later() -> None:
    assert upcoming(WISH, [due(ROW)], CREATED) == at(3, 24, year=2027)
    assert upcoming(WISH, [due(ROW)], at(3, 24, year=2027)) == at(3, 24, year=2028)


def test_more_days_before_than_lie_between_two_deadlines_skip_none() -> None:
    wish = replace(WISH, days=40)
    now = at(1, 25, 9, year=2027)
    assert [day for day, _, _ in sent(wish, MONTHLY, now)] == [
        date(2027, 1, 31),
        date(2027, 2, 28),
    ]


def test_a_passed_deadline_is_never_reminded_of() -> None:
    passed = replace(ONCE, due="2017-08-20")
    assert sent(WISH, passed, CREATED) == []
    assert upcoming(WISH, [due(passed)], CREATED) is None
    assert not can_be_reminded(due(passed))
    assert not can_be_reminded(Due(passed, DeadlineState.ON_EVENT, None))


@pytest.mark.parametrize("day", [date(2026, 1, 31), date(2026, 4, 12), date(2026, 9, 13)])
def test_zhejiang_knows_no_summer_time(day: date) -> None:
    """Summer time of 1986 to 1991 began in April and ended in September."""
    assert planned(day, 0, 9).utcoffset() == timedelta(hours=8)
    assert planned(day, 0, 9).astimezone(UTC).hour == 1


def test_the_day_that_counts_is_the_day_in_zhejiang() -> None:
    before_midnight_utc = datetime(2026, 12, 3, 1, 0, tzinfo=UTC)
    assert sent(WISH, ONCE, before_midnight_utc) == [(date(2026, 12, 10), 7, False)]
    wish = replace(WISH, hour=0)
    next_day_in_zhejiang = datetime(2026, 12, 2, 16, 0, tzinfo=UTC)
    assert sent(wish, ONCE, next_day_in_zhejiang) == [(date(2026, 12, 10), 7, False)]


@pytest.mark.parametrize(("days", "hour"), [(-1, 9), (61, 9), (7, 24), (7, -1)])
def test_times_that_are_none_are_refused(days: int, hour: int) -> None:
    with pytest.raises(ValueError):
        replace(WISH, days=days, hour=hour)


def test_what_a_reminder_is_about_survives_being_written() -> None:
    for about in (
        ReminderTarget(),
        ReminderTarget({"region": ["杭州市"]}),
        ReminderTarget(one=("d", "p", "报送")),
    ):
        assert ReminderTarget.from_json(about.as_json()) == about


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"named": 1, "one": []}', "null"])
def test_what_is_about_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        ReminderTarget.from_json(text)
