"""What is dropped from a message before anybody reads it."""

from __future__ import annotations

import re
import unicodedata

from bot.conversation.turn import MAX_MESSAGE
from nlu.danger.spelling import INVISIBLE

#: A letter or digit as JSON can write it; nothing could be masked in it.
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def clean_message(text: str) -> str:
    """Return the text without control characters, lone surrogates and what nobody sees.

    Spaces are folded.

    >>> clean_message("工\\u200b资\\x1d 没发\\u202c")
    '工资 没发'
    """
    # Far more than is read, far less than would take long to look through.
    head = INVISIBLE.sub("", text[: 4 * MAX_MESSAGE])
    if head.startswith("/"):
        head = _ESCAPED.sub(_spelled_out, head)
    printable = (
        " " if unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} else char for char in head
    )
    return " ".join("".join(printable).split())


def _spelled_out(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char.isalnum() else match[0]
