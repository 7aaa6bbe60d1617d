"""The actions as Rasa runs them; thin, the answers are made elsewhere.

In the assistant they run in the same process and hand over the answer as it is. As an action server
of its own they send it as plain data: ``rasa run actions --actions actions.rasa_actions``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from time import time
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT

from actions.answer import Answer
from actions.context import AnswerContext
from actions.guides import GUIDES
from actions.question import (
    CALM_AGAIN,
    IntentScore,
    MessageContext,
    PreviousQuestion,
    Question,
    entity_value,
)
from actions.routing.after_danger import (
    heard_lately,
    is_aside,
    is_calm,
    with_help_named,
)
from actions.routing.case import Case
from actions.routing.dispatch import answer
from actions.routing.follow_up import resolved
from actions.routing.former_places import with_former_places, with_todays_places
from actions.routing.going_back import gone_back
from actions.routing.guided import SPEAKS_OF, guided, speaks_of_ended
from actions.routing.premise import meant
from actions.routing.repetition import is_repeated
from actions.routing.short_messages import is_no_follow_up, leaning
from actions.routing.thread import begun_anew, is_over, wants_to_begin_anew
from actions.routing.told import facts_told, tells_of_pay
from actions.statements.roles import has_claim
from actions.statements.side_claims import taken_for_wages
from actions.statements.staleness import with_due_notice
from actions.statements.wage_points import matter_of_point
from nlu.decision import (
    Matter,
    could_be_likelier,
    decide,
    of_a_paper,
    with_matter_likelier,
    with_open_matter,
)
from nlu.topics import FALLBACK_INTENT, is_talk, topic_of
from policies_kb.kb import KnowledgeBase
from policies_kb.paths import DATABASE

#: Talk with ways to go in its answer, on which "and online?" leans.
_LEANED_ON = ("line_busy", "no_phone", "cannot_write", "not_here")
#: So many questions of a conversation can be gone back to.
REMEMBERED = 12
#: The slot that tells which dangers were heard last in a conversation, and after which turn.
DANGER_HEARD = "danger_heard"


def question_of(tracker: Tracker) -> Question:
    """Return the last message of a conversation as a question, its matter decided."""
    message = tracker.latest_message
    entities: dict[str, list[str]] = defaultdict(list)
    for entity in message.get("entities", []):
        value = entity_value(entity["entity"], entity["value"])
        if value:
            entities[entity["entity"]].append(value)
    heard = None if _is_over(tracker) else tracker.get_slot(DANGER_HEARD)
    question = decided(
        Question(
            text=message.get("text") or "",
            matters=tuple(Matter(**data) for data in message.get("matters", ())),
            intent=(message.get("intent") or {}).get("name") or FALLBACK_INTENT,
            readings=tuple(
                IntentScore(reading["name"], reading["confidence"])
                for reading in message.get("intent_ranking", [])
                if reading["name"] != FALLBACK_INTENT
            ),
            entities={kind: tuple(values) for kind, values in entities.items()},
            nearby=tuple(
                (document, provision, float(nearness))
                for document, provision, nearness in message.get("provision_ranking", [])
            ),
            wants=tuple((kind, float(chance)) for kind, chance in message.get("follow_ups", [])),
            nearest=tuple((label, float(near)) for label, near in message.get("nearest", [])),
            history=() if _is_over(tracker) else _history(tracker),
            after=heard_lately(heard, _turn(tracker)),
            aside=isinstance(heard, dict) and bool(heard.get("aside")),
            sending=MessageContext.from_json(message.get("metadata") or {}),
        ),
        danger_heard=bool(heard),
    )
    return meant(question)


def _history(tracker: Tracker) -> tuple[PreviousQuestion, ...]:
    return tuple(PreviousQuestion.from_json(past) for past in tracker.get_slot("history") or ())


def _turn(tracker: Tracker) -> int:
    """Return the number of the turn that is being taken."""
    return int(tracker.get_slot("turn") or 0) + 1


def _is_over(tracker: Tracker) -> bool:
    """Tell whether the thread before ended of itself."""
    return is_over(tracker.get_slot("spoken_at"), time())


def _spoken_of(question: Question, case: Case) -> str:
    """Return the intent a message within a case is remembered by: an answer is none."""
    if question.intent in SPEAKS_OF:
        return SPEAKS_OF[question.intent]
    return question.intent if case.aside else FALLBACK_INTENT


def decided(question: Question, danger_heard: bool = False) -> Question:
    """Return a question with the intent and the kind of reply of the least expected price.

    What was spoken of before makes its matter likelier than the message alone; who names a paper
    by its number is not outside. Small talk stays what it is, but for what leans on nothing: who
    takes back a danger that nobody heard, or follows up what was not spoken of.
    """
    of_nothing = (
        not danger_heard
        if question.intent == CALM_AGAIN
        else question.intent.startswith("follow_") and is_no_follow_up(question)
    )
    if is_talk(question.intent) and not of_nothing:
        question = replace(question, matters=())
    question = gone_back(question)
    matters = question.matters
    if not matters:
        return leaning(question)
    before = [past.intent for past in question.history]
    matters = with_open_matter(matters, before, question.text)
    if could_be_likelier(matters, "wages", question.text):
        matters = with_matter_likelier(matters, "wages", tells_of_pay(question))
    if question.values("document_number"):
        matters = of_a_paper(matters)
    reply, about = decide(matters)
    answers = reply in ("sure", "likely", "handed_over")
    read = replace(
        question,
        matters=tuple(sorted(matters, key=lambda matter: -matter.chance)),
        reply=reply,
        intent=about[0].intent if answers else FALLBACK_INTENT,
    )
    return leaning(read)


def remembered(question: Question, given: Answer) -> list[dict[str, Any]]:
    """Return the questions to remember, the last one first.

    A question about a fact is kept with what it spoke of. Small talk, doubtful messages, contact
    and source questions are not remembered: the matter stays the same.
    """
    if given.about:
        now = PreviousQuestion(question.intent, question.text, question.entities, given.about)
        return [now.as_json(), *(past.as_json() for past in question.history)][:REMEMBERED]
    now = resolved(question)
    if taken_for_wages(question) or has_claim(question):
        now = replace(now, intent="wages_claim")
    now = replace(now, intent=matter_of_point(question) or now.intent)
    if topic_of(now.intent) in ("social", "follow") and now.intent not in _LEANED_ON:
        return [past.as_json() for past in question.history]
    return [now.as_json(), *(past.as_json() for past in question.history)][:REMEMBERED]


def _intent_of(heard: Question, tracker: Tracker) -> dict[str, Any]:
    """Return the intent that is told, with its probability or that of the matter it decides."""
    by_itself = tracker.latest_message.get("intent") or {}
    chance = {matter.intent: matter.chance for matter in heard.matters}
    confidence = chance.get(heard.intent, by_itself.get("confidence"))
    return {"name": heard.intent, "confidence": float(confidence or 0.0)}


class PolicyAction(Action):
    """Answers the last message from the knowledge base."""

    action_name = "action_policy"

    def __init__(self, context: AnswerContext | None = None) -> None:
        # A separate action server makes its actions without arguments, and sends what they say.
        self._sends = context is None
        self._context = context or AnswerContext.of(KnowledgeBase.open(DATABASE))

    def name(self) -> str:
        """Return the action's name in the domain."""
        return self.action_name

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Send the answer; the channel words it."""
        heard = question_of(tracker)
        question = with_todays_places(heard, self._context.kb)
        case = Case() if _is_over(tracker) else Case.from_json(tracker.get_slot("case"))
        if question.intent in GUIDES or speaks_of_ended(question, case):
            return [FollowupAction("guide_form")]
        given = None
        if wants_to_begin_anew(question.text):
            question, given = (
                replace(question, history=(), intent=FALLBACK_INTENT),
                begun_anew(question.text, self._context),
            )
        told = given or answer(question, self._context)
        events = self._sent(dispatcher, tracker, heard, question, told)
        if given:
            events = [*events, SlotSet("case", None), SlotSet(DANGER_HEARD, None)]
        elif is_calm(question):
            # It may be taken back again, and is written on of no more.
            events = [*events, SlotSet(DANGER_HEARD, {"rows": [], "turn": _turn(tracker)})]
        # The rule says so too, but finding it takes a second prediction.
        return [*events, FollowupAction("action_listen")]

    def _sent(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        heard: Question,
        question: Question,
        given: Answer,
        case: Case | None = None,
    ) -> list[EventType]:
        """Send the answer and return what is to be remembered.

        Args:
            dispatcher: Takes the answer.
            tracker: The conversation.
            heard: The message as it was heard.
            question: The question it was answered as.
            given: The answer.
            case: The case it belongs to.
        """
        turn = _turn(tracker)
        helped = with_help_named(given, heard, self._context)
        given = with_former_places(helped, question.text, self._context.kb)
        given = with_due_notice(given, question.today, self._context.kb)
        dispatcher.utter_message(
            json_message={
                "turn": turn,
                "intent": _intent_of(heard, tracker),
                "answer": given.as_json() if self._sends else given,
                "filled": list(case.told) if case else [],
                "asks": case.pending if case and case.open else "",
                "facts": list(facts_told(question)) if question.sending.public else [],
            }
        )
        language = question.sending.language
        aside = bool(heard.after) and is_aside(heard, helped is not given)
        danger = tracker.get_slot(DANGER_HEARD)
        return [
            *([SlotSet("language", language)] if language else []),
            *([SlotSet(DANGER_HEARD, {**danger, "aside": aside})] if aside != heard.aside else []),
            SlotSet("turn", turn),
            SlotSet("spoken_at", time()),
            SlotSet("history", remembered(question, given)),
        ]


class GuideAction(PolicyAction):
    """Takes a turn of a guided case: what Rasa runs to validate a message to its form.

    What the form asks for is decided by the case, so its one slot is never filled; the form ends
    when the case says so (https://rasa.com/docs/rasa/forms, ``requested_slot`` set to ``None``).
    """

    action_name = "validate_guide_form"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Send the next question or the advice, and keep the case."""
        heard = question_of(tracker)
        question = with_todays_places(heard, self._context.kb)
        if wants_to_begin_anew(question.text):
            case, given = Case(), begun_anew(question.text, self._context)
            question = replace(question, history=())
        elif _is_over(tracker) and question.intent not in GUIDES:
            case, given = Case(aside=True), answer(question, self._context)
        else:
            before = Case() if _is_over(tracker) else Case.from_json(tracker.get_slot("case"))
            if _wants_no_case(question, before):
                case, given = replace(before, aside=True), answer(question, self._context)
            else:
                case, given = self._guided(question, before, tracker)
        spoken_of = replace(question, intent=_spoken_of(question, case))
        events = self._sent(dispatcher, tracker, heard, spoken_of, given, case)
        ending = [] if case.open else [SlotSet(REQUESTED_SLOT, None)]
        forgotten = [SlotSet(DANGER_HEARD, None)] if wants_to_begin_anew(question.text) else []
        return [*events, SlotSet("case", case.as_json()), *ending, *forgotten]

    def _guided(self, question: Question, before: Case, tracker: Tracker) -> tuple[Case, Answer]:
        """Return the case after a message with what tells the next one from a repetition."""
        turn = _turn(tracker)
        sending = question.sending
        name = sha256(sending.id.encode()).hexdigest()[:16] if sending.id else ""
        # Its turn was kept, its reply was not: a process was killed in between.
        same = bool(name) and name == before.heard_as
        repeated = same or is_repeated(
            question.text,
            before.heard,
            time() - (tracker.get_slot("spoken_at") or 0.0),
            knowing=sending.seen is not None and sending.seen >= turn - 1,
        )
        question = replace(question, sending=replace(sending, repeated=repeated))
        case, given = guided(question, before, self._context, answer)
        waits_on = case.open and before.open and case.pending == before.pending
        since = before.asked_in if waits_on else turn
        return replace(case, asked_in=since, heard=question.text, heard_as=name), given


def _wants_no_case(question: Question, case: Case) -> bool:
    """Tell whether a message that was taken for a case wants none: 帮我查下我的信用分."""
    of_a_case = question.intent in GUIDES or topic_of(question.intent) == "follow"
    return not (case.open or of_a_case or speaks_of_ended(question, case))


class FallbackAction(PolicyAction):
    """Answers what no rule and no sure intent covers."""

    action_name = "action_fallback"


def make_actions(kb: KnowledgeBase) -> Iterable[Action]:
    """Return the actions over an opened base."""
    context = AnswerContext.of(kb)
    return PolicyAction(context), FallbackAction(context), GuideAction(context)
