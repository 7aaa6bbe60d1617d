"""The kinds of short messages, as ``short_messages.yml`` has them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from actions.answer import Phrase
from actions.question import PreviousQuestion
from actions.routing.beside import names_another
from actions.routing.details import Details
from nlu.topics import PERSONAL, is_national, topic_of
from policies_kb.yaml_file import AnyCase, ByName, DataFile, DataRow, NamedRow

_OPEN = "open"


def _one_or_several(words: Any) -> Any:
    """Return what tells as a list; nothing tells where no word stands."""
    return [one for one in ([words] if isinstance(words, str) else words) if one]


class ShortKind(NamedRow):
    """One thing people ask in few words; the fields are explained in ``short_messages.yml``."""

    words: AnyCase | None = None
    tells: Annotated[tuple[AnyCase, ...], BeforeValidator(_one_or_several)]
    by: dict[str, str]
    alone: str = ""

    def is_said(self, text: str) -> re.Match[str] | None:
        """Return where its words stand in a text."""
        return self.words.search(text) if self.words else None


class _Record(DataRow):
    open: dict[str, str]
    sways: frozenset[str]
    denied: AnyCase
    named: dict[str, AnyCase]


class Shorts(DataRow):
    """What ``short_messages.yml`` holds."""

    at_most: int
    filler: AnyCase
    back: AnyCase
    names: dict[str, AnyCase]
    by_name: ByName[ShortKind] = Field(alias="kinds")
    record: _Record
    refined: dict[str, dict[str, AnyCase]]
    waited: AnyCase
    doubted: AnyCase
    page_asked: AnyCase
    details: Details
    for_a_place: dict[str, str]
    texts: dict[str, Phrase]

    @property
    def kinds(self) -> tuple[ShortKind, ...]:
        """What people ask in few words, in the order of the file."""
        return tuple(self.by_name.values())

    def speaks_of_another(self, text: str, topic: str) -> bool:
        """Tell whether a message names a matter other than a topic, or what has its own door."""
        return any(name != topic for name in self.named(text)) or names_another(text)

    def replying(self, past: PreviousQuestion) -> dict[str, str]:
        """Return the kinds that have a reply after a question, each with its intent."""
        topic = topic_of(past.intent)
        # What the province wants of its offices is no case that somebody has.
        own_case = topic not in PERSONAL or is_national(past.intent)
        paper = past.entities.get("document_number")
        asked = (past.intent, *(("paper",) if paper else ()), *((topic,) if own_case else ()))
        replying = {}
        for name, kind in self.by_name.items():
            intent = next((kind.by[key] for key in asked if kind.by.get(key)), "")
            if intent:
                replying[name] = past.intent if intent == _OPEN else intent
        return replying

    def named(self, text: str) -> list[str]:
        """Return the topics a message names, ``none`` for those of nobody here."""
        return [name for name, words in self.names.items() if words.search(text)]


SHORT_MESSAGES = DataFile(Path(__file__).with_name("short_messages.yml"), Shorts)


def load_short_kinds() -> Shorts:
    """Return what the file holds."""
    return SHORT_MESSAGES.data
