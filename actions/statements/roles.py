"""Messages of who is no worker with a claim: an employer, or who only asks what an office does.

The steps of a claim would lead them wrong, and no case is begun for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import Field

from actions.answer import Answer
from actions.citations import channel_links
from actions.context import AnswerContext
from actions.question import Question
from actions.statements.sentences import SourcedSentence, proven, texts
from nlu.topics import FALLBACK_INTENT, topic_of
from policies_kb.yaml_file import NEVER, AnyCase, DataFile, DataRow

#: Topics a message of such a person may be taken for.
_TOPICS = frozenset({"wages", "outside"})
#: And what a few words later in the thread may be taken for.
_IN_THREAD = _TOPICS | {"follow", "social"}
#: The guided case of unpaid wages, which knows who has no employer.
_CASE = "wages_case"
#: How many messages back who writes is remembered.
_BACK = 4


class RoleStep(SourcedSentence):
    """A sentence for who asks.

    Attributes:
        words: What a message must have for it to be told; without them it always is.
    """

    words: AnyCase | None = None


class AskedOfRole(DataRow):
    """What such a person is told later in the thread.

    Attributes:
        says: The first sentence.
        words: How a message asks for it.
        intents: What a message that asks for it is taken for.
    """

    says: SourcedSentence
    words: AnyCase = NEVER
    intents: tuple[str, ...] = ()


class Role(DataRow):
    """Who asks, and what they are told.

    Attributes:
        words: What gives them away.
        about: What they must speak of besides.
        words_not: What shows that they are somebody else.
        lead: The first sentence.
        steps: The others.
        channels: Ids of the channels that help.
        intents: What their message must have been taken for; empty for any on wages or outside.
        ends_case: Whether they want no guided case.
        has_case: Whether they have money to claim, but of no employer.
        denied: How a later message takes it back.
        asked: What else they ask in the thread, by name; the first one that fits is told.
        common: The pages that hold for them too, beside those of the file.
        suggestions: What they may ask next, instead of what stands in the file.
    """

    words: AnyCase
    about: AnyCase
    words_not: AnyCase = Field(NEVER, alias="not")
    lead: SourcedSentence
    steps: tuple[RoleStep, ...]
    channels: tuple[str, ...]
    intents: tuple[str, ...] = ()
    ends_case: bool = False
    has_case: bool = False
    denied: AnyCase = NEVER
    asked: dict[str, AskedOfRole] = {}
    common: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()

    def is_of(self, question: Question) -> bool:
        """Tell whether a message is of such a person."""
        if self.intents and question.intent not in self.intents:
            return False
        if self.has_case and question.intent == _CASE:
            return False
        return self.speaks(question.text)

    def speaks(self, text: str) -> bool:
        """Tell whether such a person writes so."""
        fits = self.words.search(text) and self.about.search(text)
        return bool(fits) and not self.words_not.search(text)


class _Roles(DataRow):
    roles: dict[str, Role]
    longest: int
    other: AnyCase
    common: tuple[str, ...]
    suggestions: tuple[str, ...]


ROLES = DataFile(Path(__file__).with_suffix(".yml"), _Roles)


def asked_of_role(question: Question, context: AnswerContext) -> Answer | None:
    """Return the answer to what a message asks as the person whom the thread says is writing."""
    role = _told_before(question) if _taken_for(question, _IN_THREAD) else None
    asked = role.asked.values() if role else ()
    found = next((one for one in asked if one.words.search(question.text)), None)
    return _told(role, [found.says], [], context) if role and found else None


def of_another_role(question: Question, context: AnswerContext) -> Answer | None:
    """Return what is told to who is no worker with a claim, ``None`` for all others.

    Who was told before to have no employer is not shown a page for an employer's workers.
    """
    role = _role(question)
    if role is None:
        past = _told_before(question)
        for_workers = past and topic_of(question.intent) == "wages"
        if not past or not for_workers or question.intent in (*ROLES.data.common, *past.common):
            return None
        asked = (one.says for one in past.asked.values() if question.intent in one.intents)
        return _told(past, [next(asked, past.lead)], past.steps, context)
    steps = [step for step in role.steps if not step.words or step.words.search(question.text)]
    return _told(role, [role.lead], steps, context)


def _told(
    role: Role,
    lead: Sequence[SourcedSentence],
    steps: Sequence[SourcedSentence],
    context: AnswerContext,
) -> Answer:
    given = Answer(
        "answered",
        lead=texts(lead),
        steps=texts(steps),
        links=channel_links(context.kb, role.channels),
        suggestions=context.suggest(*(role.suggestions or ROLES.data.suggestions)),
    )
    return replace(given, **proven(given, (*lead, *steps), context))


def has_claim(question: Question) -> bool:
    """Tell whether somebody says to have money to claim for work, of no employer or of one that
    calls itself none."""
    role = _role(question)
    return role is not None and role.has_case


def wants_no_case(question: Question) -> bool:
    """Tell whether somebody in a guided case says that nothing is owed to them."""
    role = _role(question)
    return role is not None and role.ends_case


def _role(question: Question) -> Role | None:
    if not _taken_for(question, _TOPICS) or question.text.startswith("/"):
        return None
    return next((role for role in ROLES.data.roles.values() if role.is_of(question)), None)


def _taken_for(question: Question, topics: frozenset[str]) -> bool:
    return question.intent == FALLBACK_INTENT or topic_of(question.intent) in topics


def _told_before(question: Question) -> Role | None:
    """Return who without an employer the thread says is writing, ``None`` for another story."""
    data = ROLES.data
    brief = len(question.text) <= data.longest and not question.text.startswith("/")
    if not brief or data.other.search(question.text) or question.intent == _CASE:
        return None
    lasting = [role for role in data.roles.values() if role.has_case]
    texts_back = (question.text, *(past.text for past in question.history[:_BACK]))
    for text in texts_back:
        if any(role.denied.search(text) for role in lasting):
            return None
        if text != question.text and (told := _who_speaks(lasting, text)):
            return told
    return None


def _who_speaks(roles: Sequence[Role], text: str) -> Role | None:
    return next((role for role in roles if role.speaks(text)), None)
