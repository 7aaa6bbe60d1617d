"""Points of unpaid wages, asked about in a sentence: is a recording proof, does a bonus count.

The first line answers, from the law held or by saying that nothing is held on it (the YAML beside).
The page of the matter comes behind it only where a conversation begins with the point.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from actions.answer import Answer, Phrase, worded
from actions.citations import channel_links
from actions.context import AnswerContext
from actions.question import Question
from actions.statements.sentences import SourcedSentence, proven, texts
from nlu.clauses import asks
from nlu.topics import FALLBACK_INTENT, is_matter, is_national, topic_of
from policies_kb.yaml_file import AnyCase, ByName, DataFile, DataRow, NamedRow

_HAN = re.compile("[\u4e00-\u9fff]")
#: The matter whose points these are.
_TOPIC = "wages"
#: So many messages back a point may lean on what one of them spoke of.
_BACK = 4
#: What a message on a point may be taken for by itself while the matter is open.
_TAKEN_FOR = frozenset({_TOPIC, "outside", "follow", "social"})


class WagePoint(NamedRow):
    """One thing that is asked about; the fields are explained in ``wage_points.yml``."""

    words: AnyCase
    after: AnyCase | None = None
    rule: SourcedSentence
    steps: tuple[SourcedSentence, ...] = ()
    channels: tuple[str, ...] = ()


class _Points(DataRow):
    longest: int
    longest_told: int
    longest_english: int
    channels: tuple[str, ...]
    suggestions: tuple[str, ...]
    points: ByName[WagePoint]


WAGE_POINTS = DataFile(Path(__file__).with_suffix(".yml"), _Points)


@dataclass(frozen=True)
class _Asked:
    """A point that is asked.

    Attributes:
        matter: The intent of the matter it is a point of.
        in_thread: Whether the matter was spoken of before.
        point: The point.
        says: Its sentence, with the thing that is named.
    """

    matter: str
    in_thread: bool
    point: WagePoint
    says: Phrase


def point_asked(question: Question, context: AnswerContext) -> Answer | None:
    """Return the answer to a point of the unpaid wages spoken of, ``None`` where none is asked."""
    asked = _asked(question)
    if asked is None or not asked.in_thread:
        return None
    point, data = asked.point, WAGE_POINTS.data
    answer = Answer(
        "answered" if point.rule.law else "no_provision",
        lead=(asked.says,),
        steps=texts(point.steps),
        links=channel_links(context.kb, point.channels or data.channels),
        suggestions=context.suggest(*data.suggestions),
    )
    return replace(answer, **proven(answer, (point.rule, *point.steps), context))


def with_wage_point(page: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return the page of unpaid wages behind the answer to a point it was asked for first."""
    asked = _asked(question)
    if asked is None or asked.in_thread:
        return page
    point = asked.point
    return replace(
        page,
        lead=(asked.says, *page.lead),
        steps=(*texts(point.steps), *page.steps),
        **proven(page, (point.rule, *point.steps), context),
    )


def matter_of_point(question: Question) -> str:
    """Return the intent of the matter a message asks a point of, ``""`` where it asks none."""
    asked = _asked(question)
    return asked.matter if asked else ""


def _asked(question: Question) -> _Asked | None:
    """Return the first point a message names where it is asked of unpaid wages."""
    past = _open_matter(question)
    matter = _matter(question, past)
    if not matter or question.text.startswith("/"):
        return None
    data = WAGE_POINTS.data
    if len(question.text) > _longest(question.text):
        return None
    before = [past.text for past in question.history[:_BACK]]
    for point in data.points.values():
        found = point.words.search(question.text)
        leans = point.after is None or any(point.after.search(text) for text in before)
        if found and leans:
            thing = found.groupdict().get("thing") or ""
            return _Asked(matter, bool(past), point, worded(point.rule.text, thing=thing))
    return None


def _longest(text: str) -> int:
    """Return how long a message may be that asks a point, in signs."""
    data = WAGE_POINTS.data
    if not _HAN.search(text):
        return data.longest_english
    return data.longest if asks(text) else data.longest_told


def _matter(question: Question, past: str) -> str:
    """Return the intent of the unpaid wages a message may ask a point of, ``""`` for none."""
    own = question.intent if topic_of(question.intent) == _TOPIC else ""
    if past:
        taken = question.intent == FALLBACK_INTENT or topic_of(question.intent) in _TAKEN_FOR
        return (own or past) if taken or not question.is_clear else ""
    return own if is_national(own) and asks(question.text) else ""


def _open_matter(question: Question) -> str:
    """Return the intent of the unpaid wages spoken of, ``""`` where something else is."""
    past = next((p for p in question.history if p.about or is_matter(p.intent)), None)
    is_case = past and not past.about and topic_of(past.intent) == _TOPIC
    return past.intent if past and is_case and is_national(past.intent) else ""
