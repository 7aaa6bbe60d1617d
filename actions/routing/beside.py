"""Names with its door what a message tells beside the matter that is answered (``beside.yml``)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from actions.answer import Answer, Phrase, worded
from actions.citations import channel_link
from actions.context import AnswerContext
from actions.question import Question
from nlu.topics import topic_of
from policies_kb.yaml_file import AnyCase, DataFile, DataRow


class Other(DataRow):
    """A matter told beside another one; the fields are explained in ``beside.yml``."""

    words: AnyCase
    say: Phrase
    channel: str = ""
    intent: str = ""
    topic: str = ""
    within: str = ""
    first: bool = False
    alone: bool = False


class _Beside(DataRow):
    most: int
    matters: dict[str, Other]


BESIDE = DataFile(Path(__file__).with_suffix(".yml"), _Beside)


def with_others(given: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return an answer with the other matters of the message, each with its door."""
    if given.status not in ("answered", "out_of_scope") or question.text.startswith("/"):
        return given
    table = BESIDE.data
    told = [
        o
        for o in table.matters.values()
        if o.words.search(question.text) and not _is_said(o, given, question, context)
    ]
    for other in told[: table.most]:
        given = _with(given, other, context)
    return given


def told_alone(text: str, context: AnswerContext) -> Answer | None:
    """Return all that is said of a matter that is told alone, ``None`` where none is named."""
    for other in BESIDE.data.matters.values():
        if other.alone and other.words.search(text):
            return _with(Answer("out_of_scope"), other, context)
    return None


def names_another(text: str) -> bool:
    """Tell whether a message speaks of something that has a door of its own.

    >>> names_another("过期肉那个找谁"), names_another("那个找谁")
    (True, False)
    """
    return any(
        other.channel and not other.within and other.words.search(text)
        for other in BESIDE.data.matters.values()
    )


def _is_said(other: Other, given: Answer, question: Question, context: AnswerContext) -> bool:
    """Tell whether the answer speaks of the matter already, or is none it is said with."""
    if other.within and other.within not in (question.intent, topic_of(question.intent)):
        return True
    if other.topic:
        same = topic_of(question.intent) == other.topic
        return same or any(s.payload == f"/{other.intent}" for s in given.suggestions)
    # A hand-over to that very door says so in its own words.
    there = channel_link(context.kb.channel(other.channel)) in given.links
    return given.status == "out_of_scope" and there and not other.alone


def _with(given: Answer, other: Other, context: AnswerContext) -> Answer:
    if other.intent:
        buttons = (*context.suggest(other.intent), *given.suggestions)
        return replace(given, lead=(*given.lead, other.say), suggestions=buttons)
    channel = context.kb.channel(other.channel)
    said = worded(other.say, phone=channel.phone)
    link = channel_link(channel)
    links = (link, *(one for one in given.links if one != link))
    if other.alone and given.status == "out_of_scope":
        return replace(given, lead=(said,), steps=(), citations=(), links=links)
    lead = (said, *given.lead) if other.first else (*given.lead, said)
    return replace(given, lead=lead, links=links)
