"""Tells a message that came twice: sent again by a hasty thumb, an app or a program in between."""

from __future__ import annotations

import re

#: Seconds within which the same words are no second answer.
REPEATED_WITHIN = 5.0
#: What hardly answers two questions in a row: a figure, or a sentence.
_TELLING = re.compile(r"\d|.{8}")


def is_repeated(text: str, before: str, seconds: float, knowing: bool) -> bool:
    """Tell whether a message is the one before once more.

    Args:
        text: Its words.
        before: The words of the one before.
        seconds: Time between them.
        knowing: Whether its writer is known to have read the answer to the one before; a short word
            (没有, 不知道) may then well be said twice.

    >>> is_repeated("20000", "20000", 2, knowing=True), is_repeated("20000", "20000", 60, False)
    (True, False)
    >>> is_repeated("没有", "没有", 2, knowing=False), is_repeated("没有", "没有", 2, knowing=True)
    (True, False)
    """
    if text.startswith("/") or text != before or not 0 <= seconds < REPEATED_WITHIN:
        return False
    return not knowing or bool(_TELLING.search(text))
