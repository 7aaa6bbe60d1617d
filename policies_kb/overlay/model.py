"""The curated overlay as typed rows.

A row is kept as plain data (strings, numbers, lists, dictionaries) in the database and in the
YAML files; ``from_data`` is the one place that turns it into a type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from policies_kb.yaml_file import DataRow, Words

Data = Mapping[str, Any]


#: Days after which a row is to be checked again where it does not say so itself.
RECHECK_DAYS = 365


def due_day(checked: date, recheck: int) -> date:
    """Return the day from which what was checked is to be checked again."""
    return checked + timedelta(days=recheck)


class Text(DataRow):
    """The same words for the user in Chinese and in English."""

    zh: Words
    en: Words

    @classmethod
    def from_data(cls, data: Data) -> Text:
        """Make a text from ``{zh: …, en: …}``."""
        return cls(zh=data["zh"], en=data["en"])


@dataclass(frozen=True)
class StatusEvidence:
    """Why a curated row may be believed.

    Attributes:
        source: Where it was read.
        checked: The day it was last checked.
        confidence: ``official`` (an official page), ``copy`` (a copy of an official text) or
            ``secondary`` (somebody else's report of it).
        recheck: Days after which it is to be checked again.
    """

    source: str
    checked: date
    confidence: str
    recheck: int

    @property
    def due(self) -> date:
        """The day from which it is to be checked again."""
        return due_day(self.checked, self.recheck)

    @classmethod
    def from_data(cls, data: Data) -> StatusEvidence:
        """Make the evidence from the row it stands in."""
        checked = date.fromisoformat(data["checked"])
        return cls(data["source"], checked, data["confidence"], data.get("recheck", RECHECK_DAYS))


@dataclass(frozen=True)
class LawProvision:
    """What one article of current law says, in our own words."""

    id: str
    law: str
    label: Text
    text: Text
    confidence: str


@dataclass(frozen=True)
class Law:
    """A law that came after the gazette and governs its matter today."""

    id: str
    number: str
    title: Text
    issuer: str
    issued: date | None
    in_force: date | None
    ended: date | None
    governs: tuple[str, ...]
    relation: Text | None
    url: str
    provisions: tuple[LawProvision, ...]
    evidence: StatusEvidence

    @classmethod
    def from_data(cls, data: Data) -> Law:
        """Make a law with its provisions, which get full ids (``law724.art_30``)."""
        provisions = tuple(
            LawProvision(
                id=f"{data['id']}.{row['id']}",
                law=data["id"],
                label=Text.from_data(row["label"]),
                text=Text.from_data(row),
                confidence=row.get("confidence", data["confidence"]),
            )
            for row in data.get("provisions", ())
        )
        return cls(
            id=data["id"],
            number=data["number"],
            title=Text.from_data(data["title"]),
            issuer=data["issuer"],
            issued=_date(data, "issued"),
            in_force=_date(data, "in_force"),
            ended=_date(data, "ended"),
            governs=tuple(data.get("governs", ())),
            relation=_text(data, "relation"),
            url=data.get("url", ""),
            provisions=provisions,
            evidence=StatusEvidence.from_data(data),
        )


@dataclass(frozen=True)
class Channel:
    """A place that takes a complaint, a question or a request."""

    id: str
    name: Text
    phone: str
    url: str
    where: Text | None
    takes: Text
    not_for: Text | None
    hours: Text | None
    topics: tuple[str, ...]
    confirm: Text | None
    evidence: StatusEvidence

    @classmethod
    def from_data(cls, data: Data) -> Channel:
        """Make a channel."""
        return cls(
            id=data["id"],
            name=Text.from_data(data["name"]),
            phone=data.get("phone", ""),
            url=data.get("url", ""),
            where=_text(data, "where"),
            takes=Text.from_data(data["takes"]),
            not_for=_text(data, "not_for"),
            hours=_text(data, "hours"),
            topics=tuple(data["topics"]),
            confirm=_text(data, "confirm"),
            evidence=StatusEvidence.from_data(data),
        )


@dataclass(frozen=True)
class DocumentStatus:
    """How a gazette document stands today."""

    document: str
    status: str
    superseded_by: tuple[str, ...]
    notice: Text
    evidence: StatusEvidence

    @property
    def warns(self) -> bool:
        """Tell whether who reads the paper must know more than that it is in force."""
        return self.status != "in_force"

    @classmethod
    def from_data(cls, data: Data) -> DocumentStatus:
        """Make a document's status."""
        return cls(
            document=data["document"],
            status=data["status"],
            superseded_by=tuple(data.get("superseded_by", ())),
            notice=Text.from_data(data["notice"]),
            evidence=StatusEvidence.from_data(data),
        )


@dataclass(frozen=True)
class Unit:
    """An organ named in the gazette.

    Attributes:
        name: As printed.
        aliases: Other forms people use.
        present: Present names; empty when none is known for sure.
        note: What a user should know about the change.
    """

    name: str
    aliases: tuple[str, ...]
    present: tuple[str, ...]
    note: Text | None
    evidence: StatusEvidence

    @classmethod
    def from_data(cls, data: Data) -> Unit:
        """Make a unit."""
        return cls(
            name=data["name"],
            aliases=tuple(data["aliases"]),
            present=tuple(data["present"]),
            note=_text(data, "note"),
            evidence=StatusEvidence.from_data(data),
        )


@dataclass(frozen=True)
class Division:
    """An administrative division of today.

    Attributes:
        name: Full name, e.g. ``嘉善县``.
        level: ``city``, ``district``, ``county``, ``county_city``, ``autonomous_county``; outside
            Zhejiang ``province`` or ``city``.
        parent: Name of the division above, empty for a province and for Zhejiang's cities.
        aliases: Short names.
        predecessors: Divisions of 2017 whose ground it has, where not the same name.
        existed_2017: Whether it stood when the gazette came out.
        zhejiang: Whether it lies in Zhejiang.
        note: What a user should know about it.
    """

    name: str
    level: str
    parent: str
    aliases: tuple[str, ...]
    predecessors: tuple[str, ...]
    existed_2017: bool
    zhejiang: bool
    note: Text | None
    evidence: StatusEvidence

    @classmethod
    def from_data(cls, data: Data) -> Division:
        """Make a division."""
        return cls(
            name=data["name"],
            level=data["level"],
            parent=data["parent"],
            aliases=tuple(data["aliases"]),
            predecessors=tuple(data["predecessors"]),
            existed_2017=data["existed_2017"],
            zhejiang=data["zhejiang"],
            note=_text(data, "note"),
            evidence=StatusEvidence.from_data(data),
        )


@dataclass(frozen=True)
class Route:
    """What somebody does first in one situation (unpaid wages, a credit record), and why."""

    id: str
    situation: Text
    first_step: Text
    why: Text
    then: Text | None
    channels: tuple[str, ...]
    law: tuple[str, ...]
    evidence: StatusEvidence

    @classmethod
    def from_data(cls, data: Data) -> Route:
        """Make a route."""
        return cls(
            id=data["id"],
            situation=Text.from_data(data["situation"]),
            first_step=Text.from_data(data["first_step"]),
            why=Text.from_data(data["why"]),
            then=_text(data, "then"),
            channels=tuple(data.get("channels", ())),
            law=tuple(data.get("law", ())),
            evidence=StatusEvidence.from_data(data),
        )


@dataclass(frozen=True)
class Omission:
    """A figure or date of a paper that is deliberately in no fact table.

    Attributes:
        document: Number of the document.
        text: The words, verbatim.
        why: Why they are no fact.
    """

    document: str
    text: str
    why: str

    @classmethod
    def from_data(cls, data: Data) -> Omission:
        """Make an omission."""
        return cls(data["document"], data["text"], data["why"])


@dataclass(frozen=True)
class Phrasing:
    """One way people ask for a provision, in our own words.

    Attributes:
        document: Id of the document.
        provision: Id of the provision within it.
        text: The question or the words somebody would type.
        place: Where it is written (``file:line``), for messages.
    """

    document: str
    provision: str
    text: str
    place: str

    @classmethod
    def from_data(cls, data: Data) -> Phrasing:
        """Make a phrasing."""
        return cls(data["document"], data["provision"], data["text"], data["place"])


@dataclass(frozen=True)
class Overlay:
    """Everything the curated files say."""

    laws: tuple[Law, ...] = ()
    channels: tuple[Channel, ...] = ()
    status: tuple[DocumentStatus, ...] = ()
    units: tuple[Unit, ...] = ()
    divisions: tuple[Division, ...] = ()
    wage_routes: tuple[Route, ...] = ()
    credit_kinds: tuple[Route, ...] = ()
    omissions: tuple[Omission, ...] = ()
    phrasings: tuple[Phrasing, ...] = ()
    rows: Mapping[str, tuple[dict[str, Any], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @classmethod
    def from_rows(cls, rows: Mapping[str, tuple[dict[str, Any], ...]]) -> Overlay:
        """Make the overlay from plain rows by table (see ``TABLES``)."""
        typed = {
            attribute: tuple(kind.from_data(row) for row in rows.get(table, ()))
            for table, (attribute, kind) in TABLES.items()
        }
        return cls(**typed, rows=rows)  # type: ignore[arg-type]


#: Table of plain rows -> (attribute of Overlay, type of a row).
TABLES: Mapping[str, tuple[str, Any]] = {
    "law": ("laws", Law),
    "channel": ("channels", Channel),
    "status": ("status", DocumentStatus),
    "unit": ("units", Unit),
    "division": ("divisions", Division),
    "wage_route": ("wage_routes", Route),
    "credit_kind": ("credit_kinds", Route),
    "omission": ("omissions", Omission),
    "phrasing": ("phrasings", Phrasing),
}


def _date(data: Data, key: str) -> date | None:
    value = data.get(key)
    return date.fromisoformat(value) if value else None


def _text(data: Data, key: str) -> Text | None:
    value = data.get(key)
    return Text.from_data(value) if value else None
