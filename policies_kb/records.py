"""Turns a parsed paper into the rows the database holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from . import model
from .rows import Provision, Sentence, StandardItem
from .sentences import cut


def provision_rows(document: str, paper: model.Paper) -> Iterator[tuple[Provision, str]]:
    """Yield every provision in reading order with the headings that stand above it."""
    position = 0

    def below(
        nodes: Iterable[model.Provision], parent: str, above: tuple[str, ...]
    ) -> Iterator[tuple[Provision, str]]:
        nonlocal position
        for node in nodes:
            row = Provision(
                document=document,
                id=node.id,
                parent=parent,
                position=position,
                depth=len(above),
                kind=node.kind,
                ordinal=node.ordinal,
                heading=node.heading,
                text=node.text,
                start=node.span[0],
                end=node.span[1],
            )
            position += 1
            yield row, " ".join(part for part in above if part)
            yield from below(node.children, node.id, (*above, node.heading))

    yield from below(paper.provisions, "", ())


def sentence_rows(row: Provision) -> Iterator[Sentence]:
    """Yield the sentences of a provision."""
    lead = f"{row.ordinal}{row.heading}"
    for position, text in enumerate(cut(row.text, lead)):
        yield Sentence(row.document, row.id, position, text)


def standard_rows(document: str, paper: model.Paper) -> Iterator[StandardItem]:
    """Yield the rows of tables that list standards with month and units."""
    for table in paper.tables:
        for position, row in enumerate(table.rows):
            if {"field", "item", "due", "units"} <= set(row):
                yield StandardItem(
                    document=document,
                    provision=table.id,
                    position=position,
                    field=row["field"],
                    group=row.get("group", ""),
                    item=row["item"],
                    due=row["due"],
                    units=tuple(row["units"]),
                )
