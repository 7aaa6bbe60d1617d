"""Finds sums of money and shares in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from policies_kb.text.notation import NUMERAL, fold
from policies_kb.text.numeral_scan import is_about, join_ranges, near_before, numerals
from policies_kb.text.numerals import read_number
from policies_kb.text.quantity import Quantity, ReadQuantity, Unread

#: The unit of a sum whose currency is named; a bare number has none.
YUAN = "元"

_CURRENCY = re.compile(
    r"\s*(?:块钱?|蚊|元(?![旦宵月])|圆|大洋|人民币|rmb|yuan)(?P<more>多)?", re.IGNORECASE
)
#: Money of other countries is no sum in yuan: 2000美元, 500块美金, $2000.
_FOREIGN_UNIT = re.compile(
    r"\s*(?:块钱?|元)?\s*(?:(?:[美欧日港澳加韩台泰]|新台|新加坡)[元币](?![旦宵])|美[金刀]"
    r"|刀(?!\w)|欧(?=[,。;、!?\s]|$)"
    r"|英镑|日圆|泰铢|卢布|卢比|越南盾|韩圆|韩元|林吉特|比特币|u(?:sdt?)?(?![a-z])|hkd?(?![a-z])|eur\b"
    r"|(?:us |hong kong |american )?dollars?|bucks|euros?|pounds?\b|yen\b|[$€£])",
    re.IGNORECASE,
)
_FOREIGN_BEFORE = re.compile(
    r"(?:(?:us|hk|a|nt)?\$|€|£|\uffe1|\b(?:usdt?|hkd|eur|gbp|jpy)|美[元金]|港[元币]|欧元|日元|英镑)\s*$",
    re.IGNORECASE,
)
_CURRENCY_BEFORE = re.compile(r"(?:¥|人民币|rmb)\s*$", re.IGNORECASE)
#: A number before one of these counts something else.
_OTHER_UNIT = re.compile(
    r"\s*(?:[个名位人月年天日号周件家岁次点%]|小时|星期|礼拜|工友|工人|员工|people|workers|month|year|day)"
)
_DIGIT = r"[\d一二三四五六七八九两]"
#: What stands behind the yuan: 三块五, 三千块零五毛, 3块5毛2分, 三块半.
_CENTS = re.compile(
    rf"(?:零|又)?(?:(?P<tenths>{_DIGIT})[毛角](?:(?P<cents>{_DIGIT})分?(?!{_DIGIT}))?"
    rf"|(?P<only>{_DIGIT})分|(?P<short>{_DIGIT})(?=钱|整|[,。;、!?\s]|$)|(?P<half>半))"
)
_SCALE = re.compile(r"[千万亿wk]", re.IGNORECASE)
_PERCENT = re.compile(r"\s*(?:%|个百分点)")
_PERCENT_BEFORE = re.compile(rf"百分之(?P<number>{NUMERAL})")


def sums(text: str) -> Iterator[ReadQuantity]:
    """Yield the sums a text may name, those without a currency too; see :func:`is_large`.

    >>> [(str(s.low), s.unit) for s in sums("欠3万2千块,其中5个人的1万5") if s.low > 100]
    [('32000', '元'), ('15000', '')]
    """
    plain = fold(text)
    return join_ranges(_sums(plain), plain)


def is_large(words: str) -> bool:
    """Tell whether a number is said in thousands or more, as sums are (``两万三``, ``3w``)."""
    return _SCALE.search(words) is not None


def is_foreign(words: str) -> bool:
    """Tell whether a sum is in the money of another country.

    >>> is_foreign("2000美元"), is_foreign("2000元")
    (True, False)
    """
    return any(
        _FOREIGN_UNIT.match(words, found.end) or _FOREIGN_BEFORE.search(words[: found.start])
        for found in numerals(words)
    )


def shares(text: str) -> Iterator[Quantity]:
    """Yield the shares of a hundred in a text."""
    plain = fold(text)
    for found in numerals(plain):
        unit = _PERCENT.match(plain, found.end)
        if isinstance(found, Quantity) and unit:
            words = plain[found.start : unit.end()]
            yield replace(found, kind="percent", words=words)
    for match in _PERCENT_BEFORE.finditer(plain):
        try:
            value = read_number(match["number"])
        except ValueError:
            continue
        yield Quantity(value, value, words=match[0], start=match.start(), kind="percent")


def multiples(text: str) -> Iterator[Quantity]:
    """Yield how many times something a text says, in hundredths of it.

    >>> [(one.words, str(one.value)) for one in multiples("加付两倍,不是1.5倍,双倍也不是")]
    [('两倍', '200'), ('1.5倍', '150.0'), ('双倍', '200')]
    """
    plain = fold(text).replace("双倍", "两倍")
    for found in numerals(plain):
        if not isinstance(found, Quantity) or found.low != found.high:
            continue
        if plain.startswith("倍", found.end):
            words, share = text[found.start : found.end + 1], found.low * 100
            yield replace(found, kind="percent", words=words, low=share, high=share)


def _sums(text: str) -> Iterator[ReadQuantity]:
    at = 0
    for found in numerals(text):
        if found.start < at:
            continue
        start, end = found.start, found.end
        abroad = _foreign(text, start, end)
        if abroad:
            at = abroad.end
            yield abroad
            continue
        mark = _CURRENCY_BEFORE.search(near_before(text, start))
        unit = _CURRENCY.match(text, end)
        cents = _CENTS.match(text, unit.end()) if unit else None
        # 三千块五个月 is money and a span.
        rest = _cents(cents) if cents else Decimal(0)
        end = cents.end() if cents else unit.end() if unit else end
        start = mark.start() if mark else start
        if not unit and not mark and _OTHER_UNIT.match(text, end):
            continue
        at = end
        if isinstance(found, Unread):
            yield Unread(text[start:end], start)
            continue
        high = None if found.high is None else found.high + rest
        yield replace(
            found,
            low=found.low + rest,
            high=high,
            unit=YUAN if unit or mark else "",
            words=text[start:end],
            start=start,
            kind="money",
            about=found.about or bool(unit and unit["more"]) or is_about(text, end),
        )


def _foreign(text: str, start: int, end: int) -> Unread | None:
    """Return a sum in other money, which has no value in yuan."""
    unit = _FOREIGN_UNIT.match(text, end)
    mark = _FOREIGN_BEFORE.search(near_before(text, start))
    if not unit and not mark:
        return None
    start -= len(mark[0]) if mark else 0
    return Unread(text[start : unit.end() if unit else end], start)


def _cents(match: re.Match[str]) -> Decimal:
    if match["half"]:
        return Decimal("0.5")
    tenths = match["tenths"] or match["short"]
    cents = match["cents"] or match["only"]
    value = Decimal(0)
    if tenths:
        value += read_number(tenths) / 10
    if cents:
        value += read_number(cents) / 100
    return value
