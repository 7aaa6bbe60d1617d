"""Chooses who answers a question: a computing function or a card."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from actions.added import of_added_paper
from actions.answer import Answer
from actions.climate import beyond_plan, city_target
from actions.deadlines import deadlines
from actions.desk import Answering, Desk
from actions.documents import document_info, document_list, document_status
from actions.doubt import in_doubt
from actions.duties import unit_duties
from actions.facts import fact
from actions.fallback import fall_back
from actions.follow import follow_up
from actions.holders import not_an_organ
from actions.numbers import number_asked
from actions.papers_named import paper_not_held
from actions.pilot import pilot_items, pilot_regions
from actions.places import elsewhere, with_local_door, with_place_notice
from actions.premise import with_premise_checked
from actions.question import FALLBACK_INTENT, Question
from actions.reminders import reminders
from actions.roles import of_another_role
from actions.search import find_policy, with_nearest
from actions.side_claims import LABOUR, labour_matter, unsure_of_wages, with_side_claims
from actions.standard_check import standard_check
from actions.topics import is_national, topic_of

#: Intents whose answer depends on what the question names; all others have a card.
COMPUTED: Mapping[str, Answering] = {
    "climate_city_target": city_target,
    "deadlines": deadlines,
    "document_info": document_info,
    "document_list": document_list,
    "document_status": document_status,
    "find_policy": find_policy,
    FALLBACK_INTENT: fall_back,
    LABOUR: labour_matter,
    "pilot_items": pilot_items,
    "pilot_regions": pilot_regions,
    "remind_cancel": reminders,
    "remind_list": reminders,
    "remind_set": reminders,
    "unit_duties": unit_duties,
    "wages_self_check": standard_check,
}


def answer(question: Question, desk: Desk) -> Answer:
    """Return the answer to a question: the first of :data:`ORDER` that has one gives it."""
    for answering in ORDER:
        given = answering(question, desk)
        if given is not None:
            return given
    raise AssertionError("the last of ORDER answers everything")


def _thread(question: Question, desk: Desk) -> Answer | None:
    """Return the answer to a follow-up, which is that to the question it leans on."""
    return follow_up(question, desk, answer)


def _matter(question: Question, desk: Desk) -> Answer:
    """Return the answer to a question by its intent, worded as sure or in doubt."""
    return in_doubt(_of_its_place(question, desk), question, desk)


def _of_its_place(question: Question, desk: Desk) -> Answer:
    """Return the answer to a question by its intent.

    A place outside Zhejiang is dealt with before the matter: provincial matters are not covered
    there, national law is.
    """
    outside = question.values("outside_region")
    speaks_of_policy = topic_of(question.intent) not in {"outside", "social"}
    if outside and speaks_of_policy and not is_national(question.intent):
        return (
            fall_back(question, desk)
            if _unsure_of_personal(question)
            else elsewhere(question, desk)
        )
    personal = unsure_of_wages(question, desk) or not_an_organ(question, desk)
    given = personal or _answer(question, desk)
    if question.intent in desk.cards:
        given = with_premise_checked(given, question, desk)
    if given.status != "answered":
        return given
    if outside:
        return with_place_notice(given, question)
    everywhere = personal or question.intent == LABOUR or is_national(question.intent)
    return with_local_door(given, question.values("region") if everywhere else (), desk.kb)


#: Who is asked first: what a telephone number is, a paper that is not held, what is told to who is
#: no worker with a claim, an added paper that it is about, then a fact that is named; it stands
#: before a thread, a thread before the matter, which is a function, a card or a search. A guided
#: case asks before it comes here.
ORDER: tuple[Callable[[Question, Desk], Answer | None], ...] = (
    number_asked,
    paper_not_held,
    of_another_role,
    of_added_paper,
    fact,
    _thread,
    _matter,
)


def _answer(question: Question, desk: Desk) -> Answer:
    if topic_of(question.intent) == "climate":
        beyond = beyond_plan(question, desk)
        if beyond:
            return beyond
    computing = COMPUTED.get(question.intent)
    if computing:
        return computing(question, desk)
    if question.intent in desk.cards:
        given = desk.card_answer(question.intent)
        if not is_national(question.intent):
            return with_nearest(given, question, desk)
        about_wages = topic_of(question.intent) == "wages"
        return with_side_claims(given, question, desk) if about_wages else given
    return fall_back(question, desk)


def _unsure_of_personal(question: Question) -> bool:
    """Tell whether an unsure message is likeliest about a matter of national law or outside."""
    if question.intent != FALLBACK_INTENT or not question.readings:
        return False
    best = question.readings[0].intent
    return is_national(best) or topic_of(best) in {"outside", "social"}
