"""Few words after a paper was spoken of (牵头单位, 考核标准): answered from that paper."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.answer import Answer, say
from actions.citations import gazette_citation, hotline, status_notices
from actions.context import AnswerContext
from actions.lookups.documents import asked_document
from actions.lookups.facts import fact_of_paper, thread_of
from actions.lookups.text_search import near_hits
from actions.question import NAMED, PreviousQuestion, Question
from nlu.fact_questions.question_reader import question_reader
from nlu.topics import FALLBACK_INTENT, PERSONAL, is_national, is_talk, topic_of
from policies_kb.rows import Document

#: Times of the same paper may be named.
_TIMES = ("year", "month")
#: A reading this likely is meant where its card rests on the paper.
_LIKELY = 0.1
#: What names something and asks nothing: a noun, and what may stand behind it.
_NAME = re.compile(r"(?P<what>[\u4e00-\u9fffA-Za-z0-9]{2,12}?)(?:的|呢|吗|的呢)?[?？。]*")
_NO_NAME = re.compile(
    r"什么|怎|谁|哪|多少|多久|几|为何|为啥|[我你您他她它咱这那]|谢|好的|行了|可以|不[是对要懂]|知道|明白|继续|还有|其他|别的"
)


def with_paper_spoken_of(question: Question) -> Question:
    """Return few words that name no paper, unit or place with the paper spoken of just before."""
    document = next((_number(past) for past in question.history[:1]), "")
    if not document or any(question.values(kind) for kind in NAMED if kind not in _TIMES):
        return question
    lost = question.intent == FALLBACK_INTENT
    strays = not lost and topic_of(question.intent) in ("outside", "social")
    if strays or (is_national(question.intent) and question.is_clear):
        return question
    return replace(question, entities={**question.entities, "document_number": (document,)})


def _number(past: PreviousQuestion) -> str:
    if past.about.get("kind") in ("law", "gazette"):
        return ""
    named = past.entities.get("document_number", ())
    return str(next(iter(named), "") or past.about.get("document", ""))


def card_of_paper(question: Question, context: AnswerContext) -> Answer | None:
    """Return what was written on a matter of the paper spoken of, where it is named in few words
    that do not stand there: a sentence that is near would lead astray."""
    document = _leant_on(question, context)
    if document is None or not _is_of_a_card(question, document, context):
        return None
    if thread_of(question, context).key:
        # After a figure a name alone asks for that of another thing.
        return None
    name = _named(question)
    read = question_reader(context.kb).read(question.text)
    if read.columns or read.yes_no:
        return None
    text = "".join(row.text for row in context.kb.provisions(document.id))
    meant = name and question.is_clear and name not in "".join(text.split())
    return context.card_answer(question.intent) if meant else None


def part_of_paper(question: Question, context: AnswerContext) -> Answer | None:
    """Return what the paper spoken of has on a few words, ``None`` where they ask something else.

    A card that rests on it comes first, then a sentence that is near, last that it does not write
    what is named.
    """
    document = _leant_on(question, context)
    if document is None or _is_of_a_card(question, document, context):
        return None
    if topic_of(question.intent) == "documents" or is_talk(question.intent):
        return None
    near = (reading.intent for reading in question.readings if reading.confidence >= _LIKELY)
    meant = next((one for one in near if _rests_on(one, document, context)), "")
    if meant:
        return context.card_answer(meant)
    return fact_of_paper(document.id, question, context) or _passage(document, question, context)


def _leant_on(question: Question, context: AnswerContext) -> Document | None:
    """Return the paper a message leans on, ``None`` where it names one itself or says more."""
    past = next(iter(question.history), None)
    if past is None or question.follows or question.text.startswith("/"):
        return None
    named = question.first("document_number")
    if not named or named != _number(past):
        return None
    return asked_document(question, context)


def _named(question: Question) -> str:
    """Return what a message names, ``""`` where it asks or says anything else."""
    name = _NAME.fullmatch(question.text.strip())
    return name["what"] if name and not _NO_NAME.search(question.text) else ""


def _is_of_a_card(question: Question, document: Document, context: AnswerContext) -> bool:
    """Tell whether the matter a message is taken for is one of the paper's own."""
    clear = question.intent != FALLBACK_INTENT and topic_of(question.intent) != "documents"
    return clear and _rests_on(question.intent, document, context)


def _rests_on(intent: str, document: Document, context: AnswerContext) -> bool:
    card = context.cards.get(intent)
    own_case = topic_of(intent) in PERSONAL and is_national(intent)
    quotes = () if card is None or own_case else card.quotes
    return any(context.kb.document(quote.document).id == document.id for quote in quotes)


def _passage(document: Document, question: Question, context: AnswerContext) -> Answer | None:
    """Return the nearest sentence of the paper, or that it does not write what is named."""
    name = _named(question)
    if not name:
        return None
    hits = near_hits(question, context, [document.id])
    citations = tuple(
        gazette_citation(context.kb, hit.document, hit.sentence) for hit in hits if hit.sentence
    )
    if citations:
        lead = say("与您的问题最接近的原文有{count}处:", count=len(citations))
        notices = status_notices(context.kb, citations)
        return Answer("answered", lead=(lead,), citations=citations, notices=notices)
    return Answer(
        "no_provision",
        lead=(say("没有写:{paper}里没有写“{what}”。", paper=document.name, what=name),),
        links=(hotline(context.kb),),
        suggestions=context.suggest("document_status", "document_list"),
    )
