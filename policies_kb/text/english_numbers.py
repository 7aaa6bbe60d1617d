"""Writes English number words in digits, each at its place and as long as it was."""

from __future__ import annotations

import re

_SMALL = {
    **{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9},
    **{"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15},
    **{"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19},
}
_TENS = {
    **{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60},
    **{"seventy": 70, "eighty": 80, "ninety": 90},
}
_WORDS = _SMALL | _TENS | {"one": 1}
_LARGE = {"hundred": 100, "thousand": 1000, "grand": 1000}
_ANY = "|".join(sorted(_WORDS, key=len, reverse=True))
_LENGTH = r"(?:years?|months?|weeks?|days?)\b"
#: One is a number only before what counts: not the one of "one of them".
_NUMBER = re.compile(
    rf"\b(?:(?P<digits>\d+(?:\.\d+)?)|(?P<word>{_ANY})(?:[- ](?P<ones>{_ANY}))?|(?P<article>an?))"
    rf"(?P<large>(?:[ -](?:hundred|thousand|grand))+)\b"
    rf"|\b(?P<alone>{'|'.join(sorted(_SMALL | _TENS, key=len, reverse=True))})\b"
    rf"|\b(?P<unit>an?|one)(?=(?: and a half)?[ -]{_LENGTH})",
    re.IGNORECASE,
)


def in_digits(text: str) -> str:
    """Return a text of the same length, its English number words in digits.

    >>> in_digits("fifteen thousand, four to five months"), in_digits("a year and a half")
    ('15000           , 4    to 5    months', '1 year and a half')
    """
    return _NUMBER.sub(_digits, text)


def _digits(match: re.Match[str]) -> str:
    if match["unit"]:
        value = "1"
    elif match["alone"]:
        value = str(_WORDS[match["alone"].lower()])
    else:
        value = _multiplied(match)
    # Longer than it was it would move what stands behind; 9 grand is the shortest there is.
    return value.ljust(len(match[0])) if len(value) <= len(match[0]) else match[0]


def _multiplied(match: re.Match[str]) -> str:
    number = float(match["digits"]) if match["digits"] else 1.0
    if match["word"]:
        number = _WORDS[match["word"].lower()] + _WORDS.get((match["ones"] or "").lower(), 0)
    for name in match["large"].lower().replace("-", " ").split():
        number *= _LARGE[name]
    return f"{number:.2f}".rstrip("0").rstrip(".")
