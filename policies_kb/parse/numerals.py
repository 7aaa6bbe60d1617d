"""Chinese numerals as ordinals use them."""

from __future__ import annotations

NUMERALS = "一二三四五六七八九十百千零〇"
_UNITS = {"十": 10, "百": 100, "千": 1000}
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}


def chinese_number(text: str) -> int:
    """Return the value of a numeral such as ``三``, ``二十一``, ``一百零三`` or ``12``.

    Raises:
        ValueError: A character is no numeral.
    """
    if text.isdecimal():
        return int(text)
    total = 0
    digit: int | None = None
    for char in text:
        if char in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[char]
            digit = None
        elif char in _DIGITS:
            digit = _DIGITS[char]
        else:
            raise ValueError(f"no numeral: {text}")
    return total + (digit or 0)
