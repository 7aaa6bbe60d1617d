"""Dates as they are said in each language."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date, format_skeleton, get_month_names

_LANGUAGES = ("zh", "en")


def localized_date(day: date) -> dict[str, str]:
    """Return a date in the words of each language, to be put into a phrase.

    >>> localized_date(date(2017, 8, 31))
    {'zh': '2017年8月31日', 'en': 'August 31, 2017'}
    """
    return {tag: format_date(day, format="long", locale=tag) for tag in _LANGUAGES}


def localized_month(year: int, month: int) -> dict[str, str]:
    """Return a month of a year in the words of each language, to be put into a phrase.

    >>> localized_month(2017, 8)
    {'zh': '2017年8月', 'en': 'August 2017'}
    """
    first = date(year, month, 1)
    return {tag: str(format_skeleton("yMMMM", first, locale=tag)) for tag in _LANGUAGES}


def month_name(month: int) -> dict[str, str]:
    """Return the name of a month in each language.

    >>> month_name(8)
    {'zh': '八月', 'en': 'August'}
    """
    return {tag: get_month_names("wide", locale=tag)[month] for tag in _LANGUAGES}
