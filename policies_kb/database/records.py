"""Turns a parsed paper into the rows the database holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from policies_kb import parsed_paper
from policies_kb.identifiers import document_id
from policies_kb.rows import Document, Provision, Sentence, StandardItem
from policies_kb.sentences import cut_sentences

_PLAN_KEYS = {"field", "item", "due", "units"}
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def document_rows(source: str, papers: Sequence[parsed_paper.Paper]) -> list[Document]:
    """Return the documents of a source file.

    A paper without a number is called after its source file.

    Args:
        source: Name of the source file, without its ending the id of the publication.
        papers: Everything the parser found in it.
    """
    issue = PurePath(source).stem
    return [
        Document(
            id=document_id(paper.number) if paper.number else _unnumbered(issue, place, papers),
            number=paper.number,
            title=paper.title,
            issuer=paper.issuer,
            signed=paper.signed.isoformat() if paper.signed else "",
            issue=issue,
            source=source,
            start=paper.span[0],
            end=paper.span[1],
        )
        for place, paper in enumerate(papers, start=1)
    ]


def _unnumbered(issue: str, place: int, papers: Sequence[parsed_paper.Paper]) -> str:
    return issue if len(papers) == 1 else f"{issue}-{place}"


def provision_rows(document: str, paper: parsed_paper.Paper) -> Iterator[tuple[Provision, str]]:
    """Yield every provision in reading order with the headings that stand above it."""
    position = 0

    def below(
        nodes: Iterable[parsed_paper.ParsedProvision], parent: str, above: tuple[str, ...]
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
    for position, text in enumerate(cut_sentences(row.text, lead)):
        yield Sentence(row.document, row.id, position, text)


def standard_rows(document: str, paper: parsed_paper.Paper) -> Iterator[StandardItem]:
    """Yield the rows of tables that list standards with month and units.

    A table is taken whole or, when a row has no real month or its item does not stand in the
    text word for word, not at all; its text stays.
    """
    for table in paper.tables:
        if not is_standard(table, paper):
            continue
        for position, row in enumerate(table.rows):
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


def is_plan(table: parsed_paper.ParsedTable) -> bool:
    """Tell whether the columns of a table are due month, item and responsible units."""
    return bool(table.rows) and all(set(row) >= _PLAN_KEYS for row in table.rows)


def is_standard(table: parsed_paper.ParsedTable, paper: parsed_paper.Paper) -> bool:
    """Tell whether the rows of a table become standard items, see ``standard_rows``."""
    texts = [node.text for node in paper.walk()]
    return is_plan(table) and all(
        _MONTH.fullmatch(row["due"]) and row["item"] and any(row["item"] in text for text in texts)
        for row in table.rows
    )
