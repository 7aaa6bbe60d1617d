"""Tells which of the sums of a message is the debt, and which its whole or what was paid of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from actions.guides.estimates import as_fact
from actions.guides.reading import FieldMessage, Impossible, Unsettled
from policies_kb.text.money import is_large, sums
from policies_kb.text.quantity import Quantity, ReadQuantity, Unread

#: Money that is neither a debt nor a part of one: a rate, or what was lent, deposited or laid out.
_APART = re.compile(
    r"(?:垫[付支资进去上出了着的过]{0,3}|月薪|日薪|时薪|底薪|平均工资|每月|每个月|一个月|每天|一天|每小时|一小时|工价|押金|(?:中介|培训|服装|体检|报名|住宿|保险|伙食)费[交付]?|扣|借了?|罚款?)"
    r"[^,，。;；\d]{0,4}$"
)
#: What somebody says they will pay is not what they owe: 老板说给2万, 答应赔5000.
_OFFERED_BEFORE = re.compile(
    r"(?<![不没未])(?:说|讲|答应|承诺|保证|愿意|同意|打算|肯)[^,，。;；!！?？\d没未欠]{0,8}?"
    r"(?:给|付|赔|补|发|结|还|打|转)(?![了过])[^,，。;；\d没未欠]{0,5}$"
    r"|(?:offer(?:s|ed)?|promis(?:es|ed)|says? (?:he|she|they) (?:will|would|can)"
    r"|will pay|would pay)[^,.;\d]{0,20}$",
    re.IGNORECASE,
)
_OFFERED_AFTER = re.compile(
    r"\s*(?:块?钱)?是?(?:老板|他们?|厂里|公司)?(?:说|答应|承诺)好?[要会了]?(?:给|付|赔|补)"
)
_APART_AFTER = re.compile(
    r"\s*(?:块?钱|元)?(?:都|全|也)?是?(?:我们?|俺|自己)*(?:先)?垫|\s*(?:块?钱)?的?(?:押金|保证金|罚款|中介费|补贴|津贴|[房餐饭车话]补)|\s*(?:块?钱|元)?(?:已经?|早就?|都)+(?:扣|减|除)"
    r"|\s*(?:yuan|rmb)?\s*(?:an?|1|per|every|each|/)\s*(?:hour|day|week|month|year|person|head)\b"
    r"|\s*(?:yuan|rmb)?\s*each\b",
    re.IGNORECASE,
)
_NOT = (
    r"(?<![没未不肯])(?<!没有)(?<!没能)(?<!not )(?<!n't )(?<!never )(?<!un)"
    r"(?<!not been )(?<!n't been )"
)
_GIVE = r"(?:支付|付|给|打|转|汇|发|结|还|拿|领|收)"
_NO_IOU = r"(?![^,，。;；\d]{0,4}条)"
_PAID_BEFORE = re.compile(
    rf"{_NOT}(?:{_GIVE}(?:了|过|到)|(?:已经?|只|才|先|刚)(?:支付|付|给|打|转|汇|发|结|拿|领|收)"
    rf"|预支|借支|实[发付]|实际[发付]|paid|gave|given|received|got){_NO_IOU}[^,，。;；\d]{{0,6}}$",
    re.IGNORECASE,
)
#: Not 8000已经给了3000: what stands before a payment is what it was made on.
_PAID_AFTER = re.compile(
    rf"\s*(?:钱|左右)?[是就都我]?(?:(?:已经?|刚){_GIVE}|{_GIVE}(?:到?了|过)|(?:已经?|刚)?到[账手])"
    r"(?![^,，。;；]{0,4}[\d一二两三四五六七八九十几些半部])"
)
#: Paid, though a month stands before it: 最后一个月就给了一千.
_HANDED_BEFORE = re.compile(rf"{_NOT}{_GIVE}[了过][^,，。;；\d]{{0,3}}$")
#: Paid, and nobody says how much.
_PART_PAID = re.compile(
    rf"{_NOT}{_GIVE}(?:了|过|到)[^,，。;；\d]{{0,4}}(?:一半|部分|一点|一些|点儿?|些|几[百千万])"
)
_IOU_AFTER = re.compile(r"\s*(?:块?钱)?的?(?:工资|工钱)?(?:欠条|借条|白条|条子)")
_WHOLE_BEFORE = re.compile(
    r"(?:共|总计|合计|总[数额]|加起来|in all|total)[^,，。;；]{0,6}$", re.IGNORECASE
)
_OWED_BEFORE = re.compile(r"(?:欠|拖|差(?=我|了)|owes?|owed)[^,，。;；]{0,10}$", re.IGNORECASE)
#: Behind these a figure without a word for money is one: 差我4800, 一共8400.
_SUM_BEFORE = re.compile(
    r"(?:欠|差)[^,，。;；\d]{0,6}$|(?:一共|总共|合计|加起来|owes?|owed)[^,，。;；\d]{0,8}$",
    re.IGNORECASE,
)
#: What is owed to each of several: 我一个人7000他是11000.
_OF_ONE_BEFORE = re.compile(
    r"(?P<who>我|他|她|老[乡婆公爸妈]|[哥弟姐妹爸妈]|工友|同事|朋友|师傅|徒弟|儿子|女儿|小[\u4e00-\u9fff]|老[\u4e00-\u9fff])"
    r"(?:自己|一个人|的|那份|是|有|欠|差|该|就|\s)*$"
)
_LEFT_BEFORE = re.compile(
    r"(?:(?:还|仍|尚)[^,，。;；\d]{0,4}[欠差剩]|剩|余下|still owe|remaining)[^,，。;；\d]{0,10}$",
    re.IGNORECASE,
)
_MORE_BEFORE = re.compile(r"还有[^,，。;；\d]{0,10}$")
_UNPAID_AFTER = re.compile(
    r"\s*(?:块?钱)?(?:左右)?[^,，。;；\d]{0,4}(?:没|未|不)(?:有|肯)?"
    r"(?:支付|付|给|打|发|结|拿|到|收)|\s*(?:is |are )?(?:still )?(?:left|unpaid|not paid)"
)
#: A sum for each of several.
PER_HEAD_BEFORE = re.compile(r"(?:每人|每个人|人均|一人|各)[^,，。;；\d]{0,4}$")
#: A sum for each month of work.
PER_MONTH_BEFORE = re.compile(
    r"(?:每个?月|一个?月|月薪|月工资|底薪|平均工资|工资(?:是|标准)|per month|a month)"
    r"[^,，。;；\d欠拖]{0,4}$",
    re.IGNORECASE,
)
PER_MONTH_AFTER = re.compile(
    r"\s*(?:块?钱)?(?:一个?月|每个?月|[/／]月|\s*(?:a|per|every|each) month)(?!没|未|不)",
    re.IGNORECASE,
)
#: People and not money: 六个.
_COUNTED = re.compile(r"\s*[个名位]")
#: Nothing at all, said with the smallest sum: 一分没结, 一块钱都没给过.
_NOTHING = re.compile(
    r"(?<![\d一二两三四五六七八九十百千万零点块元毛角])一(?:[分毛角厘文]钱?|个?(?:子儿?|铜板|钢镚儿?)"
    r"|[块元]钱?(?=[^,，。;；\d]{0,3}[没不未]))"
)
#: Not even so much: 连五百块都没给, 一千块都没给过我.
_NOT_EVEN_BEFORE = re.compile(r"连[^,，。;；\d]{0,3}$")
_NOT_EVEN_AFTER = re.compile(r"\s*(?:块?钱|元)?(?:工资|工钱)?[都也][^,，。;；\d]{0,2}[没不未]")
#: Lines that are rung up: 打给12333.
_LINE = re.compile(r"123\d\d|1[12][09]")
#: A bare number from this on may be money that was paid: not 打了3个电话.
_LEAST_PAID = 100


@dataclass(frozen=True)
class _Sums:
    """The sums of a message, and how they stand in it.

    Attributes:
        message: The message.
        open: Those that may be the debt.
        paid: Those that were paid.
        offered: Whether one is what somebody says they will pay.
    """

    message: FieldMessage
    open: tuple[ReadQuantity, ...]
    paid: tuple[ReadQuantity, ...]
    offered: bool

    @property
    def payment(self) -> bool:
        """Whether a payment is told, be it without a sum."""
        return bool(self.paid or _PART_PAID.search(self.message.text))

    def before(self, pattern: re.Pattern[str]) -> list[ReadQuantity]:
        """Return the open sums with such words before them."""
        return [one for one in self.open if pattern.search(self.message.text[: one.start])]

    def unpaid(self) -> list[ReadQuantity]:
        """Return the open sums that are said not to have come."""
        return [one for one in self.open if _UNPAID_AFTER.match(self.message.text[one.end :])]

    def only(self, found: Sequence[ReadQuantity]) -> ReadQuantity | None:
        """Return the one sum named.

        Raises:
            Impossible: There are several, and the debt was asked for.
        """
        if _values(found) > 1 and self.message.asked:
            raise Impossible("several_amounts")
        return found[0] if _values(found) == 1 else None


def debt(message: FieldMessage) -> ReadQuantity | None:
    """Return the sum that is the debt, ``None`` where none or several are told unasked.

    What is said to be left counts before all else. A sum beside a payment is taken only where it
    is surely what is left.

    Raises:
        Impossible: Several debts are named and no total, a payment without its sum, or only what
            somebody will pay, where the debt was asked for.
        Unsettled: It may be the sum named, or what is left of it after the payments named.
    """
    named = _named(message)
    if named.offered and message.asked and not (named.open or named.paid):
        raise Impossible("offered")
    left = _left(named)
    if left is not None:
        return left
    return _beside_payment(named) if named.payment else _unpaid(named)


def _named(message: FieldMessage) -> _Sums:
    unpaid: list[ReadQuantity] = []
    paid: list[ReadQuantity] = []
    offered = False
    text = _NOTHING.sub(lambda nothing: " " * len(nothing[0]), message.text)
    for found in sums(text):
        before, after = text[: found.start], text[found.end :]
        rate = _APART.search(before) and not _HANDED_BEFORE.search(before)
        apart = rate or _APART_AFTER.match(after) or PER_MONTH_AFTER.match(after)
        not_even = _NOT_EVEN_BEFORE.search(before) and _NOT_EVEN_AFTER.match(after)
        if apart or not_even or _LINE.fullmatch(found.words):
            continue
        if _OFFERED_BEFORE.search(before) or _OFFERED_AFTER.match(after):
            offered = True
            continue
        large = isinstance(found, Unread) or is_large(found.words) or bool(found.unit)
        handed = _PAID_BEFORE.search(before) or _PAID_AFTER.match(after)
        if handed and not _IOU_AFTER.match(after):
            if isinstance(found, Unread) or large or found.low >= _LEAST_PAID:
                paid.append(found)
        elif large or (_is_bare_sum(found, after) and (message.asked or _is_named(found, before))):
            unpaid.append(found)
    return _Sums(message, tuple(unpaid), tuple(paid), offered)


def _is_bare_sum(found: ReadQuantity, after: str) -> bool:
    """Tell whether a figure without a word for money may be a sum: no count of people."""
    return bool(re.search(r"\d|百", found.words)) and not _COUNTED.match(after)


def _is_named(found: ReadQuantity, before: str) -> bool:
    """Tell whether the words before a figure say that it is money."""
    large = isinstance(found, Quantity) and found.low >= _LEAST_PAID
    return large and bool(_SUM_BEFORE.search(before) or _OF_ONE_BEFORE.search(before))


def payments(message: FieldMessage) -> tuple[ReadQuantity, ...]:
    """Return what a message says was paid, nothing where it names the debt too."""
    named = _named(message)
    return () if named.open else named.paid


def is_what_is_left(text: str) -> bool:
    """Tell whether a message says what is owed after all payments: 还欠15000, 还剩2万.

    >>> is_what_is_left("现在还欠15000"), is_what_is_left("一共欠15000")
    (True, False)
    """
    return any(_LEFT_BEFORE.search(text[: found.start]) for found in sums(text))


def each_ones(message: FieldMessage) -> tuple[Quantity, ...]:
    """Return what a message says is owed to each of several people.

    >>> from datetime import date
    >>> told = FieldMessage("我一个人7000他是11000", date(2026, 11, 29), (), False)
    >>> [int(one.low) for one in each_ones(told)]
    [7000, 11000]
    """
    found = {}
    for one in _named(message).open:
        whose = _OF_ONE_BEFORE.search(message.text[: one.start])
        if whose and isinstance(one, Quantity) and one.exact:
            found[whose["who"]] = one
    return tuple(found.values()) if len(found) > 1 else ()


def _left(named: _Sums) -> ReadQuantity | None:
    """Return the sum that is said to be left, if no other debt is named beside it."""
    whole, left = named.before(_WHOLE_BEFORE), named.before(_LEFT_BEFORE)
    if named.payment:
        more = [one for one in (*named.before(_MORE_BEFORE), *named.unpaid()) if one not in whole]
        left = [*left, *more]
    known = (*whole, *left)
    debts = [one for one in named.before(_OWED_BEFORE) if one not in known]
    return left[0] if _values(left) == 1 and (named.payment or not debts) else None


def _unpaid(named: _Sums) -> ReadQuantity | None:
    """Return the debt where nothing was paid: a total, else the only one owed, else any."""
    owed = [*named.before(_OWED_BEFORE), *named.unpaid()]
    if owed:
        owed += named.before(_MORE_BEFORE)
    return named.only(named.before(_WHOLE_BEFORE)[:1] or owed or named.open)


def _beside_payment(named: _Sums) -> ReadQuantity | None:
    """Return the debt that is named after a payment; any other sum leaves two readings."""
    whole = named.before(_WHOLE_BEFORE)
    last = max((one.end for one in named.paid), default=0)
    later = [o for o in named.before(_OWED_BEFORE) if named.paid and o.start > last]
    later = [one for one in later if one not in whole]
    found = named.only(later or whole[:1] or named.open)
    if found is None or later:
        return found
    readings = _readings(found, named)
    if readings:
        raise Unsettled(readings, "rest_or_whole")
    if named.message.asked:
        raise Impossible("part_paid")
    return None


def _readings(whole: ReadQuantity, named: _Sums) -> tuple[Any, Any] | None:
    """Return what payments left of a sum, and the sum; ``None`` where that cannot be reckoned."""
    text = named.message.text
    paid = [one for one in named.paid if not PER_HEAD_BEFORE.search(text[: one.start])]
    known = [one for one in (whole, *paid) if isinstance(one, Quantity) and one.high is not None]
    if not paid or len(known) != 1 + len(named.paid) or _PART_PAID.search(text):
        return None
    first, *payments = known
    low = first.low - sum(one.high or one.low for one in payments)
    high = (first.high or first.low) - sum(one.low for one in payments)
    about = any(one.about for one in known)
    return (as_fact(Quantity(low, high, about=about)), as_fact(first)) if low > 0 else None


def _values(found: Sequence[ReadQuantity]) -> int:
    return len({(s.low, s.high) if isinstance(s, Quantity) else s.words for s in found})
