"""Answers from a search of the text, where no card and no fact table fits."""

from __future__ import annotations

from actions.answer import Answer, say
from actions.desk import Desk
from actions.proof import channel_link, gazette_citation, status_notices
from actions.question import Question

#: Share of the question's words, weighted by rarity, that a provision must hold. Below it the
#: text is about something else. Calibrated in docs/evaluation.md.
FLOOR = 0.5
SHOWN = 3


def find_policy(question: Question, desk: Desk) -> Answer:
    """Return the provisions that speak of the question's words, or that there are none."""
    hits = [hit for hit in desk.kb.search(question.text, limit=SHOWN) if hit.score >= FLOOR]
    if not hits:
        return no_provision(desk)
    citations = tuple(
        gazette_citation(desk.kb, hit.document, hit.sentence) for hit in hits if hit.sentence
    )
    return Answer(
        status="answered",
        lead=(say("与您的问题最接近的原文有{count}处:", count=len(citations)),),
        citations=citations,
        notices=status_notices(desk.kb, citations),
        suggestions=desk.suggest("document_status", "document_list"),
    )


def no_provision(desk: Desk) -> Answer:
    """Return the answer that the base has nothing on this, and who may know."""
    return Answer(
        status="no_provision",
        lead=(say("收录的文件里没有找到能回答这个问题的条文,我不猜。"),),
        links=(channel_link(desk.kb.channel("hotline_12345")),),
        suggestions=desk.suggest("document_list", "wages_claim", "credit_kinds"),
    )
