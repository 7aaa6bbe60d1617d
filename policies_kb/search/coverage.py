"""Ranks the provisions of a large base in two steps: those that cover most, then these exactly.

The first step adds up, for all provisions at once, the weights of the question's words they hold:
sets of keys (``policies_kb.search.row_sets``), no text. Its cost grows with the words of the
question and hardly with how common they are. The second reads the few that are left and ranks
them by BM25 over words, bigrams and sentences, as full-text search ranks a small base.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from policies_kb.search.filters import SearchFilter, SearchSelect, marks
from policies_kb.search.full_text import CANDIDATES
from policies_kb.search.row_sets import PerKey, add_amount
from policies_kb.search.words import compact

#: Provisions that the second step reads.
_READ = 100
#: Words and bigrams that count, the rarest; a long question has rare ones enough.
_MOST_TERMS = 16
#: A provision's coverage is counted in so many levels (and one a term at most that rounding adds),
#: each of so many steps; below one level its shortness counts. All of it is less than 2^16.
_LEVELS, _LEVEL = 200, 256
#: As in full-text search: how soon repetition stops to count, and how much length counts.
_K1, _B = 1.2, 0.75
_HEADING_WEIGHT = 3
#: Stands between text and headings, as no term does.
_BREAK = "\0"
_SENTENCE_END = re.compile("[。;!?]")

#: How people ask for a provision, by its document and id.
Asks = Mapping[tuple[str, str], Sequence[str]]


class Coverage:
    """Rankings of a base of which only the best covering provisions are read.

    Args:
        query: Runs SQL and returns rows.
        asks: Returns the ways people ask for provisions; they widen their words.
    """

    def __init__(self, query: SearchSelect, asks: Callable[[], Asks]) -> None:
        self._query = query
        self._asks = asks

    @cached_property
    def indexed(self) -> int:
        """How many provisions are indexed."""
        return int(np.count_nonzero(self._lengths))

    def holding(self, terms: Sequence[str]) -> dict[str, int]:
        """Return how many provisions hold each term."""
        return self._counted("posting", "term", terms)

    def rankings(
        self, terms: Sequence[str], pairs: Sequence[str], within: SearchFilter
    ) -> list[list[int]]:
        """Return keys of provisions, best first, by words, by bigrams and by sentences."""
        by_term = self._rarest(self.holding(terms))
        keys = self._covering(by_term, within) if by_term else []
        if not keys:
            return []
        by_pair = self._rarest(self._counted("pair", "pair", pairs))
        told = self._told(keys)
        by_words = rank(told, by_term, self._mean_length)[:CANDIDATES]
        found = (
            by_words,
            rank(told, by_pair, self._mean_length)[:CANDIDATES],
            _by_sentence(told, by_words, by_term),
        )
        return [[keys[place] for place in places] for places in found]

    def _rarest(self, holding: Mapping[str, int]) -> dict[str, float]:
        """Return the weights of the rarest terms that stand anywhere."""
        found = sorted((count, term) for term, count in holding.items() if count)
        return {
            term: math.log(1 + (self.indexed - count + 0.5) / (count + 0.5))
            for count, term in found[:_MOST_TERMS]
        }

    def _counted(self, table: str, column: str, terms: Sequence[str]) -> dict[str, int]:
        sql = f"SELECT {column}, holding FROM {table} WHERE {column} IN ({marks(terms)})"
        return dict.fromkeys(terms, 0) | dict(self._query(sql, terms))  # type: ignore[arg-type]

    def _covering(self, weights: Mapping[str, float], within: SearchFilter) -> list[int]:
        """Return the keys of the provisions that cover most, of equal ones the shortest first."""
        scale = _LEVELS / sum(weights.values())
        covered = self._shortness.copy()
        sql = f"SELECT term, holding, rows FROM posting WHERE term IN ({marks(weights)})"
        for term, holding, rows in self._query(sql, list(weights)):
            add_amount(covered, rows, holding, max(1, int(weights[term] * scale)) * _LEVEL)
        covered *= self._allowed(within)
        least = _least(covered)
        keys = np.flatnonzero(covered >= least)
        # A stable sort: of provisions alike in all, the first ones.
        best = np.argsort(_LEVEL * _LEVEL - 1 - covered[keys], kind="stable")
        return [int(key) for key in keys[best[:_READ]]]

    def _allowed(self, within: SearchFilter) -> PerKey:
        allowed = self._ordinary if within.kinds is None else self._of_kinds(within)
        if within.documents is None:
            return allowed
        chosen = np.zeros_like(allowed)
        for document in within.documents:
            # The provisions of a document were written one after the other.
            sql = "SELECT min(key), max(key) FROM provision WHERE document = ?"
            [(first, last)] = self._query(sql, [document])
            if first is not None:
                chosen[first : last + 1] = allowed[first : last + 1]
        return chosen

    @cached_property
    def _ordinary(self) -> PerKey:
        return self._of_kinds(SearchFilter())

    def _of_kinds(self, within: SearchFilter) -> PerKey:
        allowed: PerKey = np.zeros_like(self._shortness)
        for kind, holding, rows in self._query("SELECT kind, holding, rows FROM kind_rows", ()):
            if within.takes(kind):
                add_amount(allowed, rows, holding, 1)
        return allowed

    @cached_property
    def _lengths(self) -> npt.NDArray[np.uint32]:
        [(characters,)] = self._query("SELECT characters FROM length", ())
        return np.frombuffer(characters, dtype="<u4")

    @cached_property
    def _mean_length(self) -> float:
        return float(self._lengths.sum()) / (self.indexed or 1)

    @cached_property
    def _shortness(self) -> PerKey:
        """A number below one level: half of it at the mean length, more for the shorter ones."""
        relative = self._lengths / (self._mean_length or 1.0)
        return ((_LEVEL - 1) / (1 + relative)).astype(np.uint16)

    def _told(self, keys: Sequence[int]) -> list[str]:
        """Return all that is told of provisions, text first, headings as often as they weigh."""
        sql = (
            "SELECT key, document, id, heading, context, text FROM provision "
            f"WHERE key IN ({marks(keys)})"
        )
        asks, told = self._asks(), {}
        for key, document, provision, heading, context, text in self._query(sql, keys):
            own = asks.get((document, provision), ())
            told[key] = compact(_BREAK.join([text, context, *[heading] * _HEADING_WEIGHT, *own]))
        return [told[key] for key in keys]


def rank(texts: Iterable[str], weights: Mapping[str, float], mean_length: float) -> list[int]:
    """Return the places of texts by BM25, those that hold all the terms first.

    Args:
        texts: Plain texts (see ``words.compact``); those without any term are left out.
        weights: The terms with their weights; looked for as characters, not as words.
        mean_length: Mean length of such texts in characters.
    """
    scored: list[tuple[int, float, int]] = []
    for place, text in enumerate(texts):
        norm = _K1 * (1 - _B + _B * len(text) / (mean_length or 1.0))
        missing, score = 0, 0.0
        for term, weight in weights.items():
            times = text.count(term)
            if times:
                score += weight * times * (_K1 + 1) / (times + norm)
            else:
                missing += 1
        if score:
            scored.append((min(missing, 1), -score, place))
    return [place for _, _, place in sorted(scored)]


def _by_sentence(
    told: Sequence[str], places: Iterable[int], weights: Mapping[str, float]
) -> list[int]:
    """Return some of the places by the best of the sentences that stand there."""
    owned = [
        (place, sentence)
        for place in places
        for sentence in _SENTENCE_END.split(told[place].partition(_BREAK)[0])
    ]
    mean = sum(len(sentence) for _, sentence in owned) / (len(owned) or 1)
    found = rank((sentence for _, sentence in owned), weights, mean)
    return list(dict.fromkeys(owned[number][0] for number in found))


def _least(covered: PerKey) -> int:
    """Return a coverage that as many provisions as are read have, and not very many more.

    Never less than one level, which is one word at least.
    """
    least = int(covered.max()) // 2
    while least > _LEVEL and np.count_nonzero(covered >= least) < _READ:
        least //= 2
    return max(least, _LEVEL)
