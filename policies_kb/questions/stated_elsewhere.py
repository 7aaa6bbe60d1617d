"""Whether a paper states elsewhere what the nearest row lacks: then nothing is denied."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from policies_kb.questions.asked import RankedQuestion, kept_thread
from policies_kb.questions.base import FactBase
from policies_kb.questions.extracts import cut_extract
from policies_kb.questions.found import FactAnswer, Proof, tell
from policies_kb.questions.matching import pairs
from policies_kb.questions.statements import FactStatement

#: So much of the question's words a sentence and the headings above it hold that may state it; of
#: what was spoken of before, where it has no words of its own.
_SHARED, _OF_THREAD = 0.5, 0.1
#: What a word of the headings counts.
_ABOVE = 0.6


def stated_elsewhere(
    document: str, asked: RankedQuestion, base: FactBase, tells: Callable[[str], object]
) -> FactAnswer | None:
    """Return the sentence of a paper that may well state what is asked, ``None`` where none does.

    Args:
        document: Id of the paper.
        asked: The question; with no words of its own it is about what was spoken of before.
        base: What to answer from.
        tells: Whether words state the thing asked for.
    """
    words = asked.own or base.matcher.weights(asked.thread.words)
    rows = [row for row in base.statements_of(document) if row.figure is None and tells(row.words)]
    best = max(rows, key=lambda row: _share(row, words, base), default=None)
    if best is None or _share(best, words, base) < (_SHARED if asked.own else _OF_THREAD):
        return None
    told, quote = cut_extract(best, words, asked.columns)
    nearest = tell("nearest", words=told)
    return FactAnswer((nearest,), (Proof(document, quote),), thread=kept_thread(best, asked))


def _share(row: FactStatement, words: Mapping[str, float], base: FactBase) -> float:
    whole = sum(words.values())
    held = set(pairs(row.words))
    above = set(pairs(base.heading(row.document, row.provision)))
    shared = sum(
        weight * (1.0 if pair in held else _ABOVE if pair in above else 0.0)
        for pair, weight in words.items()
    )
    return shared / whole if whole else 0.0
