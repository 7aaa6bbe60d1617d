"""The kinds of short messages, as ``short_messages.yml`` has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from actions.answer import Phrase, curated
from actions.question import PreviousQuestion
from actions.routing.details import Details
from nlu.topics import PERSONAL, is_national, topic_of

_FILE = Path(__file__).with_name("short_messages.yml")
_OPEN = "open"


@dataclass(frozen=True)
class ShortKind:
    """One thing people ask in few words; the fields are explained in ``short_messages.yml``."""

    name: str
    words: re.Pattern[str] | None
    tells: tuple[re.Pattern[str], ...]
    by: Mapping[str, str]

    def intent(self, past: PreviousQuestion) -> str:
        """Return the intent that replies after a question, ``""`` where none does."""
        paper = self.by.get("paper", "") if past.entities.get("document_number") else ""
        topic = topic_of(past.intent)
        # What the province wants of its offices is no case that somebody has.
        own_case = topic not in PERSONAL or is_national(past.intent)
        found = self.by.get(past.intent) or paper or (self.by.get(topic, "") if own_case else "")
        return past.intent if found == _OPEN else found

    def is_said(self, text: str) -> re.Match[str] | None:
        """Return where its words stand in a text."""
        return self.words.search(text) if self.words else None


@dataclass(frozen=True)
class Shorts:
    """What ``short_messages.yml`` holds."""

    at_most: int
    filler: re.Pattern[str]
    back: re.Pattern[str]
    names: Mapping[str, re.Pattern[str]]
    kinds: tuple[ShortKind, ...]
    records: Mapping[str, re.Pattern[str]]
    swayed: frozenset[str]
    refined: Mapping[str, Mapping[str, re.Pattern[str]]]
    waited: re.Pattern[str]
    details: Details
    for_a_place: Mapping[str, str]
    texts: Mapping[str, Phrase]

    def named(self, text: str) -> list[str]:
        """Return the topics a message names, ``none`` for those of nobody here."""
        return [name for name, words in self.names.items() if words.search(text)]


@cache
def load_short_kinds() -> Shorts:
    """Return what the file holds."""
    data = yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return Shorts(
        at_most=data["at_most"],
        filler=_pattern(data["filler"]),
        back=_pattern(data["back"]),
        names={name: _pattern(words) for name, words in data["names"].items()},
        kinds=tuple(
            ShortKind(
                name,
                _pattern(row["words"]) if "words" in row else None,
                _patterns(row["tells"]),
                row["by"],
            )
            for name, row in data["kinds"].items()
        ),
        records={name: _pattern(words) for name, words in data["record"]["named"].items()},
        swayed=frozenset(data["record"]["sways"]),
        refined={
            general: {intent: _pattern(words) for intent, words in rows.items()}
            for general, rows in data["refined"].items()
        },
        waited=_pattern(data["waited"]),
        details=Details(
            _pattern(data["details"]["around"]),
            _pattern(data["details"]["place_told"]),
            _pattern(data["details"]["sum_asked"]),
            data["details"]["by"],
            {name: curated(**row) for name, row in data["details"]["texts"].items()},
        ),
        for_a_place=data["for_a_place"],
        texts={name: curated(**row) for name, row in data["texts"].items()},
    )


def _patterns(words: str | list[str]) -> tuple[re.Pattern[str], ...]:
    listed = [words] if isinstance(words, str) else words
    return tuple(_pattern(one) for one in listed if one)


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)
