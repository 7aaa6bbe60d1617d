"""Dates as they are said in each language."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date


def said(day: date) -> dict[str, str]:
    """Return a date in the words of each language, to be put into a phrase.

    >>> said(date(2017, 8, 31))
    {'zh': '2017年8月31日', 'en': 'August 31, 2017'}
    """
    return {
        "zh": format_date(day, format="long", locale="zh"),
        "en": format_date(day, format="long", locale="en"),
    }
