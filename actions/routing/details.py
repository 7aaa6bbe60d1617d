"""What is told of the matter spoken of, without a question: 在义乌, 今年3月开始的, 8个人."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from actions.answer import Answer, Phrase, Suggestion, worded
from actions.context import AnswerContext
from actions.guides import GUIDES
from actions.guides.common import COMMON
from actions.guides.conversation import ToldMessage, all_told, noted_lines, takes_back
from actions.guides.corrections import instead
from actions.guides.model import Filled
from actions.guides.summary import summary
from actions.guides.unasked import kind_alone
from actions.question import Question
from actions.routing.finer_places import in_finer_places
from nlu.clauses import asks, speaks_to_clerk
from nlu.decision import rules
from nlu.topics import FALLBACK_INTENT, is_national, is_talk, topic_of
from policies_kb.yaml_file import AnyCase, DataRow

#: The case that takes down what is told of a matter.
_CASES = {"wages": "wages_case", "credit": "credit_case", "disclosure": "request_case"}
#: Matters whose case asks for all that is told of them in a few words.
_TOLD = ("wages",)
#: The field that a few words fill which say nothing else.
_ALONE: Mapping[str | None, str] = {"money": "amount", "count": "people", "months": "since"}
#: A rest this short names nothing.
_REST = 2


class Details(DataRow):
    """How a detail is told; the fields are explained in ``short_messages.yml``."""

    around: AnyCase
    place_told: AnyCase
    by: dict[str, str]

    def intent(self, question: Question, topic: str) -> str:
        """Return the card that replies to a detail, ``""`` where the one spoken of does.

        Args:
            question: The message.
            topic: The topic of the matter spoken of.
        """
        told = _told(question, topic)
        return next((self.by[name] for name in told if name in self.by), "")

    def is_one(self, question: Question, spoken_of: str) -> bool:
        """Tell whether a message tells a detail of a matter and nothing else.

        Args:
            question: The message.
            spoken_of: The intent of the matter.
        """
        topic = topic_of(spoken_of)
        # The card in general answers what is not clear.
        unclear = (FALLBACK_INTENT, spoken_of, rules().general.get(topic))
        lost = question.intent in unclear or not is_national(question.intent)
        lost = lost or as_told(question, topic)[1] is not None
        to_clerk = is_talk(question.intent) and speaks_to_clerk(question.text)
        own_case = topic in _CASES and is_national(spoken_of)
        if not lost or to_clerk or not own_case or asks(question.text):
            return False
        return self._is_place(question) or bool(_told(question, topic))

    def corrects(self, question: Question, spoken_of: str) -> bool:
        """Tell whether a message says otherwise what was told before: 人数改成5个, 不是八千,是八万.

        Args:
            question: The message.
            spoken_of: The intent of the matter.
        """
        own_case = is_national(spoken_of) and not asks(question.text)
        return own_case and bool(_corrected(question, topic_of(spoken_of)))

    def _is_place(self, question: Question) -> bool:
        places = (*question.values("region"), *question.values("outside_region"))
        if not places:
            return False
        rest = question.text
        for place in places:
            rest = rest.replace(place, "").replace(place[:2], "")
        if rest == question.text:
            return self.place_told.search(rest) is not None
        return len(self.around.sub("", rest)) <= _REST


def with_what_was_told(
    given: Answer, said: Phrase, in_place: Phrase, question: Question, context: AnswerContext
) -> Answer:
    """Return the answer to a detail: what was taken down, and the case that goes on with it.

    Args:
        given: The answer of the matter.
        said: What is said of what was taken down.
        in_place: What is said of a place that the case does not ask for.
        question: The message.
        context: What to answer from.
    """
    case = _CASES[topic_of(question.intent)]
    if question.sending.public:
        return replace(given, suggestions=_with_case(case, given, context))
    noted = noted_lines(GUIDES[case], _filled(question, topic_of(question.intent)))
    places = (*question.values("region"), *question.values("outside_region"))
    lead = (noted, said) if noted else (worded(in_place, place="、".join(places)),)
    return replace(
        given,
        lead=(*lead, *given.lead),
        suggestions=_with_case(case, given, context),
    )


def noted_in_thread(question: Question, context: AnswerContext) -> Answer | None:
    """Return what was told of the matter spoken of, outside a case, and the offer of its case."""
    topics = dict.fromkeys(topic_of(past.intent) for past in question.history)
    for topic in topics:
        guide = GUIDES.get(_CASES.get(topic, ""))
        before = in_finer_places(told_before(question, topic), context.kb)
        told = all_told(guide, before).facts if guide else {}
        rows = summary(guide, told) if guide else ()
        if guide and rows and not question.sending.public:
            return Answer(
                "clarify",
                lead=(COMMON.texts["told_in_thread"], COMMON.texts["told"]),
                rows=rows,
                suggestions=context.suggest(guide.name, "help"),
            )
    return None


def _with_case(case: str, given: Answer, context: AnswerContext) -> tuple[Suggestion, ...]:
    """Return the buttons of an answer, the one that begins the case first and once."""
    begin = context.suggest(case)
    return (*begin, *(button for button in given.suggestions if button not in begin))


def facts_told(question: Question) -> tuple[str, ...]:
    """Return the fields of the case of its matter that a message in words tells."""
    return () if question.text.startswith("/") else _told(question, topic_of(question.intent))


def _told(question: Question, topic: str) -> tuple[str, ...]:
    """Return the fields of the case of a matter that a message tells."""
    if topic not in _TOLD:
        return ()
    filled = _filled(question, topic)
    return filled.understood if not filled.problem else ()


def _filled(question: Question, topic: str) -> Filled:
    """Return what the case of a matter takes from a message; a bare number is the sum."""
    corrected = _corrected(question, topic)
    if corrected:
        return corrected
    message, field = as_told(question, topic)
    return GUIDES[_CASES[topic]].fill({}, field, message)


def _corrected(question: Question, topic: str) -> Filled | None:
    """Return what was told with what a message changes of it, ``None`` where it changes nothing."""
    says_otherwise = COMMON.patterns["change"].search(question.text) or instead(question.text)
    if topic not in _TOLD or not says_otherwise:
        return None
    guide = GUIDES[_CASES[topic]]
    facts = all_told(guide, told_before(question, topic)).facts
    filled = guide.fill(facts, None, question)
    return filled if takes_back(facts, filled.facts) and not filled.problem else None


def told_before(question: Question, topic: str) -> list[ToldMessage]:
    """Return the messages in words on a matter that came before, the oldest first."""
    return [
        as_told(
            replace(question, text=past.text, intent=past.intent, entities=past.entities), topic
        )
        for past in reversed(question.history)
        if topic_of(past.intent) == topic and not past.text.startswith("/")
    ]


def as_told(question: Question, topic: str) -> ToldMessage:
    """Return a message with the field it fills where it is a figure or a time and nothing else."""
    alone = kind_alone(question) if topic in _TOLD else None
    return question, _ALONE.get(alone)
