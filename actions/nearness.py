"""What a message is, told by the examples it is nearest to (``nlu/nearest_examples.py``)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from actions.question import Question
from nlu.decision import rules
from nlu.example_labels import kind_label, page_label, point_label
from nlu.topics import NO_KIND, is_talk, topic_of

#: What examples stand for, with how near a message is to them.
Labels = Sequence[tuple[str, float]]
#: From this confidence on small talk is no point of a case.
_CLEARLY = 0.8


def point_near(question: Question, topic: str, least: float) -> str:
    """Return the point of a topic whose examples a message is nearest to, ``""`` for none.

    Args:
        question: The message.
        topic: The topic.
        least: So near it must be, twice its closeness less that of the next best: what is hardly
            nearer than something else is half as sure.
    """
    if _speaks_clearly(question):
        return ""
    name, closeness = nearest_point(question.nearest, topic, _shown(question))
    return name if closeness >= least else ""


def nearest_point(nearest: Labels, topic: str, shown: Collection[str] = ()) -> tuple[str, float]:
    """Return the point that labels speak for and how clearly, ``""`` where the nearest is none.

    Args:
        nearest: Labels with their closeness, the nearest first.
        topic: The topic whose points may be meant.
        shown: Labels of pages that were shown before.
    """
    # Of labels that were not passed on none is nearer than the last that was.
    rest = ("", nearest[-1][1] if nearest else 0.0)
    (label, best), (_, second), *_ = [*_of_topic(nearest, topic, shown), rest, rest]
    name = label.removeprefix(point_label(topic, ""))
    is_point = name != label and not name.startswith(NO_KIND)
    return name if is_point else "", 2 * best - second


def _shown(question: Question) -> frozenset[str]:
    return frozenset(page_label(past.intent) for past in question.history)


def _speaks_clearly(question: Question) -> bool:
    """Tell whether a message is surely small talk or a follow-up: who are you, which number."""
    best = next(iter(question.readings), None)
    talk = is_talk(question.intent) and best is not None and best.intent == question.intent
    return talk and best is not None and best.confidence >= _CLEARLY


def is_unforeseen(question: Question, topic: str) -> bool:
    """Tell whether a message is like no examples of a topic, and of no follow-up."""
    nearest = next(iter(_of_topic(question.nearest, topic, _shown(question))), None)
    return bool(question.nearest) and (nearest is None or nearest[1] < rules().near.foreign)


def is_kind_near(question: Question, topic: str, kind: str) -> bool:
    """Tell whether a message is nearest to the examples of a kind of follow-up."""
    nearest = next(iter(_of_topic(question.nearest, topic, _shown(question))), ("", 0.0))
    return nearest[0] == kind_label(kind) and nearest[1] >= rules().near.point


def topic_near(question: Question, topics: Sequence[str]) -> str:
    """Return which of some topics has the point a message asks, ``""`` where none surely has."""
    found = {point_near(question, topic, rules().near.point): topic for topic in topics}
    ranked = [label for label, _ in question.nearest]
    labels = {point_label(topic, name): topic for name, topic in found.items() if name}
    return next((labels[label] for label in ranked if label in labels), "")


def _of_topic(nearest: Labels, topic: str, shown: Collection[str] = ()) -> Labels:
    """Return the labels that may be meant while a topic is spoken of, the nearest first.

    Args:
        nearest: Labels with their closeness, the nearest first.
        topic: The topic.
        shown: Labels of pages that were shown; who saw one asks something more exact.
    """
    points, kinds, pages = point_label(topic, ""), kind_label(""), page_label("")
    return [
        (label, closeness)
        for label, closeness in nearest
        if label.startswith((points, kinds))
        or (label.startswith(pages) and topic_of(label.removeprefix(pages)) == topic)
        if label not in shown
    ]
