"""What the messages of a thread told of its matter: the facts of the case that takes them down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from actions.guides import GUIDES
from actions.guides.common import COMMON
from actions.guides.conversation import ToldMessage, all_told, takes_back
from actions.guides.corrections import instead
from actions.guides.model import Filled
from actions.guides.unasked import kind_alone
from actions.question import PreviousQuestion, Question
from nlu.decision import likelier
from nlu.topics import FALLBACK_INTENT, topic_of

#: The case that takes down what is told of a matter.
CASES = {"wages": "wages_case", "credit": "credit_case", "disclosure": "request_case"}
#: Matters whose case asks for all that is told of them in a few words.
TOLD = ("wages",)
#: Where a message is sent on that tells of pay and does not name it: 大概六七万 九个人的.
_STRAYED = ("out_labour", "out_contract_debt", "out_bank", "out_other", FALLBACK_INTENT)
#: The field that a few words fill which say nothing else.
_ALONE: Mapping[str | None, str] = {"money": "amount", "count": "people", "months": "since"}


def fields_told(question: Question, topic: str) -> tuple[str, ...]:
    """Return the fields of the case of a matter that a message tells or changes."""
    return of_message(question, topic).understood if topic in TOLD else ()


def facts_told(question: Question) -> tuple[str, ...]:
    """Return the fields of the case of its matter that a message in words tells."""
    topic = topic_of(question.intent)
    return () if question.text.startswith("/") else fields_told(question, topic)


def of_message(question: Question, topic: str) -> Filled:
    """Return what the case of a matter takes from a message, with what it changes of the rest."""
    changed = changed_by(question, topic)
    if changed:
        return changed
    message, field = as_told(question, topic)
    return GUIDES[CASES[topic]].fill({}, field, message)


def changed_by(question: Question, topic: str) -> Filled | None:
    """Return what was told with what a message changes of it, ``None`` where it changes nothing."""
    if topic not in TOLD or question.text.startswith("/") or not _says_otherwise(question.text):
        return None
    guide = GUIDES[CASES[topic]]
    facts = all_told(guide, told_before(question, topic)).facts
    filled = guide.fill(facts, None, _with_own_places(question))
    return filled if takes_back(facts, filled.facts) and not filled.problem else None


def _says_otherwise(text: str) -> bool:
    patterns = (COMMON.patterns["change"], COMMON.patterns["paid_off"])
    return bool(instead(text) or any(words.search(text) for words in patterns))


def tells_of_pay(question: Question) -> float:
    """Return how many times likelier a message is on unpaid work for what it tells of it."""
    if question.text.startswith("/") or leaves(question.text):
        return 1.0
    filled = of_message(replace(question, history=()), "wages")
    told = () if filled.facts.get("special") == "project_money" else filled.understood
    return likelier(told, question.text)


def of_thread(question: Question, topic: str) -> Filled:
    """Return what a message and those before it told of a matter."""
    told = (*told_before(question, topic), as_told(question, topic))
    return all_told(GUIDES[CASES[topic]], told)


def told_before(question: Question, topic: str) -> list[ToldMessage]:
    """Return the messages in words on a matter that came before, the oldest first."""
    told = []
    for place, past in enumerate(question.history):
        if _is_on(past, topic):
            older = question.history[place + 1 :]
            as_question = replace(question, text=past.text, intent=past.intent, history=older)
            told.append(as_told(replace(as_question, entities=past.entities), topic))
    return told[::-1]


def _is_on(past: PreviousQuestion, topic: str) -> bool:
    """Tell whether a message is in words and on a matter, or on none and may tell of it too."""
    strayed = topic in TOLD and past.intent in _STRAYED and not leaves(past.text)
    return (strayed or topic_of(past.intent) == topic) and not past.text.startswith("/")


def leaves(text: str) -> bool:
    """Tell whether a message has words for what is no matter of pay.

    >>> leaves("房东不退我2000"), leaves("一共8400")
    (True, False)
    """
    return COMMON.patterns["no_pay"].search(text) is not None


def as_told(question: Question, topic: str) -> ToldMessage:
    """Return a message with the field it fills where it is a figure or a time and nothing else."""
    alone = kind_alone(question) if topic in TOLD else None
    return _with_own_places(question), _ALONE.get(alone)


def _with_own_places(question: Question) -> Question:
    """Return a message without the places that it took over from the one before."""
    before = question.history[0].entities if question.history else {}
    places = {
        kind: tuple(
            name
            for name in question.values(kind)
            if name not in before.get(kind, ()) or name[:2] in question.text
        )
        for kind in ("region", "outside_region")
    }
    return replace(question, entities={**question.entities, **places})
