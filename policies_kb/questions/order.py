"""The order in which a question about facts is tried, one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from policies_kb.questions.asked import REPLACES, leans
from policies_kb.questions.base import FactBase
from policies_kb.questions.deciding import ask_deciding
from policies_kb.questions.figures import ask_figure_of_value
from policies_kb.questions.found import FactAnswer, Thread
from policies_kb.questions.gazette import ask_gazette
from policies_kb.questions.issued import with_true_issuer
from policies_kb.questions.items import ask_items
from policies_kb.questions.laws import ask_article, ask_law, ask_status
from policies_kb.questions.matching import pairs
from policies_kb.questions.mentions import ask_mentions
from policies_kb.questions.papers import OF_PAPERS, ask_other_paper, ask_paper
from policies_kb.questions.particulars import ask_counted
from policies_kb.questions.passages import ask_passage
from policies_kb.questions.pilots import ask_pilots
from policies_kb.questions.places import ask_place
from policies_kb.questions.query import FactQuery
from policies_kb.questions.sections import ask_inside, ask_part
from policies_kb.questions.terms import ask_term
from policies_kb.questions.things import ask_reason, ask_thing
from policies_kb.questions.units import ask_naming, ask_unit

#: A word of fewer signs names nothing.
_WORD = 2
#: What is printed in one paper alone, of so many signs, names that.
_TERM = 4

FactReader = Callable[[FactQuery, Thread, FactBase], FactAnswer | None]

#: What names one thing for sure stands before what is only near: the publication, a number that
#: is not ours, a unit, a law, a row of a table, a place, the paper itself, then any sentence.
FACT_ORDER: tuple[FactReader, ...] = (
    ask_naming,
    ask_mentions,
    ask_gazette,
    ask_other_paper,
    ask_part,
    ask_unit,
    ask_law,
    ask_status,
    ask_article,
    ask_thing,
    ask_reason,
    ask_deciding,
    ask_items,
    ask_counted,
    ask_inside,
    ask_term,
    ask_pilots,
    ask_place,
    ask_paper,
    ask_figure_of_value,
    ask_passage,
)


def ask(
    query: FactQuery,
    thread: Thread,
    base: FactBase,
    likely: frozenset[str] = frozenset(),
    strict: bool = False,
) -> FactAnswer | None:
    """Return the answer to a question about facts, ``None`` for a message that asks for none.

    Args:
        query: The question.
        thread: What the question before spoke of, an empty one at the start.
        base: What to answer from.
        likely: Ids of the papers the message is likely about, by whoever else has read it.
        strict: Whether it is likely no question about a paper.
    """
    query = replace(query, likely=frozenset() if strict else likely, strict=strict)
    if query.personal and not query.document:
        return None
    if query.at_loss and not query.document and not _is_known(query, thread, base):
        return None
    if query.strict and _leaves(query, thread, base):
        thread = Thread()
    other = _other_paper(query, thread, base)
    if other and not query.strict:
        query, thread = replace(query, likely=frozenset({other})), Thread()
    asked = (asking(query, thread, base) for asking in FACT_ORDER)
    found = next((answer for answer in asked if answer is not None), None)
    return with_true_issuer(found, query, base) if query.said_issuer else found


def ask_not_held(query: FactQuery, base: FactBase) -> FactAnswer | None:
    """Return that a paper is not held, where one is named for sure: with who issued it or its
    year."""
    return ask_other_paper(query, Thread(), base) if query.number_is_sure else None


def ask_inside_paper(query: FactQuery, base: FactBase, document: str) -> FactAnswer | None:
    """Return what one paper says to a question that is about it, ``None`` where it says nothing.

    Args:
        query: The question.
        base: What to answer from.
        document: Id of the paper.
    """
    query = replace(query, likely=frozenset({document}), inside=document, personal=False)
    found = ask_passage(query, Thread(), base)
    return None if found is None or found.absent else found


def _is_known(query: FactQuery, thread: Thread, base: FactBase) -> bool:
    """Tell whether every word of a short message stands in the paper spoken of: 造假怎么办."""
    words = (*base.matcher.cut(query.words), *base.matcher.cut(query.printed))
    known = [
        any(base.matcher.known_in(pair, thread.document) for pair in pairs(word))
        for word in words
        if len(word) >= _WORD
    ]
    return leans(query, thread) and (all(known) if not query.printed else any(known))


def _other_paper(query: FactQuery, thread: Thread, base: FactBase) -> str:
    """Return the one paper that prints a term of a few words which the paper spoken of nowhere
    does: 审议意见 after a question about pilots. Empty for what stays with that."""
    listed = thread.kind not in ("statement", "paper", "card")
    of_this = query.units or query.places or REPLACES.search(query.text)
    if not leans(query, thread) or listed or of_this:
        return ""
    found: set[str] = set()
    for run in query.words.split():
        words = base.matcher.cut(run)
        for term in (*words, *map("".join, pairwise(words))):
            papers = {row.document for row in base.matcher.rows_printing(term)}
            if len(term) >= _TERM and papers and not _is_own(term, thread.document, base):
                found |= papers
    return next(iter(found)) if len(found) == 1 and thread.document not in found else ""


def _is_own(term: str, document: str, base: FactBase) -> bool:
    """Tell whether a paper prints each word of a term, if not side by side: 组织验收."""
    words = [word for word in base.matcher.cut(term) if len(word) >= _WORD]
    return bool(words) and all(
        base.matcher.known_in(pair, document) for word in words for pair in pairs(word)
    )


def _leaves(query: FactQuery, thread: Thread, base: FactBase) -> bool:
    """Tell whether a message that is likely about none of the papers has no word of the one
    spoken of: 今天天气怎么样 after a question about a city's figure."""
    named = query.places or query.units or query.months or query.claims or query.superlative
    asks_of_paper = query.asks(*OF_PAPERS)
    own = pairs(query.words)
    known = any(base.matcher.known_in(pair, thread.document) for pair in own)
    asks = base.matcher.weights(query.words)
    return bool(asks) and not (named or asks_of_paper or query.position or known)
