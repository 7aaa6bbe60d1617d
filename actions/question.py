"""What the user asked, as the actions see it; knows nothing of Rasa."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from nlu.decision import Matter, ReplyKind, rules
from nlu.topics import FALLBACK_INTENT

#: The intent of who takes back a danger.
CALM_AGAIN = "calm_again"
#: Kinds of entities an answer may depend on: what a follow-up exchanges and a choice keeps.
NAMED = ("region", "outside_region", "unit", "field", "document_number", "year", "month")
#: What some kinds must look like to be counted with.
_FORMS = {
    "year": re.compile(r"(?:19|20)[0-9]{2}"),
    "month": re.compile(r"1[0-2]|[1-9]"),
    "page": re.compile(r"[1-9][0-9]{0,3}"),
}
#: The day that counts is the day in Zhejiang.
TIME_ZONE = ZoneInfo("Asia/Shanghai")


def today_in_zhejiang() -> date:
    """Return the date in Zhejiang now."""
    return datetime.now(TIME_ZONE).date()


def entity_value(kind: str, value: object) -> str:
    """Return the value of an entity as text, empty for one that is none.

    What is found in a message always is one; a payload can be typed by hand and hold anything.

    >>> entity_value("month", 5), entity_value("month", "13"), entity_value("region", ["杭州"])
    ('5', '', '')
    """
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        return ""
    text = str(value)
    return text if kind not in _FORMS or _FORMS[kind].fullmatch(text) else ""


@dataclass(frozen=True)
class IntentScore:
    """One way to understand a message: an intent and its probability."""

    intent: str
    confidence: float


@dataclass(frozen=True)
class PreviousQuestion:
    """A question of the same conversation that was answered before.

    Attributes:
        intent: Its intent.
        text: The message.
        entities: Values found, by kind.
        about: What a fact was told of; empty when the answer was none.
    """

    intent: str
    text: str
    entities: Mapping[str, tuple[str, ...]]
    about: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the question as plain data, to be kept in a slot."""
        plain = {"intent": self.intent, "text": self.text, "entities": dict(self.entities)}
        return {**plain, "about": dict(self.about)} if self.about else plain

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PreviousQuestion:
        """Return the question that :meth:`as_json` made plain data of."""
        entities = {kind: tuple(values) for kind, values in data["entities"].items()}
        return cls(data["intent"], data["text"], entities, data.get("about", {}))


@dataclass(frozen=True)
class MessageContext:
    """How a message came, as far as its channel can tell.

    Attributes:
        id: What its sender calls it, the same when it is sent again; empty for nothing.
        corrects: When it corrects an earlier message, the fields of a case that one was read for;
            ``None`` for a new message.
        answers: When it was written under an earlier message, the fields of a case that one asked
            for or was read for; ``None`` where it stands for itself.
        seen: Number of the last turn its writer had before them, ``None`` where nobody knows.
        repeated: Whether the very words came a moment ago; found out by who keeps the conversation.
        pressed: Whether it is what a button means, no words.
        public: Whether others read along: nothing of one's own is said back before them.
        in_danger: Whether the message itself was heard as danger, whose lines stand first.
        language: In which language it is answered.
    """

    id: str = ""
    corrects: tuple[str, ...] | None = None
    answers: tuple[str, ...] | None = None
    seen: int | None = None
    repeated: bool = False
    pressed: bool = False
    public: bool = False
    in_danger: bool = False
    language: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return what the actions look at as plain data."""
        told = {
            "id": self.id or None,
            "answers": None if self.answers is None else list(self.answers),
            "seen": self.seen,
            "public": self.public or None,
            "in_danger": self.in_danger or None,
            "language": self.language or None,
        }
        return {name: value for name, value in told.items() if value is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> MessageContext:
        """Return what :meth:`as_json` made plain data of."""
        answers = data.get("answers")
        return cls(
            id=str(data.get("id") or ""),
            answers=None if answers is None else tuple(answers),
            seen=data.get("seen"),
            public=bool(data.get("public")),
            in_danger=bool(data.get("in_danger")),
            language=str(data.get("language") or ""),
        )


#: A message of which nothing more is known.
PLAIN = MessageContext()


@dataclass(frozen=True)
class Question:
    """One message, understood.

    Attributes:
        text: The message, personal data masked.
        intent: The intent, ``nlu_fallback`` when the classifier was unsure.
        readings: The likeliest intents, best first, without ``nlu_fallback``.
        matters: What it can be about, the likeliest first; empty for small talk and for the press
            of a button.
        reply: How it is answered; ``None`` where there was nothing to decide.
        entities: Values found, by kind, in the order of the message.
        nearby: Provisions near the message in meaning, nearest first: document, provision and
            how much nearer than most.
        wants: What it wants if it follows up what was spoken of, the likeliest first, with chances.
        nearest: Labels of the examples it is nearest to, the nearest first, with their closeness
            (``nlu.nearest_examples``); empty for a long message and the press of a button.
        follows: What a short message asks of the matter spoken of before
            (``actions.routing.short_messages``).
        history: Questions answered before in this conversation, the last one first.
        after: Dangers heard in the messages just before (rows of ``dangers.yml``).
        aside: Whether something else was asked since, and answered.
        sending: How it came.
        today: The day the answer is given.
    """

    text: str
    intent: str
    readings: tuple[IntentScore, ...] = ()
    matters: tuple[Matter, ...] = ()
    reply: ReplyKind | None = None
    entities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nearby: tuple[tuple[str, str, float], ...] = ()
    wants: tuple[tuple[str, float], ...] = ()
    nearest: tuple[tuple[str, float], ...] = ()
    follows: str = ""
    history: tuple[PreviousQuestion, ...] = ()
    after: tuple[str, ...] = ()
    aside: bool = False
    sending: MessageContext = PLAIN
    today: date = field(default_factory=today_in_zhejiang)

    @property
    def is_clear(self) -> bool:
        """Whether the message by itself leaves no doubt about its matter."""
        if self.reply is None:
            return self.intent != FALLBACK_INTENT
        return bool(self.matters) and self.matters[0].chance >= rules().beyond_doubt

    def values(self, kind: str) -> tuple[str, ...]:
        """Return the values of one kind of entity, none twice."""
        return tuple(dict.fromkeys(self.entities.get(kind, ())))

    def first(self, kind: str) -> str:
        """Return the first value of one kind of entity, or an empty text."""
        return next(iter(self.entities.get(kind, ())), "")


def only_of(question: Question, text: str) -> Question:
    """Return a part of a message, with the places that stand in it."""
    if text == question.text:
        return question
    places = {
        kind: tuple(name for name in values if name[:2] in text or name[:2] not in question.text)
        for kind, values in question.entities.items()
        if kind in ("region", "outside_region")
    }
    return replace(question, text=text, entities={**question.entities, **places})
