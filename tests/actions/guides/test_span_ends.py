"""One end of the unpaid months is corrected: the other end and the year stay."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.guides.reading import Unsettled
from actions.guides.span_ends import shares_an_end, with_other_end

TODAY = date(2026, 11, 29)


def span(first: str, last: str) -> dict[str, Any]:
    return {"months": [[first, last]]}


LAST_YEAR = span("2025-02", "2025-10")
OVER_NEW_YEAR = span("2025-10", "2026-01")


@pytest.mark.parametrize(
    ("told", "text", "denied", "meant"),
    [
        # A month alone is of the end it lies near to.
        (LAST_YEAR, "是九月", "", span("2025-02", "2025-09")),
        (LAST_YEAR, "是3月份", "", span("2025-03", "2025-10")),
        (OVER_NEW_YEAR, "2月", "", span("2025-10", "2026-02")),
        (OVER_NEW_YEAR, "9月", "", span("2025-09", "2026-01")),
        # The words beside it name the end.
        (LAST_YEAR, "从五月起", "", span("2025-05", "2025-10")),
        (LAST_YEAR, "到五月为止", "", span("2025-02", "2025-05")),
        (LAST_YEAR, "until August", "", span("2025-02", "2025-08")),
        (OVER_NEW_YEAR, "到3月", "", span("2025-10", "2026-03")),
        # So does what is denied.
        (LAST_YEAR, "6月", "10月", span("2025-02", "2025-06")),
        (LAST_YEAR, "6月", "2月", span("2025-06", "2025-10")),
        # A year that is named counts.
        (LAST_YEAR, "到2026年1月", "", span("2025-02", "2026-01")),
        (LAST_YEAR, "从2024年12月", "", span("2024-12", "2025-10")),
        # Both ends told anew stay in their years.
        (LAST_YEAR, "三月到七月", "", span("2025-03", "2025-07")),
        (LAST_YEAR, "11月到2月", "", span("2025-11", "2026-02")),
        # One month alone gets another name, or an end.
        ("2025-05", "是七月", "", "2025-07"),
        ("2025-05", "到九月为止", "", span("2025-05", "2025-09")),
        # ... which lies in the year before where it were to come.
        ("2026-05", "12月", "", "2025-12"),
    ],
)
def test_the_other_end_and_the_year_stay(told: Any, text: str, denied: str, meant: Any) -> None:
    assert with_other_end(told, text, TODAY, denied) == meant


def test_a_month_between_both_ends_is_asked_about() -> None:
    with pytest.raises(Unsettled) as asked:
        with_other_end(LAST_YEAR, "是6月", TODAY)
    assert asked.value.readings == (span("2025-02", "2025-06"), span("2025-06", "2025-10"))


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("still", "是7月"),
        (["2025-03", "2025-04"], "是7月"),
        ({"months": [["2025-01", "2025-02"], ["2025-05", "2025-05"]]}, "是7月"),
        (LAST_YEAR, "两万五"),
        (LAST_YEAR, "去年3月到今年4月"),
        (LAST_YEAR, "3月和5月"),
    ],
)
def test_what_is_no_correction_of_one_stretch_is_read_as_it_stands(told: Any, text: str) -> None:
    assert with_other_end(told, text, TODAY) is None


def test_the_month_somebody_left_gets_no_end() -> None:
    assert with_other_end("2025-05", "到九月为止", TODAY, may_end=False) == "2025-09"


def test_months_share_an_end_or_do_not() -> None:
    assert shares_an_end(LAST_YEAR, span("2025-02", "2025-08"))
    assert shares_an_end(LAST_YEAR, span("2025-04", "2025-10"))
    assert not shares_an_end(LAST_YEAR, span("2025-04", "2025-08"))
    assert not shares_an_end("still", LAST_YEAR)
