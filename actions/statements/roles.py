"""Messages of who is no worker with a claim: an employer, or who only asks what an office does.

The steps of a claim would lead them wrong, and no case is begun for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.answer import Answer
from actions.citations import channel_link
from actions.context import AnswerContext
from actions.question import Question
from actions.statements.sentences import SourcedSentence, proven, texts
from nlu.topics import FALLBACK_INTENT, topic_of

_FILE = Path(__file__).with_suffix(".yml")
#: Topics a message of such a person may be taken for.
_TOPICS = frozenset({"wages", "outside"})


@dataclass(frozen=True)
class Role:
    """Who asks, and what they are told.

    Attributes:
        words: What gives them away.
        about: What they must speak of besides.
        words_not: What shows that they are somebody else.
        lead: The first sentence.
        steps: The others, each with the words it is told for, if not always.
        channels: Ids of the channels that help.
        intents: What their message must have been taken for; empty for any on wages or outside.
        ends_case: Whether they want no guided case.
    """

    words: re.Pattern[str]
    about: re.Pattern[str]
    words_not: re.Pattern[str] | None
    lead: SourcedSentence
    steps: tuple[tuple[SourcedSentence, re.Pattern[str] | None], ...]
    channels: tuple[str, ...]
    intents: tuple[str, ...]
    ends_case: bool

    def is_of(self, question: Question) -> bool:
        """Tell whether a message is of such a person."""
        text = question.text
        if self.intents and question.intent not in self.intents:
            return False
        other = self.words_not is not None and self.words_not.search(text)
        return bool(self.words.search(text) and self.about.search(text)) and not other


def of_another_role(question: Question, context: AnswerContext) -> Answer | None:
    """Return what is told to who is no worker with a claim, ``None`` for all others."""
    role = _role(question)
    if role is None:
        return None
    steps = [step for step, words in role.steps if not words or words.search(question.text)]
    given = Answer(
        "answered",
        lead=(role.lead.text,),
        steps=texts(steps),
        links=tuple(channel_link(context.kb.channel(name)) for name in role.channels),
        suggestions=context.suggest(*_data()["suggestions"]),
    )
    return replace(given, **proven(given, (role.lead, *steps), context))


def wants_no_case(question: Question) -> bool:
    """Tell whether somebody in a guided case says that nothing is owed to them."""
    role = _role(question)
    return role is not None and role.ends_case


def _role(question: Question) -> Role | None:
    taken_for_wages = question.intent == FALLBACK_INTENT or topic_of(question.intent) in _TOPICS
    if not taken_for_wages or question.text.startswith("/"):
        return None
    return next((role for role in _roles() if role.is_of(question)), None)


@cache
def _roles() -> tuple[Role, ...]:
    return tuple(
        Role(
            words=_pattern(row["words"]),
            about=_pattern(row["about"]),
            words_not=_pattern(row["not"]) if "not" in row else None,
            lead=SourcedSentence.of(row["lead"]),
            steps=tuple(
                (SourcedSentence.of(step), _pattern(step["words"]) if "words" in step else None)
                for step in row["steps"]
            ),
            channels=tuple(row["channels"]),
            intents=tuple(row.get("intents", ())),
            ends_case=row.get("ends_case", False),
        )
        for row in _data()["roles"].values()
    )


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return data
