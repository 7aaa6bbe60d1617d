"""What is said when the classifier is not sure: outside, one question back, or a search."""

from __future__ import annotations

import json
from dataclasses import replace

from actions.answer import Answer, say
from actions.desk import Desk
from actions.places import is_national
from actions.question import NAMED, Question, Reading
from actions.search import find_policy, no_provision
from actions.topics import is_matter, topic_of

#: From this probability of all matters that can be answered, a doubtful message gets a question
#: back; below it, it is treated as outside.
MATTER_FLOOR = 0.25
#: From this probability of outside matters, the text of the papers is not searched without asking
#: first: a false answer costs ten questions back.
OUTSIDE_FLOOR = 0.1
#: From this probability, a reading on the matter spoken of before is taken.
SAME_MATTER_FLOOR = 0.15
#: A reading weaker than this is not worth offering as a choice.
CHOICE_FLOOR = 0.05
CHOICES = 3


def fall_back(question: Question, desk: Desk) -> Answer:
    """Return the careful answer to a message that was not surely understood.

    What was spoken of before decides first; then whether any matter is likely at all. A personal
    matter is asked back about; for the text of a paper a search may answer.
    """
    same = _on_same_matter(question, desk)
    if same:
        return desk.card_answer(same.intent)
    matters = [reading for reading in question.readings if is_matter(reading.intent)]
    if sum(reading.confidence for reading in matters) < MATTER_FLOOR:
        return _outside(question, desk)
    outside = (r.confidence for r in question.readings if topic_of(r.intent) == "outside")
    if sum(outside) < OUTSIDE_FLOOR and not is_national(matters[0].intent):
        found = find_policy(question, desk)
        if found.status == "answered":
            return found
    choices = [
        reading.intent
        for reading in matters
        if reading.confidence >= CHOICE_FLOOR and reading.intent in desk.labels
    ]
    return clarify(choices[:CHOICES], question, desk) if choices else no_provision(desk)


def clarify(intents: list[str], question: Question, desk: Desk) -> Answer:
    """Return one question back with the likeliest readings as choices.

    A choice keeps what the question names: who asked what is due in August gets August.
    """
    return Answer(
        status="clarify",
        lead=(say("我没有完全听懂。您想问的是下面哪一个?都不是的话,请换个说法再说一遍。"),),
        suggestions=tuple(
            replace(choice, payload=choice.payload + _named(question))
            for choice in desk.suggest(*intents)
        ),
    )


def _named(question: Question) -> str:
    named = {kind: list(question.values(kind)) for kind in NAMED if question.values(kind)}
    return json.dumps(named, ensure_ascii=False, separators=(",", ":")) if named else ""


def _on_same_matter(question: Question, desk: Desk) -> Reading | None:
    if not question.history:
        return None
    before = topic_of(question.history[0].intent)
    for reading in question.readings[:3]:
        likely = reading.confidence >= SAME_MATTER_FLOOR and reading.intent in desk.cards
        if likely and topic_of(reading.intent) == before:
            return reading
    return None


def _outside(question: Question, desk: Desk) -> Answer:
    """Return the hand-over of the likeliest outside matter; without one, what a search finds."""
    for reading in question.readings:
        if topic_of(reading.intent) == "outside":
            return desk.card_answer(reading.intent)
    return find_policy(question, desk)
