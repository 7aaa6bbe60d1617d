"""Cuts a message into the questions it asks."""

from __future__ import annotations

import re

#: A longer message is a story with one wish, however many question marks it has.
LONGEST_QUESTION = 90
_SHORTEST = 5
MAX_QUESTIONS = 3
_ENDS = re.compile(r"(?<=[\uff1f?\u3002\uff1b;!\uff01])|\n")
_ASKS = re.compile(
    r"怎么|如何|多少|多久|哪|什么|啥|几|吗|呢|谁|能不能|可不可以|how|what|where|who|when", re.I
)


def questions(text: str) -> list[str]:
    """Return the questions of a short message that asks more than one, else an empty list.

    >>> questions("去哪里投诉欠薪?信用记录怎么修复?")
    ['去哪里投诉欠薪?', '信用记录怎么修复?']
    >>> questions("老板不发工资怎么办")
    []
    """
    if len(text) > LONGEST_QUESTION:
        return []
    pieces = [piece.strip() for piece in _ENDS.split(text)]
    asked = [piece for piece in pieces if len(piece) >= _SHORTEST and _ASKS.search(piece)]
    return asked if 2 <= len(asked) <= MAX_QUESTIONS else []
