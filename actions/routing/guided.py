"""A guided case within a conversation: begun, answered, interrupted, stopped."""

from __future__ import annotations

import json
from dataclasses import replace

from actions.answer import Answer, Phrase, Suggestion, say, worded
from actions.context import AnswerContext, AnswerFunction
from actions.guides import GUIDES
from actions.guides.common import COMMON
from actions.guides.conversation import (
    asking,
    at,
    back,
    begin,
    noted_lines,
    step,
    wants_change,
    wants_recap,
)
from actions.guides.form import ANSWER, BACK, ENOUGH, SKIP, STOP
from actions.guides.model import CaseFacts
from actions.lookups.added_papers import of_added_paper
from actions.question import PreviousQuestion, Question
from actions.routing.case import STOPPED, Case
from actions.routing.case_messages import (
    asks_back,
    comes_between,
    has_enough,
    is_answer,
    is_typed,
    takes_any_words,
    takes_up,
    wants_of_case,
    wants_only_result,
)
from actions.routing.details import noted_in_thread
from actions.routing.finer_places import in_finer_place_of, in_finer_places
from actions.routing.short_messages import open_matter
from actions.routing.told import as_told, told_before
from actions.statements.roles import of_another_role, wants_no_case
from actions.statements.side_claims import with_what_happens
from actions.statements.wage_points import with_claim_answered
from nlu.clauses import asks
from nlu.topics import topic_of

#: The question a case stands for when a follow-up leans on it.
SPEAKS_OF = {
    "wages_case": "wages_claim",
    "credit_case": "credit_kinds",
    "request_case": "disclosure_request",
}
#: So long is what changes one thing of a case that is over; a longer message tells a story.
_LONGEST_CHANGE, _LONGEST_CHANGE_ENGLISH = 24, 60
#: What the button sends that takes up a case that was left.
TAKEN_UP = at(BACK, STOPPED)
_OVERTAKEN = say("您点的是前面的按钮,现在已经不算数了。填过的都没有动。")
SAID_TWICE = say("这句话刚才已经收到了,没有再记一遍。现在问的是:")
_MOVED_ON = say("问题已经往下走了,您这句话没有记。现在问的是:")
_ALREADY_OPEN = say("这件事已经在填了,前面说的都还在。要从头来,先点“不填了”。")


def guided(
    question: Question, case: Case, context: AnswerContext, answering: AnswerFunction
) -> tuple[Case, Answer]:
    """Return the case after a message, and what is said.

    Args:
        question: The message.
        case: The case so far.
        context: What to answer from.
        answering: Answers a question that comes in between.
    """
    case = replace(case, told=(), aside=False)
    if case.open and question.sending.repeated:
        return case, _asked_again(case, SAID_TWICE, context)
    late = _is_of_another_question(question, case)
    question = question if late else _pressed(question, case)
    recap = wants_recap(question.text)
    result = not case.open and wants_only_result(question.text)
    # Of a case that is over what was told is written.
    over = result and question.intent == case.guide and bool(case.facts)
    if question.intent in GUIDES and not (recap or over or has_enough(question, case)):
        if not question.text.startswith("/") and (other := _no_case(question, context)):
            return case, other
        if question.intent != case.guide or not open_question(case) or not case.facts:
            return _begun(question, context)
        if question.text.startswith("/") or not is_answer(question, case):
            return case, _asked_again(case, _ALREADY_OPEN, context)
    if not case.guide or ((recap or result) and _spoken_since(question, case)):
        return case, noted_in_thread(question, context) or _nothing_open(context)
    if case.open and topic_of(case.guide) == "wages" and wants_no_case(question):
        return replace(case, open=False), answering(question, context)
    if wants_of_case(question, STOP, "stop"):
        left = replace(case, open=False)
        return left, _stopped(left, context)
    if _is_late(question, case):
        return case, _asked_again(case, _OVERTAKEN, context)
    guide = GUIDES[case.guide]
    if result:
        wanted = replace(question, intent=ENOUGH)
        return _after(case, step(guide, case.facts, None, wanted, context))
    if is_typed(question, "restart"):
        return _after(Case(case.guide), step(guide, {}, None, replace(question, text=""), context))
    if late:
        return _to_another_question(question, case, context, answering)
    if case.open and takes_up(question.text):
        return case, asking(guide, case.facts, case.pending or "")
    if wants_of_case(question, BACK, "back"):
        if case.pending and not case.open:
            return replace(case, open=True), asking(guide, case.facts, case.pending)
        return _after(case, back(guide, case.facts, question, context))
    if case.open and asks_back(question, case):
        return case, _explained(case, context)
    case, question = in_finer_place_of(case, _in_matter_of(case, question), context.kb)
    if comes_between(question, case):
        return _between(question, case, context, answering)
    case, given = _after(case, step(guide, case.facts, case.pending, question, context))
    if case.open and topic_of(case.guide) == "wages":
        given = with_what_happens(given, question, context)
        given = with_claim_answered(given, question, context)
    return case, _of_no_place(given, question, case)


def _of_no_place(given: Answer, question: Question, case: Case) -> Answer:
    """Return a question of a case that has no place, to a message that told one."""
    places = question.values("region")
    told = set(case.told) - {case.pending}
    if not case.open or told or not places or "place" in GUIDES[case.guide].fields:
        return given
    again = open_question(case)
    said = worded(COMMON.texts["no_place"], place="、".join(places))
    return replace(again, lead=(said, *again.lead)) if again else given


def speaks_of_ended(question: Question, case: Case) -> bool:
    """Tell whether a message after the end of a case, or once it was left, is about what was told.

    It wants it said back, the result, or something of it changed: 人数改成5个.
    """
    text = question.text
    longest = _LONGEST_CHANGE_ENGLISH if text.isascii() else _LONGEST_CHANGE
    if case.open or text.startswith("/") or len(text) > longest:
        return False
    if wants_recap(text) or wants_only_result(text):
        told = COMMON.patterns["told"].search(text)
        return bool(told or case.guide or open_matter(question.history))
    if question.intent in GUIDES:
        return False
    if case.facts and _given_to_another(question, case):
        return True
    if wants_change(text):
        return True
    if not case.facts or asks(text) or not COMMON.patterns["change"].search(text):
        return False
    filled = GUIDES[case.guide].fill(case.facts, None, question)
    return bool(filled.understood) and not filled.problem and {*filled.understood} <= {*case.facts}


def open_question(case: Case) -> Answer | None:
    """Return the question a case waits for, ``None`` when it waits for none."""
    if not case.open or case.pending is None:
        return None
    return asking(GUIDES[case.guide], case.facts, case.pending)


def _pressed(question: Question, case: Case) -> Question:
    """Return the press of a button for a message that has its very words, in any language."""
    again = open_question(case)
    typed = _plain(question.text)
    for button in again.suggestions if again and typed else ():
        if typed in map(_plain, button.label.translations.values()):
            intent, brace, data = button.payload[1:].partition("{")
            named = json.loads(brace + data) if brace else {}
            entities = {kind: (str(value),) for kind, value in named.items()}
            return replace(question, text=button.payload, intent=intent, entities=entities)
    return question


def _plain(text: str) -> str:
    """Return letters and digits alone."""
    return "".join(filter(str.isalnum, text)).casefold()


def _no_case(question: Question, context: AnswerContext) -> Answer | None:
    """Return what is told to who has no case of his own: somebody in another role, or who asks
    what an added paper says."""
    return of_another_role(question, context) or of_added_paper(question, context)


def _begun(question: Question, context: AnswerContext) -> tuple[Case, Answer]:
    """Begin a case with what was already told, in this message and in those before."""
    case = Case(question.intent)
    topic = topic_of(question.intent)
    own = [] if question.text.startswith("/") else [as_told(question, topic)]
    told = in_finer_places([*told_before(question, topic), *own], context.kb)
    case, answer = _after(case, begin(GUIDES[case.guide], told, question, context))
    if case.open:
        answer = replace(answer, lead=(COMMON.texts["begins"], *answer.lead))
    return case, answer


def _after(case: Case, turn: tuple[CaseFacts, str | None, Answer]) -> tuple[Case, Answer]:
    facts, pending, answer = turn
    if pending is None:
        change = _go_on(replace(case, pending=None))
        answer = replace(answer, suggestions=(change, *answer.suggestions))
    changed = tuple(name for name in facts if facts[name] != case.facts.get(name))
    # Read for what was asked, in vain: corrected it may be read.
    told = changed or tuple(filter(None, (case.pending,)))
    return replace(case, facts=facts, pending=pending, open=pending is not None, told=told), answer


def _explained(case: Case, context: AnswerContext) -> Answer:
    """Say why it is asked, with an example, and ask again."""
    fields = GUIDES[case.guide].fields
    why = fields[case.pending].hint if case.pending else COMMON.texts["begins"]
    again = asking(GUIDES[case.guide], case.facts, case.pending) if case.pending else None
    if again is None:
        return _asked_again(case, why, context)
    return replace(again, lead=(why, fields[case.pending or ""].question))


def _between(
    question: Question, case: Case, context: AnswerContext, answering: AnswerFunction
) -> tuple[Case, Answer]:
    """Answer what comes in between, take down what was stated beside it, and ask on."""
    case = replace(case, aside=True)
    given = answering(question, context)
    if case.pending is None:
        return case, given
    guide = GUIDES[case.guide]
    lines: tuple[Phrase, ...] = (say("先回答到这里,回到您的事:"),)
    talk = question.text.startswith("/") or topic_of(question.intent) == "social"
    if not talk and not takes_any_words(case) and not _is_of_another_question(question, case):
        filled = guide.fill(case.facts, case.pending, question)
        following = guide.pending(filled.facts)
        if filled.understood and not filled.doubt and not filled.problem and following:
            case = replace(case, facts=filled.facts, pending=following, told=filled.understood)
            noted = noted_lines(guide, filled)
            lines = (*lines, noted) if noted else lines
    pending = case.pending or ""
    again = asking(guide, case.facts, pending)
    return case, replace(
        given,
        lead=(*given.lead, *lines, guide.fields[pending].question),
        suggestions=again.suggestions,
    )


def _is_of_another_question(question: Question, case: Case) -> bool:
    """Tell whether words were written for another question than the one that is open."""
    sending = question.sending
    if question.text.startswith("/"):
        return False
    if not case.open:
        # Under an older question of a case that is over.
        return bool(sending.answers and case.facts)
    if sending.answers is not None:
        return case.pending not in sending.answers
    return sending.seen is not None and sending.seen < case.asked_in


def _to_another_question(
    question: Question, case: Case, context: AnswerContext, answering: AnswerFunction
) -> tuple[Case, Answer]:
    """Read words for the question they were written for, never for the one that is open."""
    given = _given_to_another(question, case)
    if given:
        return _after(case, step(GUIDES[case.guide], case.facts, case.pending, given, context))
    question = _in_matter_of(case, question)
    if comes_between(question, case):
        return _between(question, case, context, answering)
    return case, _asked_again(case, _MOVED_ON, context)


def _given_to_another(question: Question, case: Case) -> Question | None:
    """Return words as an answer to the question they were written under, ``None`` for others."""
    guide = GUIDES[case.guide]
    meant = tuple(name for name in question.sending.answers or () if name in guide.fields)
    if not meant or asks(question.text):
        return None
    told = {**question.entities, "guide_field": meant, "guide_value": (question.text,)}
    given = replace(question, intent=ANSWER, entities=told)
    filled = guide.fill(case.facts, case.pending, given)
    return given if filled.understood or filled.doubt else None


def _in_matter_of(case: Case, question: Question) -> Question:
    """Return a message as one said in the matter of a case, on which it may lean."""
    return replace(
        question, history=(PreviousQuestion(SPEAKS_OF[case.guide], "", {}), *question.history)
    )


def _stopped(case: Case, context: AnswerContext) -> Answer:
    return Answer(
        status="answered",
        lead=(say("好的,先停在这里。想接着填,选下面的一项。"),),
        suggestions=(
            _go_on(case),
            *context.suggest(SPEAKS_OF[case.guide], "help"),
        ),
    )


def _is_late(question: Question, case: Case) -> bool:
    """Tell whether a button to skip or go back is one of a question that is over.

    It was pressed twice, or stands further up in the chat.
    """
    meant = question.first("guide_field")
    return question.intent in (SKIP, BACK) and meant not in ("", case.place)


def _asked_again(case: Case, lead: Phrase, context: AnswerContext) -> Answer:
    """Say a sentence, then what the case waits for."""
    again = open_question(case)
    if again:
        return replace(again, lead=(lead, *again.lead))
    return Answer(
        status="clarify", lead=(lead,), suggestions=(_go_on(case), *context.suggest("help"))
    )


def _go_on(case: Case) -> Suggestion:
    label = say("接着填") if case.place == STOPPED else say("有一处要改")
    return Suggestion(label, at(BACK, case.place))


def _spoken_since(question: Question, case: Case) -> bool:
    """Tell whether another matter was spoken of since a case that is over."""
    past = open_matter(question.history)
    return not case.open and past is not None and topic_of(past.intent) != topic_of(case.guide)


def _nothing_open(context: AnswerContext) -> Answer:
    return Answer(
        status="clarify",
        lead=(say("现在没有在填的事情。要从头开始,选下面的一项。"),),
        suggestions=context.suggest(*GUIDES),
    )
