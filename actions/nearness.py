"""What a message is, told by the examples it is nearest to (``nlu/nearest_examples.py``)."""

from __future__ import annotations

from collections.abc import Sequence

from actions.question import Question
from nlu.decision import rules
from nlu.example_labels import kind_label, page_label, point_label
from nlu.topics import NO_KIND, is_talk, topic_of

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
    # Of labels that were not passed on none is nearer than the last that was.
    rest = ("", question.nearest[-1][1] if question.nearest else 0.0)
    (label, best), (_, second), *_ = [*_of_topic(question, topic), rest, rest]
    name = label.removeprefix(point_label(topic, ""))
    is_point = name != label and not name.startswith(NO_KIND)
    return name if is_point and 2 * best - second >= least else ""


def _speaks_clearly(question: Question) -> bool:
    """Tell whether a message is surely small talk or a follow-up: who are you, which number."""
    best = next(iter(question.readings), None)
    talk = is_talk(question.intent) and best is not None and best.intent == question.intent
    return talk and best is not None and best.confidence >= _CLEARLY


def is_unforeseen(question: Question, topic: str) -> bool:
    """Tell whether a message is like no examples of a topic, and of no follow-up."""
    nearest = next(iter(_of_topic(question, topic)), None)
    return bool(question.nearest) and (nearest is None or nearest[1] < rules().near.foreign)


def is_kind_near(question: Question, topic: str, kind: str) -> bool:
    """Tell whether a message is nearest to the examples of a kind of follow-up."""
    nearest = next(iter(_of_topic(question, topic)), ("", 0.0))
    return nearest[0] == kind_label(kind) and nearest[1] >= rules().near.point


def topic_near(question: Question, topics: Sequence[str]) -> str:
    """Return which of some topics has the point a message asks, ``""`` where none surely has."""
    found = {point_near(question, topic, rules().near.point): topic for topic in topics}
    ranked = [label for label, _ in question.nearest]
    labels = {point_label(topic, name): topic for name, topic in found.items() if name}
    return next((labels[label] for label in ranked if label in labels), "")


def _of_topic(question: Question, topic: str) -> list[tuple[str, float]]:
    """Return the labels that may be meant while a topic is spoken of, the nearest first.

    Whoever was shown a page asks something more exact.
    """
    points, kinds, pages = point_label(topic, ""), kind_label(""), page_label("")
    shown = {page_label(past.intent) for past in question.history}
    return [
        (label, closeness)
        for label, closeness in question.nearest
        if label.startswith((points, kinds))
        or (label.startswith(pages) and topic_of(label.removeprefix(pages)) == topic)
        if label not in shown
    ]
