"""Elliptical follow-ups: questions that lean on the one before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from actions.answer import Answer, say
from actions.citations import hotline, status_notices
from actions.context import AnswerContext, AnswerFunction
from actions.pagination import page_of
from actions.question import NAMED, PreviousQuestion, Question
from actions.routing.brief import MOST_DOORS
from actions.routing.short_kinds import load_short_kinds
from actions.routing.short_messages import UNSURE, named_topic
from nlu.topics import FALLBACK_INTENT, topic_of

#: A message longer than this says enough by itself.
_ELLIPSIS = 14


def follow_up(
    question: Question, context: AnswerContext, answering: AnswerFunction
) -> Answer | None:
    """Return the answer to a follow-up, ``None`` when the message is none.

    Args:
        question: The message with the questions before it.
        context: What to answer from.
        answering: Answers a whole question.
    """
    kind = "follow_other" if _leans(question) else question.intent
    if not kind.startswith("follow_"):
        return None
    if not question.history:
        return _nothing_before(context)
    return _FOLLOWING[kind](question, context, answering)


def resolved(question: Question) -> PreviousQuestion:
    """Return what is remembered of a question: an exchanged one with what it took over."""
    if _leans(question):
        merged = _exchanged(question)
        return PreviousQuestion(merged.intent, merged.text, merged.entities)
    if question.intent == "follow_back" and question.history:
        return question.history[_place_named(question)]
    # What fitted nothing leaves the thread as it was.
    intent = FALLBACK_INTENT if question.follows == UNSURE else question.intent
    return PreviousQuestion(intent, question.text, question.entities)


def _leans(question: Question) -> bool:
    """Tell whether a message puts something else in the place of what was named before."""
    if not question.history or question.follows:
        return False
    if question.intent == "follow_other":
        return True
    names_something = any(question.entities.get(kind) for kind in NAMED)
    return not question.is_clear and names_something and len(question.text) <= _ELLIPSIS


def _past(question: Question, place: int = 0) -> Question:
    past = question.history[place]
    return replace(
        question,
        intent=past.intent,
        text=past.text,
        entities=past.entities,
        readings=(),
        matters=(),
        reply=None,
        history=question.history[place + 1 :],
    )


def _source(question: Question, context: AnswerContext, answering: AnswerFunction) -> Answer:
    before = answering(_past(question), context)
    shorts = load_short_kinds()
    if shorts.doubted.search(question.text):
        lead = shorts.texts["doubted" if before.citations else "doubted_outside"]
        links = (before.links or (hotline(context.kb),))[:MOST_DOORS]
        return replace(before, status="answered", lead=(lead,), steps=(), rows=(), links=links)
    if not before.citations:
        return replace(before, lead=(say("上一个回答没有引用文件条文。"),), steps=(), rows=())
    return replace(
        before,
        status="answered",
        lead=(say("上一个回答的依据是:"),),
        notices=before.notices or status_notices(context.kb, before.citations),
        steps=(),
        rows=(),
        links=(),
        suggestions=context.suggest("document_status", "document_list"),
    )


def _contact(question: Question, context: AnswerContext, answering: AnswerFunction) -> Answer:
    before = answering(_past(question), context)
    links = before.links or (hotline(context.kb),)
    by_phone = tuple(link for link in links if link.url.startswith("tel:"))
    chosen = by_phone if question.intent == "follow_phone" and by_phone else links
    # What was handed over with a rule of its own is told whom to go to in it.
    card = context.cards.get(question.history[0].intent)
    own = before.status == "out_of_scope" and card is not None and before.lead[0] != card.lead
    rule = before.lead[:1] if own else ()
    return Answer(
        status="answered",
        lead=(say("上一件事可以找:"), *rule),
        citations=before.citations if rule else (),
        links=chosen,
        notices=before.notices,
        suggestions=before.suggestions,
    )


def _simpler(question: Question, context: AnswerContext, answering: AnswerFunction) -> Answer:
    before = answering(_past(question), context)
    return replace(before, steps=before.steps[:1], rows=before.rows[:3], links=before.links[:2])


def _more(question: Question, context: AnswerContext, answering: AnswerFunction) -> Answer:
    past = _past(question)
    entities = {**past.entities, "page": (str(page_of(past) + 1),)}
    following = answering(replace(past, entities=entities), context)
    return following if following.rows else answering(past, context)


def _back(question: Question, context: AnswerContext, answering: AnswerFunction) -> Answer:
    """Return the answer to the question on what is named, else to the one before the last."""
    return answering(_past(question, _place_named(question)), context)


def _place_named(question: Question) -> int:
    named = named_topic(question.text)
    topics = [topic_of(past.intent) for past in question.history]
    return topics.index(named) if named in topics else min(1, len(question.history) - 1)


def _other(question: Question, context: AnswerContext, answering: AnswerFunction) -> Answer:
    return answering(_exchanged(question), context)


def _exchanged(question: Question) -> Question:
    past = _past(question)
    named = {kind: question.entities[kind] for kind in NAMED if question.entities.get(kind)}
    kept = {kind: values for kind, values in past.entities.items() if kind != "page"}
    if "region" in named or "outside_region" in named:
        kept = {k: v for k, v in kept.items() if k not in ("region", "outside_region")}
        past = replace(past, intent=load_short_kinds().for_a_place.get(past.intent, past.intent))
    return replace(past, entities={**kept, **named})


def _nothing_before(context: AnswerContext) -> Answer:
    return Answer(
        status="clarify",
        lead=(say("您指的是哪件事?请说出来,或者选下面的问题。"),),
        suggestions=context.suggest("wages_claim", "credit_kinds", "disclosure_request"),
    )


_FOLLOWING: dict[str, Callable[[Question, AnswerContext, AnswerFunction], Answer]] = {
    "follow_source": _source,
    "follow_where": _contact,
    "follow_phone": _contact,
    "follow_simpler": _simpler,
    "follow_more": _more,
    "follow_back": _back,
    "follow_other": _other,
}
