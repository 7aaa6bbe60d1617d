"""Reads numerals in Chinese, Arabic and mixed notation, exactly or with both their ends.

The biggest unit splits a numeral into what is counted in it and what comes behind: 3万2千5百 is
3 in 万 and 2千5百. A last figure without a unit counts in tenths of the unit before it (3万2 is
32,000), unless a zero stands between (三万零五). Figures side by side without a unit are both
ends of an estimate (五六), and 几, 多, 来, 把 leave one open. What is not read whole is no numeral.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from policies_kb.text.notation import DIGIT, DIGITS, GROUPED, SHORT, UNITS, ZEROS, fold

_TOKEN = re.compile(
    rf"(?P<figure>{GROUPED})|(?P<digits>[{DIGIT}]+)|(?P<unit>[{''.join(UNITS)}])"
    r"|(?P<point>点)|(?P<few>几)|(?P<more>[多余])|(?P<around>[来把])"
)
_GROUPED = re.compile(r"\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:,\d{4})+")
#: Digits named one by one are a numeral of their own from so many on: 二〇一七.
_SPELT = 4
#: Pairs of digits that say from where to where though they are no neighbours.
_PAIRS = {"三五": (3, 5), "三两": (2, 3)}
_TENTH = Decimal("0.1")
#: No quantity has more signs.
_LONGEST = 100


class NumberError(ValueError):
    """The text is not a numeral."""


class Bounds(NamedTuple):
    """Both ends of a numeral; the same twice where it is one number."""

    low: Decimal
    high: Decimal

    def times(self, factor: int | Decimal) -> Bounds:
        """Return the ends in a unit ``factor`` times smaller."""
        return Bounds(self.low * factor, self.high * factor)

    def plus(self, other: Bounds) -> Bounds:
        """Return the ends of the sum."""
        return Bounds(self.low + other.low, self.high + other.high)


class _Token(NamedTuple):
    kind: str
    text: str

    @property
    def unit(self) -> int:
        """Return what a unit stands for, 0 for anything else."""
        return UNITS[self.text] if self.kind == "unit" else 0


def read_number(text: str) -> Decimal:
    """Return the value of a numeral.

    Reads Arabic (``1,800``, ``2.6亿``, ``3w``), Chinese (``二十三``, ``三万五``, ``一点三五亿``),
    mixed (``3万2千``) and digit-by-digit years (``二〇一七``, ``二O一七``).

    Raises:
        NumberError: The text is not a numeral, or only an estimate (``五六``).
    """
    low, high = read_bounds(text)
    if low != high:
        raise NumberError(f"not one number: {text[:20]!r}")
    return low


def read_bounds(text: str) -> Bounds:
    """Return both ends of a numeral that may be an estimate.

    >>> [str(end) for end in read_bounds("一万五六")], [str(end) for end in read_bounds("20多万")]
    (['15000', '16000'], ['200000', '300000'])

    Raises:
        NumberError: The text is not a numeral.
    """
    words = fold(text).strip().replace(" ", "").translate(SHORT)
    if len(words) > _LONGEST:
        raise NumberError(f"not a numeral: {text[:20]!r}")
    if set(words) <= {*DIGITS, *"0Oo"} and not set(words).isdisjoint(DIGITS):
        words = words.translate(ZEROS)
    tokens, at = [], 0
    words = words.replace("W", "w").replace("K", "k")
    while match := _TOKEN.match(words, at):
        tokens.append(_Token(match.lastgroup or "", match[0]))
        at = match.end()
    try:
        if not tokens or at < len(words):
            raise NumberError
        return _value(tokens)
    except NumberError:
        raise NumberError(f"not a numeral: {text[:20]!r}") from None


def _value(tokens: list[_Token], behind: bool = False) -> Bounds:
    """Return the ends of a numeral; ``behind`` a unit 几 is a figure (三千几百)."""
    if not tokens:
        raise NumberError
    if tokens[-1].kind in ("more", "around"):
        return _open(tokens[:-1], tokens[-1].kind)
    kinds = [token.kind for token in tokens]
    if "point" in kinds and "unit" not in kinds[kinds.index("point") :]:
        at = kinds.index("point")
        return _value(tokens[:at], behind).plus(_fraction(tokens[at + 1 :]))
    unit = max(token.unit for token in tokens)
    if not unit:
        return _figure(tokens, behind)
    at = max(place for place, token in enumerate(tokens) if token.unit == unit)
    counted, rest = _counted(tokens[:at], unit, behind), tokens[at + 1 :]
    if rest and (counted.low != counted.high or counted.low % unit):
        # 1.5万3 and 两三万五 are no numerals.
        raise NumberError
    return counted.plus(_tail(rest, unit))


def _open(tokens: list[_Token], kind: str) -> Bounds:
    """Return the ends of 两万多 (up to the next of its last place), 十来 and 万把 (around)."""
    if kind == "around" and len(tokens) == 1 and tokens[0].unit:
        low = high = Decimal(tokens[0].unit)
    else:
        low, high = _value(tokens)
    if low != high or not low:
        raise NumberError
    if kind == "around":
        return Bounds(low * (1 - _TENTH), low * (1 + _TENTH))
    exponent = low.normalize().as_tuple().exponent
    return Bounds(low, low + Decimal(10) ** int(exponent))


def _counted(head: list[_Token], unit: int, behind: bool) -> Bounds:
    """Return a number of units."""
    if not head:
        if unit != 10:
            raise NumberError
        # 十五 and 一百十五: a ten without a digit is one ten.
        return Bounds(Decimal(10), Decimal(10))
    if unit < 10_000 and any(token.unit for token in head):
        raise NumberError
    count = _value(head, behind)
    if head[0].kind != "figure" and (not count.low or count.high >= unit):
        raise NumberError
    return count.times(unit)


def _tail(rest: list[_Token], unit: int) -> Bounds:
    """Return what stands behind a unit: 5百 behind 3千, 2 behind 3万, 零五 behind 三万."""
    if not rest:
        return Bounds(Decimal(0), Decimal(0))
    first = rest[0]
    zero = first.kind == "digits" and DIGITS[first.text[0]] == 0
    if zero:
        digits = first.text.lstrip("零〇○")
        rest = [_Token("digits", digits), *rest[1:]] if digits else rest[1:]
    elif len(rest) == 1 and (tenths := _tenths(first)):
        return tenths.times(unit // 10)
    elif first.kind == "figure" and not any(token.unit for token in rest):
        # 3万5000 and 3万500 have one reading, 3万25 has two.
        places = len(str(unit)) - 1
        if len(first.text) not in (places, max(places - 1, 2)):
            raise NumberError
    elif not any(token.unit for token in rest):
        raise NumberError
    value = _value(rest, behind=True)
    if value.high >= unit:
        raise NumberError
    return value


def _tenths(token: _Token) -> Bounds | None:
    """Return a last figure that counts in tenths of the unit before it."""
    single = token.kind == "figure" and len(token.text) == 1 and token.text != "0"
    if single or token.kind == "few" or (token.kind == "digits" and len(token.text) <= 2):
        return _figure([token], behind=True)
    return None


def _figure(tokens: list[_Token], behind: bool) -> Bounds:
    """Return a figure without a unit."""
    if len(tokens) != 1:
        raise NumberError
    [(kind, text)] = tokens
    if kind == "few" and behind:
        return Bounds(Decimal(1), Decimal(9))
    if kind == "figure":
        mantissa, _, exponent = text.lower().partition("e")
        whole, point, fraction = mantissa.partition(".")
        if not _GROUPED.fullmatch(whole):
            raise NumberError
        value = Decimal(whole.replace(",", "") + point + fraction).scaleb(int(exponent or 0))
        return Bounds(value, value)
    if kind == "digits":
        return _digits(text)
    raise NumberError


def _digits(text: str) -> Bounds:
    """Return a run of Chinese digits: one, a year spelt out, or the ends of an estimate."""
    values = [DIGITS[char] for char in text]
    if len(values) == 1 or len(values) >= _SPELT or 0 in values:
        spelt = Decimal("".join(map(str, values)))
        return Bounds(spelt, spelt)
    if text in _PAIRS:
        low, high = _PAIRS[text]
    elif all(after - before == 1 for before, after in pairwise(values)):
        low, high = values[0], values[-1]
    else:
        raise NumberError
    return Bounds(Decimal(low), Decimal(high))


def _fraction(tokens: list[_Token]) -> Bounds:
    """Return the digits behind 点."""
    if len(tokens) != 1 or tokens[0].kind not in ("digits", "figure"):
        raise NumberError
    text = tokens[0].text
    digits = "".join(str(DIGITS[c]) if c in DIGITS else c for c in text)
    if not digits.isdecimal():
        raise NumberError
    value = Decimal(f"0.{digits}")
    return Bounds(value, value)
