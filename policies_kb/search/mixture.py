"""Ranks passages by words and by meaning together.

Words find what is said in the same terms, vectors what is said in others. The best of both are
read, and each gets one score: BM25 over its words and over its bigrams and the nearness of its
vector, all in standard deviations over the base, so that they may be added.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from policies_kb.search.coverage import Coverage
from policies_kb.search.filters import SearchFilter
from policies_kb.search.full_text import FullText
from policies_kb.search.passages import Passages
from policies_kb.search.vectors import PassageVectors

#: Passages that the vectors bring, beside those that the words bring.
_NEAREST = 200
#: How much meaning counts beside one score of words and one of bigrams; see docs/decisions, no. 20.
_MEANING = 14.0
#: How much it counts, by its logarithm, how many other papers name a paper.
_STANDING = 4.5
#: Words and bigrams that count, the rarest.
_MOST_TERMS = 40
#: As in full-text search: how soon repetition stops to count, and how much length counts.
_K1, _B = 1.2, 0.75


class Mixture:
    """One ranking of the passages of a base.

    Args:
        index: Ranks by words.
        passages: The passages.
        vectors: Rank by meaning; without them words alone do.
    """

    def __init__(
        self, index: FullText | Coverage, passages: Passages, vectors: PassageVectors | None
    ) -> None:
        self._index = index
        self._passages = passages
        self._vectors = vectors

    def ranking(
        self, question: str, terms: Sequence[str], pairs: Sequence[str], within: SearchFilter
    ) -> dict[int, float]:
        """Return the first provisions of passages, best first, with the cosine of each."""
        found = self._passages.firsts(self._index.candidates(terms, pairs, within))
        scores = [0.0] * len(found)
        cosines: dict[int, float] = {}
        if self._vectors is not None:
            near = self._vectors.nearness(question, within)
            nearest = self._passages.within(near.nearest(_NEAREST), within)
            found = list(dict.fromkeys([*found, *nearest]))
            cosines = near.of(found)
            # What has no vector yet is as near as the mean.
            scores = [(cosines.get(k, near.mean) - near.mean) / near.spread for k in found]
        scores = [
            _MEANING * score + _STANDING * math.log1p(self._passages.naming(key))
            for key, score in zip(found, scores, strict=True)
        ]
        told = self._passages.told(found)
        for holding in (self._index.holding(terms), self._index.pairs_holding(pairs)):
            self._add_words(scores, told, holding)
        best = sorted(range(len(found)), key=lambda place: -scores[place])
        return {found[place]: cosines.get(found[place], 0.0) for place in best}

    def _add_words(
        self, scores: list[float], told: Sequence[str], holding: Mapping[str, int]
    ) -> None:
        """Add BM25 over some terms, in standard deviations of what a passage of the base has."""
        indexed = self._index.indexed
        rarest = sorted((count, term) for term, count in holding.items() if count)[:_MOST_TERMS]
        shares = {term: count / indexed for count, term in rarest}
        weights = {
            term: math.log(1 + (indexed * (1 - share) + 0.5) / (indexed * share + 0.5))
            for term, share in shares.items()
        }
        spread = math.sqrt(sum(w * w * shares[t] * (1 - shares[t]) for t, w in weights.items()))
        for place, text in enumerate(told):
            score = bm25(text, weights, self._index.mean_length)
            scores[place] += score / (spread or 1.0)


def bm25(text: str, weights: Mapping[str, float], mean_length: float) -> float:
    """Return how well a text holds terms.

    Args:
        text: A plain text (see ``words.compact``).
        weights: The terms with their weights; looked for as characters, not as words.
        mean_length: Mean length of such texts in characters.
    """
    norm = _K1 * (1 - _B + _B * len(text) / (mean_length or 1.0))
    score = 0.0
    for term, weight in weights.items():
        times = text.count(term)
        if times:
            score += weight * times * (_K1 + 1) / (times + norm)
    return score
