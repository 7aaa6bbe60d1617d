"""Putting one paper together from what was read."""

from __future__ import annotations

import re
from datetime import date

from policies_kb.parse.block_reader import read_blocks
from policies_kb.parse.blocks import Block
from policies_kb.parse.document_numbers import order_in_history
from policies_kb.parse.errors import ParseError
from policies_kb.parse.issuers import issuer_of, passed_on, signatures
from policies_kb.parse.lines import Line, squeeze
from policies_kb.parse.segment import Head
from policies_kb.parse.table_parser import parsed_rows
from policies_kb.parse.tree import build_tree
from policies_kb.parsed_paper import Paper, ParsedProvision, ParsedTable
from policies_kb.text.dates import ISO_DATE, find_date
from policies_kb.text.notation import LOOK_ALIKE

_DAY = re.compile(ISO_DATE)


def read_paper(lines: list[Line], head: Head) -> Paper:
    """Return the paper that ``head`` opens among the lines of the source.

    Raises:
        ParseError: The reader lost words of the paper. No text is known that does this; a paper
            that is not whole must not be stored.
    """
    own = lines[head.start : head.stop]
    blocks = read_blocks(own, _moved(head))
    provisions, ids = build_tree(blocks)
    _check_whole(own, provisions)
    number, history_date = _number(head, blocks)
    return Paper(
        number=number,
        title=head.name.translate(LOOK_ALIKE),
        issuer=issuer_of(head, number, provisions).translate(LOOK_ALIKE),
        signed=_signed(provisions)
        or history_date
        or passed_on(provisions)
        or _told(head, provisions),
        provisions=provisions,
        tables=_tables(blocks, ids),
        span=(own[0].start, own[-1].end),
    )


def _moved(head: Head) -> Head:
    """Return ``head`` with positions counted from the paper's own first line."""
    first = head.start
    return Head(
        start=0,
        title=(head.title[0] - first, head.title[1] - first),
        number=(head.number[0] - first, head.number[1] - first),
        name=head.name,
        mark=head.mark,
        order=head.order,
        stop=head.stop - first,
        fields=head.fields,
    )


def _check_whole(lines: list[Line], provisions: tuple[ParsedProvision, ...]) -> None:
    printed = "".join("".join(line.text.split()) for line in lines)
    kept = "".join(
        "".join(node.text.split()) for provision in provisions for node in provision.walk()
    )
    if printed != kept:
        raise ParseError(lines[0].number, "the paper could not be read without losing words")


def _number(head: Head, blocks: list[Block]) -> tuple[str, date | None]:
    """Return number and, for a law, the date its history gives to that number."""
    for block in blocks:
        if head.mark:
            break
        found = order_in_history(block.key) if block.kind == "note" else None
        if found is not None:
            return found[0], find_date(found[1])
    return head.mark, None


def _signed(provisions: tuple[ParsedProvision, ...]) -> date | None:
    for node in signatures(provisions):
        if found := find_date(squeeze(node.text)):
            return found
    return None


def _told(head: Head, provisions: tuple[ParsedProvision, ...]) -> date | None:
    """Return the day of signing that the page tells: an index field, a date under the number."""
    told = head.fields.get("signed", "")
    if not told:
        notes = (squeeze(node.text) for node in provisions if node.kind == "note")
        told = next((key for key in notes if _DAY.fullmatch(key)), "")
    try:
        return date(*map(int, re.findall(r"\d+", told)[:3]))
    except (TypeError, ValueError):
        return None


def _tables(blocks: list[Block], ids: dict[int, str]) -> tuple[ParsedTable, ...]:
    """Return the tables; the first one of an attachment bears the attachment's id and title."""
    found: list[ParsedTable] = []
    attachment: Block | None = None
    for block in blocks:
        if block.kind in {"attachment", "plan", "signature"}:
            attachment = block if block.kind == "attachment" else None
        if block.kind != "table":
            continue
        rows = parsed_rows(block)
        if attachment is not None:
            found.append(ParsedTable(ids[id(attachment)], attachment.heading, rows))
            attachment = None
        else:
            found.append(ParsedTable(ids[id(block)], "", rows))
    return tuple(found)
