"""The rows questions are asked of: the sentences of the papers and the figures read from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policies_kb.facts.date_reading import DateReading, Span
from policies_kb.facts.fact_rows import Target, Threshold
from policies_kb.facts.table_rows import cell_by_name
from policies_kb.kb import KnowledgeBase
from policies_kb.parse.runs import line_cells
from policies_kb.parse.table_parser import named_rows
from policies_kb.rows import Document, Provision

_NO_STATEMENT = frozenset(
    {"title", "number", "addressee", "signature", "letterhead", "note", "toc", "attlist"}
    | {"plan", "attachment", "table"}
)


@dataclass(frozen=True, slots=True)
class FactStatement:
    """One row: a sentence, or a figure of one.

    Attributes:
        document: Id of the paper.
        provision: Id of the provision.
        quote: Verbatim proof.
        subject: What it speaks of: of a figure what is measured and where, of a sentence its
            heading.
        words: Its plain words.
        above: The headings above it.
        figure: The row of the fact tables, ``None`` for a sentence.
        is_row: Whether it is a row of a table, which is told whole.
    """

    document: str
    provision: str
    quote: str
    subject: str
    words: str
    above: str
    figure: Target | Threshold | None = None
    is_row: bool = False


def read_statements(kb: KnowledgeBase) -> Iterator[FactStatement]:
    """Yield the rows of every paper."""
    listed = {row.document for row in kb.standard_items()}
    for document in kb.documents():
        provisions = kb.provisions(document.id)
        by_id = {row.id: row for row in provisions}
        above = {row.id: _above(row, by_id, document) for row in provisions}
        for row in provisions:
            if row.kind not in _NO_STATEMENT:
                yield from _sentences(row, above[row.id])
            elif row.kind == "table" and document.id not in listed:
                yield from _table_rows(row, above[row.id])
        figures: list[Target | Threshold] = [*kb.targets(document.id)]
        for figure in (*figures, *kb.thresholds(document.id)):
            yield _figure(figure, above[figure.provision])


def _sentences(row: Provision, above: str) -> Iterator[FactStatement]:
    reading = DateReading(row.text, row.ordinal)
    for span in _spans(reading):
        words = reading.words(span)
        if words == row.heading:
            continue
        yield FactStatement(
            document=row.document,
            provision=row.id,
            quote=reading.quote(span.start, span.end),
            subject=row.heading,
            words=words,
            above=above,
        )


def _spans(reading: DateReading) -> Iterator[Span]:
    """Yield the sentences, each with what stands in brackets after its stop: who is responsible."""
    before: Span | None = None
    for span in reading.split(Span(0, len(reading.plain)), "。;"):
        if before and reading.words(span).startswith("(") and reading.words(span).endswith(")"):
            before = Span(before.start, span.end)
            continue
        if before:
            yield before
        before = span
    if before:
        yield before


def _table_rows(row: Provision, above: str) -> Iterator[FactStatement]:
    """Yield the rows of a table below its head, each cell under the name of its column; those of
    one cell are headings of the next."""
    head, *lines = row.text.split("\n")
    named, section = dict(named_rows([head, *lines])), ""
    for line in lines:
        filled = [cell for cell in line_cells(line) if cell]
        if len(filled) < 2:
            section = line.strip()
            continue
        cells = named.get(line, {})
        told = [cell_by_name(name, cell) for name, cell in cells.items() if cell]
        yield FactStatement(
            document=row.document,
            provision=row.id,
            quote=line.strip(),
            subject=" ".join(filled[:2]),
            words=";".join(told or (DateReading(cell).plain for cell in filled)),
            above=f"{above} {section} {head}",
            is_row=True,
        )


def _figure(figure: Target | Threshold, above: str) -> FactStatement:
    if isinstance(figure, Target):
        subject = f"{figure.region}{figure.indicator}"
    else:
        subject = f"{figure.scope}{figure.subject}"
    return FactStatement(
        document=figure.document,
        provision=figure.provision,
        quote=figure.quote,
        subject=subject,
        words=subject,
        above=above,
        figure=figure,
    )


def _above(row: Provision, by_id: Mapping[str, Provision], document: Document) -> str:
    headings = [document.title]
    found: Provision | None = row
    while found is not None:
        headings.append(found.heading)
        found = by_id.get(found.parent)
    return " ".join(headings)
