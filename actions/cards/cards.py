"""The answer cards: what is said for an intent, written in ``actions/cards/*.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from actions.answer import Phrase, Status, curated

CARDS_FOLDER = Path(__file__).parent
LABELS_FILE = "labels.yml"


@dataclass(frozen=True)
class Quote:
    """A passage of a gazette paper."""

    document: str
    text: str


@dataclass(frozen=True)
class Card:
    """What is said for one intent.

    Attributes:
        status: Status of the answer.
        lead: The answer in a sentence or two of our own.
        steps: What to do, in order.
        points: What else the text says, one point each.
        quotes: Passages that prove it.
        law: Ids of the law provisions that govern today.
        channels: Ids of the channels that help.
        notices: Extra notices by kind.
        suggestions: Intents offered next.
    """

    status: Status
    lead: Phrase
    steps: tuple[Phrase, ...]
    points: tuple[Phrase, ...]
    quotes: tuple[Quote, ...]
    law: tuple[str, ...]
    channels: tuple[str, ...]
    notices: tuple[str, ...]
    suggestions: tuple[str, ...]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Card:
        """Make a card from its YAML data."""
        return cls(
            status=data.get("status", "answered"),
            lead=curated(**data["lead"]),
            steps=tuple(curated(**step) for step in data.get("steps", ())),
            points=tuple(curated(**point) for point in data.get("points", ())),
            quotes=tuple(Quote(**quote) for quote in data.get("quotes", ())),
            law=tuple(data.get("law", ())),
            channels=tuple(data.get("channels", ())),
            notices=tuple(data.get("notices", ())),
            suggestions=tuple(data.get("suggestions", ())),
        )


@cache
def load_cards(folder: Path = CARDS_FOLDER) -> Mapping[str, Card]:
    """Return the cards by intent, read once for all who ask.

    Raises:
        ValueError: Two files hold a card for the same intent.
    """
    cards: dict[str, Card] = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name == LABELS_FILE:
            continue
        for intent, data in _read(path).items():
            if intent in cards:
                raise ValueError(f"{path}: a card for {intent} stands in another file too")
            cards[intent] = Card.from_data(data)
    return MappingProxyType(cards)


@cache
def load_labels(folder: Path = CARDS_FOLDER) -> Mapping[str, Phrase]:
    """Return the button texts of the intents that can be suggested, read once as well."""
    texts = _read(folder / LABELS_FILE)
    return MappingProxyType({intent: curated(**said) for intent, said in texts.items()})


def _read(path: Path) -> dict[str, Any]:
    # The loader in C reads the same YAML ten times as fast.
    return dict(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader))
