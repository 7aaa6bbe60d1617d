"""What is said when it is not clear what is asked: two readings, a search, a question back."""

from __future__ import annotations

from actions.answer import Answer, say
from actions.context import AnswerContext
from actions.lookups.text_search import find_policy, no_provision
from actions.question import IntentScore, Question
from actions.routing.doubt import reading_buttons, two_readings
from nlu.topics import OUTSIDE, is_matter, is_national, topic_of

#: From this probability, a reading on the matter spoken of before is taken.
SAME_MATTER_FLOOR = 0.15
#: A reading weaker than this is not worth offering as a choice.
CHOICE_FLOOR = 0.05
CHOICES = 3


def fall_back(question: Question, context: AnswerContext) -> Answer:
    """Return the careful answer to a message whose matter or wish is not clear.

    What was spoken of before decides first. For the text of a paper a search may answer; a
    personal matter is asked back about, with what fits alone.
    """
    same = _on_same_matter(question, context)
    if same:
        return context.card_answer(same.intent)
    if question.reply == "two_readings":
        return two_readings(question, context)
    readings = [reading for reading in question.readings if is_matter(reading.intent)]
    if not _of_own_case(question, readings):
        found = find_policy(question, context)
        if found.status == "answered" or not readings:
            return found
    likely = [
        reading.intent
        for reading in readings
        if reading.confidence >= CHOICE_FLOOR and reading.intent in context.labels
    ]
    return clarify(likely[:CHOICES], question, context) if likely else no_provision(context)


def clarify(intents: list[str], question: Question, context: AnswerContext) -> Answer:
    """Return one question back with the likeliest readings as choices."""
    return Answer(
        status="clarify",
        lead=(say("我没有完全听懂。您想问的是下面哪一个?都不是的话,请换个说法再说一遍。"),),
        suggestions=reading_buttons(intents, question, context),
    )


def _of_own_case(question: Question, readings: list[IntentScore]) -> bool:
    """Tell whether a message is likeliest about somebody's own case, here or outside."""
    if question.matters:
        best = question.matters[0]
        return best.name == OUTSIDE or is_national(best.intent)
    return bool(readings) and is_national(readings[0].intent)


def _on_same_matter(question: Question, context: AnswerContext) -> IntentScore | None:
    ours = (topic_of(past.intent) for past in question.history if is_matter(past.intent))
    before = next(ours, "")
    for reading in question.readings[:3]:
        likely = reading.confidence >= SAME_MATTER_FLOOR and reading.intent in context.cards
        if likely and topic_of(reading.intent) == before:
            return reading
    return None
