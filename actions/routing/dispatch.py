"""Chooses who answers a question: a computing function or a card."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from actions.answer import Answer
from actions.context import AnswerContext, AnswerFunction
from actions.lookups.added_papers import of_added_paper
from actions.lookups.deadlines import deadlines
from actions.lookups.documents import document_info, document_list, document_status
from actions.lookups.doors import door_asked
from actions.lookups.facts import fact, paper_not_held, thread_of
from actions.lookups.hotlines import number_asked, without_tried
from actions.lookups.named_doors import named_door
from actions.lookups.paper_duties import duties
from actions.lookups.pilots import pilot_items, pilot_regions
from actions.lookups.places import elsewhere, with_local_door, with_place_notice
from actions.lookups.reminders import reminders
from actions.lookups.targets import TARGET_DOCUMENT, beyond_plan, city_target
from actions.lookups.text_search import find_policy, with_nearest
from actions.question import Question
from actions.routing.after_danger import after_danger
from actions.routing.beside import with_others
from actions.routing.doubt import in_doubt
from actions.routing.fallback import fall_back
from actions.routing.follow_up import follow_up
from actions.routing.paper_thread import card_of_paper, part_of_paper
from actions.routing.perhaps import nothing_held, perhaps_asked
from actions.routing.points import not_shown_again
from actions.routing.premise import bare_figure, says_figure_of_step, with_premise_checked
from actions.routing.said_before import said_once
from actions.routing.short_answers import replied, unsure
from actions.routing.short_messages import DETAIL, UNSURE, open_matter
from actions.routing.terms import term
from actions.routing.thread import deletion_asked
from actions.routing.writing import letters_offered
from actions.self_check.standard_check import continues_self_check, standard_check
from actions.statements.holders import not_an_organ
from actions.statements.roles import asked_of_role, of_another_role
from actions.statements.side_claims import side_claim, with_side_claims
from actions.statements.wage_points import point_asked, with_wage_point
from nlu.topics import FALLBACK_INTENT, is_national, topic_of

#: Intents whose answer depends on what the question names; all others have a card.
COMPUTED: Mapping[str, AnswerFunction] = {
    "climate_city_target": city_target,
    "deadlines": deadlines,
    "document_info": document_info,
    "document_list": document_list,
    "document_status": document_status,
    "find_policy": find_policy,
    FALLBACK_INTENT: fall_back,
    "pilot_items": pilot_items,
    "pilot_regions": pilot_regions,
    "remind_cancel": reminders,
    "remind_list": reminders,
    "remind_set": reminders,
    "unit_duties": duties,
    "wages_self_check": standard_check,
}


def _of_its_place(question: Question, context: AnswerContext) -> Answer:
    """Return the answer to a question by its intent.

    A place outside Zhejiang is dealt with before the matter: provincial matters are not covered
    there, national law is.
    """
    outside = question.values("outside_region")
    topic = topic_of(question.intent)
    door = door_asked(question, context)
    provincial = topic not in {"outside", "social"} and not is_national(question.intent)
    if outside and provincial and not door:
        return (
            fall_back(question, context)
            if _unsure_of_personal(question)
            else elsewhere(question, context)
        )
    personal = door or side_claim(question, context) or not_an_organ(question, context)
    given = personal or _first(BY_MATTER, question, context)
    if question.intent in context.cards:
        given = with_premise_checked(given, question, context)
    if outside:
        return with_place_notice(given, question) if given.status == "answered" else given
    sent_on = topic == "outside" or given.status == "no_provision"
    everywhere = personal or sent_on or is_national(question.intent)
    return with_local_door(given, question.values("region") if everywhere else (), context.kb)


def _unsure_of_personal(question: Question) -> bool:
    """Tell whether an unsure message is likeliest about a matter of national law or outside."""
    if question.intent != FALLBACK_INTENT or not question.readings:
        return False
    best = question.readings[0].intent
    return is_national(best) or topic_of(best) in {"outside", "social"}


def beyond_the_plan(question: Question, context: AnswerContext) -> Answer | None:
    """Return that the plan on climate says nothing of a year, where one is asked about and no other
    paper is spoken of."""
    paper = thread_of(question, context).document
    other = paper and context.kb.document(paper).number != TARGET_DOCUMENT
    climate = topic_of(question.intent) == "climate" and not other
    return beyond_plan(question, context) if climate else None


def computed(question: Question, context: AnswerContext) -> Answer | None:
    """Return what is made from what the question names."""
    computing = COMPUTED.get(question.intent)
    return computing(question, context) if computing else None


def card(question: Question, context: AnswerContext) -> Answer | None:
    """Return what was written on the question's matter."""
    if question.intent not in context.cards:
        return None
    given = context.card_answer(question.intent)
    if question.intent == "line_busy":
        return without_tried(given, question)
    if not is_national(question.intent):
        return with_nearest(given, question, context)
    about_wages = topic_of(question.intent) == "wages"
    if not about_wages:
        return given
    return with_side_claims(with_wage_point(given, question, context), question, context)


def self_check(question: Question, context: AnswerContext) -> Answer | None:
    """Return the self-check with the figures a message adds to those told before."""
    return standard_check(question, context) if continues_self_check(question) else None


def point(question: Question, context: AnswerContext) -> Answer | None:
    """Return the answer to a point of the unpaid wages spoken of, where no fact is told."""
    given = point_asked(question, context) if question.follows != DETAIL else None
    return with_others(given, question, context) if given else None


def meaning(question: Question, context: AnswerContext) -> Answer | None:
    """Return what a word of somebody's own case means; one of a paper is looked up as a fact."""
    past = open_matter(question.history)
    return term(question, context) if past and is_national(past.intent) else None


def premise(question: Question, context: AnswerContext) -> Answer | None:
    """Return whether a figure holds that is stated of a step, or alone after an answer."""
    if says_figure_of_step(question):
        return _of_its_place(question, context)
    return bare_figure(question, context, answer)


def own_case(question: Question, context: AnswerContext) -> Answer | None:
    """Return the answer to few words after somebody's own case, or on the paper spoken of as a
    whole; no row of a paper is meant."""
    no_row = is_national(question.intent) or question.intent in _OF_A_WHOLE_PAPER
    return thread(question, context) if question.follows and no_row else None


def thread(question: Question, context: AnswerContext) -> Answer | None:
    """Return the answer to a follow-up, which is that to the question it leans on."""
    if question.follows == UNSURE:
        told = side_claim(question, context) or perhaps_asked(question, context)
        return told or unsure(question, context)
    if question.follows:
        told = point_asked(question, context) if question.follows == DETAIL else None
        of_place = told or _of_its_place(question, context)
        given: Answer | None = replied(of_place, question, context)
    else:
        other = side_claim(question, context) if question.intent == "follow_other" else None
        given = other or follow_up(question, context, answer)
    return with_others(given, _meant(question), context) if given else None


def _meant(question: Question) -> Question:
    """Return a follow-up with the intent of what it leans on."""
    past = open_matter(question.history) if topic_of(question.intent) == "follow" else None
    return replace(question, intent=past.intent) if past else question


def matter(question: Question, context: AnswerContext) -> Answer:
    """Return the answer to a question by its intent, worded as sure or in doubt."""
    perhaps = perhaps_asked(question, context)
    if perhaps:
        return with_others(perhaps, question, context)
    given = not_shown_again(_of_its_place(question, context), question, context)
    given = nothing_held(given, question, context)
    return with_others(in_doubt(given, question, context), question, context)


#: What a few words ask of a paper as a whole.
_OF_A_WHOLE_PAPER = ("document_status", "document_info", "unit_duties")
AskedPart = Callable[[Question, AnswerContext], Answer | None]

#: Who is asked first. How records here are deleted, who writes on after a danger, which letters can
#: be written, figures for a self-check, what who has no employer asks next, a point of the unpaid
#: wages spoken of, what a telephone number is, how a door is reached that is named, a paper that is
#: not held, what is told to who is no worker with a claim; whether a figure holds; what a word
#: means, then few words on somebody's own case, an added paper the message is about (it may speak
#: of years the plan on climate does not), a year that plan does not cover, a card on a matter of
#: the paper spoken of, a fact that is named, what else that paper has, what the thread is about,
#: the matter. A guided case that is open asks before a message comes here, and sends here what is
#: no answer to it (``guided.py``).
ANSWER_ORDER: tuple[AskedPart, ...] = (
    deletion_asked,
    after_danger,
    letters_offered,
    self_check,
    asked_of_role,
    point,
    number_asked,
    named_door,
    paper_not_held,
    of_another_role,
    premise,
    meaning,
    own_case,
    of_added_paper,
    beyond_the_plan,
    card_of_paper,
    fact,
    part_of_paper,
    thread,
    matter,
)
#: Who is asked about a matter: what computes before a card, a card before a search.
BY_MATTER: tuple[AskedPart, ...] = (computed, card, fall_back)


def answer(question: Question, context: AnswerContext) -> Answer:
    """Return the answer to a question: the first of :data:`ANSWER_ORDER` that has one gives it.

    What the conversation was shown before is not said whole again.
    """
    return said_once(_first(ANSWER_ORDER, question, context), question, context)


def _first(order: Iterable[AskedPart], question: Question, context: AnswerContext) -> Answer:
    for asked in order:
        given = asked(question, context)
        if given is not None:
            return given
    raise AssertionError("the last of an order answers everything")
