"""Reads digits and letters in whatever shape they are written, with their places in the original.

People write telephone numbers in circled digits, keycaps, superscripts, digits of other scripts and
Chinese numerals, on purpose or because their keyboard does. What stands for a digit is read as one;
marks that cannot be seen are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

#: Digits as they are read out, written in full for sums, and as radio operators say them.
_SPOKEN = {
    "0": "〇零○◯洞",
    "1": "一壹幺么腰弌",
    "2": "二贰貳两兩弍",
    "3": "三叁參叄弎",
    "4": "四肆",
    "5": "五伍",
    "6": "六陆陸",
    "7": "七柒拐",
    "8": "八捌",
    "9": "九玖勾",
}
SPOKEN: Mapping[int, str] = {ord(sign): to for to, signs in _SPOKEN.items() for sign in signs}
#: Letters that are typed for a digit, where one stands beside them.
_LIKE_A_DIGIT = re.compile(r"(?<=\d)[OoIl]+|[OoIl]+(?=\d)")
_AS_DIGIT = str.maketrans("OoIl", "0011")
#: More than two digits stand for no digit of a number.
_BELOW = 100


class _Signs(dict[int, str]):
    """What a character stands for, found out when it is first met."""

    def __init__(self, read: Callable[[str], str]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, code: int) -> str:
        self[code] = self._read(chr(code))
        return self[code]


@dataclass(frozen=True)
class Folded:
    """A text as it is read.

    Attributes:
        text: It, with plain digits and letters.
        original: It, as it was written.
        starts: For each character of ``text`` where it began in the original, and the end.
    """

    text: str
    original: str
    starts: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the part of the original that a part of the text stands for.

        Marks that cannot be seen alone, as those of keycaps, belong to the sign before them.
        """
        first, last = start, end
        if self.starts is not None:
            first, last = self.starts[start], self.starts[end]
            # Two digits can come of one sign.
            last = last if last > self.starts[end - 1] else last + 1
        while last < len(self.original) and _is_mark(self.original[last]):
            last += 1
        return first, last

    def is_plain(self, place: int) -> bool:
        """Tell whether the character at a place was written as it is read."""
        written = self.original[place if self.starts is None else self.starts[place]]
        return written == self.text[place]


def as_written(text: str) -> Folded:
    """Return a text as it stands, without marks that cannot be seen alone."""
    return _folded(text, _VISIBLE)


def signs_folded(text: str) -> Folded:
    """Return a text with digits and letters of every shape as plain ones.

    >>> signs_folded("①3️⃣⁸ m²").text
    '138 m2'
    """
    return _folded(text, _PLAIN)


def spoken_folded(text: str) -> Folded:
    """Return a text with Chinese numerals as plain digits, too.

    >>> spoken_folded("幺③八oo").text
    '13800'
    """
    signs = signs_folded(text)
    text = signs.text.translate(SPOKEN)
    text = _LIKE_A_DIGIT.sub(lambda found: found[0].translate(_AS_DIGIT), text)
    return Folded(text, signs.original, signs.starts)


def _folded(text: str, signs: _Signs) -> Folded:
    folded = text.translate(signs)
    if folded == text:
        return Folded(text, text)
    starts = [place for place, char in enumerate(text) for _ in signs[ord(char)]]
    return Folded(folded, text, (*starts, len(text)))


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me", "Cf")


def _plain(char: str) -> str:
    if _is_mark(char):
        return ""
    category = unicodedata.category(char)
    if category in ("Nd", "No", "Nl"):
        value = unicodedata.numeric(char, -1)
        return str(int(value)) if value in range(_BELOW) else char
    shape = unicodedata.normalize("NFKC", char)
    return shape if len(shape) == 1 and shape.isascii() and shape.isprintable() else char


def _visible(char: str) -> str:
    return "" if _is_mark(char) else char


_PLAIN, _VISIBLE = _Signs(_plain), _Signs(_visible)
_PLAIN[ord("\N{KEYCAP TEN}")] = "10"
