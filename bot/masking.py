"""Masks personal data before anything is stored, logged or classified."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
#: First two digits of the region a number was given in (GB/T 2260).
_REGION = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]|91")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_ID, _CARD, _MOBILE, _LONG = "[身份证号]", "[银行卡号]", "[手机号]", "[长号码]"

#: Letters, digits and signs of addresses in the wide shapes of Chinese keyboards.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code).isalnum()}
_WIDE |= {ord(wide): ord(plain) for wide, plain in zip("＠＋－．＿", "@+-._", strict=True)}
_OTHER_DIGIT = re.compile(r"[^\W\D0-9]")
#: What people put between the digits of one number: spaces, dashes, middle dots, invisible marks.
#: Full stops only in mobile numbers: elsewhere they are decimal points and dates.
_GAP = r"[\s\-‐‑‒–—―·•・_\u200b-\u200f\u2060\ufeff\u00ad]"
_DOTTED = rf"{_GAP[:-1]}.]"
_COMMA = re.compile("[,，、]")
#: What cards begin with that are used in China: UnionPay, old ones of its banks, Visa, Mastercard,
#: JCB, American Express.
_CARD_BEGINS = re.compile(r"6[0289]|9[0-9]|[45]|35[2-8]|3[47]")
_SAID = "〇零一二三四五六七八九幺两"
_SPOKEN = str.maketrans(_SAID, "0012345678912")


def _is_identity_number(digits: str) -> bool:
    """Tell whether 18 characters are a citizen's number (check character of GB 11643-1999)."""
    total = sum(int(char) * weight for char, weight in zip(digits, _ID_WEIGHTS, strict=False))
    return _ID_CHECKS[total % 11] == digits[17].upper()


def _is_old_identity_number(digits: str) -> bool:
    """Tell whether 15 digits are a number of before 1999: a region and a day, no check."""
    try:
        date(1900 + int(digits[6:8]), int(digits[8:10]), int(digits[10:12]))
    except ValueError:
        return False
    return _REGION.fullmatch(digits[:2]) is not None


def _is_bank_card(digits: str) -> bool:
    """Tell whether the digits pass the Luhn check of ISO/IEC 7812."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        doubled = int(char) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _named(digits: str) -> str:
    """Return what a number of 15 characters or more is."""
    if re.fullmatch(r"\d{17}[\dXx]", digits) and _is_identity_number(digits):
        return _ID
    if len(digits) == 15 and digits.isdigit() and _is_old_identity_number(digits):
        return _ID
    if re.fullmatch(r"00861[3-9]\d{9}", digits):
        return _MOBILE
    if re.fullmatch(r"\d{15,19}", digits) and _is_bank_card(digits):
        return _CARD
    # A number of this length that fails the check is still somebody's mistyped number.
    return _LONG


def _mask_whole(match: re.Match[str]) -> str:
    return _named(re.sub(_GAP, "", match[0]))


def _mask_long_number(match: re.Match[str]) -> str:
    groups = _groups(match[0])
    digits = "".join(groups)
    if len(digits) < 15 or _is_list(groups):
        return match[0]
    if all(len(group) == 4 for group in groups) and not _CARD_BEGINS.match(digits):
        # Four amounts in a row; no card begins so.
        return match[0]
    return _named(digits)


def _mask_mobile(match: re.Match[str]) -> str:
    groups = _groups(match[0])
    as_printed = [len(group) for group in groups[-3:]] == [3, 4, 4]
    if as_printed and not _COMMA.search(match[0]):
        return _MOBILE
    return match[0] if _is_list(groups, shortest=2) else _MOBILE


def _groups(number: str) -> list[str]:
    return re.findall(r"\d+[Xx]?", number)


def _is_list(groups: Sequence[str], shortest: int = 3) -> bool:
    """Tell whether these are years, days, round amounts or hotlines in a row, not one number.

    Args:
        groups: The digits between the gaps.
        shortest: So many groups make a list.

    >>> _is_list(["2015", "2016", "2017", "2018"]), _is_list(["6222", "0212", "3456", "7890"])
    (True, False)
    """
    place = 0
    while place < len(groups):
        if _is_day(groups[place : place + 3]):
            place += 3
        elif _COUNTED.fullmatch(groups[place]):
            place += 1
        else:
            return False
    return len(groups) >= shortest


#: A year, a round amount, a number that anybody may call.
_COUNTED = re.compile(r"(?:19|20)\d\d|[1-9]\d{0,6}0|1[0-2]\d{1,3}|9[56]\d{3}")


def _is_day(groups: Sequence[str]) -> bool:
    if len(groups) != 3 or not re.fullmatch(r"(?:19|20)\d\d", groups[0]):
        return False
    try:
        date(*(int(group) for group in groups))
    except ValueError:
        return False
    return True


def _mask_spoken(match: re.Match[str]) -> str:
    """Mask digits written as they are spoken, as voice messages are."""
    digits = re.sub(_GAP, "", match[0]).translate(_SPOKEN)
    if re.fullmatch(r"1[3-9]\d{9}", digits):
        return _MOBILE
    return _named(digits) if len(digits) >= 15 else match[0]


def _grouped(*lengths: int) -> str:
    """Return the pattern of a mobile number in groups of these lengths, the first three known.

    Of three groups or more commas may stand between them; two with a comma are two numbers.
    """
    gap = f"{_DOTTED[:-1]},，、]" if len(lengths) > 2 else _DOTTED
    groups = [r"1[3-9]\d" + r"\d" * (lengths[0] - 3), *(rf"\d{{{n}}}" for n in lengths[1:])]
    return f"{gap}{{0,3}}".join(groups)


#: The ways a mobile number is written; the digits one by one are the last.
_MOBILES = "|".join(
    (
        _grouped(3, 4, 4),
        _grouped(3, 8),
        _grouped(7, 4),
        _grouped(4, 3, 4),
        _grouped(4, 4, 3),
        _grouped(3, 3, 5),
        _grouped(3, 2, 2, 2, 2),
        _grouped(5, 6),
        rf"1(?P<gap>{_DOTTED})[3-9](?:(?P=gap)\d){{9}}",
    )
)

_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"),
        "[邮箱]",
    ),
    (
        # Five characters after the letter, six for electric cars; at least two are digits.
        re.compile(
            rf"[{_PROVINCES}][A-HJ-NP-Z]{_GAP}?(?=[A-Z]*\d[A-Z]*\d)"
            r"(?:[A-HJ-NP-Z0-9]{5,6}(?![A-Z0-9])|[A-HJ-NP-Z0-9]{4}[学警挂港澳领使试超])",
            re.IGNORECASE,
        ),
        "[车牌号]",
    ),
    # A number in one piece is told before what stands beside it can be taken for a part of it.
    (re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])"), _mask_whole),
    (re.compile(r"(?<!\d)\d{15,}(?!\d)"), _mask_whole),
    # An identity number by its parts: region, day of birth, the rest.
    (
        re.compile(
            rf"(?<!\d)\d{{6}}{_GAP}{{1,3}}(?:19|20)\d\d{_GAP}{{0,3}}\d{{4}}{_GAP}{{1,3}}\d{{3}}"
            r"[\dXx](?![\dXx])"
        ),
        _mask_whole,
    ),
    (
        re.compile(rf"(?<!\d)(?:(?:\+|00)?86{_DOTTED}{{0,3}}|0)?(?:{_MOBILES})(?!\d)"),
        _mask_mobile,
    ),
    (re.compile(rf"(?<!\d)\+?\d(?:{_GAP}{{0,3}}\d){{9,18}}[Xx]?(?![\dXx])"), _mask_long_number),
    (re.compile(rf"[{_SAID}](?:{_GAP}?[{_SAID}]){{10,}}"), _mask_spoken),
)


def mask(text: str) -> str:
    """Return the text with personal data replaced by what kind of data it was.

    Masks citizens' identity numbers, mobile numbers, bank cards, e-mail addresses and number
    plates. Service numbers (``12345``), amounts and years stay.

    >>> mask("我叫老王 13800138000 欠我50000元")
    '我叫老王 [手机号] 欠我50000元'
    """
    text = _OTHER_DIGIT.sub(_plain_digit, text.translate(_WIDE))
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def _plain_digit(match: re.Match[str]) -> str:
    return str(unicodedata.decimal(match[0]))
