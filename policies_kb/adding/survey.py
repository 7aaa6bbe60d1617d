"""Reads a paper that is to be added and tells what it holds, before anything is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from policies_kb.adding.forms import read_paper_file
from policies_kb.adding.parse_warnings import Unsure, parse_warnings
from policies_kb.database.records import document_rows, is_standard, provision_rows, standard_rows
from policies_kb.errors import SourceError
from policies_kb.facts.extract import extract
from policies_kb.facts.fact_rows import Facts
from policies_kb.facts.fact_tables import places_of
from policies_kb.facts.names import known_names
from policies_kb.identifiers import document_id
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.model import Overlay
from policies_kb.parsed_paper import Paper
from policies_kb.place import file_line
from policies_kb.rows import Document, StandardItem
from policies_kb.sources import parse_text

_LONGEST_NAME = 60


class KnownPaperError(SourceError):
    """A paper is in the base already."""


@dataclass(frozen=True)
class PreviewedPaper:
    """One paper as the base would hold it.

    Attributes:
        document: The document.
        kinds: Number of provisions by kind, in order of first sight.
        facts: The facts.
        items: The rows of attachments that become standard items.
        kept: Number of rows of each table that stays text, by the table's id.
        unsure: What an operator has to judge, in order of the text.
    """

    document: Document
    kinds: Mapping[str, int]
    facts: Facts
    items: tuple[StandardItem, ...]
    kept: Mapping[str, int]
    unsure: tuple[Unsure, ...]


@dataclass(frozen=True)
class Preview:
    """Everything found in a file.

    Attributes:
        file: The file as the operator named it.
        name: What its text will be called among the sources, without ending.
        text: Its text.
        papers: The papers in it, at least one.
    """

    file: Path
    name: str
    text: str
    papers: tuple[PreviewedPaper, ...]

    def place(self, position: int) -> str:
        """Return ``file:line`` of a position in the text."""
        return file_line(self.file, self.text, position)


@dataclass
class Shelf:
    """The papers that are in the base, against which every paper to be added is held.

    Attributes:
        names: Names that sources bear.
    """

    names: set[str]
    _by_words: dict[str, str]
    _by_id: dict[str, str]
    _by_title: dict[str, list[str]]

    @classmethod
    def of(cls, base: KnowledgeBase, without: str = "") -> Shelf:
        """Return what stands in a base.

        Args:
            base: The base.
            without: A source that is left out, because it is to be replaced.
        """
        issues = {row.id: row for row in base.issues() if row.id != without}
        shelf = cls({*issues}, {}, {}, {})
        for document in base.documents():
            if document.issue in issues:
                issue = issues[document.issue]
                shelf.note(issue.file, issue.text, document)
        return shelf

    def put(self, found: Preview) -> None:
        """Add what will be written, so that the next file is held against it."""
        self.names.add(found.name)
        for paper in found.papers:
            self.note(str(found.file), found.text, paper.document)

    def holds(self, text: str, document: Document) -> str:
        """Return where a paper of these words or of this number stands, empty for a new one."""
        same = self._by_words.get(_words(text, document), "")
        return same or (self._by_id.get(document.id, "") if document.number else "")

    def alike(self, document: Document) -> list[str]:
        """Return where papers of this title stand."""
        return self._by_title.get(document.title, [])

    def note(self, file: str, text: str, document: Document) -> None:
        """Remember one paper of a file."""
        place = file_line(file, text, document.start)
        self._by_words.setdefault(_words(text, document), place)
        self._by_id.setdefault(document.id, place)
        self._by_title.setdefault(document.title, []).append(place)


def survey(
    file: Path,
    shelf: Shelf,
    overlay: Overlay,
    today: date,
    name: str = "",
    *,
    replaces: str = "",
) -> Preview:
    """Read a file and look over what is in it.

    Args:
        file: The file to be added.
        shelf: The papers that are there already.
        overlay: The curated files, for places and units.
        today: Day against which dates are judged.
        name: What to call it among the sources; made of its first paper when empty.
        replaces: The name of what it takes the place of, which it keeps.

    Raises:
        SourceError: It is no official paper, or one of its papers is in a source already.
    """
    read = read_paper_file(file)
    text = read.text
    papers = parse_text(text, file)
    known = replaces or free_name(name or _name_of(papers), shelf.names)
    documents = document_rows(f"{known}.txt", papers)
    alike = _refuse_known(file, text, documents, shelf)
    places, units = places_of(overlay.divisions), known_names(overlay.units)
    found: list[PreviewedPaper] = []
    for document, paper in zip(documents, papers, strict=True):
        kept = (table for table in paper.tables if not is_standard(table, paper))
        facts = extract(document, [row for row, _ in provision_rows(document.id, paper)], places)
        unsure = [*parse_warnings(document, paper, facts, units, today)]
        unsure += [it for it in alike if document.start <= it.position < document.end]
        if not found:
            unsure += [Unsure(document.start, doubt) for doubt in read.doubts]
        found.append(
            PreviewedPaper(
                document,
                Counter(node.kind for node in paper.walk()),
                facts,
                tuple(standard_rows(document.id, paper)),
                {table.id: len(table.rows) for table in kept},
                tuple(sorted(unsure, key=lambda it: it.position)),
            )
        )
    return Preview(file, known, text, tuple(found))


def free_name(wanted: str, taken: Collection[str]) -> str:
    """Return a file name without ending that is not taken yet."""
    clean = re.sub(r"[^\w-]+", "-", wanted).strip("-_")[:_LONGEST_NAME] or "paper"
    names = (clean if turn == 1 else f"{clean}-{turn}" for turn in count(1))
    return next(name for name in names if name not in taken)


def _name_of(papers: Sequence[Paper]) -> str:
    first = papers[0]
    name = document_id(first.number) if first.number else first.title
    return name if len(papers) == 1 else f"{name}-等{len(papers)}件"


def _refuse_known(
    file: Path, text: str, documents: Sequence[Document], shelf: Shelf
) -> list[Unsure]:
    """Refuse papers that are in a source already; return doubts about those of a known title."""
    alike = []
    inside = Shelf(set(), {}, {}, {})
    for document in documents:
        there = shelf.holds(text, document) or inside.holds(text, document)
        if there:
            here = file_line(file, text, document.start)
            name = document.number or f"《{document.title}》"
            raise KnownPaperError(f"{here}: {name} is in the base already ({there})")
        for place in (*shelf.alike(document), *inside.alike(document)):
            alike.append(Unsure(document.start, f"a paper of this title stands in {place}"))
        inside.note(str(file), text, document)
    return alike


def _words(text: str, document: Document) -> str:
    return "".join(text[document.start : document.end].split())
