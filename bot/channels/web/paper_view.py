"""Prepares a paper for reading: headings, indentation, the marked passage, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from policies_kb.kb import KnowledgeBase
from policies_kb.rows import Provision, StandardItem

_MARK = re.compile(r"([0-9]{1,7})-([0-9]{1,7})")
#: Kinds that make the table of contents.
_CONTENTS = frozenset({"plan", "part", "chapter", "attachment"})
_DEEPEST_HEADING = 6
#: What may follow a heading that stands alone: ``(一)指导思想。``
_AFTER_HEADING = "。:： \n"


@dataclass(frozen=True)
class Segment:
    """A stretch of text shown one way."""

    text: str
    strong: bool
    marked: bool


@dataclass(frozen=True)
class ShownProvision:
    """One provision on the page.

    Attributes:
        id: Id of the provision, the anchor of the block.
        kind: Its kind.
        depth: Indentation, from 0.
        heading: Level of the heading (2 to 6), 0 for a paragraph.
        segments: Its own words; joined they are the stored text.
        target: Whether it holds the passage asked for.
        items: Rows of the table that stands in its place, by field; empty for none.
    """

    id: str
    kind: str
    depth: int
    heading: int
    segments: tuple[Segment, ...]
    target: bool
    items: tuple[tuple[str, tuple[StandardItem, ...]], ...] = ()


@dataclass(frozen=True)
class ContentsEntry:
    """One line of the table of contents."""

    id: str
    text: str
    depth: int


def blocks(kb: KnowledgeBase, document: str, at: str = "", mark: str = "") -> list[ShownProvision]:
    """Return the provisions of a paper in reading order.

    Args:
        kb: The knowledge base.
        document: Id of the document.
        at: Id of the provision to point out.
        mark: Characters of its text to mark, ``START-END``; what makes no sense is ignored.

    Raises:
        NotInBase: There is no such document.
    """
    provisions = kb.provisions(document)
    parents = {provision.parent for provision in provisions}
    return [
        _block(
            provision,
            has_children=provision.id in parents,
            target=provision.id == at,
            mark=mark_span(mark, len(provision.text)) if provision.id == at else None,
            items=_items(kb, provision),
        )
        for provision in provisions
    ]


def contents(provisions: Sequence[ShownProvision]) -> list[ContentsEntry]:
    """Return the table of contents of a paper."""
    return [
        ContentsEntry(block.id, " ".join(_words(block).split()), block.depth)
        for block in provisions
        if block.heading and block.kind in _CONTENTS
    ]


def mark_span(mark: str, length: int) -> tuple[int, int] | None:
    """Return the characters to mark, ``None`` unless they lie within a text of this length."""
    found = _MARK.fullmatch(mark)
    if not found:
        return None
    start, end = int(found[1]), int(found[2])
    return (start, end) if start < end <= length else None


def segments(text: str, strong: int, mark: tuple[int, int] | None) -> tuple[Segment, ...]:
    """Cut a text where its look changes.

    Args:
        text: The text.
        strong: So many characters at its beginning are its heading.
        mark: First character to mark and one past the last.
    """
    start, end = mark or (0, 0)
    cuts = sorted({0, strong, start, end, len(text)})
    return tuple(
        Segment(text[here:there], strong=here < strong, marked=start <= here < end)
        for here, there in pairwise(cuts)
    )


def _block(
    provision: Provision,
    has_children: bool,
    target: bool,
    mark: tuple[int, int] | None,
    items: tuple[StandardItem, ...],
) -> ShownProvision:
    lead = _lead_length(provision)
    bare = has_children and not provision.text[lead:].strip(_AFTER_HEADING)
    heading = bare or provision.kind in {"plan", "attachment"}
    return ShownProvision(
        id=provision.id,
        kind=provision.kind,
        depth=provision.depth,
        heading=min(provision.depth + 2, _DEEPEST_HEADING) if heading else 0,
        segments=segments(provision.text, 0 if heading else lead, mark),
        target=target,
        items=tuple(_by_field(items)),
    )


def _lead_length(provision: Provision) -> int:
    """Return how many characters at the beginning are ordinal and heading."""
    if not provision.heading:
        return 0
    parts = (provision.ordinal, provision.heading)
    pattern = r"\s*".join(re.escape(part) for part in parts if part)
    found = re.match(rf"\s*{pattern}", provision.text)
    return found.end() if found else 0


def _items(kb: KnowledgeBase, provision: Provision) -> tuple[StandardItem, ...]:
    """Return the rows to show in place of a table's text."""
    if provision.kind != "table":
        return ()
    places = (provision.id, provision.parent)
    return tuple(
        item
        for item in kb.standard_items()
        if item.document == provision.document and item.provision in places
    )


def _by_field(
    items: Sequence[StandardItem],
) -> Iterator[tuple[str, tuple[StandardItem, ...]]]:
    for field, group in groupby(items, key=lambda item: item.field):
        yield field, tuple(group)


def _words(block: ShownProvision) -> str:
    return "".join(segment.text for segment in block.segments)
