"""What is said when the classifier is not sure: outside, one question back, or a search."""

from __future__ import annotations

from collections import defaultdict

from actions.answer import Answer, say
from actions.desk import Desk
from actions.question import Question, Reading
from actions.search import find_policy, no_provision
from actions.topics import topic_of

#: From this probability of all outside intents together, a message is treated as outside.
OUTSIDE_FLOOR = 0.5
#: A reading weaker than this is not worth offering as a choice.
CHOICE_FLOOR = 0.08
CHOICES = 3


def fall_back(question: Question, desk: Desk) -> Answer:
    """Return the careful answer to a message that was not surely understood."""
    masses: dict[str, float] = defaultdict(float)
    for reading in question.readings:
        masses[topic_of(reading.intent)] += reading.confidence
    if masses["outside"] >= OUTSIDE_FLOOR:
        return desk.card_answer(_best(question, "outside").intent)
    found = find_policy(question, desk)
    if found.status == "answered":
        return found
    choices = [
        reading.intent
        for reading in question.readings
        if reading.confidence >= CHOICE_FLOOR and reading.intent in desk.labels
    ][:CHOICES]
    return clarify(choices, desk) if choices else no_provision(desk)


def clarify(intents: list[str], desk: Desk) -> Answer:
    """Return one question back with the likeliest readings as choices."""
    return Answer(
        status="clarify",
        lead=(say("我没有完全听懂。您想问的是下面哪一个?都不是的话,请换个说法再说一遍。"),),
        suggestions=desk.suggest(*intents),
    )


def _best(question: Question, topic: str) -> Reading:
    return next(reading for reading in question.readings if topic_of(reading.intent) == topic)
