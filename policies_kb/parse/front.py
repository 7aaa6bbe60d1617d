"""Reading what stands before the text proper: title, number, history, addressee."""

from __future__ import annotations

import re

from policies_kb.parse.cursor import Cursor
from policies_kb.parse.lines import squeeze
from policies_kb.parse.portal import (
    is_button,
    is_distribution,
    is_front_field,
    is_page_number,
    is_rule,
)
from policies_kb.parse.titles import MAX_TITLE_LINES, title_like, without_outer_marks
from policies_kb.text.dates import SIGNED, is_date

_HISTORY = re.compile(r"通过|公布|发布|施行|修订|修正|批准|执行|修改")
_REMARK = re.compile(r"\((?:此件|本文|此文).{0,40}\)")
_CONTENTS = {"目录", "目次"}
_NOT_ADDRESSED = re.compile(r"如下|以下|下列|[。;]")
_FRONT_KINDS = {"title", "number", "note", "plan", "letterhead"}
_MAX_ADDRESSEE_LINES = 6
_MAX_ADDRESSEE = 600
_MAX_HISTORY_LINES = 10
_MAX_CONTENTS_LINES = 200


def read_head(cursor: Cursor) -> bool:
    """Read title and number where the paper's opening says they stand."""
    head = cursor.head
    for kind, (first, stop) in (("title", head.title), ("number", head.number)):
        if first == cursor.at < stop:
            cursor.take(kind, stop - first)
            return True
    if _repeats_title(cursor):
        return True
    ahead = [
        first for first, stop in (head.title, head.number) if first < stop and first > cursor.at
    ]
    return bool(ahead) and _between(cursor, min(ahead))


def _repeats_title(cursor: Cursor) -> bool:
    """Read the title again where a page prints it over and under the number."""
    last = cursor.last
    if last is None or last.kind != "number" or cursor.head.title[1] > cursor.head.number[0]:
        return False
    title = squeeze(cursor.head.name)
    key = ""
    for size, line in enumerate(cursor.lines[cursor.at : cursor.at + MAX_TITLE_LINES], 1):
        key += line.key
        if without_outer_marks(key) == title:
            cursor.take("title", size)
            return True
    return False


def _between(cursor: Cursor, below: int) -> bool:
    """Read a letterhead over the number, or a notice's title between a law's name and number."""
    if not cursor.blocks:
        cursor.take("letterhead", below - cursor.at)
        return True
    between = cursor.lines[cursor.at : below]
    if all(is_rule(line.key) or is_front_field(line) for line in between):
        cursor.take("note", below - cursor.at)
        return True
    if all(title_like(line) for line in between):
        cursor.take("title", below - cursor.at)
        return True
    return False


def read_contents(cursor: Cursor) -> bool:
    """Read a law's table of contents, up to where its first entry stands again."""
    if cursor.line.key not in _CONTENTS or cursor.at + 1 >= len(cursor.lines):
        return False
    first = cursor.lines[cursor.at + 1].key
    reach = min(len(cursor.lines), cursor.at + _MAX_CONTENTS_LINES)
    for stop in range(cursor.at + 2, reach):
        if cursor.lines[stop].key == first:
            cursor.take("toc", stop - cursor.at)
            return True
    return False


def read_note(cursor: Cursor) -> bool:
    """Read when and by whom a law was passed, or a remark such as (此件公开发布)."""
    key = cursor.line.key
    last = cursor.last
    if _REMARK.fullmatch(key) or _is_page_furniture(cursor):
        cursor.take("note")
        return True
    if last and last.kind == "note" and is_distribution(last.key) and last.key[-1] in "、,":
        cursor.extend(last)
        return True
    if last is None or last.kind not in _FRONT_KINDS | {"signature"}:
        return False
    if not SIGNED.match(key.removeprefix("(")) or "。" in key:
        return False
    if not is_date(key) and not _HISTORY.search(key) and key[0] != "(":
        return False
    cursor.take("note", _bracketed_lines(cursor))
    return True


def _is_page_furniture(cursor: Cursor) -> bool:
    """Tell whether the next line belongs to the page or the printer and not to the paper."""
    key = cursor.line.key
    if is_button(key) or is_rule(key) or is_page_number(key):
        return True
    if cursor.signed and is_distribution(key):
        return True
    last = cursor.last
    front = last is not None and last.kind in _FRONT_KINDS and not cursor.in_body
    return front and cursor.at not in cursor.tables and is_front_field(cursor.line)


def _bracketed_lines(cursor: Cursor) -> int:
    """Return how many lines it takes until every bracket is closed, 1 when none ever is."""
    depth = 0
    for size, line in enumerate(cursor.lines[cursor.at : cursor.at + _MAX_HISTORY_LINES], 1):
        depth += line.key.count("(") - line.key.count(")")
        if depth <= 0:
            return size
    return 1


def read_addressee(cursor: Cursor) -> bool:
    """Read whom the paper speaks to: the first words under title and number, up to a colon."""
    last = cursor.last
    if cursor.in_body or last is None or last.kind not in _FRONT_KINDS:
        return False
    key = ""
    for size, line in enumerate(cursor.lines[cursor.at : cursor.at + _MAX_ADDRESSEE_LINES], 1):
        at = cursor.at + size - 1
        key += line.key
        if cursor.ordinals[at] or at in cursor.tables or len(key) > _MAX_ADDRESSEE:
            break
        if _NOT_ADDRESSED.search(key):
            break
        if key[-1] == ":":
            cursor.take("addressee", size)
            cursor.in_body = True
            return True
    return False
