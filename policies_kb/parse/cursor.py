"""Where the reader stands in a paper, and what it has read so far."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from policies_kb.parse.blocks import Block
from policies_kb.parse.lines import Line, squeeze
from policies_kb.parse.ordinals import Ordinal, read_ordinal
from policies_kb.parse.runs import signature_runs, table_runs
from policies_kb.parse.segment import Head
from policies_kb.parse.titles import issuer_in_title, title_like

LABEL = re.compile(r"附(?:件|表|录)(\d{1,2}|[一二三四五六七八九十]{1,3})?(:?)")
_SENTENCE_MARK = re.compile(r"[。;:]")


@dataclass
class Cursor:
    """The state of reading one paper.

    Attributes:
        lines: The paper's lines.
        head: Its opening, counted from its own first line.
        at: The next line to read.
        blocks: What was read.
        tables: Where tables start and stop.
        signatures: Where signatures start and stop.
        ordinals: The ordinal that opens each line, if any.
        run_in: The kinds of numbered lines that carry sentences here, not headings alone.
        names: Squeezed names of the plans the notice may annex.
        listed: Squeezed names in the list of attachments, by number.
        in_body: Whether the text proper of the paper or plan has begun.
        signed: Whether a signature was read.
        annexed: Whether an annexed plan or attachment has begun.
        last_article: The number of the last article.
    """

    lines: list[Line]
    head: Head
    at: int = 0
    blocks: list[Block] = field(default_factory=list)
    tables: dict[int, int] = field(init=False)
    signatures: dict[int, int] = field(init=False)
    ordinals: list[Ordinal | None] = field(init=False)
    run_in: set[str] = field(init=False)
    names: set[str] = field(default_factory=set)
    listed: dict[int, str] = field(default_factory=dict)
    in_body: bool = False
    signed: bool = False
    annexed: bool = False
    last_article: int = 0

    def __post_init__(self) -> None:
        self.tables = table_runs(self.lines)
        self.signatures = signature_runs(self.lines, issuer_in_title(squeeze(self.head.name)))
        self.ordinals = [read_ordinal(line) for line in self.lines]
        self.run_in = self._run_in_kinds()

    def _run_in_kinds(self) -> set[str]:
        whole: Counter[str] = Counter()
        bare: Counter[str] = Counter()
        for line, ordinal in zip(self.lines, self.ordinals, strict=True):
            if ordinal is not None:
                (whole if _SENTENCE_MARK.search(line.key) else bare)[ordinal.kind] += 1
        return {kind for kind, count in whole.items() if count > 3 * bare[kind]}

    @property
    def line(self) -> Line:
        """The next line."""
        return self.lines[self.at]

    @property
    def last(self) -> Block | None:
        """The block read last."""
        return self.blocks[-1] if self.blocks else None

    @property
    def done(self) -> bool:
        """Whether every line was read."""
        return self.at >= len(self.lines)

    def take(self, kind: str, count: int = 1, ordinal: Ordinal | None = None) -> Block:
        """Read ``count`` lines as one new block."""
        block = Block(kind, self.lines[self.at : self.at + count], ordinal=ordinal)
        self.blocks.append(block)
        self.at += count
        return block

    def extend(self, block: Block, count: int = 1) -> None:
        """Read ``count`` lines into a block that was begun."""
        for line in self.lines[self.at : self.at + count]:
            block.add(line)
        self.at += count

    def may_be_title(self, at: int) -> bool:
        """Tell whether the line at ``at`` may be (part of) the title of a plan or attachment."""
        return (
            at < len(self.lines)
            and title_like(self.lines[at])
            and at not in self.tables
            and at not in self.signatures
            and self.ordinals[at] is None
            and not LABEL.match(self.lines[at].key)
        )
