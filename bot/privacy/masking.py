"""Masks personal data before anything is stored, logged or classified."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from bot.privacy.folding import Folded, as_written, spoken_folded
from bot.privacy.handles import handles
from bot.privacy.personal_numbers import PersonalNumber, personal_numbers

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
#: Letters, digits and signs of addresses in the wide shapes of Chinese keyboards.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code).isalnum()}
_WIDE |= {ord(wide): ord(plain) for wide, plain in zip("＠＋－．＿", "@+-._", strict=True)}
_OTHER_DIGIT = re.compile(r"[^\W\D0-9]")
_EMAIL = re.compile(
    r"[A-Za-z0-9._%+-]{1,64} ?@ ?[A-Za-z0-9-]{1,63}(?: ?[.。．点] ?[A-Za-z0-9-]{1,63}){1,4}"
)
_GAP = r"[\s\-‐‑‒–—―·•・._]"
#: Five characters after the letter, six for electric cars; at least two are digits.
_PLATE = re.compile(
    rf"[{_PROVINCES}]{_GAP}?[A-HJ-NP-Z]{_GAP}?(?=(?:[A-Z]{_GAP}?)*\d{_GAP}?(?:[A-Z]{_GAP}?)*\d)"
    rf"(?:[A-HJ-NP-Z0-9](?:{_GAP}?[A-HJ-NP-Z0-9]){{4,5}}(?![A-Z0-9])"
    rf"|[A-HJ-NP-Z0-9](?:{_GAP}?[A-HJ-NP-Z0-9]){{3}}[学警挂港澳领使试超])",
    re.IGNORECASE,
)

Finder = Callable[[Folded], Iterator[PersonalNumber]]


def mask(text: str) -> str:
    """Return the text with personal data replaced by what kind of data it was.

    Masks citizens' identity numbers, passports and permits, mobile numbers, bank cards, e-mail
    addresses, numbers of QQ, names in WeChat and number plates, in whatever digits they are written
    and whatever stands between these. Service numbers (``12345``), amounts and years stay.

    >>> mask("我叫老王 13800138000 欠我50000元"), mask("电话①③⑧⓪⓪①③⑧⓪⓪⓪")
    ('我叫老王 [手机号] 欠我50000元', '电话[手机号]')
    """
    text = _OTHER_DIGIT.sub(_plain_digit, text.translate(_WIDE))
    before = None
    while text != before:
        # What stood beside something masked is told when that is gone.
        before = text
        for finders in _IN_ORDER:
            read = ""
            for fold in (as_written, spoken_folded):
                folded = fold(text)
                if folded.text != read:
                    read, text = folded.text, _masked(folded, fold, finders)
    return text


def _masked(folded: Folded, fold: Callable[[str], Folded], finders: Sequence[Finder]) -> str:
    for find in finders:
        found = list(find(folded))
        if found:
            folded = fold(_replaced(folded, found))
    return folded.original


def _replaced(folded: Folded, found: Sequence[PersonalNumber]) -> str:
    text = folded.original
    for one in sorted(found, key=lambda one: one.start, reverse=True):
        start, end = folded.span(one.start, one.end)
        while unicodedata.category(text[end : end + 1] or " ") in ("Mn", "Me"):
            # What makes a keycap of the last digit goes with it.
            end += 1
        text = f"{text[:start]}{one.label}{text[end:]}"
    return text


def _emails(folded: Folded) -> Iterator[PersonalNumber]:
    if "@" in folded.text:
        for match in _EMAIL.finditer(folded.text):
            yield PersonalNumber(match.start(), match.end(), "[邮箱]")


def _plates(folded: Folded) -> Iterator[PersonalNumber]:
    for match in _PLATE.finditer(folded.text):
        yield PersonalNumber(match.start(), match.end(), "[车牌号]")


def _plain_digit(match: re.Match[str]) -> str:
    return str(unicodedata.decimal(match[0]))


#: A number goes before a name in WeChat, in whatever digits: the name would end where they change.
_IN_ORDER: Sequence[Sequence[Finder]] = ((_emails, _plates, personal_numbers), (handles,))
