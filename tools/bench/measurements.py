"""Figures of measured times and sizes."""

from __future__ import annotations

import math
from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that a share of all values does not exceed.

    >>> percentile([1, 2, 3, 4], 0.5)
    2
    """
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def milliseconds(seconds: float) -> str:
    """Return a time in ms, to three figures below 100."""
    value = seconds * 1000
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def mebibytes(size: int) -> str:
    """Return a size in MiB."""
    value = size / 2**20
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"
