"""Putting one paper together from what was read."""

from __future__ import annotations

import re
from datetime import date

from policies_kb.model import Paper, Provision, Table
from policies_kb.parse.blocks import Block
from policies_kb.parse.document_numbers import issuer_of_order, order_in_history
from policies_kb.parse.errors import ParseError
from policies_kb.parse.lines import Line, one_line, squeeze
from policies_kb.parse.reader import read_blocks
from policies_kb.parse.segment import Head
from policies_kb.parse.tables import table_rows
from policies_kb.parse.titles import is_signer, issuer_in_title
from policies_kb.parse.tree import build_tree
from policies_kb.text.dates import SIGNED, find_date


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
        title=head.name,
        issuer=_issuer(head, number, provisions),
        signed=_signed(provisions) or history_date,
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
    )


def _check_whole(lines: list[Line], provisions: tuple[Provision, ...]) -> None:
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


def _signatures(provisions: tuple[Provision, ...]) -> list[Provision]:
    nodes = [node for provision in provisions for node in provision.walk()]
    own = [node for node in provisions if node.kind == "signature"]
    return own or [node for node in nodes if node.kind == "signature"]


def _signed(provisions: tuple[Provision, ...]) -> date | None:
    for node in _signatures(provisions):
        if found := find_date(squeeze(node.text)):
            return found
    return None


def _issuer(head: Head, number: str, provisions: tuple[Provision, ...]) -> str:
    """Return the issuing body: of an order from its number, else from title or signature."""
    if of_order := issuer_of_order(number):
        return of_order
    signing = [_bodies(node.text) for node in _signatures(provisions)[:1]]
    titled = issuer_in_title(squeeze(head.name))
    if titled and (not signing or squeeze(signing[0]).replace("、", "") != titled):
        # The title gives the body in full where the signature is shortened or was broken.
        return titled
    return signing[0] if signing else ""


def _bodies(signature: str) -> str:
    """Return the bodies over a date, joined by 、; a signer by name is not a body."""
    bodies: list[str] = []
    for line in signature.split("\n"):
        key = squeeze(line)
        if date_ := SIGNED.search(key):
            key = key[: date_.start()].rstrip("(")
        if key and not is_signer(key):
            bodies.append(key if date_ else "、".join(re.split(r"\s+", line.strip())))
    return one_line("、".join(bodies))


def _tables(blocks: list[Block], ids: dict[int, str]) -> tuple[Table, ...]:
    """Return the tables; the first one of an attachment bears the attachment's id and title."""
    found: list[Table] = []
    attachment: Block | None = None
    for block in blocks:
        if block.kind in {"attachment", "plan", "signature"}:
            attachment = block if block.kind == "attachment" else None
        if block.kind != "table":
            continue
        rows = table_rows(block)
        if attachment is not None:
            found.append(Table(ids[id(attachment)], attachment.heading, rows))
            attachment = None
        else:
            found.append(Table(ids[id(block)], "", rows))
    return tuple(found)
