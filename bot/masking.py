"""Masks personal data before anything is stored, logged or classified."""

from __future__ import annotations

import re
from collections.abc import Callable

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_ASCII_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


def _is_identity_number(digits: str) -> bool:
    """Tell whether 18 characters are a citizen's number (check character of GB 11643-1999)."""
    total = sum(int(char) * weight for char, weight in zip(digits, _ID_WEIGHTS, strict=False))
    return _ID_CHECKS[total % 11] == digits[17].upper()


def _is_bank_card(digits: str) -> bool:
    """Tell whether the digits pass the Luhn check of ISO/IEC 7812."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        doubled = int(char) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _mask_long_number(match: re.Match[str]) -> str:
    digits = re.sub(r"[\s-]", "", match[0])
    if re.fullmatch(r"\d{17}[\dXx]", digits) and _is_identity_number(digits):
        return "[身份证号]"
    if re.fullmatch(r"\d{15,19}", digits) and _is_bank_card(digits):
        return "[银行卡号]"
    # A number of this length that fails the check is still somebody's mistyped number.
    return "[长号码]" if len(digits) >= 15 else match[0]


_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"),
        "[邮箱]",
    ),
    (
        re.compile(rf"[{_PROVINCES}][A-HJ-NP-Z][·\s]?[A-HJ-NP-Z0-9]{{5,6}}(?![A-Za-z0-9])"),
        "[车牌号]",
    ),
    # Before the long numbers: a number beside it must not hide a mobile.
    (re.compile(r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)"), "[手机号]"),
    (re.compile(r"(?<![\dA-Za-z])\+?\d(?:[\s-]?\d){9,18}[Xx]?(?![\dA-Za-z])"), _mask_long_number),
)


def mask(text: str) -> str:
    """Return the text with personal data replaced by what kind of data it was.

    Masks citizens' identity numbers, mobile numbers, bank cards, e-mail addresses and number
    plates. Service numbers (``12345``), amounts and years stay.

    >>> mask("我叫老王 13800138000 欠我50000元")
    '我叫老王 [手机号] 欠我50000元'
    """
    text = text.translate(_ASCII_DIGITS)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
