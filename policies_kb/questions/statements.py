"""The rows questions are asked of: the sentences of the papers and the figures read from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..facts.reading import Reading, Span
from ..facts.rows import Target, Threshold
from ..kb import KnowledgeBase
from ..rows import Document, Provision

_NO_STATEMENT = frozenset(
    {"title", "number", "addressee", "signature", "letterhead", "note", "toc", "attlist"}
    | {"plan", "attachment", "table"}
)


@dataclass(frozen=True)
class Statement:
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
    """

    document: str
    provision: str
    quote: str
    subject: str
    words: str
    above: str
    figure: Target | Threshold | None = None


def read_statements(kb: KnowledgeBase) -> Iterator[Statement]:
    """Yield the rows of every paper."""
    for document in kb.documents():
        provisions = kb.provisions(document.id)
        by_id = {row.id: row for row in provisions}
        above = {row.id: _above(row, by_id, document) for row in provisions}
        for row in provisions:
            if row.kind not in _NO_STATEMENT:
                yield from _sentences(row, above[row.id])
        figures: list[Target | Threshold] = [*kb.targets(document.id)]
        for figure in (*figures, *kb.thresholds(document.id)):
            yield _figure(figure, above[figure.provision])


def _sentences(row: Provision, above: str) -> Iterator[Statement]:
    reading = Reading(row.text, row.ordinal)
    for span in reading.split(Span(0, len(reading.plain)), "。;"):
        words = reading.words(span)
        if words == row.heading:
            continue
        yield Statement(
            document=row.document,
            provision=row.id,
            quote=reading.quote(span.start, span.end),
            subject=row.heading,
            words=words,
            above=above,
        )


def _figure(figure: Target | Threshold, above: str) -> Statement:
    if isinstance(figure, Target):
        subject = f"{figure.region}{figure.indicator}"
    else:
        subject = f"{figure.scope}{figure.subject}"
    return Statement(
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
