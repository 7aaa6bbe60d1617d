"""The rows the knowledge base hands out."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


def columns(kind: Any) -> str:
    """Return the fields of a kind of row as the columns of a SELECT."""
    return ", ".join(f'"{field.name}"' for field in fields(kind))


@dataclass(frozen=True)
class Issue:
    """One source publication.

    Attributes:
        id: The source file's name without its ending.
        title: Title of the publication, empty for a paper that came alone.
        number: Its printed number, e.g. ``2017年第25期``, may be empty.
        published: Date of publication (ISO), may be empty.
        publisher: Who published it, may be empty.
        url: Where it was published, may be empty.
        file: Name of the source file.
        text: The whole text; every span counts characters of it.
    """

    id: str
    title: str
    number: str
    published: str
    publisher: str
    url: str
    file: str
    text: str


@dataclass(frozen=True)
class Document:
    """One official paper.

    Attributes:
        id: Id used in addresses, e.g. ``浙政办发-2017-80``.
        number: 文号, e.g. ``浙政办发〔2017〕80号``; empty when the paper has none.
        title: Title on one line.
        issuer: Issuing body, empty when unknown.
        signed: Signing date (ISO), empty when unknown.
        issue: Id of the publication it stands in.
        source: Name of the source file.
        start: First character of the paper in the source.
        end: One past the last character.
    """

    id: str
    number: str
    title: str
    issuer: str
    signed: str
    issue: str
    source: str
    start: int
    end: int

    @property
    def name(self) -> str:
        """What it is cited by: its number or, without one, its title."""
        return self.number or self.title


@dataclass(frozen=True)
class Provision:
    """One provision of a document.

    Attributes:
        document: Id of the document.
        id: Id within the document, e.g. ``part_2__sec_1__item_3``.
        parent: Id of the provision above, empty at the top.
        position: Place in reading order within the document, from 0.
        depth: 0 at the top.
        kind: What it is (``part``, ``sec``, ``item``, ``para`` …).
        ordinal: Printed ordinal, may be empty.
        heading: Printed heading, may be empty.
        text: Its own words, without those of the provisions below it.
        start: First character in the source, provisions below included.
        end: One past the last character.
    """

    document: str
    id: str
    parent: str
    position: int
    depth: int
    kind: str
    ordinal: str
    heading: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """One quotable sentence or whole clause; a verbatim part of its provision's text."""

    document: str
    provision: str
    position: int
    text: str


@dataclass(frozen=True)
class StandardItem:
    """One standard to be written, a row of 附件1 of 浙政办发〔2017〕82号.

    Attributes:
        document: Id of the document.
        provision: Id of the attachment's provision.
        position: Place in the table, from 0.
        field: 领域, e.g. ``义务教育``.
        group: Group within the field, may be empty.
        item: Name of the standard.
        due: Month due, ``YYYY-MM``.
        units: Responsible units as printed.
    """

    document: str
    provision: str
    position: int
    field: str
    group: str
    item: str
    due: str
    units: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """One search result.

    Attributes:
        document: Id of the document.
        provision: Id of the provision.
        sentence: The sentence of the provision that answers best, verbatim.
        score: Share of the question's words, weighted by rarity, that stand in the provision
            and the headings above it or, if that is more, in one way people ask for it; 0 to 1.
        nearness: Cosine of its vector to that of the question, 0 where there are no vectors.
    """

    document: str
    provision: str
    sentence: str
    score: float
    nearness: float = 0.0
