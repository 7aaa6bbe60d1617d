"""What questions about facts are answered from: a base with its rows ready to be ranked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache

from policies_kb.facts.fact_rows import Responsibility, Target
from policies_kb.kb import KnowledgeBase
from policies_kb.questions.matching import Matcher, pairs
from policies_kb.questions.paper_places import names_of_places, place_of
from policies_kb.questions.statements import FactStatement, read_statements
from policies_kb.rows import Document, Issue, Provision

#: Papers whose provisions are kept in memory.
_KEPT_PAPERS = 128
_QUOTED = re.compile(r"(?P<title>《[^《》]+》)\((?P<number>[^()]{2,10}〔\d{4}〕\d+号)\)")
_OTHER_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,6}〔\d{4}〕\d+)号")

_REFERS = re.compile("以上|上述|前述|这些|该项|此项")


class _PaperProvisions(Mapping[str, Mapping[str, Provision]]):
    """The provisions of papers, read when they are asked for; those asked for last are kept."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._names = [document.id for document in kb.documents()]
        self._known = frozenset(self._names)
        self._read = lru_cache(_KEPT_PAPERS)(
            lambda document: {row.id: row for row in kb.provisions(document)}
        )

    def __getitem__(self, document: str) -> Mapping[str, Provision]:
        if document not in self._known:
            raise KeyError(document)
        return self._read(document)

    def __contains__(self, document: object) -> bool:
        return document in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class FactBase:
    """A base with its ranking; made once, shared by all questions."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        #: The pairs of a row's name, e.g. of an indicator; nothing that a user wrote is kept.
        self.pairs_of = cache(pairs)

    @cached_property
    def statements(self) -> tuple[FactStatement, ...]:
        """Every sentence and figure of the papers."""
        return tuple(read_statements(self.kb))

    @cached_property
    def _statements_by_paper(self) -> dict[str, list[FactStatement]]:
        found: dict[str, list[FactStatement]] = defaultdict(list)
        for row in self.statements:
            found[row.document].append(row)
        return dict(found)

    @cached_property
    def referring(self) -> dict[FactStatement, FactStatement]:
        """The sentence behind others of its provision that speaks of them: 以上工作…."""
        found: dict[FactStatement, FactStatement] = {}
        before: list[FactStatement] = []
        for row in self.statements:
            if before and (row.provision, row.document) != (
                before[0].provision,
                before[0].document,
            ):
                before = []
            if _REFERS.match(row.words) and row.figure is None:
                found |= dict.fromkeys((one for one in before if one not in found), row)
            before.append(row)
        return found

    @cached_property
    def numbers_quoted(self) -> dict[str, FactStatement]:
        """The sentences that name other papers by their numbers, without the last sign 号."""
        found: dict[str, FactStatement] = {}
        for row in self.statements:
            if row.figure is None:
                for number in _OTHER_NUMBER.findall(row.words):
                    found.setdefault(number, row)
        return found

    @cached_property
    def titles_quoted(self) -> dict[str, tuple[str, FactStatement]]:
        """The numbers of the papers that are quoted by title and number, by their titles."""
        return {
            match["title"]: (match["number"], row)
            for row in self.statements
            if row.figure is None
            for match in _QUOTED.finditer(row.words)
        }

    @cached_property
    def matcher(self) -> Matcher:
        """Ranks the rows of the base."""
        return Matcher(self.statements, self.kb.segmenter.cut)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The targets of all papers."""
        return self.kb.targets()

    @cached_property
    def general(self) -> frozenset[str]:
        """Ids of the papers that hold everywhere; of all where each is of a place."""
        found = frozenset(paper for paper, place in self.places.items() if not place)
        return found or frozenset(self.places)

    @cached_property
    def places(self) -> dict[str, str]:
        """The city or county of each paper, empty for one that holds everywhere."""
        names = names_of_places(self.kb)
        return {row.id: place_of(row, names) for row in self.kb.documents()}

    @cached_property
    def duties(self) -> dict[tuple[str, str], list[Responsibility]]:
        """The units of each provision."""
        found: dict[tuple[str, str], list[Responsibility]] = defaultdict(list)
        for row in self.kb.responsibilities():
            found[row.document, row.provision].append(row)
        return dict(found)

    @cached_property
    def provisions(self) -> Mapping[str, Mapping[str, Provision]]:
        """The provisions of each paper by their ids."""
        return _PaperProvisions(self.kb)

    @cached_property
    def gazette(self) -> Issue | None:
        """The publication the base was built from first."""
        return self.kb.first_issue()

    def statements_of(self, document: str) -> Sequence[FactStatement]:
        """Return the sentences and figures of a paper, in their order."""
        return self._statements_by_paper.get(document, ())

    def titles(self, document: str) -> str:
        """Return the title of a paper and the headings of its plans and attachments."""
        rows = self.provisions[document].values()
        parts = [row.heading for row in rows if row.kind in ("plan", "attachment")]
        return " ".join((self.kb.document(document).title, *parts))

    def document(self, document: str) -> Document:
        """Return a paper by its id."""
        return self.kb.document(document)

    def children(self, document: str, parent: str) -> list[Provision]:
        """Return the numbered provisions right below one, in order."""
        rows = self.provisions[document].values()
        return [row for row in rows if row.parent == parent and row.ordinal and row.heading]

    def heading(self, document: str, provision: str) -> str:
        """Return the heading of a provision, or the nearest one above it."""
        row = self.provisions[document].get(provision)
        while row is not None and not row.heading:
            row = self.provisions[document].get(row.parent)
        return row.heading if row else ""

    def headings(self, document: str, provision: str) -> str:
        """Return the headings down to a provision, each with its ordinal in quotation marks."""
        found: list[str] = []
        row = self.provisions[document].get(provision)
        while row is not None:
            if row.heading and row.ordinal:
                found.append(f"“{row.ordinal}{row.heading}”")
            row = self.provisions[document].get(row.parent)
        return "".join(reversed(found))

    def plan(self, document: str, provision: str) -> str:
        """Return the id of the plan of a paper that a provision stands in, empty for none."""
        row = self.provisions[document].get(provision)
        while row is not None and row.kind != "plan":
            row = self.provisions[document].get(row.parent)
        return row.id if row else ""

    def name(self, document: str) -> str:
        """Return what a paper is cited by."""
        return self.kb.document(document).name

    def place(self, document: str, provision: str) -> str:
        """Return the printed place of a provision: 二、(一)3."""
        ordinals = []
        row = self.provisions[document].get(provision)
        while row is not None:
            ordinals.append(row.ordinal)
            row = self.provisions[document].get(row.parent)
        return "".join(reversed(ordinals))
