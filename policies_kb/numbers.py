"""Reads Chinese and Arabic numerals exactly (``Decimal``, never float)."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
_SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE_UNITS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_LATIN_UNITS = {"w": 10_000, "k": 1000}
_CHINESE = "".join(_DIGITS) + "".join(_SMALL_UNITS) + "".join(_LARGE_UNITS)
# Typed for a zero between Chinese digits: 二O一七, 二0一七.
_ZEROS = str.maketrans("0Oo", "〇〇〇")

#: The characters of printed ordinals (一、, 第三十条).
ORDINAL = "一二三四五六七八九十百千零〇"
#: A figure in Arabic digits: ``1,800``, ``2.6``.
ARABIC = r"\d+(?:,\d{3})*(?:\.\d+)?"
#: A numeral as it stands in a text: ``1,800``, ``2.6亿``, ``三万五``, ``十八``, ``3w``.
NUMERAL = rf"(?:{ARABIC}[百千万亿wWkK]?|[{_CHINESE}]+(?:点[{''.join(_DIGITS)}]+)?)"
_ARABIC = re.compile(rf"({ARABIC})([百千万亿wWkK]?)\Z")


class NumberError(ValueError):
    """The text is not a numeral."""


def read_number(text: str) -> Decimal:
    """Return the value of a numeral.

    Reads Arabic (``1,800``, ``2.6亿``, ``3w``), Chinese (``二十三``, ``三万五``, ``一点三五亿``)
    and digit-by-digit years (``二〇一七``, ``二O一七``).

    Raises:
        NumberError: The text is not a numeral.
    """
    words = unicodedata.normalize("NFKC", text).strip()
    arabic = _ARABIC.match(words)
    if arabic:
        value = Decimal(arabic[1].replace(",", ""))
        units = {**_SMALL_UNITS, **_LARGE_UNITS, **_LATIN_UNITS, "": 1}
        return value * units[arabic[2].lower()]
    if any(char in _DIGITS for char in words):
        words = words.translate(_ZEROS)
    if not words or any(char not in _CHINESE + "点" for char in words):
        raise NumberError(f"not a numeral: {text[:20]!r}")
    whole, point, fraction = words.partition("点")
    if not point:
        return _read_chinese(whole)
    if not fraction:
        raise NumberError(f"not a numeral: {text[:20]!r}")
    unit = fraction[-1] if fraction[-1] in _LARGE_UNITS else ""
    digits = fraction.removesuffix(unit)
    if not digits or any(char not in _DIGITS for char in digits):
        raise NumberError(f"not a numeral: {text[:20]!r}")
    value = _read_chinese(whole) + Decimal("0." + "".join(str(_DIGITS[char]) for char in digits))
    return value * _LARGE_UNITS.get(unit, 1)


def _read_chinese(words: str) -> Decimal:
    if not words:
        raise NumberError("not a numeral: ''")
    if all(char in _DIGITS for char in words):
        return Decimal("".join(str(_DIGITS[char]) for char in words))
    total = 0
    rest = words
    while rest:
        head, unit, rest = _cut_at_large_unit(rest)
        section = _read_section(head, words)
        if not unit:
            return Decimal(total + _tail(head, section, words))
        factor = _LARGE_UNITS[unit]
        if factor > 10_000:
            total = (total + section) * factor
        else:
            total += section * factor
        if not total:
            raise NumberError(f"not a numeral: {words[:20]!r}")
    return Decimal(total)


def _cut_at_large_unit(words: str) -> tuple[str, str, str]:
    """Split ``三亿二千万`` into ``三``, ``亿`` and ``二千万``."""
    at = next((i for i, char in enumerate(words) if char in _LARGE_UNITS), len(words))
    return words[:at], words[at : at + 1], words[at + 1 :]


def _read_section(words: str, whole: str) -> int:
    """Return the value of a part without 万 and 亿, e.g. ``三千零五十``."""
    value = 0
    digit: int | None = None
    last_unit = 10_000
    for char in words:
        if char in _SMALL_UNITS:
            unit = _SMALL_UNITS[char]
            if unit >= last_unit:
                raise NumberError(f"not a numeral: {whole[:20]!r}")
            # 十五 and 一百十五: a ten without a digit is one ten.
            value += (digit or 1) * unit
            digit, last_unit = None, unit
        elif digit:
            raise NumberError(f"not a numeral: {whole[:20]!r}")
        else:
            digit = _DIGITS[char]
    return value + (digit or 0)


def _tail(head: str, section: int, whole: str) -> int:
    """Return a numeral's last part; 三万五 is 35,000 and 一百二 is 120.

    A last digit counts in tenths of the unit right before it.
    """
    before = whole[-2:-1]
    unit = {**_SMALL_UNITS, **_LARGE_UNITS}.get(before, 0)
    digit = _DIGITS.get(head[-1:], 0)
    if unit <= 10 or not digit:
        return section
    return section - digit + digit * (unit // 10)
