"""The answer cards: what is said for an intent, written in ``actions/cards/*.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from actions.answer import Phrase, Status
from policies_kb.yaml_file import DataFile, DataRow, Words, files_in, merged


class Quote(DataRow):
    """A passage of a gazette paper."""

    document: Words
    text: Words


class Card(DataRow):
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

    status: Status = "answered"
    lead: Phrase
    steps: tuple[Phrase, ...] = ()
    points: tuple[Phrase, ...] = ()
    quotes: tuple[Quote, ...] = ()
    law: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    notices: tuple[Literal["assessment_only"], ...] = ()
    suggestions: tuple[str, ...] = ()


LABELS = DataFile(Path(__file__).with_name("labels.yml"), dict[str, Phrase])
#: A file a topic, each with its cards by intent.
CARDS = tuple(
    file for file in files_in(Path(__file__).parent, dict[str, Card]) if file.file != LABELS.file
)


@cache
def load_cards() -> Mapping[str, Card]:
    """Return the cards by intent.

    Raises:
        DataFileError: A file is unsound, or two files hold a card for the same intent.
    """
    return MappingProxyType(merged(CARDS))
