"""Messages of who is no worker with a claim: an employer, or who only asks what an office does.

The steps of a claim would lead them wrong, and no case is begun for them.
"""

from __future__ import annotations

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
        asked: By intent, what is said first where the thread goes on with that question.
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
    asked: dict[str, SourcedSentence] = {}
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


def of_another_role(question: Question, context: AnswerContext) -> Answer | None:
    """Return what is told to who is no worker with a claim, ``None`` for all others."""
    role = _role(question)
    lead = [role.lead] if role else []
    if role is None:
        role = _told_before(question)
        lead = [role.asked.get(question.intent, role.lead)] if role else []
    if role is None:
        return None
    steps = [step for step in role.steps if not step.words or step.words.search(question.text)]
    given = Answer(
        "answered",
        lead=texts(lead),
        steps=texts(steps),
        links=channel_links(context.kb, role.channels),
        suggestions=context.suggest(*(role.suggestions or ROLES.data.suggestions)),
    )
    return replace(given, **proven(given, (*lead, *steps), context))


def wants_no_case(question: Question) -> bool:
    """Tell whether somebody in a guided case says that nothing is owed to them."""
    role = _role(question)
    return role is not None and role.ends_case


def _role(question: Question) -> Role | None:
    taken_for_wages = question.intent == FALLBACK_INTENT or topic_of(question.intent) in _TOPICS
    if not taken_for_wages or question.text.startswith("/"):
        return None
    return next((role for role in ROLES.data.roles.values() if role.is_of(question)), None)


def _told_before(question: Question) -> Role | None:
    """Return who the thread says is writing, where a page is asked for that is not theirs."""
    data = ROLES.data
    for_workers = topic_of(question.intent) == "wages" and question.intent not in data.common
    if not for_workers or len(question.text) > data.longest or data.other.search(question.text):
        return None
    lasting = [role for role in data.roles.values() if role.has_case]
    before = (past.text for past in question.history[:_BACK])
    return next((role for text in before for role in lasting if role.speaks(text)), None)
