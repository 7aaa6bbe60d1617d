"""Answers from papers that were added after the classifier was trained.

The classifier takes every matter it was not trained on for an outside one. So before somebody is
sent elsewhere, the papers that came later are looked into: those nobody has written down yet how
people ask for (``asks``). Their passages are shown beside the channels, not in their place.
"""

from __future__ import annotations

import re
from dataclasses import replace

from actions.answer import Answer, say
from actions.desk import Desk
from actions.proof import gazette_citation, status_notices
from actions.question import Question
from actions.search import FLOOR
from policies_kb.rows import Hit

#: Share of the question's pairs of characters that a passage must hold word for word. Of 2,425
#: outside questions in the training data 13 reach it over nine added papers, of 20 questions
#: about these papers 14.
KIN = 0.4
#: A shorter question says too little to be sure of.
SHORTEST = 6
SHOWN = 3
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def or_from_added(outside: Answer, question: Question, desk: Desk) -> Answer:
    """Return what added papers say on a question, or the answer that sends elsewhere.

    Args:
        outside: The answer for an outside matter.
        question: The question.
        desk: What to answer from.
    """
    known = {ask.document for ask in desk.kb.asks()}
    added = [document.id for document in desk.kb.documents() if document.id not in known]
    if not added or len(question.text) < SHORTEST:
        return outside
    hits = desk.kb.search(question.text, added, limit=SHOWN)
    kept = [hit for hit in hits if hit.score >= FLOOR and _kinship(hit, question, desk) >= KIN]
    if not kept:
        return outside
    citations = tuple(gazette_citation(desk.kb, hit.document, hit.sentence) for hit in kept)
    return replace(
        outside,
        status="answered",
        lead=(
            say("与您的问题最接近的原文有{count}处:", count=len(citations)),
            say("如果您问的不是这件文件的事,可以找下面的部门。"),
        ),
        steps=(),
        citations=citations,
        notices=status_notices(desk.kb, citations),
    )


def _kinship(hit: Hit, question: Question, desk: Desk) -> float:
    """Return the share of the question's pairs of characters in a passage and its paper's title."""
    pairs = {run[i : i + 2] for run in _HAN.findall(question.text) for i in range(len(run) - 1)}
    passage = desk.kb.provision(hit.document, hit.provision).text
    words = "".join(f"{passage}\n{desk.kb.document(hit.document).title}".split())
    return sum(pair in words for pair in pairs) / len(pairs) if pairs else 0.0
