"""Counts working days by the State Council's holiday calendar."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache


class WorkdayError(ValueError):
    """The holiday calendar does not cover a year; the message is a sentence for the user.

    Attributes:
        year: The year that is not covered.
    """

    def __init__(self, year: int, first: int, last: int) -> None:
        self.year = year
        super().__init__(
            f"工作日算不出来：已装的放假安排只有{first}年至{last}年，不含{year}年，"
            "请以国务院办公厅公布的放假安排为准。"
        )


def add_workdays(start: date, days: int) -> date:
    """Return the day that is ``days`` working days after ``start``.

    The day counted from is not counted itself, as 民法典 art. 201 has it. A negative number
    counts backwards; 0 returns ``start``.

    Args:
        start: Day counted from.
        days: Number of working days.

    Raises:
        WorkdayError: A day to be counted lies in a year without a known holiday calendar.
    """
    step = timedelta(days=1 if days > 0 else -1)
    day, left = start, abs(days)
    while left:
        try:
            day += step
        except OverflowError as error:
            raise WorkdayError(day.year, *covered_years()) from error
        if is_workday(day):
            left -= 1
    return day


def is_workday(day: date) -> bool:
    """Tell whether a day is a working day, moved rest days counted.

    Raises:
        WorkdayError: The year has no known holiday calendar.
    """
    import chinese_calendar

    first, last = covered_years()
    if not first <= day.year <= last:
        raise WorkdayError(day.year, first, last)
    return bool(chinese_calendar.is_workday(day))


@cache
def covered_years() -> tuple[int, int]:
    """Return the first and last year the installed calendar covers."""
    from chinese_calendar.constants import holidays

    return min(holidays).year, max(holidays).year
