from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies_kb.calendar.workdays import WorkdayError, add_workdays, covered_years, is_workday


def test_skips_the_national_holiday_and_counts_moved_rest_days() -> None:
    # 2023-09-29 to 10-06 were free, Saturday 10-07 and Sunday 10-08 were worked.
    assert add_workdays(date(2023, 9, 28), 1) == date(2023, 10, 7)
    assert add_workdays(date(2023, 9, 28), 3) == date(2023, 10, 9)


def test_counts_backwards() -> None:
    assert add_workdays(date(2023, 10, 7), -1) == date(2023, 9, 28)


@settings(max_examples=40)
@given(st.dates(date(2005, 1, 1), date(2024, 6, 1)), st.integers(1, 60))
def test_as_many_working_days_lie_between_as_were_added(start: date, days: int) -> None:
    end = add_workdays(start, days)
    span = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert sum(map(is_workday, span)) == days
    assert is_workday(end)


def test_no_days_is_the_day_itself() -> None:
    assert add_workdays(date(2100, 1, 1), 0) == date(2100, 1, 1)


def test_a_year_without_calendar_is_refused_in_a_clear_sentence() -> None:
    first, last = covered_years()
    with pytest.raises(WorkdayError) as raised:
        add_workdays(date(last, 12, 25), 20)
    assert raised.value.year == last + 1
    assert str(last + 1) in str(raised.value) and str(last) in str(raised.value)
    with pytest.raises(WorkdayError, match=str(first - 1)):
        add_workdays(date(first, 1, 1), -1)


def test_the_ends_of_the_calendar_of_days_are_refused_too() -> None:
    with pytest.raises(WorkdayError):
        add_workdays(date.max, 1)
    with pytest.raises(WorkdayError):
        add_workdays(date.min, -1)
