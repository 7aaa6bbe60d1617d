"""Search over provisions: several rankings, fused.

A question is normalised, freed of stop words and cut into words and character bigrams. The index
ranks provisions by words, by bigrams and by sentences: ``policies_kb.search.full_text`` in a small
base, ``policies_kb.search.coverage`` in a large one; the build chose. Rankings are joined by
reciprocal rank. Where the base has vectors, ``policies_kb.search.mixture`` makes one ranking of
words and meaning instead. Curated ``phrasings`` widen the words of their provision, and one that
holds all of the terms ranks on its own. A ranking from elsewhere is joined in the same way through
``extra``.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from policies_kb.overlay.model import Phrasing
from policies_kb.rows import Hit
from policies_kb.search.filters import FORMAL_KINDS as FORMAL_KINDS
from policies_kb.search.filters import SearchFilter, SearchSelect, marks
from policies_kb.search.full_text import CANDIDATES, FullText, matching
from policies_kb.search.passages import Passages
from policies_kb.search.words import Segmenter, bigrams, compact, normalise_query

if TYPE_CHECKING:
    from policies_kb.search.coverage import Coverage
    from policies_kb.search.mixture import Mixture
    from policies_kb.search.vectors import PassageVectors

Key = TypeVar("Key", bound=Hashable)
#: Document id and provision id.
ProvisionKey = tuple[str, str]


def fuse(rankings: Iterable[Sequence[Key]], k: int = 60) -> list[tuple[Key, float]]:
    """Join rankings by reciprocal rank (Cormack, Clarke and Büttcher 2009).

    Args:
        rankings: Each best first; a key counts once in each, at its best place.
        k: How much the first places stand out; the paper's 60.

    Returns:
        Keys with their sums of ``1 / (k + rank)``, best first; ties keep the order of sight.
    """
    scores: dict[Key, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(dict.fromkeys(ranking), start=1):
            scores[key] = scores.get(key, 0.0) + 1 / (k + rank)
    return sorted(scores.items(), key=lambda item: -item[1])


class Searcher:
    """Answers questions from the indexes of one database.

    Args:
        query: Runs SQL and returns rows.
    """

    def __init__(self, query: SearchSelect) -> None:
        self._query = query
        self._passages = Passages(query, lambda: self._phrasings)
        self._vectors: PassageVectors | None = None

    def use_vectors(self, vectors: PassageVectors) -> None:
        """Rank by meaning, too, from now on."""
        self._vectors = vectors if len(vectors) else None
        self.__dict__.pop("_mixture", None)

    def search(
        self,
        text: str,
        documents: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        limit: int = 10,
        extra: Iterable[Sequence[ProvisionKey]] = (),
    ) -> list[Hit]:
        """Return the provisions that answer best, best first.

        Args:
            text: Anything at all, as typed.
            documents: Ids of the documents to look in; all when ``None``.
            kinds: Kinds of provision to look for; all but ``FORMAL_KINDS`` when ``None``.
            limit: At most so many.
            extra: Further rankings of places, best first, to be joined with the others.
        """
        if limit < 1:
            return []
        stretches = self._content_words(normalise_query(text))
        within = SearchFilter(documents, kinds)
        terms = self._terms(stretches)
        pairs = _unique(bigrams("".join(stretch) for stretch in stretches))
        others = [self._ranked_by_ask(terms, within), *self._keys(extra, within)]
        if self._mixture:
            # It stands for the three rankings by words and counts as much as they.
            mixed = self._mixture.ranking(text, terms, pairs, within)
            rankings = [*[list(mixed)] * 3, *map(self._passages.firsts, others)]
        else:
            mixed = {}
            rankings = [*self._full_text.rankings(terms, pairs, within), *others]
        best = [key for key, _ in fuse(rankings)[:limit]]
        return self._hits(best, self._weights(terms), mixed)

    @cached_property
    def _mixture(self) -> Mixture | None:
        """What ranks passages; ``None`` where provisions are ranked one by one."""
        if self._vectors is None and not self._is_large:
            return None
        # Needs numpy, which a small base opens without.
        from policies_kb.search.mixture import Mixture

        return Mixture(self._index, self._passages, self._vectors)

    @cached_property
    def _is_large(self) -> bool:
        return bool(self._query("SELECT 1 FROM sqlite_master WHERE name = 'posting'", ()))

    @cached_property
    def _index(self) -> FullText | Coverage:
        if not self._is_large:
            return self._full_text
        from policies_kb.search.coverage import Coverage

        return Coverage(self._query)

    @cached_property
    def _full_text(self) -> FullText:
        return FullText(self._query)

    @cached_property
    def segmenter(self) -> Segmenter:
        """Cuts text by the word list of the base."""
        return Segmenter(dict(self._query("SELECT word, frequency FROM word", ())))  # type: ignore[arg-type]

    @cached_property
    def _stop_words(self) -> frozenset[str]:
        return frozenset(word for (word,) in self._query("SELECT word FROM stop_word", ()))

    @cached_property
    def _phrasings(self) -> dict[ProvisionKey, list[str]]:
        phrasings: dict[ProvisionKey, list[str]] = {}
        for (data,) in self._query("SELECT data FROM phrasing", ()):
            phrasing = Phrasing.model_validate_json(data)
            phrasings.setdefault((phrasing.document, phrasing.provision), []).append(phrasing.text)
        return phrasings

    def _content_words(self, text: str) -> list[list[str]]:
        """Return the words that count, in stretches that stand together in the text."""
        stretches: list[list[str]] = [[]]
        for word in self.segmenter.cut(text):
            if word in self._stop_words:
                stretches.append([])
            else:
                stretches[-1].append(word)
        return [stretch for stretch in stretches if stretch]

    def _terms(self, stretches: Iterable[Sequence[str]]) -> list[str]:
        words = [word for stretch in stretches for word in stretch]
        # A lone character says little (and much else); it counts only when there is nothing more.
        chosen = [word for word in words if len(word) > 1] or words
        return _unique(
            term
            for word in chosen
            for term in self.segmenter.cut_for_search(word)
            if term not in self._stop_words
        )

    def _ranked_by_ask(self, terms: Sequence[str], within: SearchFilter) -> list[int]:
        """Rank by ways of asking that hold all the terms; sharing only some says too little."""
        sql = (
            "SELECT p.key FROM ask_words "
            "JOIN provision p ON p.document = ask_words.document AND p.id = ask_words.provision "
            f"WHERE ask_words MATCH ?{within.condition} "
            f"ORDER BY bm25(ask_words), ask_words.rowid LIMIT {CANDIDATES}"
        )
        return matching(self._query, sql, " AND ", terms, within)

    def _keys(
        self, rankings: Iterable[Sequence[ProvisionKey]], within: SearchFilter
    ) -> list[list[int]]:
        sql = f"SELECT p.key FROM provision p WHERE p.document = ? AND p.id = ?{within.condition}"
        return [
            [key for place in ranking for (key,) in self._query(sql, [*place, *within.values])]
            for ranking in rankings
        ]

    def _weights(self, terms: Sequence[str]) -> dict[str, float]:
        """Return how much each term says: the rarer, the more."""
        indexed = self._index.indexed
        return {
            term: math.log(1 + (indexed - holding + 0.5) / (holding + 0.5))
            for term, holding in self._index.holding(terms).items()
        }

    def _hits(
        self, keys: Sequence[int], weights: Mapping[str, float], cosines: Mapping[int, float]
    ) -> list[Hit]:
        whole = self._mixture is not None
        last = "g.last" if whole else "g.key"
        table = "passage" if whole else "provision"
        # CROSS JOIN keeps the order: from the few passages to their provisions and sentences.
        sql = (
            "SELECT g.key, p.document, p.id, p.context, p.text, s.text "
            f"FROM {table} g CROSS JOIN provision p ON p.key BETWEEN g.key AND {last} "
            "LEFT JOIN sentence s ON s.document = p.document AND s.provision = p.id "
            f"WHERE g.key IN ({marks(keys)}) ORDER BY p.key, s.position"
        )
        told: dict[int, list[_Told]] = {key: [] for key in keys}
        for key, *row in self._query(sql, keys):
            told[key].append(_Told(*row))
        return [self._hit(told[key], weights, cosines.get(key, 0.0)) for key in keys]

    def _hit(self, told: Sequence[_Told], weights: Mapping[str, float], nearness: float) -> Hit:
        best = max(told, key=lambda row: _covered(row.sentence or "", weights))
        whole = {row.provision: row.text for row in told}
        phrasings = [
            phrasing for id_ in whole for phrasing in self._phrasings.get((best.document, id_), ())
        ]
        texts = ["\n".join([told[0].context, *whole.values()]), *phrasings]
        covered = max(_covered(words, weights) for words in texts)
        score = covered / (sum(weights.values()) or 1.0)
        sentence = best.text if best.sentence is None else best.sentence
        return Hit(best.document, best.provision, sentence, min(score, 1.0), nearness)


class _Told(NamedTuple):
    """A sentence of a passage and where it stands; ``None`` for a provision without own words."""

    document: str
    provision: str
    context: str
    text: str
    sentence: str | None


def _covered(text: str, weights: Mapping[str, float]) -> float:
    """Return the weight of the terms that stand in the text.

    Looks for characters, not for words, so that 欠薪 is found within 无欠薪.
    """
    told = compact(text)
    return sum(weight for term, weight in weights.items() if term in told)


def _unique(items: Iterable[Key]) -> list[Key]:
    return list(dict.fromkeys(items))
