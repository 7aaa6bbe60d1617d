"""Quantities written by a generator: read to their value or asked about, never cut to a part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from random import Random

import pytest
import quantity_writer as write
from dateutil.relativedelta import relativedelta
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policies_kb.text.money import sums
from policies_kb.text.months import moments
from policies_kb.text.people import people
from policies_kb.text.quantity import Quantity, ReadQuantity
from policies_kb.text.spans import spans

Reader = Callable[[str], Iterable[ReadQuantity]]
Writer = Callable[[Random], write.Written]
KINDS: dict[str, tuple[Writer, Reader]] = {
    "money": (write.money, sums),
    "cents": (write.cents, sums),
    "vague money": (write.vague_money, sums),
    "people": (write.people, people),
    "spans": (write.months, spans),
}
DRAWS = 3000
#: Years and weeks of a span in months.
IN_MONTHS = {"year": 12, "month": 1}


def read(text: str, reader: Reader) -> tuple[Decimal, Decimal] | None:
    """Return the ends of the one quantity of a text, ``None`` where it would be asked about."""
    found = list(reader(text))
    assert len(found) <= 1, (text, found)
    if not found or not isinstance(found[0], Quantity):
        return None
    factor = IN_MONTHS.get(found[0].unit, 1)
    assert found[0].high is not None
    return found[0].low * factor, found[0].high * factor


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=300)
@given(dice=st.randoms(use_true_random=False))
def test_what_is_written_is_read_whole_or_asked_about(kind: str, dice: Random) -> None:
    writer, reader = KINDS[kind]
    written = writer(dice)
    assert read(written.text, reader) in (None, (written.low, written.high)), written


@pytest.mark.parametrize("kind", KINDS)
def test_nearly_all_that_is_written_is_read_to_its_value(kind: str) -> None:
    writer, reader = KINDS[kind]
    dice = Random(20261128)
    every = [writer(dice) for _ in range(DRAWS)]
    unread = [w.text for w in every if read(w.text, reader) != (w.low, w.high)]
    assert len({w.text for w in every}) > 150
    assert len(unread) <= 0.02 * DRAWS, unread[:20]


def test_money_of_other_countries_is_never_a_sum_in_yuan() -> None:
    dice = Random(20261129)
    every = [write.foreign_money(dice) for _ in range(DRAWS)]
    assert len(set(every)) > 1000
    read_as_yuan = [text for text in every if ends(sums(text))]
    assert read_as_yuan == []


SIGNS = "0123456789一二三四五六七八九十百千万亿零两点.,wk"


@settings(max_examples=1500)
@given(st.sampled_from("123456789一二三四五六七八九两"), st.text(SIGNS, max_size=7))
def test_no_part_of_a_run_of_figures_is_a_sum(first: str, rest: str) -> None:
    run = f"{first}{rest}"
    # Between other signs a comma parts two sums: 3万,500元.
    assume(not re.search(r"[^\d],|,[^\d]|,$", run))
    for found in sums(f"欠{run}元"):
        if isinstance(found, Quantity) and found.unit:
            assert found.words == f"{run}元"


@settings(max_examples=300)
@given(st.randoms(use_true_random=False))
def test_each_reader_finds_its_own_in_a_sentence(dice: Random) -> None:
    crowd, span, debt = write.people(dice), write.months(dice), write.money(dice)
    story = f"{crowd.text}在义乌干活,{span.text},{debt.text}"
    assert ends(people(story)) == [(crowd.low, crowd.high)]
    assert (debt.low, debt.high) in ends(s for s in sums(story) if s.end > len(story) - 30)
    months = [s for s in spans(story) if isinstance(s, Quantity)]
    factor = IN_MONTHS.get(months[0].unit, 1)
    assert ends(months) == [(span.low / factor, span.high / factor)]


def ends(found: Iterable[ReadQuantity]) -> list[tuple[Decimal, Decimal | None]]:
    return [(item.low, item.high) for item in found if isinstance(item, Quantity)]


TODAY = date(2026, 11, 28)


@settings(max_examples=300)
@given(st.randoms(use_true_random=False))
def test_a_month_and_a_stretch_of_months_are_read_with_both_ends(dice: Random) -> None:
    first = date(2025, 1, 1) + relativedelta(months=dice.randint(0, 20))
    last = first + relativedelta(months=dice.randint(1, 2))
    to = dice.choice(("到", "至", "一直到"))
    [alone] = moments(f"从{write.month_name(first, dice, TODAY)}起没发", TODAY)
    assert (alone.year, alone.month, alone.until) == (first.year, first.month, None)
    [both] = moments(
        f"{write.month_name(first, dice, TODAY)}{to}{write.month_name(last, dice, TODAY)}没发",
        TODAY,
    )
    assert both.until is not None
    assert (both.year, both.month) == (first.year, first.month)
    assert (both.until.year, both.until.month) == (last.year, last.month)


@settings(max_examples=300)
@given(st.integers(1, 12), st.integers(1, 12), st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_months_without_a_year_are_the_last_that_came(first: int, last: int, today: date) -> None:
    [both] = moments(f"{first}月到{last}月没发", today)
    assert both.until is not None and both.year is not None and both.until.year is not None
    assert (both.month, both.until.month) == (first, last)
    end = date(both.until.year, last, 1)
    assert end <= today < end + relativedelta(years=1, months=1)
    assert date(both.year, first, 1) <= end < date(both.year, first, 1) + relativedelta(years=1)
