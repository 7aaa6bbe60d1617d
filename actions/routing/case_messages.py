"""Tells what a message is within a guided case: an answer, a wish, or something in between."""

from __future__ import annotations

from actions.guides import GUIDES
from actions.guides.common import COMMON, wants_result
from actions.guides.conversation import wants_change, wants_recap
from actions.guides.form import ANSWER, BACK, ENOUGH, SKIP, STOP
from actions.question import Question
from actions.routing.case import Case
from actions.routing.short_messages import is_short
from actions.statements.side_claims import taken_for_wages
from nlu.clauses import asks, speaks_to_clerk
from nlu.topics import FALLBACK_INTENT, topic_of

_ASKS = COMMON.patterns["asks"]
_OF_A_CASE = frozenset({ANSWER, SKIP, BACK, STOP, ENOUGH})
#: Small talk that may be an answer: 对, 没有.
_PLAIN = ("affirm", "deny", "goodbye")
#: What is said to whoever stands behind the counter; what the case waits for comes first, unless
#: the message speaks to the clerk.
_CLERK = ("line_busy", "bot_complaint", "who_are_you", "human_agent")
#: From this probability on small talk is taken for it while an answer is waited for.
_SURE_TALK = 0.6


def takes_up(text: str) -> bool:
    """Tell whether a message wants to go on with what was left.

    >>> takes_up("接着填吧"), takes_up("继续"), takes_up("继续欠我工资")
    (True, True, False)
    """
    return COMMON.patterns["resume"].fullmatch(text.strip()) is not None


def comes_between(question: Question, case: Case) -> bool:
    """Tell whether a message asks or says something else instead of answering."""
    if question.intent in _OF_A_CASE:
        return False
    if question.text.startswith("/"):
        return True
    recap = wants_recap(question.text)
    if recap or wants_change(question.text) or has_enough(question, case):
        return False
    if asks(question.text):
        return True
    filled = GUIDES[case.guide].fill(case.facts, case.pending, question)
    understood = bool(filled.understood or filled.doubt) or (
        filled.problem is not None and not filled.unread
    )
    if taken_for_wages(question):
        return not understood
    topic = topic_of(question.intent)
    if topic in ("social", "follow"):
        said = question.reply is None and question.intent not in (FALLBACK_INTENT, *_PLAIN)
        to_clerk = question.intent in _CLERK and speaks_to_clerk(question.text)
        answers = understood and not takes_any_words(case) and not to_clerk
        return said and not answers and _sure(question)
    same_matter = topic == topic_of(case.guide)
    if not question.is_clear or (same_matter and not _ASKS.search(question.text)):
        return False
    return not understood


def is_answer(question: Question, case: Case) -> bool:
    """Tell whether a message is read for what the case waits for."""
    filled = GUIDES[case.guide].fill(case.facts, case.pending, question)
    return case.pending in filled.understood and not takes_any_words(case)


def _sure(question: Question) -> bool:
    """Tell whether small talk is surely that, and no clipped answer."""
    best = next((r for r in question.readings if r.intent == question.intent), None)
    return best is None or best.confidence >= _SURE_TALK


def takes_any_words(case: Case) -> bool:
    """Tell whether any words would do as an answer."""
    return case.pending is not None and GUIDES[case.guide].fields[case.pending].kind == "text"


def asks_back(question: Question, case: Case) -> bool:
    """Tell whether somebody does not see what is asked, or why, and does not want the result."""
    if has_enough(question, case):
        return False
    short = is_short(question.text) and COMMON.patterns["why"].search(question.text)
    return bool(short) or question.intent == "follow_simpler"


def wants_only_result(text: str) -> bool:
    """Tell whether a message outside a case wants the result and nothing else: 出结果."""
    return is_short(text) and wants_result(text)


def has_enough(question: Question, case: Case) -> bool:
    """Tell whether the result is wanted now, of an open case that is told in part."""
    return case.open and bool(case.facts) and wants_result(question.text)


def wants_of_case(question: Question, intent: str, pattern: str) -> bool:
    """Tell whether a button was pressed, or its wish typed."""
    return question.intent == intent or is_typed(question, pattern)


def is_typed(question: Question, pattern: str) -> bool:
    """Tell whether a message has the words of a wish and no others."""
    return bool(COMMON.patterns[pattern].fullmatch(question.text.strip()))
