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
    """

    words: AnyCase
    about: AnyCase
    words_not: AnyCase = Field(NEVER, alias="not")
    lead: SourcedSentence
    steps: tuple[RoleStep, ...]
    channels: tuple[str, ...]
    intents: tuple[str, ...] = ()
    ends_case: bool = False

    def is_of(self, question: Question) -> bool:
        """Tell whether a message is of such a person."""
        text = question.text
        if self.intents and question.intent not in self.intents:
            return False
        fits = self.words.search(text) and self.about.search(text)
        return bool(fits) and not self.words_not.search(text)


class _Roles(DataRow):
    roles: dict[str, Role]
    suggestions: tuple[str, ...]


ROLES = DataFile(Path(__file__).with_suffix(".yml"), _Roles)


def of_another_role(question: Question, context: AnswerContext) -> Answer | None:
    """Return what is told to who is no worker with a claim, ``None`` for all others."""
    role = _role(question)
    if role is None:
        return None
    steps = [step for step in role.steps if not step.words or step.words.search(question.text)]
    given = Answer(
        "answered",
        lead=(role.lead.text,),
        steps=texts(steps),
        links=channel_links(context.kb, role.channels),
        suggestions=context.suggest(*ROLES.data.suggestions),
    )
    return replace(given, **proven(given, (role.lead, *steps), context))


def wants_no_case(question: Question) -> bool:
    """Tell whether somebody in a guided case says that nothing is owed to them."""
    role = _role(question)
    return role is not None and role.ends_case


def _role(question: Question) -> Role | None:
    taken_for_wages = question.intent == FALLBACK_INTENT or topic_of(question.intent) in _TOPICS
    if not taken_for_wages or question.text.startswith("/"):
        return None
    return next((role for role in ROLES.data.roles.values() if role.is_of(question)), None)
