"""Reading the lines of one paper into blocks.

Every line goes into exactly one block, in order: that is what keeps the text whole. The steps
are tried in turn at each line; the first that knows the line reads it.
"""

from __future__ import annotations

from policies_kb.parse.annexes import annexed_names, read_attachment, read_plan
from policies_kb.parse.blocks import Block
from policies_kb.parse.cursor import Cursor
from policies_kb.parse.front import read_addressee, read_contents, read_head, read_note
from policies_kb.parse.healing import cut_before_ordinal, ends_sentence, goes_on
from policies_kb.parse.lines import Line
from policies_kb.parse.ordinals import Ordinal
from policies_kb.parse.segment import Head
from policies_kb.text.dates import is_date

_RUNNING = {"para", "article", "part", "sec", "item", "point", "sub"}


def read_blocks(lines: list[Line], head: Head) -> list[Block]:
    """Return the blocks of a paper in reading order."""
    cursor = Cursor(lines, head)
    cursor.names = annexed_names(cursor)
    while not cursor.done:
        if not any(step(cursor) for step in _STEPS):
            cursor.take("para")
            cursor.in_body = True
    return cursor.blocks


def _read_table(cursor: Cursor) -> bool:
    stop = cursor.tables.get(cursor.at)
    if stop is None:
        return False
    cursor.take("table", stop - cursor.at)
    cursor.in_body = True
    return True


def _read_signature(cursor: Cursor) -> bool:
    stop = cursor.signatures.get(cursor.at)
    if stop is None:
        return False
    last = cursor.last
    if last and last.kind in {"title", "plan", "number"} and is_date(cursor.line.key):
        # A date right under a title tells when the text was passed.
        return False
    cursor.take("signature", stop - cursor.at)
    cursor.signed = cursor.in_body = True
    return True


def _read_numbered(cursor: Cursor) -> bool:
    ordinal = cursor.ordinals[cursor.at]
    last = cursor.last
    if ordinal is None or (last and cut_before_ordinal(last)):
        return False
    if ordinal.kind == "article":
        if not ordinal.certain and not _is_next_article(cursor, ordinal):
            return False
        cursor.last_article = ordinal.number
    cursor.take(ordinal.kind, ordinal=ordinal)
    cursor.in_body = True
    return True


def _is_next_article(cursor: Cursor, ordinal: Ordinal) -> bool:
    """Tell whether 第三条 without a gap after it opens an article: in turn, after a full stop."""
    last = cursor.last
    in_turn = ordinal.number in (cursor.last_article + 1, 1)
    return in_turn and (last is None or ends_sentence(last) or last.kind not in _RUNNING)


def _read_continuation(cursor: Cursor) -> bool:
    following = cursor.at + 1
    before_ordinal = following < len(cursor.lines) and cursor.ordinals[following] is not None
    last = cursor.last
    if last is None or not goes_on(last, cursor.line, before_ordinal, last.kind in cursor.run_in):
        return False
    cursor.extend(last)
    return True


def _read_heading(cursor: Cursor) -> bool:
    """A Markdown heading without an ordinal: 附则, 序言."""
    if cursor.line.level < 2:
        return False
    cursor.take("chapter").heading = cursor.line.text
    cursor.in_body = True
    return True


_STEPS = (
    read_head,
    _read_table,
    read_contents,
    read_attachment,
    _read_signature,
    read_note,
    _read_numbered,
    _read_continuation,
    read_plan,
    _read_heading,
    read_addressee,
)
