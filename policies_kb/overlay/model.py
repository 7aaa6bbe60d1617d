"""The curated overlay as typed rows, as they stand in the YAML files.

In the database a row is kept as plain data (strings, numbers, lists, dictionaries).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from policies_kb.yaml_file import DataRow, Words

#: Days after which a row is to be checked again where it does not say so itself.
RECHECK_DAYS = 365


def due_day(checked: date, recheck: int) -> date:
    """Return the day from which what was checked is to be checked again."""
    return checked + timedelta(days=recheck)


def _day(text: Any) -> Any:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else text
    except ValueError as error:
        raise ValueError("should be a day, YYYY-MM-DD") from error


def _none_twice(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) < len(names):
        raise ValueError("should name nothing twice")
    return names


#: An official page, a copy of an official text, or somebody else's report of it.
Confidence = Literal["official", "copy", "secondary"]
Day = Annotated[date, BeforeValidator(_day)]
RowKey = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
WebAddress = Annotated[str, Field(pattern=r"^https?://[^\s/?#]+\S*$")]
#: A number (浙政发〔2017〕31号, 国务院令第716号), or the id of a paper without one.
DocumentName = Annotated[
    str, Field(pattern=r"^([^\d\s]+〔\d{4}〕\d+号|\S+第\S{1,7}号|\S*[^\s号])$")
]
_Article = Annotated[str, Field(pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$")]
_Keys = Annotated[tuple[RowKey, ...], AfterValidator(_none_twice)]
_Articles = Annotated[tuple[_Article, ...], AfterValidator(_none_twice)]
_Names = Annotated[tuple[Words, ...], AfterValidator(_none_twice)]


class Text(DataRow):
    """The same words for the user in Chinese and in English."""

    zh: Words
    en: Words


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


class _Evidenced(DataRow):
    source: Words
    checked: Day
    confidence: Confidence
    recheck: int = Field(RECHECK_DAYS, ge=1, le=RECHECK_DAYS)

    @cached_property
    def evidence(self) -> StatusEvidence:
        """Why it may be believed."""
        return StatusEvidence(self.source, self.checked, self.confidence, self.recheck)


@dataclass(frozen=True)
class LawProvision:
    """What one article of current law says, in our own words; its id is ``law724.art_30``."""

    id: str
    law: str
    label: Text
    text: Text
    confidence: str


class LawArticle(DataRow):
    """An article as it is written.

    Attributes:
        confidence: How it was read, if not as the law.
        says_ended: Says itself that the law has ended, so that it may be cited after the end.
    """

    id: RowKey
    label: Text
    zh: Words
    en: Words
    confidence: Confidence | None = None
    says_ended: Literal[True] | None = None


class Law(_Evidenced):
    """A law that came after the gazette and governs its matter today."""

    id: RowKey
    number: Words
    title: Text
    issuer: Words
    issued: Day | None = None
    in_force: Day | None = None
    ended: Day | None = None
    governs: Annotated[tuple[DocumentName, ...], AfterValidator(_none_twice)] = ()
    relation: Text | None = None
    url: WebAddress = ""
    articles: tuple[LawArticle, ...] = Field((), alias="provisions")

    @cached_property
    def provisions(self) -> tuple[LawProvision, ...]:
        """Its articles with their full ids."""
        return tuple(
            LawProvision(
                id=f"{self.id}.{article.id}",
                law=self.id,
                label=article.label,
                text=Text(zh=article.zh, en=article.en),
                confidence=article.confidence or self.confidence,
            )
            for article in self.articles
        )


class Channel(_Evidenced):
    """A place that takes a complaint, a question or a request."""

    id: RowKey
    name: Text
    phone: Annotated[str, Field(pattern=r"^[0-9][0-9-]{2,}$")] = ""
    url: WebAddress = ""
    where: Text | None = None
    takes: Text
    not_for: Text | None = None
    hours: Text | None = None
    topics: Annotated[
        tuple[Literal["wages", "credit", "disclosure", "environment", "danger", "any"], ...],
        AfterValidator(_none_twice),
        Field(min_length=1),
    ]
    confirm: Text | None = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if not (self.phone or self.url or self.where):
            raise ValueError("one of phone, url, where is needed")
        # Whoever is in danger is to call, not to look something up first.
        unsure = self.confidence == "secondary" and "danger" not in self.topics
        if unsure and self.confirm is None:
            raise ValueError("'confirm' is missing beside a secondary source")
        return self


class DocumentStatus(_Evidenced):
    """How a gazette document stands today."""

    document: DocumentName
    status: Literal["in_force", "historic", "overtaken", "in_force_unconfirmed"]
    superseded_by: _Keys = ()
    notice: Text

    @property
    def warns(self) -> bool:
        """Tell whether who reads the paper must know more than that it is in force."""
        return self.status != "in_force"


class Unit(_Evidenced):
    """An organ named in the gazette.

    Attributes:
        name: As printed.
        aliases: Other forms people use.
        present: Present names; empty when none is known for sure.
        note: What a user should know about the change.
    """

    name: Words
    aliases: _Names
    present: _Names
    note: Text | None = None


class _County(DataRow):
    name: Words
    level: Literal["district", "county", "county_city", "autonomous_county"]
    aliases: _Names
    predecessors: _Names = ()
    existed_2017: bool = True
    confidence: Confidence | None = None
    note: Text | None = None


class _City(DataRow):
    name: Words
    aliases: _Names
    counties: tuple[_County, ...]


class _Province(DataRow):
    name: Words
    aliases: _Names
    cities: _Names = ()


class Divisions(_Evidenced):
    """The tree of divisions as it is written: one source for the whole, which all inherit."""

    cities: tuple[_City, ...]
    outside: tuple[_Province, ...]


class Division(_Evidenced):
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
    note: Text | None = None


class Route(_Evidenced):
    """What somebody does first in one situation (unpaid wages, a credit record), and why."""

    id: RowKey
    situation: Text
    first_step: Text
    why: Text
    then: Text | None = None
    channels: _Keys = ()
    law: _Articles = ()


class Omission(DataRow):
    """A figure or date of a paper that is deliberately in no fact table.

    Attributes:
        document: Number of the document.
        text: The words, verbatim.
        why: Why they are no fact.
    """

    document: DocumentName
    text: Words
    why: Words


class PhrasingGroup(DataRow):
    """The ways people ask for a provision, in our own words, so that they have no source."""

    provision: RowKey
    phrasings: Annotated[
        tuple[Annotated[str, Field(max_length=200, pattern=r"\w")], ...], Field(min_length=1)
    ]
    checked: Day | None = None


class Phrasing(DataRow):
    """One way people ask for a provision.

    Attributes:
        document: Id of the document.
        provision: Id of the provision within it.
        text: The question or the words somebody would type.
        place: Where it is written (``file:line``), for messages.
        checked: The day it was last looked at.
    """

    document: str
    provision: str
    text: str
    place: str
    checked: Day | None = None


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
            attribute: tuple(kind.model_validate(row) for row in rows.get(table, ()))
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
