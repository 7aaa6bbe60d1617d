"""Information that is held by somebody who is no organ of government: whose rules hold, and whom
to ask.

A village, a school or a court is not told the rules of organs (国务院令第711号).
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from actions.answer import Answer, Phrase
from actions.citations import channel_links
from actions.context import AnswerContext
from actions.question import Question
from actions.statements.sentences import SourcedSentence, proven, texts
from nlu.topics import FALLBACK_INTENT, topic_of
from policies_kb.yaml_file import NEVER, AnyCase, ByName, DataFile, DataRow, NamedRow

#: What ends a clause; a blank between words in Latin letters does not.
_CLAUSE = re.compile(r"[,，。.;；!！?？]+|(?<![A-Za-z,])\s+|\s+(?![A-Za-z])")


class Holder(NamedRow):
    """Somebody who holds information and is no organ of government.

    Attributes:
        words: How a message names it.
        rule: Whose rules hold, in a sentence.
        steps: What to do.
        channels: Ids of the channels that help.
        near: Whether it is guessed only where one clause names it and demands something.
        of_organ: Whether an organ holds it, and yet it is not asked for like other information.
        asks: What else is a demand of it, for messages that were not understood.
        not_held: Papers it does not make, though a message names it; an organ is asked for them.
        at_organs: Whether organs hold papers on it too, which are requested like any other.
    """

    words: AnyCase
    rule: SourcedSentence
    steps: tuple[SourcedSentence, ...]
    channels: tuple[str, ...]
    near: bool = False
    of_organ: bool = False
    asks: AnyCase = NEVER
    not_held: AnyCase = NEVER
    at_organs: bool = False

    def named(self, text: str) -> bool:
        """Tell whether a message names it and asks for nothing that it does not make."""
        return bool(self.words.search(text)) and not self.not_held.search(text)

    def demanded(self, text: str) -> bool:
        """Tell whether something is demanded that it could hold."""
        return bool(HOLDERS.data.patterns.demand.search(text) or self.asks.search(text))


class _Patterns(DataRow):
    demand: AnyCase
    organ: AnyCase


class _Settings(DataRow):
    intents: tuple[str, ...]
    suggestions: tuple[str, ...]
    at_organs: Phrase


class _Holders(DataRow):
    patterns: _Patterns
    settings: _Settings
    holders: ByName[Holder]


HOLDERS = DataFile(Path(__file__).with_suffix(".yml"), _Holders)


def holder_of(text: str) -> Holder | None:
    """Return who holds what is asked for, ``None`` where an organ is asked or nobody is named."""
    organ = bool(HOLDERS.data.patterns.organ.search(text))
    fitting = (holder for holder in all_holders() if holder.of_organ or not organ)
    return next((holder for holder in fitting if holder.named(text)), None)


def not_an_organ(question: Question, context: AnswerContext) -> Answer | None:
    """Return the answer to a demand for information that no organ of government holds."""
    asked = question.intent in HOLDERS.data.settings.intents
    unsure = question.intent == FALLBACK_INTENT or topic_of(question.intent) == "outside"
    if not (asked or unsure):
        return None
    holder = holder_of(question.text) or _spoken_of(question)
    if holder is None or not (asked or _guessed(holder, question.text)):
        return None
    return of_holder(holder, context)


def _spoken_of(question: Question) -> Holder | None:
    """Return who was asked before a follow-up that names nobody: it stays the same."""
    if not question.follows or HOLDERS.data.patterns.organ.search(question.text):
        return None
    told = (p.text for p in question.history if topic_of(p.intent) == "disclosure")
    return next(filter(None, map(holder_of, told)), None)


def of_holder(holder: Holder, context: AnswerContext) -> Answer:
    """Return the rule of a holder, what to do, and its door."""
    given = Answer(
        "answered",
        lead=(holder.rule.text,),
        steps=texts(holder.steps),
        links=channel_links(context.kb, holder.channels),
        suggestions=context.suggest(*HOLDERS.data.settings.suggestions),
    )
    return replace(given, **proven(given, (holder.rule, *holder.steps), context))


def of_organs(
    given: Answer, said: SourcedSentence, question: Question, context: AnswerContext
) -> Answer:
    """Return what is asked exactly after a holder was told, for the papers that organs hold.

    The rule of the holder was told before; where organs hold nothing, its answer stays.
    """
    holder = _spoken_of(question)
    if holder is None or not holder.at_organs:
        return given
    brief = replace(
        given, lead=(HOLDERS.data.settings.at_organs, said.text), steps=(), citations=(), notices=()
    )
    return replace(brief, **proven(brief, [said], context))


def _guessed(holder: Holder, text: str) -> bool:
    """Tell whether a message that was not understood surely demands something of a holder."""
    clauses = _CLAUSE.split(text) if holder.near else [text]
    return any(holder.words.search(one) and holder.demanded(one) for one in clauses)


def all_holders() -> tuple[Holder, ...]:
    """Return every holder of the file, in its order."""
    return tuple(HOLDERS.data.holders.values())
