"""Points of unpaid wages, asked about in a sentence: is a recording proof, does a bonus count.

The first line answers, from the law held or by saying that nothing is held on it (the YAML beside).
The page of the matter comes behind it only where a conversation begins with the point.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from actions.answer import Answer, worded
from actions.citations import channel_link
from actions.context import AnswerContext
from actions.question import Question
from actions.statements.sentences import SourcedSentence, proven, texts
from nlu.clauses import asks
from nlu.topics import FALLBACK_INTENT, is_matter, is_national, topic_of
from policies_kb.yaml_file import AnyCase, ByName, DataFile, DataRow, NamedRow

#: The matter whose points these are.
_TOPIC = "wages"
#: What a message on a point may be taken for by itself while the matter is open.
_TAKEN_FOR = frozenset({_TOPIC, "outside", "follow", "social"})


class WagePoint(NamedRow):
    """One thing that is asked about; the fields are explained in ``wage_points.yml``."""

    words: AnyCase
    rule: SourcedSentence
    steps: tuple[SourcedSentence, ...] = ()
    channels: tuple[str, ...] = ()


class _Points(DataRow):
    longest: int
    longest_told: int
    channels: tuple[str, ...]
    suggestions: tuple[str, ...]
    points: ByName[WagePoint]


WAGE_POINTS = DataFile(Path(__file__).with_suffix(".yml"), _Points)


def point_asked(question: Question, context: AnswerContext) -> Answer | None:
    """Return the answer to a point of the unpaid wages spoken of, ``None`` where none is asked."""
    if not (_open_matter(question) and matter_of_point(question)):
        return None
    point, thing = _named(question.text)
    answer = Answer(
        "answered" if point.rule.law else "no_provision",
        lead=(worded(point.rule.text, thing=thing),),
        steps=texts(point.steps),
        links=tuple(
            channel_link(context.kb.channel(name))
            for name in point.channels or WAGE_POINTS.data.channels
        ),
        suggestions=context.suggest(*WAGE_POINTS.data.suggestions),
    )
    return replace(answer, **proven(answer, (point.rule, *point.steps), context))


def with_wage_point(page: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return the page of unpaid wages behind the answer to a point it was asked for first."""
    if _open_matter(question) or not matter_of_point(question):
        return page
    point, thing = _named(question.text)
    return replace(
        page,
        lead=(worded(point.rule.text, thing=thing), *page.lead),
        steps=(*texts(point.steps), *page.steps),
        **proven(page, (point.rule, *point.steps), context),
    )


def matter_of_point(question: Question) -> str:
    """Return the intent of the matter a message asks a point of, ``""`` where it asks none."""
    if question.text.startswith("/") or not _is_named(question.text):
        return ""
    past = _open_matter(question)
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


def _is_named(text: str) -> bool:
    data = WAGE_POINTS.data
    longest = data.longest if asks(text) else data.longest_told
    return len(text) <= longest and any(p.words.search(text) for p in data.points.values())


def _named(text: str) -> tuple[WagePoint, str]:
    """Return the first point a message names, and the thing it names."""
    for point in WAGE_POINTS.data.points.values():
        found = point.words.search(text)
        if found:
            return point, found.groupdict().get("thing") or ""
    raise LookupError(text)
