"""What the parser hands over: papers, their provision trees and their tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class ParsedProvision:
    """One node of a paper's provision tree.

    Attributes:
        id: Stable id within the paper after Akoma Ntoso's eId habit, e.g.
            ``part_2__sec_1__item_3``.
        kind: What the node is. Front and end matter: ``letterhead``, ``title``, ``number``,
            ``addressee``, ``note`` (a law's history, (此件公开发布)), ``toc``, ``attlist`` (the
            list of attachments), ``signature``. Text: ``para``, ``part`` (一、), ``sec``
            ((一)), ``item`` (1.), ``point`` ((1)), ``sub`` (①); of laws ``book`` (编),
            ``chapter`` (章), ``section`` (节), ``article`` (条), whose (一) are ``item``.
            Annexes: ``plan``, ``attachment``, ``table``.
        ordinal: The printed ordinal (``二、``, ``(一)``, ``1.``), empty when there is none.
        heading: The printed heading without its ordinal, empty when there is none.
        text: The node's own words as published with page-layout line breaks healed, ordinal
            and heading included. A node with children holds only what stands before the first
            child, so that reading the tree in order gives the paper back.
        span: Start and end of the node with its children, in characters of the source.
        children: The nodes below, in reading order.
    """

    id: str
    kind: str
    ordinal: str
    heading: str
    text: str
    span: tuple[int, int]
    children: tuple[ParsedProvision, ...] = ()

    def walk(self) -> Iterator[ParsedProvision]:
        """Yield this node and everything below it in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def as_json(self) -> dict[str, Any]:
        """Return the node in the shape ``python -m policies_kb parse`` prints."""
        return {
            "id": self.id,
            "kind": self.kind,
            "ordinal": self.ordinal,
            "heading": self.heading,
            "text": self.text,
            "span": list(self.span),
            "children": [child.as_json() for child in self.children],
        }


@dataclass(frozen=True)
class ParsedTable:
    """A table of an attachment, its rows made whole again.

    Attributes:
        id: Id of the attachment it stands in, e.g. ``att_1``.
        title: The printed title.
        rows: One dictionary a row. For 附件1 of 浙政办发〔2017〕82号 the keys are ``field``
            (e.g. 基础通用标准), ``group`` (e.g. 政务公开平台, empty where the field has none),
            ``item``, ``due`` (``YYYY-MM``) and ``units`` (list of responsible units).
    """

    id: str
    title: str
    rows: tuple[dict[str, Any], ...]

    def as_json(self) -> dict[str, Any]:
        """Return the table in the shape ``python -m policies_kb parse`` prints."""
        return {"id": self.id, "title": self.title, "rows": list(self.rows)}


@dataclass(frozen=True)
class Paper:
    """One official paper found in a source file.

    Attributes:
        number: 文号 normalised to 〔〕 without spaces; empty when the paper has none.
        title: The title on one line.
        issuer: The issuing body; empty when it cannot be told.
        signed: The signing date; ``None`` when it cannot be told.
        provisions: The tree's top level, in reading order; covers the whole paper from the
            title to the last attachment.
        tables: Tables of the attachments.
        span: Start and end of the paper in characters of the source.
    """

    number: str
    title: str
    issuer: str
    signed: date | None
    provisions: tuple[ParsedProvision, ...]
    tables: tuple[ParsedTable, ...] = ()
    span: tuple[int, int] = field(default=(0, 0))

    def walk(self) -> Iterator[ParsedProvision]:
        """Yield every node of the tree in reading order."""
        for provision in self.provisions:
            yield from provision.walk()

    def as_json(self) -> dict[str, Any]:
        """Return the paper in the shape ``python -m policies_kb parse`` prints."""
        return {
            "number": self.number,
            "title": self.title,
            "issuer": self.issuer,
            "signed": self.signed.isoformat() if self.signed else None,
            "provisions": [provision.as_json() for provision in self.provisions],
            "tables": [table.as_json() for table in self.tables],
        }
