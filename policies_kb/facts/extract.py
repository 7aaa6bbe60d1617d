"""Reads all facts of one document by rules of the genre."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from policies_kb.facts.areas import read_areas
from policies_kb.facts.date_reading import LONGEST_SENTENCE, DateReading, Span
from policies_kb.facts.deadlines import bound_pilots, read_deadlines
from policies_kb.facts.duties import read_duties
from policies_kb.facts.fact_rows import (
    Deadline,
    Doubt,
    Facts,
    PilotArea,
    Responsibility,
    Target,
    Threshold,
)
from policies_kb.facts.measures import read_measures
from policies_kb.facts.names import plain
from policies_kb.facts.steps import read_steps
from policies_kb.facts.table_rows import TableRow, free_cells, read_row, table_rows
from policies_kb.facts.targets import TargetReader, plan_named
from policies_kb.facts.thresholds import (
    STANDARDS,
    read_conditions,
    read_open_sides,
    read_standards,
)
from policies_kb.rows import Document, Provision

_YEAR_OF_NUMBER = re.compile(r"〔(\d{4})〕")
_AMENDING = re.compile(r"修正案(?:\([^()]{1,6}\))?$|关于(?:修改|修正|修订).+的决定$")
#: Kinds of provision that state no rule.
_NO_RULE = {
    "title",
    "number",
    "addressee",
    "signature",
    "plan",
    "letterhead",
    "note",
    "toc",
    "attlist",
    "attachment",
    "table",
}


def extract(
    document: Document, provisions: Sequence[Provision], places: Mapping[str, str] | None = None
) -> Facts:
    """Return every fact the rules find in a document.

    Args:
        document: The document.
        provisions: Its provisions in reading order.
        places: Names of places (short ones too) to the city each lies in, empty for a city;
            without it lists of places sharing one value stay one row.
    """
    reader = _Reader(document, provisions, places or {})
    for row in provisions:
        reader.read(row)
    return reader.facts(provisions)


class _Reader:
    """Reads one document's provisions one after the other."""

    def __init__(
        self, document: Document, provisions: Sequence[Provision], places: Mapping[str, str]
    ) -> None:
        self.document = document.id
        self.places = places
        self.signed = _signed(document)
        self.amending = is_amending(document.title)
        self.targets_reader = TargetReader(document.id, plan_named(document.title), places)
        self.by_id = {row.id: row for row in provisions}
        self.deadlines: list[Deadline] = []
        self.targets: list[Target] = []
        self.thresholds: list[Threshold] = []
        self.duties: list[Responsibility] = []
        self.areas: list[PilotArea] = []
        self.doubts: list[Doubt] = []

    def read(self, row: Provision) -> None:
        """Read one provision."""
        unread: list[str] = []
        if row.kind == "table":
            self._read_table(row, unread)
        elif row.kind not in _NO_RULE and not self.amending:
            self._read_text(row, DateReading(row.text, row.ordinal), unread)
        self.doubts += [Doubt(row.id, message) for message in unread]

    def facts(self, provisions: Sequence[Provision]) -> Facts:
        """Return everything that was read."""
        return Facts(
            deadlines=bound_pilots(self.deadlines),
            targets=tuple(self.targets),
            thresholds=tuple(self.thresholds),
            responsibilities=tuple(self.duties),
            pilot_areas=tuple(self.areas),
            procedure_steps=tuple(read_steps(self.document, provisions)),
            doubts=tuple(self.doubts),
        )

    def _read_text(self, row: Provision, reading: DateReading, unread: list[str]) -> None:
        if reading.longest > LONGEST_SENTENCE:
            unread.append(f"{reading.longest} characters without a full stop hold no facts")
        document, figures = self.document, self._read_figures(row, reading)
        self.deadlines += read_deadlines(document, row.id, reading, self.signed, figures, unread)
        self.duties += read_duties(document, row.id, reading)
        self.areas += read_areas(document, row.id, reading, self.places, unread)

    def _read_figures(self, row: Provision, reading: DateReading, item: str = "") -> list[Span]:
        """Read targets and thresholds; return where the figures of targets stand."""
        found: list[tuple[Target, Span]] = []
        if _is_standard(row, self.by_id):
            read = read_standards(self.document, row.id, reading)
        else:
            every = self.targets_reader.read(row.id, reading, item)
            found = [it for it in every if self._to_come(it[0])]
            self.targets += [target for target, _ in found]
            read = read_conditions(self.document, row.id, reading)
        read += read_open_sides(self.document, row.id, reading)
        known: list[Threshold | Target] = [*(target for target, _ in found), *read]
        self.thresholds += read
        self.thresholds += read_measures(self.document, row.id, reading, known)
        return [span for _, span in found]

    def _to_come(self, target: Target) -> bool:
        """Tell a target from a figure that a year gone by has reached."""
        year = target.target_year
        return year is None or self.signed is None or year >= self.signed.year

    def _read_table(self, row: Provision, unread: list[str]) -> None:
        for line in table_rows(row.text):
            facts = read_row(self.document, row.id, line, self.signed, unread)
            self.deadlines += facts.deadlines
            self.duties += facts.responsibilities
            self.thresholds += facts.thresholds
            self.targets += facts.targets
            for cell in free_cells(line):
                self._read_cell(row, line, cell)

    def _read_cell(self, row: Provision, line: TableRow, cell: str) -> None:
        """Read the figures of one cell; the whole row proves them."""
        targets, thresholds = len(self.targets), len(self.thresholds)
        self._read_figures(row, DateReading(cell), line.item)
        self.targets[targets:] = [replace(it, quote=line.quote) for it in self.targets[targets:]]
        self.thresholds[thresholds:] = [
            replace(it, quote=line.quote, subject=it.subject or line.item, sure=bool(line.item))
            for it in self.thresholds[thresholds:]
        ]


def _signed(document: Document) -> date | None:
    """Return the day of signing, else the first day of the year in its number."""
    if document.signed:
        return date.fromisoformat(document.signed)
    year = _YEAR_OF_NUMBER.search(document.number)
    return date(int(year[1]), 1, 1) if year else None


def is_amending(title: str) -> bool:
    """Tell whether a paper only changes another, by its title: 修正案, 关于修改…的决定.

    What it quotes holds for the other paper and is no fact of its own.
    """
    return _AMENDING.search(plain(title)) is not None


def _is_standard(row: Provision, by_id: Mapping[str, Provision]) -> bool:
    """Tell whether a provision stands below words that announce a list of standards."""
    above: Provision | None = row
    while above is not None:
        if STANDARDS.search(above.text):
            return True
        above = by_id.get(above.parent)
    return False
