"""The pieces a paper is read in: one block a heading, paragraph, table or signature."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from policies_kb.parse.lines import Line, one_line, squeeze
from policies_kb.parse.ordinals import Ordinal

_MARKS = re.compile(r"[。;,:!?、()《》“”]")
_ASCII_END = re.compile(r"[0-9A-Za-z.]$")
_ASCII_START = re.compile(r"[0-9A-Za-z]")
# Blocks whose lines stand for themselves and are not run together.
_LINED = {"table", "signature", "attlist", "attachment", "toc"}


@dataclass
class Block:
    """Consecutive lines of a paper that make one node of its tree.

    A paragraph may run over very many lines, so what healing asks of it at every line is
    counted while it grows.

    Attributes:
        kind: The kind of node, see ``Provision.kind``.
        lines: Its lines.
        ordinal: The printed ordinal, if any.
        heading: The printed heading where the reader knows it.
        size: How many squeezed characters it has.
        counts: How often each sentence mark and bracket stands in it.
    """

    kind: str
    lines: list[Line]
    ordinal: Ordinal | None = None
    heading: str = ""
    size: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for line in self.lines:
            self._count(line)

    def add(self, line: Line) -> None:
        """Append a line."""
        self.lines.append(line)
        self._count(line)

    def _count(self, line: Line) -> None:
        self.size += len(line.key)
        self.counts.update(_MARKS.findall(line.key))

    @property
    def key(self) -> str:
        """Its words without white space."""
        return "".join(line.key for line in self.lines)

    @property
    def rest(self) -> str:
        """Its words after the ordinal, without white space."""
        return self.key[len(squeeze(self.ordinal.text)) :] if self.ordinal else self.key

    def tail(self, size: int) -> str:
        """Return the last squeezed words, whole lines of at least ``size`` characters."""
        taken: list[str] = []
        for line in reversed(self.lines):
            taken.append(line.key)
            size -= len(line.key)
            if size <= 0:
                break
        return "".join(reversed(taken))

    @property
    def text(self) -> str:
        """The words as published, line breaks of the page layout healed."""
        if self.kind in _LINED:
            return "\n".join(line.text for line in self.lines)
        if self.kind in {"title", "plan"}:
            return one_line(heal([line.text for line in self.lines]))
        return heal([line.text for line in self.lines])


def heal(texts: list[str]) -> str:
    """Run lines together; only two Latin words or figures get a space between them."""
    pieces = texts[:1]
    for before, text in pairwise(texts):
        if _ASCII_END.search(before) and _ASCII_START.match(text):
            pieces.append(" ")
        pieces.append(text)
    return "".join(pieces)
