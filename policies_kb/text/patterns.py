"""Patterns made of names."""

from __future__ import annotations

import re
from collections.abc import Collection


def any_of(names: Collection[str]) -> re.Pattern[str]:
    """Return a pattern of names, a longer one before those it begins with."""
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
