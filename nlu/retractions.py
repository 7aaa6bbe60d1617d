"""Leaves out what a short message takes back: 不是工地,是饭店 is read as 是饭店."""

from __future__ import annotations

import re

#: A longer message tells a story in which both halves count.
_LONGEST = 24
_TAKEN_BACK = re.compile(
    r"^(?:哦|噢|对|不对|说错了|错了|我)*[,，\s]*不是(?P<no>[^,，。;；是]{1,8})[,，。;；\s]*(?:而|我)?是"
    r"(?P<yes>[^是]{1,12})$"
    r"|^(?:no,? )?(?:it.?s )?not (?:a |the )?[\w ]{1,20}, (?:but |it.?s )(?P<en>[\w ]{1,30})$",
    re.IGNORECASE,
)


def without_taken_back(text: str) -> str:
    """Return a message with what holds of it.

    >>> without_taken_back("不是工地 是饭店"), without_taken_back("是不是要投诉")
    ('是饭店', '是不是要投诉')
    """
    stripped = text.strip()
    found = _TAKEN_BACK.match(stripped) if len(stripped) <= _LONGEST else None
    if not found:
        return text
    return f"是{found['yes']}" if found["yes"] else found["en"]
