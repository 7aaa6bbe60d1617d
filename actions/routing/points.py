"""What is asked exactly of a credit record or of a request for information (``points.yml``).

The page of a matter answers much; whoever asks one thing gets that first. Where the base holds
nothing on it, that is said with whom to ask. A page that was shown is not shown again.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Self

from pydantic import model_validator

from actions.answer import Answer, Phrase
from actions.citations import channel_links
from actions.context import AnswerContext
from actions.guides import GUIDES
from actions.nearness import point_near
from actions.point_files import POINTS_FOLDER, in_order
from actions.question import PreviousQuestion, Question
from actions.routing.brief import MOST_DOORS, shows_page, with_page_button
from actions.routing.nearest import nearest
from actions.routing.records import record_spoken_of
from actions.routing.short_kinds import load_short_kinds
from actions.statements.holders import of_organs
from actions.statements.sentences import SourcedSentence, proven
from nlu.decision import rules
from nlu.topics import is_national, topic_of
from policies_kb.yaml_file import (
    NEVER,
    AnyCase,
    ByName,
    DataFile,
    DataRow,
    NamedRow,
    SplitWords,
    files_in,
)

#: Matters whose pages are not shown twice.
_TOPICS = ("credit", "disclosure")
#: The kind of follow-up that wants the page once more.
_AGAIN = "repeat"


class AskedPoint(NamedRow):
    """One thing asked of a matter; the fields are explained in ``points.yml``."""

    topic: str
    card: str
    words: AnyCase = NEVER
    briefly: AnyCase = NEVER
    words_not: AnyCase = NEVER
    of: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()
    told: AnyCase | None = None
    instead: bool = False
    own_page: bool = False
    says: SourcedSentence | None = None
    records: dict[str, SourcedSentence] = {}
    channels: tuple[str, ...] = ()

    def is_asked(self, question: Question, own: str, spoken: str) -> bool:
        """Tell whether a message on a topic of its own, after what was spoken of, asks this."""
        on_topic = self.topic in (own, spoken) or question.intent in self.also
        named = on_topic and self.words.search(question.text)
        brief = self.topic == spoken and self.briefly.search(question.text)
        return bool(named or brief or (own and question.intent in self.of))

    def comes_after(self, question: Question, past: PreviousQuestion | None) -> bool:
        """Tell whether what was spoken of before allows it to be asked."""
        spoken = {question.intent, *(one.intent for one in question.history)}
        texts = (question.text, *(one.text for one in question.history))
        return (
            (not self.after or bool(self.after & spoken))
            and (not self.last or (past is not None and past.intent in self.last))
            and (self.told is None or any(self.told.search(text) for text in texts))
        )

    def page(self, question: Question) -> str:
        """Return the intent of the page it stands on."""
        record = record_spoken_of(question) if self.own_page else ""
        return record or self.card

    def sentence(self, question: Question) -> SourcedSentence | None:
        """Return what is said: of the record spoken of, else in general; ``None`` for nothing."""
        record = record_spoken_of(question) if self.records else ""
        return self.records.get(record, self.says)


class _Points(DataRow):
    longest: int
    record_channels: dict[str, tuple[str, ...]]
    texts: dict[str, Phrase]
    tried: SplitWords

    @cached_property
    def points(self) -> dict[str, AskedPoint]:
        """All points, those first that are tried by their words."""
        return in_order(self.tried, POINT_FILES)

    @model_validator(mode="after")
    def _read_points(self) -> Self:
        _ = self.points
        return self


POINT_FILES = tuple(
    file for topic in _TOPICS for file in files_in(POINTS_FOLDER / topic, ByName[AskedPoint])
)
POINTS = DataFile(Path(__file__).with_suffix(".yml"), _Points)


def point_of(
    question: Question, past: PreviousQuestion | None, surely_other: bool
) -> AskedPoint | None:
    """Return what a message asks exactly, ``None`` where it asks nothing of the file.

    Args:
        question: The message.
        past: The last question on a matter.
        surely_other: Whether the message by itself surely is on another matter.
    """
    if question.intent in GUIDES or len(question.text) > POINTS.data.longest:
        return None
    own = topic_of(question.intent) if _is_on(question.intent, question.reply) else ""
    spoken = topic_of(past.intent) if past and not past.about and is_national(past.intent) else ""
    if spoken and (surely_other or load_short_kinds().speaks_of_another(question.text, spoken)):
        spoken = ""
    open_points = [
        point
        for point in POINTS.data.points.values()
        if point.comes_after(question, past) and point.sentence(question)
        if not point.words_not.search(question.text)
    ]
    by_words = (point for point in open_points if point.is_asked(question, own, spoken))
    near = {point_near(question, topic, _least(topic == spoken)): topic for topic in (own, spoken)}
    by_example = (point for point in open_points if near.get(point.name) == point.topic)
    return next(by_words, None) or next(by_example, None)


def _least(spoken_of: bool) -> float:
    """Return how near a message must be to the examples of a point to ask it."""
    return rules().near.point if spoken_of else rules().near.point_first


def _is_on(intent: str, reply: str | None) -> bool:
    """Tell whether a message by itself is surely on somebody's own case."""
    return reply in (None, "sure", "handed_over") and is_national(intent)


def with_point(given: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return an answer with what is asked exactly first; its page follows where it was not shown.

    Args:
        given: The answer of the matter.
        question: The message; what it asks is its ``follows``.
        context: What to answer from.
    """
    point = POINTS.data.points[question.follows]
    said = point.sentence(question)
    if said is None:
        return given
    if not shows_page(given, question, context):
        return of_organs(given, said, question, context)
    own = channel_links(context.kb, _doors(point, question))
    if not _was_shown(question):
        links = (*own, *(link for link in given.links if link not in own))
        page = context.cards[question.intent].lead if point.instead else None
        lead = (said.text, *(line for line in given.lead if line != page))
        return replace(given, lead=lead, links=links, **proven(given, [said], context))
    brief = replace(
        given,
        lead=(said.text,),
        steps=(),
        rows=(),
        citations=(),
        notices=(),
        links=own or given.links[:MOST_DOORS],
        suggestions=with_page_button(given, question, context),
    )
    return replace(brief, **proven(brief, [said], context))


def not_shown_again(given: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return an answer without the steps of a page that was shown before, and whom to ask."""
    again = question.text.startswith("/") or question.follows == _AGAIN
    of_these = topic_of(question.intent) in _TOPICS and is_national(question.intent)
    if again or not of_these or not given.steps or not _was_shown(question):
        return given
    if not shows_page(given, question, context):
        return given
    page_alone = given.lead == (context.cards[question.intent].lead,)
    steps = nearest(question.text, given.steps) if page_alone else ()
    return replace(
        given,
        lead=steps or (*given.lead, POINTS.data.texts["shown"]),
        steps=(),
        links=given.links[:MOST_DOORS],
        suggestions=with_page_button(given, question, context),
    )


def _doors(point: AskedPoint, question: Question) -> tuple[str, ...]:
    """Return the channels of a point, else those of the record it is told of."""
    record = record_spoken_of(question) if point.records and not point.channels else ""
    return point.channels or POINTS.data.record_channels.get(record, ())


def _was_shown(question: Question) -> bool:
    return any(past.intent == question.intent for past in question.history)
