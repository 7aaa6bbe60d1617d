"""The fact tables in the database: filled by the build, read by the knowledge base."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, TypeVar

from policies_kb.facts.extract import extract
from policies_kb.facts.fact_rows import (
    Deadline,
    PilotArea,
    ProcedureStep,
    Responsibility,
    Target,
    Threshold,
)
from policies_kb.overlay.model import Division
from policies_kb.rows import Document, Provision, columns

if TYPE_CHECKING:
    # Only the build needs it; opening a base must stay quick.
    import sqlite_utils

FactRowType = TypeVar("FactRowType")
Fact = Deadline | Target | Threshold | Responsibility | PilotArea | ProcedureStep
FactSelect = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

#: Table -> (type of a row, field of ``Facts``).
FACT_TABLES: Mapping[str, tuple[Any, str]] = {
    "deadline": (Deadline, "deadlines"),
    "target": (Target, "targets"),
    "threshold": (Threshold, "thresholds"),
    "responsibility": (Responsibility, "responsibilities"),
    "pilot_area": (PilotArea, "pilot_areas"),
    "procedure_step": (ProcedureStep, "procedure_steps"),
}
_NUMBERS = {"offset", "base_year", "target_year", "position"}
_FLAGS = {"workdays", "approximate", "sure"}


def add_facts(database: sqlite_utils.Database, divisions: Iterable[Division]) -> list[str]:
    """Create the fact tables and fill them from the provisions in a database.

    Args:
        database: Holds the documents and provisions.
        divisions: The curated divisions, for names of places.

    Returns:
        What the rules could not read, one line each, starting with the document's id.
    """
    for table, (kind, _) in FACT_TABLES.items():
        types = {field.name: _column(field.name) for field in fields(kind)}
        database.table(table).create({"key": int, **types}, pk="key")
    places = places_of(divisions)
    doubts: list[str] = []
    for row in database.query(f"SELECT {columns(Document)} FROM document ORDER BY rank"):
        doubts += add_facts_of(database, Document(**row), places)
    return doubts


def add_facts_of(
    database: sqlite_utils.Database, document: Document, places: Mapping[str, str]
) -> list[str]:
    """Add the facts of one document to the fact tables.

    Args:
        database: Holds its provisions, and the tables.
        document: The document.
        places: See :func:`places_of`.

    Returns:
        What the rules could not read, as :func:`add_facts` does.
    """
    sql = f"SELECT {columns(Provision)} FROM provision WHERE document = ? ORDER BY position"
    provisions = [Provision(**found) for found in database.query(sql, [document.id])]
    facts = extract(document, provisions, places)
    for table, (_, attribute) in FACT_TABLES.items():
        database.table(table).insert_all(asdict(fact) for fact in getattr(facts, attribute))
    return [f"{document.id}#{row.provision}: {row.message}" for row in facts.doubts]


def read_facts(
    query: FactSelect, kind: type[FactRowType], document: str | None = None, unsure: bool = False
) -> tuple[FactRowType, ...]:
    """Return the rows of one fact table in reading order, of one document or of all.

    Args:
        query: Runs one SELECT.
        kind: Type of the rows, e.g. ``Deadline``.
        document: Id of a document.
        unsure: Also rows the rules are not sure of.
    """
    table = next(name for name, (known, _) in FACT_TABLES.items() if known is kind)
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    limits = ["document = ?"] if document else []
    values = [document] if document else []
    if "sure" in names and not unsure:
        limits.append("sure")
    where = f"WHERE {' AND '.join(limits)} " if limits else ""
    rows = query(f"SELECT {columns(kind)} FROM {table} {where}ORDER BY key", values)
    return tuple(kind(**_typed(dict(zip(names, row, strict=True)))) for row in rows)


def places_of(divisions: Iterable[Division]) -> dict[str, str]:
    """Return every name and short name of a place in Zhejiang with the city it lies in."""
    return {
        name: division.parent
        for division in divisions
        if division.zhejiang
        for name in (division.name, *division.aliases)
    }


def _column(name: str) -> type:
    return int if name in _NUMBERS | _FLAGS else str


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    return {name: bool(value) if name in _FLAGS else value for name, value in row.items()}
