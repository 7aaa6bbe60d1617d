"""Ranks the provisions of a base by SQLite's full-text search: all matches, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from policies_kb.search.filters import SearchFilter, SearchSelect, marks

#: Places of one ranking that count.
CANDIDATES = 50
#: Weights of heading, context (headings above, title), text and the ways people ask for it.
_BM25 = "bm25({table}, 3.0, 1.0, 1.0, 1.0)"


class FullText:
    """Three rankings by BM25: over words, over character bigrams, over the words of sentences.

    Every index is asked for all of the terms first and for any of them after that. The time grows
    with the provisions that hold any term, so it is meant for bases of some hundreds.
    """

    def __init__(self, query: SearchSelect) -> None:
        self._query = query

    @cached_property
    def indexed(self) -> int:
        """How many provisions are indexed."""
        [(count,)] = self._query("SELECT count(*) FROM provision_words", ())
        return int(count)

    def holding(self, terms: Sequence[str]) -> dict[str, int]:
        """Return how many provisions hold each term."""
        return {term: self._document_frequency.get(term, 0) for term in terms}

    def pairs_holding(self, pairs: Sequence[str]) -> dict[str, int]:
        """Return how many provisions hold each bigram."""
        sql = f"SELECT term, doc FROM pair_vocabulary WHERE term IN ({marks(pairs)})"
        return dict(self._query(sql, pairs))  # type: ignore[arg-type]

    @cached_property
    def mean_length(self) -> float:
        """Characters of a provision in the mean."""
        [(mean,)] = self._query("SELECT avg(length(text) + length(context)) FROM provision", ())
        return float(mean or 1)

    def candidates(
        self, terms: Sequence[str], pairs: Sequence[str], within: SearchFilter
    ) -> list[int]:
        """Return keys of the best provisions of every ranking."""
        return [key for ranking in self.rankings(terms, pairs, within) for key in ranking]

    def rankings(
        self, terms: Sequence[str], pairs: Sequence[str], within: SearchFilter
    ) -> list[list[int]]:
        """Return keys of provisions, best first, by words, by bigrams and by sentences."""
        return [
            self._ranked("provision_words", terms, within),
            self._ranked("provision_bigrams", pairs, within),
            self._ranked_by_sentence(terms, within),
        ]

    @cached_property
    def _document_frequency(self) -> dict[str, int]:
        return dict(self._query("SELECT term, doc FROM provision_vocabulary", ()))  # type: ignore[arg-type]

    def _ranked(self, table: str, terms: Sequence[str], within: SearchFilter) -> list[int]:
        sql = (
            f"SELECT p.key FROM {table} JOIN provision p ON p.key = {table}.rowid "
            f"WHERE {table} MATCH ?{within.condition} "
            f"ORDER BY {_BM25.format(table=table)}, p.key LIMIT {CANDIDATES}"
        )
        return self._all_then_any(sql, terms, within)

    def _ranked_by_sentence(self, terms: Sequence[str], within: SearchFilter) -> list[int]:
        sql = (
            "SELECT p.key FROM sentence_words "
            "JOIN sentence s ON s.key = sentence_words.rowid "
            "JOIN provision p ON p.document = s.document AND p.id = s.provision "
            f"WHERE sentence_words MATCH ?{within.condition} "
            f"ORDER BY bm25(sentence_words), s.key LIMIT {CANDIDATES}"
        )
        return self._all_then_any(sql, terms, within)

    def _all_then_any(self, sql: str, terms: Sequence[str], within: SearchFilter) -> list[int]:
        found = matching(self._query, sql, " AND ", terms, within)
        if len(found) < CANDIDATES and len(terms) > 1:
            found += matching(self._query, sql, " OR ", terms, within)
        return list(dict.fromkeys(found))


def matching(
    query: SearchSelect, sql: str, operator: str, terms: Sequence[str], within: SearchFilter
) -> list[int]:
    """Return the keys a statement finds for terms joined by an operator, every term quoted."""
    if not terms:
        return []
    quoted = operator.join('"' + term.replace('"', '""') + '"' for term in terms)
    return [key for (key,) in query(sql, [quoted, *within.values])]
