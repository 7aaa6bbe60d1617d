"""Looks a parsed paper over for what an operator has to judge before it is added."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from policies_kb.database.records import is_plan, is_standard, standard_rows
from policies_kb.facts.extract import is_amending
from policies_kb.facts.fact_rows import Deadline, Facts, Responsibility, Target, Threshold
from policies_kb.facts.names import plain
from policies_kb.parsed_paper import Paper, ParsedProvision
from policies_kb.rows import Document
from policies_kb.text.notation import ORDINAL
from policies_kb.text.numerals import read_number

_PRINTED_DATE = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_NUMERAL = re.compile(rf"\d+|[{ORDINAL}]+")
#: What Chinese text does not hold: Latin letters with accents, private signs, lost characters.
_BROKEN = re.compile(r"[\u0080-\u00a6\u00aa-\u00af\u00b8-\u00d6\u00d8-\u024f\ue000-\uf8ff\ufffd]")
_MOST_BROKEN = 3
_REVISED = re.compile(r"修订|修正")


@dataclass(frozen=True)
class Unsure:
    """Something the reader is not sure of.

    Attributes:
        position: Where in the source it stands.
        message: What it is, one sentence.
    """

    position: int
    message: str


def parse_warnings(
    document: Document, paper: Paper, facts: Facts, units: Collection[str], today: date
) -> Iterator[Unsure]:
    """Yield everything about a paper that is missing, strange or could not be read.

    Args:
        document: The paper as the base would hold it.
        paper: The paper as the parser found it.
        facts: The facts found in it.
        units: Every known name of a unit, see ``facts.names.plain``.
        today: A date of signing after this day is doubted.
    """
    start = paper.span[0]
    if not document.number:
        yield Unsure(start, f"no document number (文号) found; its id will be {document.id}")
    if not document.issuer:
        yield Unsure(start, "no issuing body found")
    yield from _date(paper, today)
    yield from _revised(paper)
    if is_amending(document.title):
        message = "is an amending act: what it quotes belongs to the paper it changes"
        yield Unsure(start, message)
    yield from _broken(paper)
    yield from _ordinals(paper)
    yield from _tables(paper)
    yield from _unknown_units(document, paper, facts, units)
    places = {node.id: node.span[0] for node in paper.walk()}
    yield from _unsure_facts(facts, places)
    for doubt in facts.doubts:
        yield Unsure(places[doubt.provision], f"{doubt.provision}: {doubt.message}")


def _date(paper: Paper, today: date) -> Iterator[Unsure]:
    if paper.signed and paper.signed > today:
        yield Unsure(paper.span[0], f"signed on {paper.signed}, which is still to come")
    if paper.signed is not None:
        return
    for node in paper.walk():
        printed = _PRINTED_DATE.search(node.text) if node.kind == "signature" else None
        if printed:
            yield Unsure(node.span[0], f"no such date: {printed.group()}")
            return
    yield Unsure(paper.span[0], "no date of signing found")


def _revised(paper: Paper) -> Iterator[Unsure]:
    for node in paper.walk():
        if node.kind == "note" and _REVISED.search(node.text):
            message = "was revised later; its number and date are those of the first text"
            yield Unsure(node.span[0], message)
            return


def _broken(paper: Paper) -> Iterator[Unsure]:
    """Yield provisions whose characters are broken."""
    for node in paper.walk():
        if len(_BROKEN.findall(node.text)) >= _MOST_BROKEN:
            words = "".join(node.text.split())[:20]
            yield Unsure(node.span[0], f"{node.id}: broken characters, no Chinese text: {words}")


def _ordinals(paper: Paper) -> Iterator[Unsure]:
    """Yield provisions whose ordinal stands there already or does not follow the one before."""
    last: dict[tuple[str, str, str], ParsedProvision] = {}
    for node in paper.walk():
        if not _NUMERAL.search(node.ordinal):
            continue
        # Articles are numbered through all chapters, and so are their ids.
        style = _NUMERAL.sub("", plain(node.ordinal))
        place = (node.id.rpartition("__")[0], node.kind, style)
        before = last.get(place)
        last[place] = node
        if before is None or "之" in node.ordinal:
            continue
        step = _value(node) - _value(before)
        printed = node.ordinal.strip()
        if step == 0:
            yield Unsure(node.span[0], f"{node.id}: {printed} stands here twice")
        elif step != 1:
            yield Unsure(node.span[0], f"{node.id}: {printed} follows {before.ordinal.strip()}")


def _value(node: ParsedProvision) -> int:
    found = _NUMERAL.search(node.ordinal)
    return int(read_number(found.group())) if found else 0


def _tables(paper: Paper) -> Iterator[Unsure]:
    places = {node.id: node.span[0] for node in paper.walk()}
    for table in paper.tables:
        if is_plan(table) and not is_standard(table, paper):
            message = f"{table.id}: a row has no month or no item; the table is kept as text only"
            yield Unsure(places[table.id], message)


def _unsure_facts(facts: Facts, places: Mapping[str, int]) -> Iterator[Unsure]:
    """Yield the facts the rules are not sure of: they are not told to users."""
    rows: list[Deadline | Target | Threshold | Responsibility] = []
    rows += facts.deadlines
    rows += facts.targets
    rows += facts.thresholds
    rows += facts.responsibilities
    for row in rows:
        if not row.sure:
            kind = type(row).__name__.lower()
            message = f"{row.provision}: not sure of this {kind}, users are not told: {row.quote}"
            yield Unsure(places[row.provision], message)


def _unknown_units(
    document: Document, paper: Paper, facts: Facts, units: Collection[str]
) -> Iterator[Unsure]:
    """Yield each responsible unit no curated list knows, where it stands first."""
    named = [(row.unit, row.provision) for row in facts.responsibilities]
    for item in standard_rows(document.id, paper):
        named += [(plain(unit), item.provision) for unit in item.units]
    nodes: dict[str, ParsedProvision] = {node.id: node for node in paper.walk()}
    for unit, provision in dict(reversed(named)).items():
        if unit not in units:
            yield Unsure(nodes[provision].span[0], f"units.yml has no unit {unit}")
