"""Reads all facts of one document by rules of the genre."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ..rows import Document, Provision
from .areas import read_areas
from .deadlines import bound_pilots, read_deadlines
from .duties import read_duties
from .reading import Reading
from .rows import Doubt, Facts
from .steps import read_steps
from .targets import TargetReader, plan_named
from .thresholds import STANDARDS, read_conditions, read_standards

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
    known = places or {}
    signed = date.fromisoformat(document.signed) if document.signed else None
    reader = TargetReader(document.id, plan_named(document.title), known)
    by_id = {row.id: row for row in provisions}
    doubts: list[Doubt] = []
    deadlines, targets, thresholds, duties, areas = [], [], [], [], []
    for row in provisions:
        if row.kind in _NO_RULE:
            continue
        reading = Reading(row.text, row.ordinal)
        unread: list[str] = []
        figures = []
        if _is_standard(row, by_id):
            thresholds += read_standards(document.id, row.id, reading)
        else:
            found = reader.read(row.id, reading)
            targets += [target for target, _ in found]
            figures = [span for _, span in found]
            thresholds += read_conditions(document.id, row.id, reading)
        deadlines += read_deadlines(document.id, row.id, reading, signed, figures, unread)
        duties += read_duties(document.id, row.id, reading)
        areas += read_areas(document.id, row.id, reading, known, unread)
        doubts += [Doubt(row.id, message) for message in unread]
    return Facts(
        deadlines=bound_pilots(deadlines),
        targets=tuple(targets),
        thresholds=tuple(thresholds),
        responsibilities=tuple(duties),
        pilot_areas=tuple(areas),
        procedure_steps=tuple(read_steps(document.id, provisions)),
        doubts=tuple(doubts),
    )


def _is_standard(row: Provision, by_id: Mapping[str, Provision]) -> bool:
    """Tell whether a provision stands below words that announce a list of standards."""
    above: Provision | None = row
    while above is not None:
        if STANDARDS.search(above.text):
            return True
        above = by_id.get(above.parent)
    return False
