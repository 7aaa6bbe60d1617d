"""Words what was found in a paper that is to be added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from policies_kb.adding.survey import Preview, PreviewedPaper
from policies_kb.facts.fact_tables import FACT_TABLES
from policies_kb.rows import StandardItem

#: Rows of a table that are shown.
SHOWN_ROWS = 3
_LONGEST_QUOTE = 70
#: Fields that say nothing to an operator, or that the proof beside them says already.
_NOT_SHOWN = {
    "document",
    "provision",
    "quote",
    "rule",
    "workdays",
    "approximate",
    "position",
    "sure",
}


def survey_lines(found: Preview) -> Iterator[str]:
    """Yield what was found and what the reader was unsure of, line by line."""
    for number, paper in enumerate(found.papers, start=1):
        document = paper.document
        yield f"{number}. {document.number or '(no number)'} {document.title}"
        yield f"   issuer {document.issuer or '-'}, signed {document.signed or '-'}"
        yield f"   id {document.id}"
        yield f"   provisions: {_counts(paper.kinds)}"
        yield from _facts(paper)
        yield from _items(paper.items)
        for table, count in paper.kept.items():
            yield f"   table kept as text: {table}, {count} rows"
    unsure = [row for paper in found.papers for row in paper.unsure]
    yield "unsure:" if unsure else "unsure: nothing"
    for row in unsure:
        yield f"   {found.place(row.position)}: {row.message}"


def fact_lines_of(paper: PreviewedPaper) -> Iterator[str]:
    """Yield every fact of a paper with its proof, a line each."""
    for table, (_, attribute) in FACT_TABLES.items():
        for row in getattr(paper.facts, attribute):
            doubted = "" if getattr(row, "sure", True) else " (unsure: not told to users)"
            yield f"{table}{doubted}: {_fields(row)} “{_cut(row.quote)}”"
    for item in paper.items:
        yield f"row of {item.provision}: {item.due} {item.item} ({'、'.join(item.units)})"


def _counts(kinds: Any) -> str:
    parts = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    return f"{sum(kinds.values())} ({parts})"


def _facts(paper: PreviewedPaper) -> Iterator[str]:
    counts = {table: len(getattr(paper.facts, kind)) for table, (_, kind) in FACT_TABLES.items()}
    yield "   facts: " + ", ".join(f"{count} {table}" for table, count in counts.items())
    for table, (_, attribute) in FACT_TABLES.items():
        rows = getattr(paper.facts, attribute)
        if rows:
            yield f"   {table}:"
        for row in rows[:SHOWN_ROWS]:
            doubted = "" if getattr(row, "sure", True) else " (unsure: not told to users)"
            yield f"      {row.provision}: {_fields(row)}{doubted}"
            yield f"         “{_cut(row.quote)}”"
        yield from _more(rows)


def _items(items: Sequence[StandardItem]) -> Iterator[str]:
    if items:
        yield f"   rows of attachments: {len(items)}"
    for item in items[:SHOWN_ROWS]:
        yield f"      {item.provision}: {item.due} {item.item} ({'、'.join(item.units)})"
    yield from _more(items)


def _more(rows: Sequence[Any]) -> Iterator[str]:
    if len(rows) > SHOWN_ROWS:
        yield f"      … and {len(rows) - SHOWN_ROWS} more"


def _fields(row: Any) -> str:
    shown = {name: getattr(row, name) for name in row.__dataclass_fields__}
    return ", ".join(
        f"{name} {value}"
        for name, value in shown.items()
        if name not in _NOT_SHOWN and value not in ("", None)
    )


def _cut(quote: str) -> str:
    words = "".join(quote.split())
    return words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE]}…"
