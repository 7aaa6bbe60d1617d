"""Whose matter a message is of: its writer's own, the clerk's, or one that papers answer."""

from __future__ import annotations

import re

from actions.context import AnswerContext
from actions.question import Question
from nlu.clauses import speaks_to_clerk
from nlu.fact_questions.question_reader import question_reader
from nlu.topics import OUTSIDE, PAPERS, is_matter, is_national, is_talk, matter_of, topic_of

#: A reading of the message as likely as this tells which paper it is about.
_LIKELY = 0.25
#: Small talk this likely is nothing else.
_SURELY = 0.95
_A_NUMBER = re.compile(r"\d+号文?")
#: What names a paper, as far as its number does not.
_A_PAPER = re.compile(r"\d+号|[这那]个?文(?![字章化])|文件|通知|方案|意见")
#: Words of offices about offices; whoever is not paid has others.
OF_OFFICES = re.compile(
    "处置|考核|验收|督查|督办|抽查|排查|台账|履职|问责|追责|属地|领导小组|发生率|成员单位|各地|各级"
    # 不搞的县会怎样 speaks of counties, not of somebody in one.
    "|(?:(?<!我)(?<!我们)(?<![这那]里)的|哪些|所有|各)[县市区][会要将被怎咋]"
)


def likely_papers(question: Question, context: AnswerContext) -> frozenset[str]:
    """Return the papers the cards of the likeliest matters rest on."""
    offices = _speaks_of_offices(question, context)
    intents = [reading.intent for reading in question.readings if reading.confidence >= _LIKELY]
    return frozenset(
        context.kb.document(quote.document).id
        for intent in intents
        if intent in context.cards and (offices or not _is_own_matter(intent, context))
        for quote in context.cards[intent].quotes
    )


def is_about_no_paper(question: Question, context: AnswerContext) -> bool:
    """Tell whether a message is likely about somebody's own matter or about none of the papers."""
    outside = question.intent in context.cards and topic_of(question.intent) == OUTSIDE
    own = _is_own_matter(question.intent, context) and not _speaks_of_offices(question, context)
    return outside or own or (bool(question.matters) and question.matters[0].name == OUTSIDE)


def _is_own_matter(intent: str, context: AnswerContext) -> bool:
    """Tell whether a card says what to do in somebody's own matter, and not what a paper arranges
    for offices."""
    card = context.cards.get(intent)
    provincial = matter_of(intent) == PAPERS or (is_matter(intent) and not is_national(intent))
    return card is not None and bool(card.steps) and not provincial


def _speaks_of_offices(question: Question, context: AnswerContext) -> bool:
    """Tell whether a message has the words of offices for their work and nothing of its writer."""
    query = question_reader(context.kb).read(question.text)
    return bool(OF_OFFICES.search(question.text)) and not query.personal


def is_of_an_own_case(question: Question, context: AnswerContext) -> bool:
    """Tell whether a message surely asks what to do in somebody's own wage or credit matter.

    The law of today answers it; a paper of the same words would lead astray, if it is not named.
    """
    named = _A_PAPER.search(question.text) or question.values("document_number")
    if named or _speaks_of_offices(question, context):
        return False
    own = is_national(question.intent) and topic_of(question.intent) in ("wages", "credit")
    card = context.cards.get(question.intent)
    return own and question.is_clear and card is not None and bool(card.steps)


def follows_an_own_case(question: Question) -> bool:
    """Tell whether the source of an answer in somebody's own matter is asked for: 依据是哪条."""
    if question.intent != "follow_source" or not question.history:
        return False
    before = question.history[0]
    named = _A_PAPER.search(question.text) or question.values("document_number")
    return is_national(before.intent) and not before.about and not named


def law_says(question: Question, context: AnswerContext) -> bool:
    """Tell whether a card answers from the law of today, which may say what the paper does not."""
    if question.values("document_number") or _A_NUMBER.search(question.text):
        return False
    card = context.cards.get(question.intent)
    answers = card is not None and card.status == "answered" and bool(card.law)
    return answers and question.is_clear


def is_said_to_clerk(question: Question) -> bool:
    """Tell whether a message is small talk with whoever answers, whatever a paper says."""
    best = next(iter(question.readings), None)
    surely = best is not None and best.intent == question.intent and best.confidence >= _SURELY
    thanks = topic_of(question.intent) == "social" and surely
    return thanks or (is_talk(question.intent) and speaks_to_clerk(question.text))
