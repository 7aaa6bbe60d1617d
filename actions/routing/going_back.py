"""When somebody goes back to a matter that was spoken of before the last one."""

from __future__ import annotations

from dataclasses import replace

from actions.nearness import topic_near
from actions.question import Question
from actions.routing.short_kinds import load_short_kinds
from actions.routing.short_messages import is_short, named_topic
from nlu.topics import PERSONAL, is_national, topic_of


def gone_back(question: Question) -> Question:
    """Return what is wanted of a matter that was gone back to, as asked right behind it.

    It is named, or what is asked is nearest to a point of it.
    """
    shorts = load_short_kinds()
    own = [past for past in question.history if not past.about and is_national(past.intent)]
    topics = [*dict.fromkeys(topic_of(past.intent) for past in own)]
    found = shorts.back.search(question.text)
    named = [name for name in shorts.named(question.text) if name in topics]
    topic = named_topic(found["matter"]) if found else next(iter(named), "")
    if not topic and is_short(question.text):
        topic = topic_near(question, [one for one in topics if one in PERSONAL])
    told = [past for past in own if topic_of(past.intent) == topic]
    if not told or question.history[0].about:
        return question
    rest = (past for past in question.history if past not in told)
    text = found["wanted"] if found else question.text
    return replace(question, text=text, history=(*told, *rest))
