"""Answers from a search of the text, where no card and no fact table fits."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from actions.answer import Answer, say
from actions.citations import gazette_citation, hotline, status_notices
from actions.context import AnswerContext
from actions.question import Question
from policies_kb.rows import Hit

#: Share of the question's words, weighted by rarity, that a provision must hold. Below it the
#: text is about something else. Chosen by hand; docs/evaluation.md measures its effect.
FLOOR = 0.5
SHOWN_HITS = 3
#: A question without two Chinese characters or three letters in a row says nothing to search for.
_WORD = re.compile(r"[\u4e00-\u9fff]{2}|[A-Za-z]{3}")


def near_hits(
    question: Question, context: AnswerContext, documents: Collection[str] | None = None
) -> list[Hit]:
    """Return the provisions near the question in words and in meaning, nearest first.

    Args:
        question: The question; its ranking by meaning is joined with that by words.
        context: What to search.
        documents: Ids or numbers of the papers to look in; all when ``None``.
    """
    if not _WORD.search(question.text):
        return []
    by_meaning = [(document, id_) for document, id_, _ in question.nearby]
    hits = context.kb.search(question.text, documents, limit=SHOWN_HITS, extra=[by_meaning])
    return [hit for hit in hits if hit.score >= FLOOR]


def with_nearest(answer: Answer, question: Question, context: AnswerContext) -> Answer:
    """Put the passage nearest to the question before the passages of a card.

    A card speaks of a whole part of a paper; the passage shows the very sentence asked about.
    """
    papers = {citation.document for citation in answer.citations if citation.verbatim}
    hits = near_hits(question, context, papers)[:1] if papers else []
    shown = [
        gazette_citation(context.kb, hit.document, hit.sentence) for hit in hits if hit.sentence
    ]
    said = "".join(citation.quote.translations["zh"] for citation in shown)
    others = [c for c in answer.citations if c.quote.translations["zh"] not in said]
    return replace(answer, citations=(*shown, *others))


def find_policy(question: Question, context: AnswerContext) -> Answer:
    """Return the provisions that speak of the question's matter, or that there are none."""
    hits = near_hits(question, context)
    if not hits:
        return no_provision(context)
    citations = tuple(
        gazette_citation(context.kb, hit.document, hit.sentence) for hit in hits if hit.sentence
    )
    return Answer(
        status="answered",
        lead=(say("与您的问题最接近的原文有{count}处:", count=len(citations)),),
        citations=citations,
        notices=status_notices(context.kb, citations),
        suggestions=context.suggest("document_status", "document_list"),
    )


def no_provision(context: AnswerContext) -> Answer:
    """Return the answer that the base has nothing on this, and who may know."""
    return Answer(
        status="no_provision",
        lead=(say("收录的文件里没有找到能回答这个问题的条文,我不猜。"),),
        links=(hotline(context.kb),),
        suggestions=context.suggest("document_list", "wages_claim", "credit_kinds"),
    )
