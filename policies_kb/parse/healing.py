"""Deciding whether a line goes on with the paragraph above it.

Page layout breaks paragraphs in mid-sentence, with or without a blank line. Nothing but the
words tells such a break from the end of a paragraph, so the rules look at how the text above
ends and how the line begins.
"""

from __future__ import annotations

import re

from policies_kb.parse.blocks import Block
from policies_kb.parse.document_numbers import read_document_number
from policies_kb.parse.lines import Line
from policies_kb.parse.ordinals import MAX_HEADING

_ENDS = "。！？!?:…"
_CLOSERS = '”’」》)]"'
_GOES_ON_AFTER = "、,，（(《“〈—"
_GOES_ON_WITH = "的，。；、,;:：)）”》〉」!?！？%％"
_CLAUSE = re.compile(r"[。;,:!?]")
_CLAUSE_BUT_COMMA = re.compile(r"[。;:!?]")
_CLAUSE_MARKS = "。;,:!?、"
_PAIRS = (("(", ")"), ("《", "》"), ("“", "”"))
_OPEN_KINDS = {"para", "part", "sec", "item", "point", "sub", "article"}
# Who answers for a clause stands in brackets after its last sentence, never in front of one.
_RESPONSIBLE = re.compile(r"\((?:责任单位|牵头单位|[^()。]{2,200}(?:负责|指导|参与|牵头|配合)\)$)")
_SHORT_HEADING = 30
_HALF_HEADING = 15
_DANGLING = re.compile(r"(?:和|或|以及|按照|根据|依照|(?<!目)的)$")
_PRINTED_LINE = 25
_BRACKET_REACH = 2000


def goes_on(block: Block, line: Line, before_ordinal: bool, run_in: bool) -> bool:
    """Tell whether ``line`` goes on with the paragraph in ``block``.

    Args:
        block: The paragraph so far.
        line: A line that opens no structure of its own.
        before_ordinal: Whether an ordinal follows ``line``.
        run_in: Whether the paper ends headings of this kind with a full stop, so that one
            without was cut short.
    """
    if block.kind not in _OPEN_KINDS or block.lines[-1].level or line.level:
        return False
    if line.key[0] in _GOES_ON_WITH or _RESPONSIBLE.match(line.key):
        return True
    if ends_sentence(block):
        return False
    if _breaks_off(block) or read_document_number(line.key):
        return True
    is_sentence = _CLAUSE.search(line.key) is not None
    if is_heading(block):
        rest_of_heading = not is_sentence and len(line.key) <= _HALF_HEADING
        return run_in or (before_ordinal and rest_of_heading)
    if any(block.counts[mark] for mark in _CLAUSE_MARKS):
        return True
    return block.size >= _PRINTED_LINE and is_sentence


def cut_before_ordinal(block: Block) -> bool:
    """Tell whether a block breaks off so that even an ordinal must be its continuation."""
    return block.kind in _OPEN_KINDS and block.lines[-1].key[-1] in "、(《“〈"


def ends_sentence(block: Block) -> bool:
    """Tell whether the words of a block end where a paragraph may end.

    A semicolon ends an enumerated clause, but not a paragraph that already holds a full stop.
    A closing bracket ends a paragraph when a sentence ended before or inside it:
    ``…体系。(责任单位:省统计局)``.
    """
    key = block.lines[-1].key
    if key[-1] == ";":
        return not block.counts["。"]
    bare = key.rstrip(_CLOSERS)
    if bare and bare[-1] in _ENDS:
        return True
    if key[-1] != ")":
        return False
    key = block.tail(_BRACKET_REACH)
    opened = _matching_bracket(key)
    return opened == 0 or (opened > 0 and key[opened - 1] in _ENDS + ";")


def is_heading(block: Block) -> bool:
    """Tell whether a numbered block is a heading alone, which needs no full stop."""
    if block.kind == "para" or block.size > 2 * MAX_HEADING:
        return False
    if block.kind == "article":
        return not block.rest
    if block.kind == "part":
        return len(block.rest) <= MAX_HEADING and not _CLAUSE_BUT_COMMA.search(block.rest)
    return len(block.rest) <= _SHORT_HEADING and not _CLAUSE.search(block.rest)


def is_bare_heading(block: Block) -> bool:
    """Tell whether a numbered block holds nothing but a heading, full stop or none."""
    if block.size > 2 * MAX_HEADING:
        return False
    rest = block.rest.rstrip("。")
    return len(rest) <= MAX_HEADING and not _CLAUSE_BUT_COMMA.search(rest)


def _matching_bracket(key: str) -> int:
    depth = 0
    for at in range(len(key) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(key[at], 0)
        if depth == 0:
            return at
    return -1


def _breaks_off(block: Block) -> bool:
    """Tell whether words that cannot end anything are followed by a break."""
    if block.kind == "article" and not is_heading(block):
        return True
    key = block.lines[-1].key
    if key[-1] in _GOES_ON_AFTER or _DANGLING.search(key[-4:]):
        return True
    return any(block.counts[opened] > block.counts[closed] for opened, closed in _PAIRS)
