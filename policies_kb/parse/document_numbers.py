"""Document numbers (文号) and order numbers (令)."""

from __future__ import annotations

import re

from policies_kb.text.dates import SIGNED
from policies_kb.text.notation import ORDINAL

# 文号 after 《党政机关公文格式》 (GB/T 9704-2012, 7.2.5): agency code, year in 〔〕, serial, 号.
# Web copies print the brackets in every possible way.
_NUMBER = re.compile(
    r"([\u4e00-\u9fff]{1,14})[〔\[(【﹝{「]((?:19|20)\d{2})[〕\])】﹞}」]第?(\d{1,5})号"
)
_NOTICE = re.compile(r"([\u4e00-\u9fff]{2,24}公告)(\d{4})年第(\d{1,4})号")
_ORDER = re.compile(
    rf"([\u4e00-\u9fff、]{{2,60}}?(?:令|公告))[(〔]?第(\d{{1,4}}|[{ORDINAL}]{{1,7}})号[)〕]?"
)
_ORDER_HEAD = re.compile(r"[\u4e00-\u9fff、]{2,60}(?:令|公告)")
_ORDER_SERIAL = re.compile(rf"[(〔]?第(?:\d{{1,4}}|[{ORDINAL}]{{1,7}})号[)〕]?")
#: The serial alone, as it stands under the title of a notice that is numbered by the year.
_YEARLY_SERIAL = re.compile(r"[(〔]?(\d{4})年第(\d{1,4})号[)〕]?")
_GLUED = re.compile(
    r"(?P<title>.{4,}?(?:通知|意见|决定|通报|批复|函|公告|通告|报告|答复|措施|办法|规定|方案|计划)"
    r"(?:\([^()]{1,12}\))?)"
    r"(?P<number>[\u4e00-\u9fff]{2,14}[〔\[(]((?:19|20)\d{2})[〕\])]第?\d{1,5}号)"
)
_STATE = "中华人民共和国"
_ISSUING = re.compile(r"公布|发布")


def read_document_number(key: str) -> str:
    """Return the normalised number a squeezed line consists of, empty when it is no number."""
    if len(key) > 60:
        return ""
    if key[0] in "(（" and key[-1] in ")）":
        key = key[1:-1]
    if match := _NUMBER.fullmatch(key):
        agency, year, serial = match.groups()
        return f"{agency}〔{year}〕{serial}号"
    if match := _NOTICE.fullmatch(key):
        agency, year, serial = match.groups()
        return f"{agency}{year}年第{serial}号"
    return ""


def read_order(key: str) -> str:
    """Return the normalised order number a squeezed line consists of, or empty."""
    match = _ORDER.fullmatch(key) if len(key) <= 80 else None
    return _order(match) if match else ""


def is_order_head(key: str) -> bool:
    """Tell whether a squeezed line is the masthead of an order: 浙江省人民政府令."""
    return len(key) <= 64 and _ORDER_HEAD.fullmatch(key) is not None


def is_order_serial(key: str) -> bool:
    """Tell whether a squeezed line is the number under such a masthead: 第357号."""
    return len(key) <= 12 and _ORDER_SERIAL.fullmatch(key) is not None


def read_yearly_serial(key: str) -> str:
    """Return the serial a squeezed line under a title consists of: 2021年第2号; or empty."""
    match = _YEARLY_SERIAL.fullmatch(key) if len(key) <= 20 else None
    return f"{match[1]}年第{match[2]}号" if match else ""


def glued_number(key: str) -> int:
    """Return where a number begins that is glued to the end of a squeezed title, else 0."""
    match = _GLUED.fullmatch(key) if len(key) <= 200 else None
    return match.start("number") if match else 0


def order_in_history(key: str) -> tuple[str, str] | None:
    """Return order number and its date text from a law's history line.

    ``2007年4月5日中华人民共和国国务院令第492号公布`` gives ``国务院令第492号``. The order that
    published the law names it; later orders that amended it (修订, 修正) do not.
    """
    dates = list(SIGNED.finditer(key))
    for index, found in enumerate(dates):
        stop = dates[index + 1].start() if index + 1 < len(dates) else len(key)
        clause = key[found.end() : stop]
        match = _ORDER.search(clause[:80])
        if match and _ISSUING.search(clause):
            return _order(match), found.group()
    return None


def issuer_of_order(number: str) -> str:
    """Return who issued an order from its normalised number: 国务院令第492号 -> 国务院."""
    match = _ORDER.fullmatch(number)
    return re.sub(r"(?:令|公告)$", "", match.group(1)) if match else ""


def _order(match: re.Match[str]) -> str:
    body = match.group(1).removeprefix("以").removeprefix("由")
    if body.startswith(_STATE) and len(body) > len(_STATE) + 1:
        body = body[len(_STATE) :]
    return f"{body}第{match.group(2)}号"
