"""Finding the papers in a source: where each begins, ends, and what it is called."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from policies_kb.parse.document_numbers import (
    is_order_head,
    is_order_serial,
    read_document_number,
    read_order,
    read_yearly_serial,
)
from policies_kb.parse.errors import ParseError
from policies_kb.parse.lines import Line, one_line, squeeze
from policies_kb.parse.ordinals import read_ordinal
from policies_kb.parse.portal import is_front_field, is_rule, portal_fields
from policies_kb.parse.titles import (
    MAX_TITLE_LINES,
    ends_as_type,
    is_law_name,
    is_paper_title,
    is_section_header,
    issuer_in_title,
    title_length,
    title_like,
    without_outer_marks,
)
from policies_kb.text.dates import SIGNED, is_date

_QUOTED = re.compile(r"《([^《》]{2,80})》")
_PAGE = re.compile(r"[\d().…·\-—]{1,12}")
_LETTERHEAD = re.compile(r"[\u4e00-\u9fff]{2,24}文件")
_MASTHEAD = re.compile(r"[\u4e00-\u9fff《》]{2,24}公报")
_COLOPHON = re.compile(
    r"(?:主管|主办|编辑|出版|印刷|发行|主管主办)单位:|国内统一(?:连续出版物)?刊号|国内统一连续出版物号|"
    r"邮政编码|邮编:|联系电话:|网址:|出版日期|.{1,12}出版$"
)
_PASSED = re.compile(r"通过|公布|批准|发布")
_NOTICE_KIND = re.compile(r"(?:公告|通告|通报|命令|令)$")
_AMENDING = re.compile(r"修正案(?:\([^()]{1,6}\))?$")
_FRONT_LINES = 16
_LIST_REACH = 5
_MOST_FIELDS = 6


@dataclass
class Head:
    """The opening of one paper, in positions of the source's lines.

    Attributes:
        start: First line of the paper.
        title: First and one past the last line of the title, equal when it has no line.
        number: First and one past the last line of the number, equal when it has no line.
        name: The title on one line.
        mark: The normalised number, empty when it stands elsewhere or nowhere.
        order: True for an order (令) that publishes a regulation.
        stop: One past the last line of the paper.
        fields: What the index fields of the page over it say, see ``portal_fields``.
    """

    start: int
    title: tuple[int, int]
    number: tuple[int, int]
    name: str
    mark: str
    order: bool = False
    stop: int = 0
    fields: dict[str, str] = field(default_factory=dict)


def find_heads(lines: list[Line]) -> list[Head]:
    """Return the papers in a source in reading order.

    A paper opens with a title and, under or over it, a line that is nothing but its number. A
    number cited in a sentence, or the entries of a table of contents or of any list of papers,
    open none. A source without any such line may be a single law or notice without a number.

    Raises:
        ParseError: No paper was found.
    """
    if not lines:
        raise ParseError(1, "the text is empty")
    heads = _markdown_heads(lines) or _numbered_heads(lines) or _bare_head(lines)
    if not heads:
        raise _refusal(lines)
    for head, following in pairwise(heads):
        head.stop = following.start
    heads[0].fields = portal_fields(lines[: heads[0].title[1] + _FRONT_LINES])
    heads[-1].stop = _colophon(lines, heads[-1])
    for head in heads:
        while head.stop > head.start + 1 and is_section_header(lines[head.stop - 1].key):
            head.stop -= 1
    return heads


def _refusal(lines: list[Line]) -> ParseError:
    for line in lines:
        if read_document_number(line.key) or read_order(line.key):
            return ParseError(line.number, "a document number without a title or a text of its own")
    return ParseError(
        lines[0].number,
        "not an official paper: neither a title with a document number (文号) under it nor a "
        "regulation in articles (第一条)",
    )


def _markdown_heads(lines: list[Line]) -> list[Head]:
    """A law in Markdown: the top heading is its title."""
    tops = [at for at, line in enumerate(lines) if line.level == 1]
    heads: list[Head] = []
    for at, stop in zip(tops, [*tops[1:], len(lines)], strict=False):
        number = (at + 1, at + 1)
        mark = ""
        for below in range(at + 1, min(stop, at + _FRONT_LINES)):
            if lines[below].level or read_ordinal(lines[below]):
                break
            found = read_document_number(lines[below].key) or read_order(lines[below].key)
            if found and not mark:
                mark, number = found, (below, below + 1)
        if mark or _has_body(lines, at + 1, stop, lines[at].key):
            heads.append(Head(at, (at, at + 1), number, one_line(lines[at].text), mark))
    return heads


def _numbered_heads(lines: list[Line]) -> list[Head]:
    heads: list[Head] = []
    floor = 0
    at = 0
    while at < len(lines):
        head = _head_at(lines, at, floor)
        if head is None:
            at += 1
            continue
        heads.append(head)
        at = floor = max(head.number[1], head.title[1])
    return heads


def _head_at(lines: list[Line], at: int, floor: int) -> Head | None:
    """Return the paper whose number begins at line ``at``."""
    number, stop, order = _number_at(lines, at)
    if serial := read_yearly_serial(lines[at].key):
        return _yearly_notice(lines, at, floor, serial)
    if not number or _is_list_entry(lines, stop):
        return None
    above = _title_above(lines, at, floor)
    if above is not None and (not order or _is_own_title(lines, *above)):
        return Head(above[0], above, (at, stop), _name(lines, *above), number)
    if order:
        name = _ordered_name(lines, stop) or one_line(lines[at].text)
        return Head(at, (stop, stop), (at, stop), name, number, order=True)
    first = stop
    while first < len(lines) and is_rule(lines[first].key):
        first += 1
    below = _title_below(lines, first)
    if below is None:
        return None
    has_letterhead = at > floor and _LETTERHEAD.fullmatch(lines[at - 1].key)
    start = at - 1 if has_letterhead else at
    return Head(start, (first, below), (at, stop), _name(lines, first, below), number)


def _is_own_title(lines: list[Line], first: int, stop: int) -> bool:
    """Tell whether the title over an order's number is the paper's: a law, or what changes one."""
    title = "".join(line.key for line in lines[first:stop])
    return is_law_name(lines[stop - 1].key) or (title.endswith("决定") and is_paper_title(title))


def _yearly_notice(lines: list[Line], at: int, floor: int, serial: str) -> Head | None:
    """Return the notice (公告, 通告) whose title stands over 2021年第2号."""
    above = _title_above(lines, at, floor)
    if above is None:
        return None
    name = _name(lines, *above)
    kind = _NOTICE_KIND.search(name)
    if kind is None:
        return None
    number = f"{issuer_in_title(squeeze(name))}{kind.group()}{serial}"
    return Head(above[0], above, (at, at + 1), name, number)


def _number_at(lines: list[Line], at: int) -> tuple[str, int, bool]:
    key = lines[at].key
    if number := read_document_number(key):
        return number, at + 1, False
    if number := read_order(key):
        return number, at + 1, True
    if is_order_head(key) and at + 1 < len(lines) and is_order_serial(lines[at + 1].key):
        return read_order(key + lines[at + 1].key), at + 2, True
    return "", at, False


def _is_list_entry(lines: list[Line], after: int) -> bool:
    """Tell whether the lines after a number show one more number before any sentence."""
    seen = 0
    for line in lines[after : after + 3 * _LIST_REACH]:
        if _PAGE.fullmatch(line.key):
            continue
        if read_document_number(line.key):
            return True
        seen += 1
        if line.key[-1] in "。:;" or len(line.key) > 60 or seen == _LIST_REACH:
            return False
    return seen == 0


def _title_above(lines: list[Line], at: int, floor: int) -> tuple[int, int] | None:
    """Return the first and one past the last line of the title over a number.

    A page may print its own fields (发布时间, 来源) between the two.
    """
    stop = at
    while stop > max(floor, at - _MOST_FIELDS) and is_front_field(lines[stop - 1]):
        stop -= 1
    first = stop
    while first > max(floor, stop - MAX_TITLE_LINES) and _may_be_title(lines[first - 1]):
        first -= 1
    size = title_length([line.key for line in lines[first:stop]])
    return (stop - size, stop) if size else None


def _title_below(lines: list[Line], at: int) -> int | None:
    """Return one past the title that begins at line ``at`` (number printed above the title)."""
    name = ""
    for below in range(at, min(len(lines), at + MAX_TITLE_LINES)):
        if not _may_be_title(lines[below]):
            return None
        name += lines[below].key
        if is_paper_title(name) and name.count("《") == name.count("》"):
            return below + 1
    return None


def _may_be_title(line: Line) -> bool:
    return (
        title_like(line)
        and not is_date(line.key)
        and read_ordinal(line) is None
        and not is_rule(line.key)
        and not is_front_field(line)
    )


def _name(lines: list[Line], first: int, stop: int) -> str:
    return without_outer_marks(one_line("".join(line.text for line in lines[first:stop])))


def _ordered_name(lines: list[Line], at: int) -> str:
    """Return the name of the regulation an order publishes, as its sentence quotes it."""
    for line in lines[at : at + 3]:
        if quoted := _QUOTED.search(line.text):
            return one_line(quoted.group(1))
    return ""


def _bare_head(lines: list[Line]) -> list[Head]:
    """A single paper without a number line: its title opens the source, or stands under fields.

    The number may stand in brackets after the title (``…的通知(国发〔2019〕5号)``) or in the index
    fields of the page.
    """
    first = next((at for at, line in enumerate(lines) if not is_front_field(line)), 0)
    key = ""
    for at, line in enumerate(lines[first : first + MAX_TITLE_LINES], first):
        if not _may_be_title(line):
            break
        key += line.key
        bracket = key.rfind("(")
        mark = read_document_number(key[bracket:]) if bracket > 0 else ""
        title = without_outer_marks(key[:bracket] if mark else key)
        if _is_whole_title(title) and _has_body(lines, at + 1, len(lines), title):
            stop = at + 1
            name = _name(lines, first, stop)
            name = re.split(r"[(（](?=[^(（]*$)", name)[0] if mark else name
            told = portal_fields(lines[:_FRONT_LINES]).get("number", "-")
            mark = mark or read_document_number(told)
            return [Head(first, (first, stop), (stop, stop), name, mark)]
    return []


def _is_whole_title(title: str) -> bool:
    if title.count("《") != title.count("》"):
        return False
    opens = title.startswith("关于") or bool(issuer_in_title(title))
    return is_law_name(title) or bool(_AMENDING.search(title)) or (opens and ends_as_type(title))


def _has_body(lines: list[Line], first: int, stop: int, title: str) -> bool:
    """Tell whether lines hold two articles, or a numbered part or addressee and a date line."""
    articles = parts = dates = 0
    for line in lines[first:stop]:
        ordinal = read_ordinal(line)
        articles += ordinal is not None and ordinal.kind == "article"
        parts += ordinal is not None and ordinal.kind == "part"
        dates += is_date(line.key) or _tells_when_passed(line)
        dates += line.key[-1] == "日" and len(line.key) <= 80 and bool(SIGNED.search(line.key))
        if articles >= 2 or (dates and parts):
            return True
        if parts >= 2 and _AMENDING.search(title):
            return True
    return bool(dates) and any(line.key[-1] == ":" for line in lines[first : first + 4])


def _tells_when_passed(line: Line) -> bool:
    return bool(SIGNED.match(line.key.removeprefix("(")) and _PASSED.search(line.key))


def _colophon(lines: list[Line], head: Head) -> int:
    """Return where the last paper of an issue stops: before the issue's colophon, if any."""
    marks = [at for at in range(head.number[1], len(lines)) if _COLOPHON.search(lines[at].key[:40])]
    if len(marks) < 3 or len(lines) - marks[-1] > 6:
        return len(lines)
    first = marks[-1]
    for mark in reversed(marks):
        if first - mark > 4:
            break
        first = mark
    for above in range(first - 1, max(head.number[1], first - 5), -1):
        if _MASTHEAD.fullmatch(lines[above].key):
            return above
    return first
