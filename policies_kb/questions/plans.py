"""The plans a paper hands out, told apart by the words one of them alone has in its heading."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from policies_kb.questions.base import FactBase
from policies_kb.questions.matching import pairs


def meant_plan(words: Collection[str], document: str, base: FactBase) -> str:
    """Return the id of the one plan of a paper whose own words are named, else nothing.

    Args:
        words: The pairs of signs of a question.
        document: Id of the paper.
        base: Has the paper.
    """
    named = [plan for plan, own in _own_words(base, document) if own & set(words)]
    return named[0] if len(named) == 1 else ""


@lru_cache(maxsize=256)
def _own_words(base: FactBase, document: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the plans of a paper with the words that stand in the heading of each alone."""
    rows = base.provisions[document].values()
    plans = {row.id: frozenset(pairs(row.heading)) for row in rows if row.kind == "plan"}
    if len(plans) < 2:
        return ()
    return tuple(
        (plan, words.difference(*(other for name, other in plans.items() if name != plan)))
        for plan, words in plans.items()
    )
