"""From blocks to the provision tree with its ids."""

from __future__ import annotations

import re

from policies_kb.parse.blocks import Block
from policies_kb.parse.lines import one_line, squeeze
from policies_kb.parse.nesting import Draft, nest
from policies_kb.parse.ordinals import MAX_HEADING
from policies_kb.parsed_paper import ParsedProvision

_SEGMENTS = {
    "part": "part",
    "sec": "sec",
    "item": "item",
    "point": "point",
    "sub": "sub",
    "chapter": "chp",
    "section": "sec",
    "article": "art",
    "attachment": "att",
    "book": "book",
}
_COUNTED = {"para", "plan", "table"}
_MAX_RUN_IN_HEADING = 30
_MAX_SENTENCE_HEADING = 20
_MAX_ITEM_HEADING = 15
_ARTICLE_HEADING = re.compile(r"\s*[【\[(（]([^】\])）]{1,30})[】\])）]")


def build_tree(blocks: list[Block]) -> tuple[tuple[ParsedProvision, ...], dict[int, str]]:
    """Return the tree of a paper and the id of each of its blocks, by ``id(block)``."""
    builder = _Builder()
    provisions = tuple(builder.freeze(child) for child in builder.named(nest(blocks)))
    return provisions, builder.ids


class _Builder:
    """Gives every node its id.

    An id is the ids of the nodes above and the node's own segment: its kind and the number
    printed, or its place for what has none. An article leaves out the chapters above it, as
    articles are cited without them. Where a printed number comes twice, the second node gets
    ``_2`` after its id, the third ``_3``; skipped numbers stay skipped.
    """

    def __init__(self) -> None:
        self.ids: dict[int, str] = {}
        self._taken: dict[str, int] = {}
        self._names: dict[int, str] = {}
        self._places: dict[int, int] = {}

    def named(self, root: Draft) -> list[Draft]:
        """Give ids to all nodes in reading order and return the top ones."""
        waiting = [(child, "") for child in self._numbered(root)]
        waiting.reverse()
        while waiting:
            draft, above = waiting.pop()
            base = self._container_id(draft) if draft.kind == "article" else above
            name = self._unique("__".join(filter(None, (base, self._segment(draft)))))
            self._names[id(draft)] = name
            self.ids[id(draft.block)] = name
            waiting.extend((child, name) for child in reversed(self._numbered(draft)))
        return root.children

    def freeze(self, draft: Draft) -> ParsedProvision:
        """Return a named draft as a provision."""
        block = draft.block
        assert block is not None  # only the root has none, and it is never frozen
        children = tuple(self.freeze(child) for child in draft.children)
        return ParsedProvision(
            id=self._names[id(draft)],
            kind=draft.kind,
            ordinal=block.ordinal.text if block.ordinal else "",
            heading=_heading(draft, block),
            text=block.text,
            span=(block.lines[0].start, children[-1].span[1] if children else block.lines[-1].end),
            children=children,
        )

    def _container_id(self, draft: Draft) -> str:
        node = draft.parent
        while node is not None and node.kind not in {"plan", "attachment"}:
            node = node.parent
        return self._names[id(node)] if node is not None else ""

    def _numbered(self, parent: Draft) -> list[Draft]:
        """Give a place to the children that have no number of their own."""
        # The words of an article itself are its first paragraph.
        last = {"para": 1 if parent.kind == "article" else 0}
        for child in parent.children:
            last[child.kind] = child.number or last.get(child.kind, 0) + 1
            self._places[id(child)] = last[child.kind]
        return parent.children

    def _segment(self, draft: Draft) -> str:
        if draft.kind not in _COUNTED and draft.kind not in _SEGMENTS:
            return draft.kind
        segment = f"{_SEGMENTS.get(draft.kind, draft.kind)}_{self._places[id(draft)]}"
        branch = draft.block.ordinal.branch if draft.block and draft.block.ordinal else 0
        return f"{segment}_{branch}" if branch else segment

    def _unique(self, name: str) -> str:
        count = self._taken.get(name, 0) + 1
        unique = name if count == 1 else f"{name}_{count}"
        while count > 1 and unique in self._taken:
            count += 1
            unique = f"{name}_{count}"
        self._taken[name] = count
        if unique != name:
            self._taken[unique] = 1
        return unique


def _heading(draft: Draft, block: Block) -> str:
    if block.heading:
        return block.heading
    if block.kind == "title":
        return block.text
    if block.ordinal is None or draft.kind == "attachment":
        return ""
    rest = block.text[len(block.ordinal.text) :]
    if draft.kind in {"book", "chapter", "section"}:
        return rest.strip()
    if draft.kind == "article":
        match = _ARTICLE_HEADING.match(rest)
        return match.group(1) if match else ""
    return _numbered_heading(rest, draft)


def _numbered_heading(rest: str, draft: Draft) -> str:
    """The words up to the first full stop when they are short, or all words without one.

    A single short sentence is a heading only where something stands under it, or when it is
    too short for a sentence; an entry of an article's list is a sentence unless words follow.
    """
    head, stop, tail = rest.strip().partition("。")
    size = len(squeeze(head))
    if not head or re.search(r"[；;：:!?！？]", head):
        return ""
    if draft.block is not None and draft.block.kind != draft.kind:
        limit = _MAX_ITEM_HEADING if tail else 0
    elif not stop:
        limit = MAX_HEADING
    else:
        limit = _MAX_RUN_IN_HEADING if tail or draft.children else _MAX_SENTENCE_HEADING
    return one_line(head) if size <= limit else ""
