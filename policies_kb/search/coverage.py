"""Finds the passages of a large base that cover most of a question, to be ranked by what they say.

It adds up, for all passages at once, the weights of the question's words they hold: sets of keys
(``policies_kb.search.row_sets``), no text. Its cost grows with the words of the question and hardly
with how common they are. ``policies_kb.search.mixture`` reads and ranks the few that are found.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from policies_kb.search.filters import SearchFilter, SearchSelect, marks
from policies_kb.search.row_sets import PerKey, add_amount

#: Provisions that the second step reads.
_READ = 200
#: Words and bigrams that count, the rarest; a long question has rare ones enough.
_MOST_TERMS = 16
#: A provision's coverage is counted in so many levels (and one a term at most that rounding adds),
#: each of so many steps; below one level its shortness counts. All of it is less than 2^16.
_LEVELS, _LEVEL = 200, 256


class Coverage:
    """The best covering passages of a base.

    Args:
        query: Runs SQL and returns rows.
    """

    def __init__(self, query: SearchSelect) -> None:
        self._query = query

    @cached_property
    def indexed(self) -> int:
        """How many provisions are indexed."""
        return int(np.count_nonzero(self._lengths))

    def holding(self, terms: Sequence[str]) -> dict[str, int]:
        """Return how many provisions hold each term."""
        return self._counted("posting", "term", terms)

    def pairs_holding(self, pairs: Sequence[str]) -> dict[str, int]:
        """Return how many provisions hold each bigram."""
        return self._counted("pair", "pair", pairs)

    def candidates(
        self, terms: Sequence[str], pairs: Sequence[str], within: SearchFilter
    ) -> list[int]:
        """Return keys of the passages that cover most; words alone count."""
        return self._covering(self._rarest(self.holding(terms)), within)

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
        if not weights:
            return []
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
    def mean_length(self) -> float:
        """Characters of a provision in the mean, with what is told of it."""
        return float(self._lengths.sum()) / (self.indexed or 1)

    @cached_property
    def _shortness(self) -> PerKey:
        """A number below one level: half of it at the mean length, more for the shorter ones."""
        relative = self._lengths / (self.mean_length or 1.0)
        return ((_LEVEL - 1) / (1 + relative)).astype(np.uint16)


def _least(covered: PerKey) -> int:
    """Return a coverage that as many provisions as are read have, and not very many more.

    Never less than one level, which is one word at least.
    """
    least = int(covered.max()) // 2
    while least > _LEVEL and np.count_nonzero(covered >= least) < _READ:
        least //= 2
    return max(least, _LEVEL)
