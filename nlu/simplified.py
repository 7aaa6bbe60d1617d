"""Chinese text in simplified characters, the ones everything here is written in."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def to_simplified(text: str) -> str:
    """Return Chinese text in simplified characters."""
    return str(_converter().convert(text))
