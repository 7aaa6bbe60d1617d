"""What is told of the matter spoken of, without a question: 在义乌, 今年3月开始的, 8个人."""

from __future__ import annotations

from dataclasses import replace

from actions.answer import Answer, Phrase, Suggestion, worded
from actions.context import AnswerContext
from actions.guides import GUIDES
from actions.guides.common import COMMON
from actions.guides.conversation import all_told, doubt_text, noted_lines
from actions.guides.model import UNKNOWN, CaseFacts, Filled
from actions.guides.reckoning import reckoned, rest_or_whole
from actions.guides.script import join_phrases
from actions.guides.summary import summary
from actions.question import Question
from actions.routing.brief import MOST_DOORS
from actions.routing.finer_places import in_finer_places
from actions.routing.nearest import nearest, proving
from actions.routing.told import (
    CASES,
    TOLD,
    as_told,
    changed_by,
    fields_told,
    leaves,
    of_message,
    of_thread,
    told_before,
)
from nlu.clauses import asks, claim_in, speaks_to_clerk
from nlu.decision import rules
from nlu.topics import FALLBACK_INTENT, is_national, is_talk, topic_of
from policies_kb.yaml_file import AnyCase, DataRow

#: The card of unpaid wages that says what anybody can do.
_GENERAL = "wages_claim"
#: A rest this short names nothing.
_REST = 2
#: Fields told by a figure, a time or a place: no card is on them.
_FIGURES = ("place", "since", "ended", "amount", "monthly", "daily", "days", "paid", "people")
#: A longer message tells a story.
_LONGEST = 60
#: Notices that are said with every answer.
_OF_PLACES = ("outside_region", "former_place")
#: What a letter is asked for at least, in this order.
_OF_A_LETTER = ("place", "employer", "since", "amount")


class Details(DataRow):
    """How a detail is told; the fields are explained in ``short_messages.yml``."""

    around: AnyCase
    place_told: AnyCase
    sum_asked: AnyCase
    by: dict[str, str]
    texts: dict[str, Phrase]

    def intent(self, question: Question, spoken_of: str, short: bool) -> str:
        """Return the intent whose card replies to a message that tells a detail of a matter and
        nothing else; ``""`` for any other message.

        Args:
            question: The message.
            spoken_of: The intent of the matter spoken of.
            short: Whether the message has few words; a longer one has to tell of the case.
        """
        told = fields_told(question, topic_of(spoken_of))
        if not self._is_one(question, spoken_of, short, told):
            return ""
        by = next((self.by[name] for name in told if name in self.by), "")
        if by or (short and any(name in _FIGURES for name in told)):
            return by or spoken_of
        return question.intent if self._has_card(question, spoken_of, told) else spoken_of

    def _has_card(self, question: Question, spoken_of: str, told: tuple[str, ...]) -> bool:
        """Tell whether a message is surely on another card of the matter spoken of."""
        same = topic_of(question.intent) == topic_of(spoken_of) and is_national(question.intent)
        # Whoever says where the boss is has no fled one.
        fled = question.intent == "wages_boss_gone" and "reachable" not in told
        return bool(told) and same and question.is_clear and not fled

    def _is_one(
        self, question: Question, spoken_of: str, short: bool, told: tuple[str, ...]
    ) -> bool:
        topic = topic_of(spoken_of)
        # The card in general answers what is not clear.
        unclear = (FALLBACK_INTENT, spoken_of, rules().general.get(topic))
        lost = question.intent in unclear or not is_national(question.intent)
        to_clerk = is_talk(question.intent) and speaks_to_clerk(question.text)
        own_case = topic in CASES and is_national(spoken_of)
        if to_clerk or not own_case or len(question.text) > _LONGEST:
            return False
        if topic in TOLD and self.sum_asked.search(question.text):
            return "amount" in of_thread(question, topic).facts
        if asks(question.text):
            return False
        told = () if leaves(question.text) else told
        away = topic_of(question.intent) == "outside" and question.is_clear
        if told and (short or not away or {*told} & {*_FIGURES}):
            return True
        return short and lost and self._is_place(question)

    def corrects(self, question: Question, spoken_of: str) -> bool:
        """Tell whether a message says otherwise what was told before: 人数改成5个, 不是八千,是八万.

        Args:
            question: The message.
            spoken_of: The intent of the matter.
        """
        own_case = is_national(spoken_of) and not asks(question.text)
        return own_case and bool(changed_by(question, topic_of(spoken_of)))

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

    def reply(self, given: Answer, question: Question, context: AnswerContext) -> Answer:
        """Return the answer to a detail: what was taken down, what is lacking, the case.

        The answer of the matter follows where it was not given before.

        Args:
            given: The answer of the matter.
            question: The message.
            context: What to answer from.
        """
        topic = topic_of(question.intent)
        case = CASES[topic]
        buttons = _with_case(case, given, context)
        if question.sending.public:
            return replace(given, suggestions=buttons)
        own = of_message(question, topic) if topic in TOLD else Filled({}, None, ())
        lead = self._noted(question, own, context) if topic in TOLD else ()
        if not lead:
            places = (*question.values("region"), *question.values("outside_region"))
            lead = (worded(self.texts["in_place"], place="、".join(places)),)
            return replace(given, lead=(*lead, *given.lead), suggestions=buttons)
        shown = any(past.intent == question.intent for past in question.history)
        own_card = not {*own.understood} & {*_FIGURES} and question.intent != _GENERAL
        card = context.cards.get(question.intent)
        specific = card is not None and given.lead[:1] != (card.lead,)
        claimed = bool(claim_in(question.text))
        if shown and not specific:
            notices = tuple(n for n in given.notices if n.kind in _OF_PLACES)
            # Who tells where is told whom to go to there.
            links = given.links[:MOST_DOORS] if "place" in own.understood else ()
            steps = nearest(question.text, given.steps) if own_card else ()
            return Answer(
                "answered",
                lead=(*given.lead[:1], *lead) if claimed else lead,
                steps=steps,
                citations=proving(steps, given.citations),
                links=links,
                notices=notices,
                suggestions=buttons,
            )
        # What was asked, and what is said to the other side, goes before what was taken down.
        answers = specific or claimed or own_card
        asked = (*given.lead, *lead) if answers else ()
        every = asked or (*lead, self.texts["then"], *given.lead)
        return replace(given, status="answered", lead=every, suggestions=buttons)

    def _noted(self, question: Question, own: Filled, context: AnswerContext) -> tuple[Phrase, ...]:
        """Return what was taken down so far, what it comes to, and what is lacking."""
        topic = topic_of(question.intent)
        guide = GUIDES[CASES[topic]]
        told = (*told_before(question, topic), as_told(question, topic))
        every = all_told(guide, in_finer_places(told, context.kb))
        noted = noted_lines(guide, replace(every, understood=tuple(every.facts)))
        if not noted:
            return ()
        found = reckoned(every.facts, question.today) if "reckoned" in every.facts else None
        way = (worded(self.texts["reckoned"], way=found.way),) if found else ()
        rest = rest_or_whole(every.facts) if not found else None
        unsettled = own if not rest else replace(every, doubt=("amount", rest))
        doubt = doubt_text(guide, unsettled)
        problem = (own.problem,) if own.problem and not found else ()
        return (
            noted,
            *way,
            *((doubt,) if doubt else ()),
            *problem,
            self._lacking(every.facts, topic),
        )

    def _lacking(self, facts: CaseFacts, topic: str) -> Phrase:
        """Return what a letter still lacks, and how it is got."""
        fields = GUIDES[CASES[topic]].fields
        lacking = [name for name in _OF_A_LETTER if facts.get(name, UNKNOWN) == UNKNOWN]
        if not lacking:
            return self.texts["complete"]
        labels = join_phrases([fields[name].label for name in lacking], "、", ", ")
        return worded(self.texts["lacking"], fields=labels)


def noted_in_thread(question: Question, context: AnswerContext) -> Answer | None:
    """Return what was told of the matter spoken of, outside a case, and the offer of its case."""
    topics = dict.fromkeys(topic_of(past.intent) for past in question.history)
    for topic in topics:
        guide = GUIDES.get(CASES.get(topic, ""))
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
