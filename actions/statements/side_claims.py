"""What people claim beside unpaid wages: severance, the double wage, dispatch and the like.

Said with a wage answer where the message or the thread is about unpaid wages. Asked alone it is
outside: the rule in one sentence, and who helps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from actions.answer import Answer, Link, Phrase, say
from actions.citations import channel_links, without_doubles
from actions.context import AnswerContext
from actions.question import Question
from actions.statements.sentences import proven, texts
from actions.statements.side_matters import LABOUR, SIDE_CLAIMS, SideMatter, matters, says_owed
from actions.statements.wage_points import with_wage_point
from nlu.topics import FALLBACK_INTENT, topic_of

#: What a message that says nothing but that wages are owed may be taken for: 1/9到28/2没发工资.
_UNNAMED = (LABOUR, "out_other")


def side_claim(question: Question, context: AnswerContext) -> Answer | None:
    """Return what is said of such a matter to a message that is unsure, leans on another, or is
    taken for outside.

    Inside a wage matter it is answered; alone the rule stands before the hand-over. ``None`` where
    a message names none, or speaks of somebody else than an employer.
    """
    unsure = question.intent == FALLBACK_INTENT or topic_of(question.intent) == "follow"
    if not unsure and topic_of(question.intent) != "outside":
        return None
    within = _within_wages(question, context)
    if within is None and SIDE_CLAIMS.data.patterns.staff_unpaid.search(question.text):
        asked = replace(question, intent="wages_claim")
        return with_wage_point(context.card_answer("wages_claim"), asked, context)
    if within is not None or unsure:
        return within
    if question.intent in _UNNAMED and says_owed(question.text):
        return context.card_answer("wages_claim")
    alone = [one for one in _meant(question) if question.intent in one.alone]
    return _alone(alone[0], question.intent, context) if alone else None


def told_in_danger(text: str, context: AnswerContext) -> Answer | None:
    """Return the rule and the doors of what is told behind the lines for danger, else ``None``."""
    named = next((one for one in matters(text) if one.in_danger), None)
    if named is None:
        return None
    answer = Answer("out_of_scope", lead=(named.rule.text,), links=_doors([named], (), context))
    return replace(answer, **proven(answer, [named.rule], context))


def taken_for_wages(question: Question) -> bool:
    """Tell whether a message that is outside or unsure by itself is on unpaid wages."""
    by_itself = question.intent == FALLBACK_INTENT or topic_of(question.intent) == "outside"
    in_thread = _thread_is_wages(question) and bool(_meant(question))
    owed = question.intent in _UNNAMED and says_owed(question.text)
    unpaid = SIDE_CLAIMS.data.patterns.staff_unpaid.search(question.text) is not None
    return by_itself and (in_thread or owed or unpaid)


def with_what_happens(given: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return a question of a wage case behind the rules of what a message tells of on the way.

    What the case itself asks for, e.g. whether one wants to quit, has its place in the advice.
    """
    rules = [matter.rule for matter in _meant(question) if matter.framed or matter.in_danger]
    if not rules:
        return given
    return replace(given, lead=(*texts(rules), *given.lead), **proven(given, rules, context))


def with_side_claims(given: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return a wage answer with what the message claims besides, at the head if it is the point."""
    named = matters(question.text, question.follows)
    if not named:
        return given
    if _thread_is_wages(question) and len(question.text) <= SIDE_CLAIMS.data.settings.brief:
        # Few words after a wage answer ask for nothing else.
        return _in_thread(named, context)
    at_head = SIDE_CLAIMS.data.settings.first.get(question.intent, ())
    head = [matter for matter in named if matter.at_head or matter.name in at_head]
    first = [matter.rule for matter in head]
    others = [matter for matter in named if matter not in head]
    after = [matter.rule for matter in others]
    ahead = [step for matter in head if matter.at_head for step in matter.steps]
    steps = [step for matter in others for step in matter.steps]
    return replace(
        given,
        lead=(*texts(first), *given.lead, *texts(after)),
        steps=(*texts(ahead), *given.steps, *texts(steps)),
        **proven(given, [*first, *ahead, *after, *steps], context),
    )


def _meant(question: Question) -> tuple[SideMatter, ...]:
    """Return what a message claims, nothing where it is surely about another than an employer."""
    of_labour = question.intent in (LABOUR, FALLBACK_INTENT)
    if not of_labour and SIDE_CLAIMS.data.patterns.not_employer.search(question.text):
        return ()
    return matters(question.text)


def _within_wages(question: Question, context: AnswerContext) -> Answer | None:
    """Return the answer where the message or the thread is about wages, else ``None``."""
    named = _meant(question)
    if not named:
        return None
    of_a_card = next((matter.card for matter in named if matter.card), "")
    likely = of_a_card if _likeliest_is_wages(question) else ""
    intent = "wages_claim" if says_owed(question.text) else likely
    if intent:
        asked = replace(question, intent=intent)
        return with_side_claims(context.card_answer(intent), asked, context)
    return _in_thread(named, context) if _thread_is_wages(question) else None


def _in_thread(named: Sequence[SideMatter], context: AnswerContext) -> Answer:
    rules = [matter.rule for matter in named]
    steps = [step for matter in named for step in matter.steps]
    settings = SIDE_CLAIMS.data.settings
    answer = Answer(
        "answered",
        lead=texts(rules),
        steps=texts(steps),
        links=_doors(named, settings.channels, context),
        suggestions=context.suggest(*settings.suggestions),
    )
    return replace(answer, **proven(answer, [*rules, *steps], context))


def _alone(matter: SideMatter, intent: str, context: AnswerContext) -> Answer:
    """Return the rule of a matter before the hand-over of an outside intent."""
    intent = LABOUR if matter.labour else intent
    card = context.card_answer(intent)
    links = without_doubles((*_doors([matter], (), context), *card.links))
    handover: tuple[Phrase, ...] = card.lead
    if intent == LABOUR:
        card = replace(card, citations=(), notices=(), steps=())
        handover = (SIDE_CLAIMS.data.texts["handover"],)
    rule = matter.rule.text
    if matter.framed:
        rule = say("如果是讨工资、劳动仲裁的事:{rule}", rule=rule)
    return replace(
        card, lead=(rule, *handover), links=links, **proven(card, [matter.rule], context)
    )


def _doors(
    named: Iterable[SideMatter], others: Iterable[str], context: AnswerContext
) -> tuple[Link, ...]:
    own = (name for matter in named for name in matter.channels)
    return channel_links(context.kb, dict.fromkeys((*own, *others)))


def _thread_is_wages(question: Question) -> bool:
    """Tell whether the question before was about unpaid wages."""
    return bool(question.history) and topic_of(question.history[0].intent) == "wages"


def _likeliest_is_wages(question: Question) -> bool:
    """Tell whether an unsure message is likeliest about wages."""
    unsure = question.intent == FALLBACK_INTENT and question.readings
    return bool(unsure) and topic_of(question.readings[0].intent) == "wages"
