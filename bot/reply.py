"""The reply: an answer worded in a language, as every channel gets it.

Its fields are those of the outside contract (``docs/architecture.md``): added to, never renamed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from actions.answer import plain_data

#: Fields of some replies only: left out of the others.
_OF_SOME = frozenset(
    {"filled", "asks", "facts", "selection", "background", "reminds", "retry_after", "told"}
)


@dataclass(frozen=True)
class ReplyIntent:
    """What the message was taken for, and how likely that is."""

    name: str = ""
    confidence: float = 0.0


@dataclass(frozen=True)
class ReplyRow:
    """A line of a list, and the place of its proof in ``citations``."""

    text: str
    citation: int | None


@dataclass(frozen=True)
class ReplyCitation:
    """A proof, see :class:`actions.answer.Citation`; ``basis`` says how a law was read."""

    document: str
    title: str
    provision: str
    place: str
    quote: str
    verbatim: bool
    url: str
    confidence: str = ""
    checked: str = ""
    basis: str = ""


@dataclass(frozen=True)
class ReplyLink:
    """Who helps: ``tel:``, a page, or an empty address for a place."""

    label: str
    url: str
    detail: str


@dataclass(frozen=True)
class ReplyNotice:
    """What must be known before relying on the answer."""

    kind: str
    text: str


@dataclass(frozen=True)
class ReplySuggestion:
    """A button; its payload is sent as the next message."""

    label: str
    payload: str


@dataclass(frozen=True)
class ReplyAttachment:
    """A file, made when it is fetched."""

    kind: str
    url: str
    name: str
    label: str


@dataclass(frozen=True)
class FirstAidPart:
    """So many of ``lead`` and ``links``, from the first on, are for the danger."""

    lead: int = 0
    links: int = 0


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a channel shows; the table of the outside contract says what each field holds."""

    conversation: str = ""
    turn: int = 0
    question: str = ""
    intent: ReplyIntent = ReplyIntent()
    filled: tuple[str, ...] = ()
    asks: str = ""
    facts: tuple[str, ...] = ()
    status: str
    reply: str
    language: str
    text: str
    lead: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    rows: tuple[ReplyRow, ...] = ()
    citations: tuple[ReplyCitation, ...] = ()
    links: tuple[ReplyLink, ...] = ()
    notices: tuple[ReplyNotice, ...] = ()
    suggestions: tuple[ReplySuggestion, ...] = ()
    attachments: tuple[ReplyAttachment, ...] = ()
    selection: str = ""
    background: tuple[str, ...] = ()
    reminds: Mapping[str, Sequence[str]] = field(default_factory=dict)
    danger: tuple[str, ...] = ()
    first_aid: FirstAidPart = FirstAidPart()
    retry_after: int | None = None
    told: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the object of the outside contract."""
        plain: dict[str, Any] = plain_data(self)
        return {n: v for n, v in plain.items() if n not in _OF_SOME or v not in (None, "", [], {})}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Reply:
        """Return the reply that :meth:`as_json` made plain data of; fields not known are left."""
        known = {field.name for field in fields(cls)} & data.keys()
        return cls(**{name: _typed(name, data[name]) for name in known})


_PARTS: Mapping[str, type] = {
    "rows": ReplyRow,
    "citations": ReplyCitation,
    "links": ReplyLink,
    "notices": ReplyNotice,
    "suggestions": ReplySuggestion,
    "attachments": ReplyAttachment,
}


def _typed(name: str, value: Any) -> Any:
    if name == "intent":
        return ReplyIntent(**value)
    if name == "first_aid":
        return FirstAidPart(**value)
    if not isinstance(value, list | tuple):
        return value
    return tuple(_PARTS[name](**item) for item in value) if name in _PARTS else tuple(value)
