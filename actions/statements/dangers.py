"""What is said first where danger is heard, written in ``dangers.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from actions.answer import Citation, Link, Phrase, curated
from actions.citations import law_citation, phrase, without_doubles
from policies_kb.errors import NotInBase
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.model import Channel
from policies_kb.yaml_file import AnyCase, DataFile, DataRow, Words

#: Of several dangers so many speak; a page of advice is read by nobody who is afraid.
_SPEAKING = 2


class Danger(DataRow):
    """One row of the table.

    Attributes:
        what: What the danger is.
        lines: What is said, with ``{channel}`` for the telephone of a channel.
        goes_on: What is said to who writes on of it in the next messages.
        besides: What is said once with the answer to who asks of something else.
        channels: Ids of the channels that help.
        law: Ids of the law provisions the lines rest on.
        never: What must not be said with it.
    """

    what: Words
    lines: tuple[Phrase, ...]
    goes_on: tuple[Phrase, ...]
    besides: Phrase | None = None
    channels: tuple[str, ...]
    law: tuple[str, ...] = ()
    never: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class FirstWords:
    """What is said before anything else.

    Attributes:
        dangers: The rows that were heard, the most urgent first.
        lines: Sentences, with the numbers to call in them.
        links: The numbers to call.
        citations: The law the sentences rest on.
    """

    dangers: tuple[str, ...]
    lines: tuple[Phrase, ...]
    links: tuple[Link, ...]
    citations: tuple[Citation, ...]


class Reported(DataRow):
    """What is said to who has called the police.

    Attributes:
        said: How it sounds.
        lines: What is said.
    """

    said: AnyCase
    lines: tuple[Phrase, ...]


class UnsaidMatter(Reported):
    """What is said to who asks of a matter that a few words do not tell.

    Attributes:
        asking: What makes a question of it besides what any question has.
        channels: Ids of the channels that answer the rest.
    """

    asking: AnyCase
    channels: tuple[str, ...]


class Acted(Reported):
    """What is said to who has begun to do it.

    Attributes:
        rows: The dangers it is said after.
    """

    rows: frozenset[str]


class Dangers(DataRow):
    """The table.

    Attributes:
        rows: The dangers by name.
        matters: How a matter that may be answered afterwards is named in a message, by intent.
        leaning: Intents that few frightened words after a danger are taken for.
        asked: What is said to who asks of some matter, and how that sounds.
        returns: How it sounds when a danger that was set aside is back.
        suffers: How it sounds when nothing is taken back.
        acted: What is said to who has taken or done something already.
        reported: What is said to who has called the police.
        takes_back: How it sounds when somebody takes back what they wrote.
    """

    rows: dict[str, Danger] = Field(alias="dangers")
    matters: dict[str, AnyCase]
    leaning: frozenset[str]
    asked: UnsaidMatter
    returns: AnyCase
    suffers: AnyCase
    acted: Acted
    reported: Reported
    takes_back: AnyCase

    def first_words(self, name: str, kb: KnowledgeBase) -> FirstWords:
        """Return what is said first where one danger is heard.

        Args:
            name: A row of the table.
            kb: Has the channels with their numbers, and the law.

        Raises:
            KeyError: There is no such row.
            NotInBase: The base lacks a channel.
        """
        row = self.rows[name]
        return FirstWords(
            dangers=(name,),
            lines=tuple(_with_numbers(line, kb) for line in row.lines),
            links=tuple(_number(kb.channel(channel)) for channel in row.channels),
            citations=tuple(_citations(row.law, kb)),
        )

    def next_words(self, names: Sequence[str], text: str, kb: KnowledgeBase) -> FirstWords:
        """Return what is said to who writes on of dangers just heard, by the most urgent one.

        Args:
            names: Rows of the table, the most urgent first.
            text: What is written, simplified.
            kb: Has the channels with their numbers.

        Raises:
            KeyError: There is no such row.
            NotInBase: The base lacks a channel.
        """
        row = self.rows[names[0]]
        lines = row.goes_on
        if self.has_begun(names[0], text):
            lines = self.acted.lines
        elif self.reported.said.search(text):
            lines = self.reported.lines
        return FirstWords(
            dangers=tuple(names),
            lines=tuple(_with_numbers(line, kb) for line in lines),
            links=tuple(_number(kb.channel(channel)) for channel in row.channels),
            citations=(),
        )

    def unsaid_matter(self, kb: KnowledgeBase) -> FirstWords:
        """Return what is said to who asks of a matter that a few words do not tell.

        Raises:
            NotInBase: The base lacks a channel.
        """
        return FirstWords(
            dangers=(),
            lines=tuple(_with_numbers(line, kb) for line in self.asked.lines),
            links=tuple(_number(kb.channel(channel)) for channel in self.asked.channels),
            citations=(),
        )

    def besides(self, name: str, kb: KnowledgeBase) -> Phrase | None:
        """Return the sentence on a danger that stands once before another answer, if it has one.

        Raises:
            KeyError: There is no such row.
            NotInBase: The base lacks a channel.
        """
        line = self.rows[name].besides
        return _with_numbers(line, kb) if line else None

    def has_begun(self, name: str, text: str) -> bool:
        """Tell whether who is heard as a danger has begun to do it: took pills, is bleeding."""
        return name in self.acted.rows and self.acted.said.search(text) is not None

    def of_begun(self, kb: KnowledgeBase) -> tuple[Phrase, ...]:
        """Return what is said to who has begun to do it.

        Raises:
            NotInBase: The base lacks a channel.
        """
        return tuple(_with_numbers(line, kb) for line in self.acted.lines)


DANGERS = DataFile(Path(__file__).with_suffix(".yml"), Dangers)


def join_first_words(heard: Sequence[FirstWords]) -> FirstWords:
    """Return what is said first where several dangers are heard, the most urgent first."""
    speaking = heard[:_SPEAKING]
    return FirstWords(
        dangers=tuple(name for words in heard for name in words.dangers),
        lines=tuple(line for words in speaking for line in words.lines),
        links=without_doubles(link for words in heard for link in words.links),
        citations=without_doubles(citation for words in speaking for citation in words.citations),
    )


def _with_numbers(line: Phrase, kb: KnowledgeBase) -> Phrase:
    """Return a line with the telephones of the channels it names."""
    numbers = _Telephones(kb)
    words = line.translations
    return curated(words["zh"].format_map(numbers), words["en"].format_map(numbers))


class _Telephones(dict[str, str]):
    """The telephone of a channel by its id, looked up when it is asked for."""

    def __init__(self, kb: KnowledgeBase) -> None:
        super().__init__()
        self._kb = kb

    def __missing__(self, name: str) -> str:
        return self._kb.channel(name).phone


def _citations(articles: Iterable[str], kb: KnowledgeBase) -> Iterator[Citation]:
    """Yield the articles that the base has: one of other papers alone takes no line away."""
    for article in articles:
        with suppress(NotInBase):
            yield law_citation(kb, article)


def _number(channel: Channel) -> Link:
    """Return a channel to call, without where it can be confirmed: now it is to be called."""
    return Link(phrase(channel.name), f"tel:{channel.phone}", phrase(channel.takes))
