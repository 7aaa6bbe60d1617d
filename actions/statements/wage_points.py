"""Points of unpaid wages, asked about in a sentence: is a recording proof, does a bonus count.

The first line answers, from the law held or by saying that nothing is held on it (the YAML beside).
The page of the matter comes behind it only where a conversation begins with the point.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Self

from pydantic import model_validator

from actions.answer import Answer, Phrase, curated, worded
from actions.citations import channel_links, without_doubles
from actions.context import AnswerContext
from actions.nearness import point_near
from actions.point_files import POINTS_FOLDER, in_order
from actions.question import Question
from actions.statements.sentences import SourcedSentence, proven, texts
from actions.statements.side_matters import LABOUR, matters
from nlu.clauses import asks, claim_in
from nlu.decision import rules
from nlu.topics import FALLBACK_INTENT, OUTSIDE, PERSONAL, is_matter, is_national, topic_of
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

_HAN = re.compile("[\u4e00-\u9fff]")
#: The matter whose points these are.
_TOPIC = "wages"
#: The intent of the matter where a case of it is open.
_CASE = "wages_claim"
#: So many messages back a point may lean on what one of them spoke of.
_BACK = 4
#: What is said where a point names no thing.
_IN_GENERAL = curated("这一项", "this item")
#: The law of labour next door, and what has no door of its own.
_LABOUR = (LABOUR, "out_other")
#: What a message on a point may be taken for by itself while the matter is open.
_TAKEN_FOR = frozenset({_TOPIC, "outside", "follow", "social"})


class _Behind(DataRow):
    told: AnyCase
    words: AnyCase


class WagePoint(NamedRow):
    """One thing that is asked about; the fields are explained in ``wage_points.yml``."""

    words: AnyCase = NEVER
    after: AnyCase | None = None
    behind: _Behind | None = None
    rule: SourcedSentence
    steps: tuple[SourcedSentence, ...] = ()
    channels: tuple[str, ...] = ()

    def leans_on(self, before: Iterable[str]) -> bool:
        """Tell whether the messages before allow it to be asked."""
        return self.after is None or any(self.after.search(text) for text in before)

    def named(self, text: str, before: Sequence[str]) -> re.Match[str] | None:
        """Return how a message names it behind the messages before."""
        found = self.words.search(text) if self.leans_on(before) else None
        behind = self.behind if not found else None
        if behind and any(behind.told.search(one) for one in before):
            found = behind.words.search(text)
        return found

    def says(self, thing: str | None = None) -> Phrase:
        """Return the answer with the thing that is named."""
        return worded(self.rule.text, thing=thing or _IN_GENERAL)


class _Claim(DataRow):
    """What is said to a claim of the other side that no point is on."""

    answered_by: frozenset[str]
    rule: SourcedSentence
    unnamed: SourcedSentence


class _Points(DataRow):
    longest: int
    longest_told: int
    of_work: AnyCase
    claim: _Claim
    longest_english: int
    channels: tuple[str, ...]
    suggestions: tuple[str, ...]
    tried: SplitWords

    @cached_property
    def points(self) -> dict[str, WagePoint]:
        """All points, those first that are tried by their words."""
        return in_order(self.tried, WAGE_POINT_FILES)

    @model_validator(mode="after")
    def _read_points(self) -> Self:
        _ = self.points
        return self


WAGE_POINT_FILES = files_in(POINTS_FOLDER / "wages", ByName[WagePoint])
WAGE_POINTS = DataFile(Path(__file__).with_suffix(".yml"), _Points)


@dataclass(frozen=True)
class _Asked:
    """A point that is asked.

    Attributes:
        matter: The intent of the matter it is a point of.
        in_thread: Whether the matter was spoken of before.
        rule: Its sentence with the law.
        says: The same with the thing that is named.
        steps: What else is said.
        channels: Ids of its doors.
    """

    matter: str
    in_thread: bool
    rule: SourcedSentence
    says: Phrase
    steps: tuple[SourcedSentence, ...] = ()
    channels: tuple[str, ...] = ()


def point_asked(question: Question, context: AnswerContext) -> Answer | None:
    """Return the answer to a point of the unpaid wages spoken of, ``None`` where none is asked."""
    asked = _asked(question)
    if asked is None or not asked.in_thread:
        return None
    data = WAGE_POINTS.data
    answer = Answer(
        "answered" if asked.rule.law else "no_provision",
        lead=(asked.says,),
        steps=texts(asked.steps),
        links=channel_links(context.kb, asked.channels or data.channels),
        suggestions=context.suggest(*data.suggestions),
    )
    return replace(answer, **proven(answer, (asked.rule, *asked.steps), context))


def with_wage_point(page: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return the page of unpaid wages behind the answer to a point it was asked for first."""
    asked = _asked(question)
    if asked is None or asked.in_thread:
        return page
    return replace(
        page,
        lead=(asked.says, *page.lead),
        steps=(*texts(asked.steps), *page.steps),
        **proven(page, (asked.rule, *asked.steps), context),
    )


def with_claim_answered(given: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return a question of a wage case behind what is said to a claim of the other side."""
    asked = _point(question, _CASE, in_thread=True) if claim_in(question.text) else None
    if asked is None:
        return given
    doors = channel_links(context.kb, asked.channels or WAGE_POINTS.data.channels)
    return replace(
        given,
        lead=(asked.says, *given.lead),
        links=without_doubles((*given.links, *doors)),
        **proven(given, (asked.rule,), context),
    )


def matter_of_point(question: Question) -> str:
    """Return the intent of the matter a message asks a point of, ``""`` where it asks none."""
    asked = _asked(question)
    return asked.matter if asked else ""


def _asked(question: Question) -> _Asked | None:
    """Return what a message asks or is told of the unpaid wages spoken of, ``None`` for nothing."""
    past = _open_matter(question)
    matter = _matter(question, past)
    if not matter or question.text.startswith("/"):
        return None
    # What is asked behind a hand-over to the law of labour has no page of wages.
    return _point(question, matter, bool(past) or question.intent == LABOUR)


def _point(question: Question, matter: str, in_thread: bool) -> _Asked | None:
    """Return the point a message names by words or is nearest to, else what is said to a claim of
    the other side."""
    claim = claim_in(question.text)
    whole = bool(asks(question.text) or claim)
    told = _by_words(question, whole) if in_thread or whole else None
    if told is None:
        told = _by_examples(question, in_thread)
    if told:
        point, thing = told
        says = point.says(thing)
        return _Asked(matter, in_thread, point.rule, says, point.steps, point.channels)
    return _claimed(question, matter, claim) if in_thread and claim else None


def _by_examples(question: Question, in_thread: bool) -> tuple[WagePoint, None] | None:
    """Return the point whose examples a message is nearest to, where it is near enough."""
    near = rules().near
    least = near.point if in_thread and question.intent != LABOUR else near.point_first
    if matters(question.text):
        # What is claimed beside has its own answer; only one who asks it exactly gets more.
        least = near.beside
    point = WAGE_POINTS.data.points.get(point_near(question, _TOPIC, least))
    short = len(question.text) <= _longest(question.text, whole=True)
    return (point, None) if point and short and fits(point, question) else None


def fits(point: WagePoint, question: Question) -> bool:
    """Tell whether a message, or one before it, spoke of what a point leans on."""
    return point.leans_on([question.text, *_before(question)])


def _before(question: Question) -> list[str]:
    return [past.text for past in question.history[:_BACK]]


def _by_words(question: Question, whole: bool) -> tuple[WagePoint, str | None] | None:
    """Return the first point whose words stand in a message, with the thing that is named.

    Args:
        question: The message.
        whole: Whether it asks or tells what somebody claims; else it must be shorter.
    """
    if len(question.text) > _longest(question.text, whole):
        return None
    before = _before(question)
    for point in WAGE_POINTS.data.points.values():
        found = point.named(question.text, before)
        if found:
            return point, found.groupdict().get("thing")
    return None


def _claimed(question: Question, matter: str, claim: str) -> _Asked | None:
    """Return what is said to a claim that no point is on, ``None`` where something else answers."""
    data = WAGE_POINTS.data.claim
    answered = question.intent in data.answered_by or matters(question.text)
    if answered or asks(question.text):
        return None
    rule = data.unnamed if question.sending.public else data.rule
    return _Asked(matter, True, rule, worded(rule.text, thing=claim))


def _longest(text: str, whole: bool) -> int:
    """Return how long a message may be that names a point, in signs.

    Args:
        text: The message.
        whole: Whether it asks or tells what somebody claims.
    """
    data = WAGE_POINTS.data
    if not _HAN.search(text):
        return data.longest_english
    return data.longest if whole else data.longest_told


def _matter(question: Question, past: str) -> str:
    """Return the intent of the unpaid wages a message may ask a point of, ``""`` for none."""
    own = question.intent if topic_of(question.intent) == _TOPIC else ""
    if past and is_elsewhere(question):
        return ""
    if past:
        taken = question.intent == FALLBACK_INTENT or topic_of(question.intent) in _TAKEN_FOR
        return (own or past) if taken or not question.is_clear else ""
    if question.history and question.intent == LABOUR:
        return "" if _leans_on_another_case(question) else _CASE
    return own if is_national(own) else ""


def _leans_on_another_case(question: Question) -> bool:
    """Tell whether a record or a request is spoken of and a message names nothing of work."""
    past = next((p for p in question.history if is_matter(p.intent)), None)
    other = past is not None and topic_of(past.intent) in {*PERSONAL} - {_TOPIC}
    return other and not WAGE_POINTS.data.of_work.search(question.text)


def is_elsewhere(question: Question) -> bool:
    """Tell whether a message beyond doubt is on an outside matter and names nothing of work."""
    best = next(iter(question.matters), None)
    outside = best is not None and best.name == OUTSIDE and best.chance >= rules().beyond_doubt
    labour = question.intent in _LABOUR or WAGE_POINTS.data.of_work.search(question.text)
    return outside and topic_of(question.intent) == OUTSIDE and not labour


def _open_matter(question: Question) -> str:
    """Return the intent of the unpaid wages spoken of, ``""`` where something else is."""
    past = next((p for p in question.history if p.about or is_matter(p.intent)), None)
    is_case = past and not past.about and topic_of(past.intent) == _TOPIC
    return past.intent if past and is_case and is_national(past.intent) else ""
