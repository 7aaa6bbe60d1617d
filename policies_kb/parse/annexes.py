"""Reading annexed plans, the list of attachments, and where attachments begin."""

from __future__ import annotations

import re

from policies_kb.parse.blocks import Block
from policies_kb.parse.cursor import LABEL, Cursor
from policies_kb.parse.lines import Line, one_line, raw_length, squeeze
from policies_kb.parse.ordinals import Ordinal, ordinal_value
from policies_kb.parse.titles import ends_as_type

_QUOTED = re.compile(r"《([^《》]{2,80}(?:〈[^〈〉]{1,60}〉[^《》]{0,40})?)》")
_ANNEXED = re.compile(r"(?:印发|转发|批转|公布)(.{2,80}?)的(?:通知|决定)$")
_LIST_NUMBER = re.compile(r"(\d{1,2})[.、]")
_FRONT_LINES = 40
_MAX_NAMES = 60
_MAX_TITLE_LINES = 4
_MAX_LISTED = 80


def annexed_names(cursor: Cursor) -> set[str]:
    """Return the names of the plans a notice may annex: what it quotes, and its own title's."""
    front = "".join(line.key for line in cursor.lines[:_FRONT_LINES])
    names = {match.group(1) for match in list(_QUOTED.finditer(front))[:_MAX_NAMES]}
    if match := _ANNEXED.search(squeeze(cursor.head.name)):
        names.add(match.group(1))
    return names


def read_plan(cursor: Cursor) -> bool:
    """Read the title of an annexed plan, as the notice quotes it or right after a signature.

    The regulation that an order (令) publishes is the paper's own text: its title opens no plan.
    """
    if not cursor.blocks or not cursor.may_be_title(cursor.at):
        return False
    size = _quoted_title(cursor) or _title_after_signature(cursor)
    if not size:
        return False
    kind = "title" if cursor.head.order and not cursor.annexed else "plan"
    block = cursor.take(kind, size)
    block.heading = block.text
    cursor.annexed = True
    cursor.in_body = False
    cursor.listed = {}
    cursor.last_article = 0
    return True


def _quoted_title(cursor: Cursor) -> int:
    if not cursor.in_body:
        return 0
    name = ""
    for size, line in enumerate(cursor.lines[cursor.at : cursor.at + _MAX_TITLE_LINES], 1):
        name += line.key
        if name in cursor.names:
            return size
        if not any(known.startswith(name) for known in cursor.names):
            break
    return 0


def _title_after_signature(cursor: Cursor) -> int:
    before = [block for block in cursor.blocks[-3:] if block.kind != "note"]
    if not before or before[-1].kind != "signature":
        return 0
    return _typed_title(cursor, "")


def _typed_title(cursor: Cursor, listed: str) -> int:
    """Return how many lines make a title: ``listed``, or up to a kind of paper (办法, 清单 …)."""
    name = ""
    for size in range(1, _MAX_TITLE_LINES + 1):
        at = cursor.at + size - 1
        if not cursor.may_be_title(at):
            break
        name += cursor.lines[at].key
        is_whole = name.count("《") == name.count("》")
        if name == listed or (not listed.startswith(name) and ends_as_type(name) and is_whole):
            return size
    return 0


def read_attachment(cursor: Cursor) -> bool:
    """Read 附件: the list of attachments at the end of a text, or the label over one of them."""
    match = LABEL.match(cursor.line.key)
    if match is None:
        return False
    rest = cursor.line.key[match.end() :]
    number = ordinal_value(match.group(1) or "零") or 0
    if not rest:
        if match.group(2) and _is_list_item(cursor, cursor.at + 1, 1):
            _read_list(cursor, 0, "")
        else:
            _start(cursor, number)
        return True
    if not _names_attachment(cursor.line, match, rest):
        return False
    if cursor.listed or (cursor.signed and not cursor.annexed):
        block = _start(cursor, number)
        block.heading = block.heading or one_line(_after(block.lines[0], match.end()))
    else:
        _read_list(cursor, number, rest)
    return True


def _names_attachment(line: Line, match: re.Match[str], rest: str) -> bool:
    """Tell whether words after 附件 name it, and are not a sentence such as 附件所列项目…."""
    after = line.text[raw_length(line.text, match.end()) :]
    parted = bool(match.group(2)) or (bool(match.group(1)) and after[:1].isspace())
    return parted and len(rest) <= _MAX_LISTED and "。" not in rest


def _after(line: Line, squeezed: int) -> str:
    return line.text[raw_length(line.text, squeezed) :].strip()


def _start(cursor: Cursor, number: int) -> Block:
    """Read an attachment's label with its title, which stands under it or, rarely, over it."""
    over = _title_over(cursor, number)
    block = cursor.take("attachment")
    label = block.lines[0]
    match = LABEL.match(label.key)
    printed = label.text[: raw_length(label.text, match.end())] if match else label.text
    block.ordinal = Ordinal("attachment", printed, number)
    if over is not None:
        block.lines[:0] = over.lines
        block.heading = one_line(over.text)
        cursor.blocks.remove(over)
    elif LABEL.fullmatch(label.key):
        size = _typed_title(cursor, cursor.listed.get(number or 1, ""))
        size = size or int(cursor.may_be_title(cursor.at))
        title = cursor.lines[cursor.at : cursor.at + size]
        block.heading = one_line("".join(line.text for line in title))
        cursor.extend(block, size)
    cursor.in_body = cursor.annexed = True
    cursor.last_article = 0
    return block


def _title_over(cursor: Cursor, number: int) -> Block | None:
    """Return the paragraph before a label when the list of attachments names it so."""
    last = cursor.last
    listed = cursor.listed.get(number)
    return last if listed and last and last.kind == "para" and last.key == listed else None


def _read_list(cursor: Cursor, number: int, rest: str) -> None:
    """Read the list of attachments: 附件:1. … 2. …, one entry a line."""
    block = cursor.take("attlist")
    item = _LIST_NUMBER.match(rest)
    count = int(item.group(1)) if item else (number or int(bool(rest)))
    if rest:
        cursor.listed[count] = rest[item.end() :] if item else rest
        _read_rest_of_name(cursor, block, count)
    while _is_list_item(cursor, cursor.at, count + 1):
        count += 1
        entry = _LIST_NUMBER.match(cursor.line.key)
        cursor.listed[count] = cursor.line.key[entry.end() if entry else 0 :]
        cursor.extend(block)
        _read_rest_of_name(cursor, block, count)


def _read_rest_of_name(cursor: Cursor, block: Block, number: int) -> None:
    """Read the second line of an entry whose whole name stands over the attachment itself."""
    if not cursor.may_be_title(cursor.at):
        return
    name = cursor.listed[number] + cursor.line.key
    if name in "".join(line.key for line in cursor.lines[cursor.at + 1 :]):
        cursor.listed[number] = name
        cursor.extend(block)


def _is_list_item(cursor: Cursor, at: int, number: int) -> bool:
    ordinal = cursor.ordinals[at] if at < len(cursor.lines) else None
    return (
        ordinal is not None
        and ordinal.kind == "item"
        and ordinal.number == number
        and at not in cursor.tables
        and "。" not in cursor.lines[at].key
        and len(cursor.lines[at].key) <= _MAX_LISTED
    )
