"""The structured answer: what is said, without the wording or the marks of a channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, is_dataclass, replace
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core.core_schema import CoreSchema, no_info_after_validator_function

from nlu.decision import ReplyKind
from policies_kb.overlay.model import StatusEvidence, Text

Status = Literal["answered", "clarify", "out_of_scope", "no_provision", "error"]
#: What an answer of a status is, where nothing else was decided.
_REPLIES: Mapping[Status, ReplyKind] = {
    "answered": "sure",
    "clarify": "asked",
    "out_of_scope": "handed_over",
    "no_provision": "handed_over",
    "error": "handed_over",
}
NoticeKind = Literal[
    "historic",
    "superseded",
    "assessment_only",
    "passed",
    "secondary",
    "outside_region",
    "common_doors",
    "former_place",
    "shortened",
    "chinese_file",
    "due",
    "busy",
    "off",
]
AttachmentKind = Literal["image", "calendar", "document"]


@dataclass(frozen=True)
class Phrase:
    """Something to be worded: a catalogue message, or data that holds its own translations.

    Attributes:
        message: The message in Chinese, the source language of the catalogues, with
            ``{named}`` places.
        values: What goes into the places. Phrases and mappings of language to text are worded too.
        translations: Text by language (``zh``, ``en``) of curated data; then ``message`` is
            empty and no catalogue is asked.
        counted: Whether the form of the message depends on the number in its ``{count}``.
    """

    message: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    translations: Mapping[str, str] = field(default_factory=dict)
    counted: bool = False

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read a phrase of a YAML file: ``{zh: …, en: …}``."""
        return no_info_after_validator_function(
            lambda text: curated(text.zh, text.en), handler(Text)
        )

    @property
    def chinese(self) -> str:
        """Its words in Chinese, those of a catalogue message with the places still in it."""
        return self.translations.get("zh", self.message)


def say(message: str, **values: Any) -> Phrase:
    """Return a catalogue message with its values; Babel finds the messages by this name."""
    return Phrase(message, values)


def say_counted(message: str, *, count: int, **values: Any) -> Phrase:
    """Return a message of so many things; Babel finds a form for one and one for many."""
    return Phrase(message, {"count": count, **values}, counted=True)


def curated(zh: str, en: str) -> Phrase:
    """Return a phrase that holds its own translations."""
    return Phrase(translations={"zh": zh, "en": en})


#: What goes into a place of a curated phrase; text by language where it differs.
Value = Phrase | Mapping[str, str] | str | int


def worded(template: Phrase, **values: Value) -> Phrase:
    """Return a curated phrase with its ``{named}`` places filled in each language."""
    return curated(
        *(
            template.translations[language].format_map(
                {name: _in_language(value, language) for name, value in values.items()}
            )
            for language in ("zh", "en")
        )
    )


def _in_language(value: Value, language: str) -> str:
    if isinstance(value, Phrase):
        return value.translations[language]
    if isinstance(value, Mapping):
        return value[language]
    return str(value)


@dataclass(frozen=True)
class Citation:
    """The proof of a statement.

    Attributes:
        document: 文号 of the paper or the law.
        title: Its title.
        provision: Id of the provision, within the document.
        place: The printed place, e.g. ``二、(一)3.``.
        quote: For a gazette paper a verbatim piece of the stored text; for a law that came
            after, the curated statement in our own words.
        verbatim: Whether the quote is the published text itself.
        url: Where it can be read.
        confidence: How a law was read: ``official``, ``copy`` or ``secondary``; empty for a
            gazette paper.
        checked: The day the law was last checked, ``YYYY-MM-DD``; empty for a gazette paper.
    """

    document: str
    title: Phrase
    provision: str
    place: Phrase
    quote: Phrase
    verbatim: bool
    url: str
    confidence: str = ""
    checked: str = ""


@dataclass(frozen=True)
class Link:
    """A way to somebody who helps: a telephone number, a page or a place."""

    label: Phrase
    url: str
    detail: Phrase = Phrase()


@dataclass(frozen=True)
class Notice:
    """What the reader must know before relying on the answer."""

    kind: NoticeKind
    text: Phrase


@dataclass(frozen=True)
class Suggestion:
    """A next question offered as a button."""

    label: Phrase
    payload: str


@dataclass(frozen=True)
class Attachment:
    """A file that goes with an answer; it is made when it is fetched.

    Attributes:
        kind: What it is for.
        label: The text of the button or link.
        file: File name with its suffix, e.g. ``deadlines.ics``.
        maker: Name of the maker in ``bot.attachments``.
        data: What the maker needs, small plain data without personal data.
    """

    kind: AttachmentKind
    label: Phrase
    file: str
    maker: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One line of a list: what it says and the place of its proof in ``citations``."""

    text: Phrase
    citation: int | None = None


@dataclass(frozen=True)
class Answer:
    """Everything that is said in answer to one question.

    Attributes:
        decided: How sure of its matter it is, where the status does not tell.
        about: What a fact was told of, so that the next question may leave it out; not shown.
        selection: Where the site lists the rows a fact was told from; empty without any.
        background: What is known of the whole matter behind a fact, to be folded or left out.
        rests_on: Evidence of curated rows it says something of and neither cites nor links.
        reminds: Of a wish to be reminded: what it names, by kind of entity.
    """

    status: Status
    lead: tuple[Phrase, ...] = ()
    steps: tuple[Phrase, ...] = ()
    rows: tuple[Row, ...] = ()
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    links: tuple[Link, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    decided: ReplyKind | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    selection: str = ""
    background: tuple[Phrase, ...] = ()
    rests_on: tuple[StatusEvidence, ...] = ()
    reminds: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def reply(self) -> ReplyKind:
        """How sure of its matter the answer is."""
        return self.decided or _REPLIES[self.status]

    def as_json(self) -> dict[str, Any]:
        """Return the answer as plain data, for an action server; all but what it rests on."""
        plain: dict[str, Any] = plain_data(replace(self, rests_on=()))
        del plain["rests_on"]
        return plain


def plain_data(value: Any) -> Any:
    """Return what ``asdict`` does, which copies every leaf and takes four times as long."""
    if isinstance(value, (list, tuple)):
        return [plain_data(item) for item in value]
    if is_dataclass(value):
        value = vars(value)
    if isinstance(value, Mapping):
        return {name: plain_data(item) for name, item in value.items()}
    return value
