from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_kb.text.dates import EDGE, MONTH, YEAR, DateError, last_day

_DAYS = st.dates(date(1949, 10, 1), date(2199, 12, 31))
_DIGITS = "〇一二三四五六七八九"
_PHRASE = re.compile(rf"{YEAR}(?:(?P<edge>{EDGE})|{MONTH})?")


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (
        _DIGITS[ones] if ones else ""
    )


def read_last_day(phrase: str) -> date:
    """Return the last day of a phrase, put together of its parts as the readers of papers do."""
    match = _PHRASE.fullmatch("".join(phrase.split()))
    if match is None:
        raise DateError(f"not a date: {phrase!r}")
    return last_day(**match.groupdict())


@given(_DAYS)
def test_reads_every_day_in_arabic_and_chinese_numerals(day: date) -> None:
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    assert read_last_day(f"{day.year}年{day.month}月{day.day}日") == day
    assert read_last_day(f"{day.year} 年 {day.month} 月 {day.day} 日") == day
    assert read_last_day(f"{year}年{_chinese(day.month)}月{_chinese(day.day)}日") == day


@given(_DAYS)
def test_a_month_ends_on_its_last_day(day: date) -> None:
    end = day.replace(day=monthrange(day.year, day.month)[1])
    assert read_last_day(f"{day.year}年{day.month}月") == end
    assert read_last_day(f"{day.year}年{day.month}月底") == end


@given(st.integers(1949, 2199), st.integers(1, 99), st.integers(1, 99))
def test_a_day_that_does_not_exist_is_refused(year: int, month: int, day: int) -> None:
    phrase = f"{year}年{month}月{day}日"
    try:
        expected = date(year, month, day)
    except ValueError:
        with pytest.raises(DateError):
            read_last_day(phrase)
    else:
        assert read_last_day(phrase) == expected


@given(st.text(alphabet="0129年月日底初末上半一二〇季度", max_size=12))
def test_any_phrase_is_a_date_or_refused(phrase: str) -> None:
    with suppress(DateError):
        assert isinstance(read_last_day(phrase), date)


@pytest.mark.parametrize(
    ("phrase", "last"),
    [
        ("2020年", "2020-12-31"),
        ("2018年底", "2018-12-31"),
        ("2020年年底", "2020-12-31"),
        ("2018年一季度", "2018-03-31"),
        ("2018年第3季度", "2018-09-30"),
        ("2019年上半年", "2019-06-30"),
        ("2019年初", "2019-01-31"),
        ("2016年2月", "2016-02-29"),
        ("2017年8月中旬", "2017-08-20"),
    ],
)
def test_reads_the_parts_of_years_and_months(phrase: str, last: str) -> None:
    assert read_last_day(phrase).isoformat() == last
