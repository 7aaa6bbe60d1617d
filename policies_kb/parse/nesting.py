"""Finds the node of the tree a block belongs under."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from policies_kb.parse.blocks import Block
from policies_kb.parse.healing import is_bare_heading

_LEVELS = {
    "book": 1,
    "chapter": 2,
    "section": 3,
    "article": 4,
    "part": 5,
    "sec": 6,
    "item": 7,
    "point": 8,
    "sub": 9,
}
_LISTED = {"part", "sec", "item", "point", "sub"}
_ONE_DOWN = {"sec": "item", "item": "point", "point": "sub", "sub": "sub"}
_CONTAINERS = {"plan", "attachment"}
_AT_CONTAINER = {"title", "number", "letterhead", "addressee", "note", "toc", "attlist"}
_CLOSES = {"signature", "attlist", "plan", "attachment"}
_CLOSING_WORDS = re.compile(r"各|本(?!级)|以上|上述|请")
_LEVEL_IN_PART = 5.5


@dataclass
class Draft:
    """A node in the making.

    Attributes:
        block: What was read; ``None`` for the paper itself.
        kind: Its kind in the tree, which differs from the block's for items of an article.
        level: How deep its kind goes, 0 for the paper, plans and attachments.
        parent: The node above.
        children: The nodes below, in reading order.
        has_list: Whether one of them is numbered.
    """

    block: Block | None
    kind: str
    level: float
    parent: Draft | None = None
    children: list[Draft] = field(default_factory=list)
    has_list: bool = False

    def add(self, block: Block, kind: str, level: float) -> Draft:
        """Hang a new node under this one and return it."""
        child = Draft(block, kind, level, self)
        self.children.append(child)
        self.has_list = self.has_list or kind in _LISTED
        return child

    @property
    def number(self) -> int:
        """The value of its ordinal, 0 when it has none."""
        return self.block.ordinal.number if self.block and self.block.ordinal else 0


def nest(blocks: list[Block]) -> Draft:
    """Return the paper as a tree of drafts.

    Every block is hung under the last node or one of the nodes above it, so that reading the
    tree in order gives the blocks in order.
    """
    root = Draft(None, "paper", 0)
    nester = _Nester(root, blocks)
    for at in range(len(blocks)):
        nester.hang(at)
    return root


class _Nester:
    def __init__(self, root: Draft, blocks: list[Block]) -> None:
        self.root = root
        self.container = root
        self.open = root
        self.blocks = blocks
        self.next_ordinal = _next_ordinals(blocks)

    def hang(self, at: int) -> None:
        block = self.blocks[at]
        if block.kind in _CONTAINERS:
            self.container = self.open = self.root.add(block, block.kind, 0)
        elif block.kind == "signature":
            self._sign(block)
        elif block.kind in _AT_CONTAINER:
            self.open = self.container
            self.container.add(block, block.kind, 0)
        elif block.kind in _LEVELS:
            self._number(block)
        elif block.kind == "table":
            self.open.add(block, "table", 0)
        else:
            self.open = self._above_paragraph(at)
            self.open.add(block, "para", 0)

    def _sign(self, block: Block) -> None:
        """A signature closes its plan; the first one always signs the paper itself."""
        if not any(child.kind == "signature" for child in self.root.children):
            self.container = self.root
        self.open = self.container
        self.container.add(block, "signature", 0)

    def _number(self, block: Block) -> None:
        level: float = _LEVELS[block.kind]
        if block.kind == "article" and self._inside("part"):
            # A decision that lists amended articles under 一、, 二、.
            level = _LEVEL_IN_PART
        above = self.open
        while above.level >= level and above.parent is not None:
            above = above.parent
        kind = block.kind
        if _in_lettered_article(above, kind):
            kind = _ONE_DOWN[kind]
        self.open = above.add(block, kind, level)

    def _inside(self, kind: str) -> bool:
        node: Draft | None = self.open
        while node is not None and node is not self.container:
            if node.kind == kind:
                return True
            node = node.parent
        return False

    def _above_paragraph(self, at: int) -> Draft:
        """Return the node an unnumbered paragraph belongs to.

        Print shows no nesting. A paragraph after the last entry of a list, none of whose entries
        has paragraphs of its own, speaks to what the list stands under, not to its last entry.
        One that closes the paper (各地要…, 本意见自…) right before the signature stands for
        itself.
        """
        following = self.next_ordinal[at]
        node = self.open
        while _ends_list(node, following):
            node = node.parent or self.root
        closes = at + 1 == len(self.blocks) or self.blocks[at + 1].kind in _CLOSES
        in_closing_part = closes and node.kind == "part" and node.has_list
        if in_closing_part and _CLOSING_WORDS.match(self.blocks[at].key):
            return self.container
        return node


def _next_ordinals(blocks: list[Block]) -> list[Block | None]:
    """For every block, the next numbered block before a plan, attachment or signature."""
    following: list[Block | None] = [None] * len(blocks)
    for at in range(len(blocks) - 2, -1, -1):
        block = blocks[at + 1]
        if block.kind in _LEVELS:
            following[at] = block
        elif block.kind not in _CLOSES:
            following[at] = following[at + 1]
    return following


def _ends_list(node: Draft, following: Block | None) -> bool:
    if node.level < _LEVELS["part"] or node.kind == "article" or node.block is None:
        return False
    if following is not None and following.kind == node.block.kind:
        ordinal = following.ordinal
        if ordinal is not None and ordinal.number == node.number + 1:
            return False
    in_article = node.parent is not None and node.parent.kind == "article"
    if is_bare_heading(node.block) and not in_article:
        return False
    if node.children and node.children[-1].kind == "para":
        return False
    entries = [] if node.parent is None else node.parent.children
    earlier = [entry for entry in entries[-8:-1] if entry.kind == node.kind]
    has_own = any(child.kind == "para" for entry in earlier for child in entry.children[-2:])
    return bool(earlier) and not has_own


def _in_lettered_article(above: Draft, kind: str) -> bool:
    """Tell whether ``kind`` stands in an article whose own entries are (一), (二)."""
    if kind not in _ONE_DOWN:
        return False
    node: Draft | None = above
    while node is not None and node.kind in {"item", "point", "sub"}:
        if node.block is not None and node.block.kind == "sec":
            return True
        node = node.parent
    return kind == "sec" and node is not None and node.kind == "article"
