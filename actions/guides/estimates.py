"""Values of facts that are estimates: a list of both ends, the same twice for "about".

Months with an end are a value of their own (see :mod:`actions.guides.stretches`).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from actions.guides.stretches import is_stretches, outer
from policies_kb.text.quantity import Quantity

_CENT = Decimal("0.01")


def is_estimate(value: Any) -> bool:
    """Tell whether the value of a fact is an estimate."""
    return isinstance(value, list) or (is_stretches(value) and bool(value.get("about")))


def ends(value: Any) -> tuple[Any, Any]:
    """Return both ends of a value, the first and last month of stretches, one value twice.

    >>> ends([5, 6]), ends("2026-03")
    ((5, 6), ('2026-03', '2026-03'))
    """
    if is_stretches(value):
        return outer(value)
    return (value[0], value[1]) if is_estimate(value) else (value, value)


def as_fact(found: Quantity) -> int | str | list[int | str]:
    """Return a figure as a fact keeps it: a whole number, a decimal as text, or both ends.

    >>> as_fact(Quantity(Decimal(23000), Decimal(23000))), as_fact(Quantity(Decimal(5), Decimal(6)))
    (23000, [5, 6])
    """
    low, high = _plain(found.low), _plain(found.low if found.high is None else found.high)
    return low if found.exact else [low, high]


def _plain(value: Decimal) -> int | str:
    rounded = value.quantize(_CENT, ROUND_HALF_UP)
    return int(rounded) if rounded == rounded.to_integral_value() else f"{rounded.normalize():f}"
