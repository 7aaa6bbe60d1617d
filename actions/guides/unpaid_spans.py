"""Reads how long nothing was paid, which tells about when it began: 拖了半年, 三个月没发."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.guides.reading import FieldMessage, Impossible
from actions.guides.times import month_of
from policies_kb.text.moment import Moment
from policies_kb.text.quantity import Quantity, ReadQuantity
from policies_kb.text.spans import before, spans

UNPAID = r"(?:没|未|不)(?:有)?(?:发|给|付|拿|领|结|开|到)"
#: A span that says for how long nothing was paid: 三个月没发, 拖了半年.
_UNPAID_AFTER = re.compile(
    r"\s*(?:左右|上下|以上)?(?:多)?(?:了)?(?:的)?(?:工资|工钱|薪水|钱)?(?:了)?"
    r"(?:都|也|还|就|一直|[,，]?\s*一(?:分|毛|角|个子儿?|次)钱?(?:都|也)?)?"
    rf"{UNPAID}"
)
#: So many months together come to a sum: 四个月一共19000.
_IN_ALL_AFTER = re.compile(
    r"\s*的?(?:一共|总共|合计|加起来)(?:是|有|欠|差)?\s*[\d一二两三四五六七八九十]"
)
_UNPAID_BEFORE = re.compile(
    r"(?:欠|拖|押|压|没发|没给|没付|not paid|unpaid)[^,，。;；]{0,10}$"
    r"|(?:n.?t|not|never) (?:been |get |got )?pa(?:y|id)\b[^,.;]{0,14}$|\bowe[sd]?(?: me| us)?\s*$",
    re.IGNORECASE,
)
#: Pay came for no longer than this.
_PAID_ONLY = re.compile(r"(?:才|只|就)(?:给|发|付|结)(?:了|过)?(?:我们?)?\s*$")
#: How long the work lasted says nothing of when the pay stopped.
_WORKED_BEFORE = re.compile(r"(?:干|做|待|工作|上班|打工|来)(?:了|满)?\s*$")
#: Nor does how long anything else lasts: 入职三年, 跟了他十年, 判了三年, 十五年工龄.
_LASTS_BEFORE = re.compile(
    r"(?:入职|进厂|上|装|旷工|[跟判跑扣](?:[了着我刑路]|他|她|老板|[包工]头)*)(?:了|满)?\s*$"
)
_LASTS_AFTER = re.compile(r"\s*(?:的|多)?(?:工龄|老员工|刑|班)")
#: 干了三年工资没结: how long the work lasted, and that pay is owed at its end.
_PAY_OPEN_AFTER = re.compile(r"\s*(?:多|半)?(?:了)?(?:的)?(?:工资|工钱|薪水|钱)")
#: One month of several is no length: 最后一个月就给了一千.
_LAST_ONE = re.compile(r"(?:最后|第)$")
#: What is paid for each month tells of no month: 一个月六千五.
_RATE_AFTER = re.compile(
    r"\s*(?:的?(?:工资|工钱|薪水))?(?:大概|大约|差不多|就|才|只|是|有|拿|给|能|挣|赚|算|合)*\s*"
    r"(?:\d{3,}|[\d.]+[千万百]|[一二两三四五六七八九十]+[千万百])"
)


def _is_last(span: ReadQuantity, text: str) -> bool:
    """Tell whether a span is one month of several."""
    one = isinstance(span, Quantity) and span.low == 1
    return one and _LAST_ONE.search(text[: span.start]) is not None


def _lasts(span: ReadQuantity, text: str) -> bool:
    """Tell whether a span is how long the work lasted, or something else than the want of pay."""
    ahead = text[: span.start]
    other = _LASTS_BEFORE.search(ahead) or _LASTS_AFTER.match(text, span.end)
    return bool(_WORKED_BEFORE.search(ahead) or other)


def is_unpaid(span: ReadQuantity, text: str) -> bool:
    """Tell whether a span says for how long nothing was paid."""
    before_it, worked = text[: span.start], _WORKED_BEFORE.search(text[: span.start])
    if worked and isinstance(span, Quantity) and span.unit == "day":
        return False
    if worked and _PAY_OPEN_AFTER.match(text, span.end):
        return False
    in_all = not worked and _IN_ALL_AFTER.match(text, span.end)
    after = _UNPAID_AFTER.match(text, span.end) or in_all
    return bool(after or _UNPAID_BEFORE.search(before_it))


def less_paid_months(message: FieldMessage) -> list[str] | None:
    """Return about the month it began in, where so long was worked and pay came for a part of it.

    做了半年才给了两个月的: the last four were not paid.
    """
    told = [s for s in spans(message.text) if not _RATE_AFTER.match(message.text, s.end)]
    months = [s for s in told if isinstance(s, Quantity) and s.unit == "month"]
    if len(months) != 2 or not all(span.exact for span in months):
        return None
    (worked, paid), text = months, message.text
    part = _WORKED_BEFORE.search(text[: worked.start]) and _PAID_ONLY.search(text[: paid.start])
    if not part or worked.low <= paid.low:
        return None
    first, _ = before(message.today, replace(worked, low=worked.low - paid.low, high=None))
    return [f"{first:%Y-%m}"] * 2


def since_span(message: FieldMessage) -> str | list[str] | None:
    """Return about the month a span of time without pay began in: the only one told, or none.

    Three months name no month: whether the one that is going on counts is not said.
    """
    text = message.text
    found = [
        span
        for span in spans(text)
        if not _RATE_AFTER.match(text, span.end) and not _is_last(span, text)
    ]
    unpaid = [span for span in found if is_unpaid(span, text)]
    told = [span for span in found if not _lasts(span, text)]
    span = next(iter(unpaid or (told if message.asked and len(told) == 1 else [])), None)
    if not isinstance(span, Quantity):
        return None
    if span.exact and "多" in text[span.start : span.end + 1]:
        span = replace(span, high=span.low + 1)
    try:
        first, last = before(message.today, span)
    except OverflowError as error:
        raise Impossible("too_old") from error
    latest = (last.year, last.month)
    return month_of(Moment(0, 0, first.year, first.month, None, latest), message.today)
