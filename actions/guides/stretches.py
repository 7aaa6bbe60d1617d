"""Values of facts that are months with an end: stretches of months, one or several.

``{"months": [["2025-11", "2026-02"], ["2026-05", "2026-05"]]}``; ``about`` is set where somebody
was not sure of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

#: A month counted from the year 0, so that neighbours differ by one.
Month = int


def is_stretches(value: Any) -> bool:
    """Tell whether the value of a fact is months with an end."""
    return isinstance(value, dict)


def stretches(value: Any) -> list[tuple[str, str]]:
    """Return first and last month of each stretch."""
    return [(first, last) for first, last in value["months"]]


def as_stretches(months: Iterable[Month], about: bool) -> dict[str, Any]:
    """Return months as a fact keeps them, neighbours as one stretch.

    >>> as_stretches([month_number("2025-12"), month_number("2026-01")], about=False)
    {'months': [['2025-12', '2026-01']]}
    """
    runs: list[list[Month]] = []
    for month in sorted(set(months)):
        if runs and runs[-1][-1] == month - 1:
            runs[-1][-1] = month
        else:
            runs.append([month, month])
    value: dict[str, Any] = {"months": [[year_and_month(end) for end in run] for run in runs]}
    return {**value, "about": True} if about else value


def month_number(name: str) -> Month:
    """Return a month (``YYYY-MM``) as a number."""
    year, month = name.split("-")
    return int(year) * 12 + int(month) - 1


def year_and_month(number: Month) -> str:
    """Return a month as facts hold it.

    >>> year_and_month(month_number("2026-03") + 11)
    '2027-02'
    """
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def outer(value: Any) -> tuple[str, str]:
    """Return the first month and the last one."""
    found: Sequence[tuple[str, str]] = stretches(value)
    return found[0][0], found[-1][1]
