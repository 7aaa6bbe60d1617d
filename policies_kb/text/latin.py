"""How Chinese places are written in English."""

from __future__ import annotations

from pypinyin import lazy_pinyin

#: What pypinyin reads otherwise, or English tells apart by its letters.
_READ = {"莲都": "liandu", "陕西": "shaanxi"}


def latin(place: str) -> str:
    """Return how a place is written in English: in pinyin without marks and blanks.

    >>> latin("义乌"), latin("乐清")
    ('yiwu', 'yueqing')
    """
    return _READ.get(place) or "".join(lazy_pinyin(place))
