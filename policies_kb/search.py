"""Full-text search over provisions: words and bigrams ranked apart, then fused.

A question is normalised, freed of stop words and cut into words and character bigrams, each of
which is quoted before it meets FTS5. Every index is asked for all of the terms first and for any
of them after that; rankings are joined by reciprocal rank. Curated ways of asking (``asks``) widen
the words of their provision, and one that holds all of the terms ranks on its own. A ranking from
elsewhere (sentence vectors) is joined in the same way through ``extra``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from functools import cached_property
from typing import Any, TypeVar

from .overlay_model import Ask
from .rows import Hit
from .words import Segmenter, bigrams, normalise, normalise_query

Key = TypeVar("Key", bound=Hashable)
#: Document id and provision id.
Place = tuple[str, str]
Query = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

#: Kinds of provision that hold no rule and are left out unless asked for by name.
FORMAL_KINDS = ("title", "number", "addressee", "signature", "letterhead", "toc", "note")
_CANDIDATES = 50
#: Weights of heading, context (headings above, title), text and the ways people ask for it.
_BM25 = "bm25({table}, 3.0, 1.0, 1.0, 1.0)"


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

    def __init__(self, query: Query) -> None:
        self._query = query

    def search(
        self,
        text: str,
        documents: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        limit: int = 10,
        extra: Iterable[Sequence[Place]] = (),
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
        allowed, values = _allowed(documents, kinds)
        terms = self._terms(stretches)
        pairs = _unique(bigrams("".join(stretch) for stretch in stretches))
        rankings = [
            self._ranked("provision_words", terms, allowed, values),
            self._ranked("provision_bigrams", pairs, allowed, values),
            self._ranked_by_sentence(terms, allowed, values),
            self._ranked_by_ask(terms, allowed, values),
        ]
        keys = self._keys(extra, allowed, values)
        best = fuse([*rankings, *keys])[:limit]
        return [self._hit(key, terms) for key, _ in best]

    @cached_property
    def _segmenter(self) -> Segmenter:
        return Segmenter(dict(self._query("SELECT word, frequency FROM word", ())))  # type: ignore[arg-type]

    @cached_property
    def _stop_words(self) -> frozenset[str]:
        return frozenset(word for (word,) in self._query("SELECT word FROM stop_word", ()))

    @cached_property
    def _asks(self) -> dict[Place, list[str]]:
        asks: dict[Place, list[str]] = {}
        for (data,) in self._query("SELECT data FROM ask", ()):
            ask = Ask.from_data(json.loads(data))
            asks.setdefault((ask.document, ask.provision), []).append(ask.text)
        return asks

    @cached_property
    def _document_frequency(self) -> dict[str, int]:
        return dict(self._query("SELECT term, doc FROM provision_vocabulary", ()))  # type: ignore[arg-type]

    @cached_property
    def _indexed(self) -> int:
        [(count,)] = self._query("SELECT count(*) FROM provision_words", ())
        return int(count)

    def _content_words(self, text: str) -> list[list[str]]:
        """Return the words that count, in stretches that stand together in the text."""
        stretches: list[list[str]] = [[]]
        for word in self._segmenter.cut(text):
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
            for term in self._segmenter.cut_for_search(word)
            if term not in self._stop_words
        )

    def _ranked(
        self, table: str, terms: Sequence[str], allowed: str, values: list[str]
    ) -> list[int]:
        sql = (
            f"SELECT p.key FROM {table} JOIN provision p ON p.key = {table}.rowid "
            f"WHERE {table} MATCH ?{allowed} "
            f"ORDER BY {_BM25.format(table=table)}, p.key LIMIT {_CANDIDATES}"
        )
        return self._all_then_any(sql, terms, values)

    def _ranked_by_sentence(
        self, terms: Sequence[str], allowed: str, values: list[str]
    ) -> list[int]:
        sql = (
            "SELECT p.key FROM sentence_words "
            "JOIN sentence s ON s.key = sentence_words.rowid "
            "JOIN provision p ON p.document = s.document AND p.id = s.provision "
            f"WHERE sentence_words MATCH ?{allowed} "
            f"ORDER BY bm25(sentence_words), s.key LIMIT {_CANDIDATES}"
        )
        return self._all_then_any(sql, terms, values)

    def _ranked_by_ask(self, terms: Sequence[str], allowed: str, values: list[str]) -> list[int]:
        """Rank by ways of asking that hold all the terms; sharing only some says too little."""
        sql = (
            "SELECT p.key FROM ask_words "
            "JOIN provision p ON p.document = ask_words.document AND p.id = ask_words.provision "
            f"WHERE ask_words MATCH ?{allowed} "
            f"ORDER BY bm25(ask_words), ask_words.rowid LIMIT {_CANDIDATES}"
        )
        return self._matching(sql, " AND ", terms, values)

    def _all_then_any(self, sql: str, terms: Sequence[str], values: list[str]) -> list[int]:
        found = self._matching(sql, " AND ", terms, values)
        if len(found) < _CANDIDATES and len(terms) > 1:
            found += self._matching(sql, " OR ", terms, values)
        return _unique(found)

    def _matching(
        self, sql: str, operator: str, terms: Sequence[str], values: list[str]
    ) -> list[int]:
        if not terms:
            return []
        quoted = operator.join('"' + term.replace('"', '""') + '"' for term in terms)
        return [key for (key,) in self._query(sql, [quoted, *values])]

    def _keys(
        self, rankings: Iterable[Sequence[Place]], allowed: str, values: list[str]
    ) -> list[list[int]]:
        sql = f"SELECT p.key FROM provision p WHERE p.document = ? AND p.id = ?{allowed}"
        return [
            [key for place in ranking for (key,) in self._query(sql, [*place, *values])]
            for ranking in rankings
        ]

    def _hit(self, key: int, terms: Sequence[str]) -> Hit:
        [(document, provision, context, text)] = self._query(
            "SELECT document, id, context, text FROM provision WHERE key = ?", [key]
        )
        sentences = [
            row[0]
            for row in self._query(
                "SELECT text FROM sentence WHERE document = ? AND provision = ? ORDER BY position",
                [document, provision],
            )
        ]
        weights = {term: self._weight(term) for term in terms}
        best = max(sentences, key=lambda sentence: _covered(sentence, weights), default=text)
        told = [f"{context}\n{text}", *self._asks.get((document, provision), ())]
        covered = max(_covered(words, weights) for words in told)
        score = covered / (sum(weights.values()) or 1.0)
        return Hit(document, provision, best, min(score, 1.0))

    def _weight(self, term: str) -> float:
        holding = self._document_frequency.get(term, 0)
        return math.log(1 + (self._indexed - holding + 0.5) / (holding + 0.5))


def _covered(text: str, weights: dict[str, float]) -> float:
    """Return the weight of the terms that stand in the text.

    Looks for characters, not for words, so that 欠薪 is found within 无欠薪.
    """
    plain = "".join(normalise(text).split())
    return sum(weight for term, weight in weights.items() if term in plain)


def _allowed(
    documents: Collection[str] | None, kinds: Collection[str] | None
) -> tuple[str, list[str]]:
    """Return the SQL condition of the filters and its parameters."""
    condition, values = "", []
    if documents is not None:
        condition += f" AND p.document IN ({_marks(documents)})"
        values += list(documents)
    if kinds is None:
        condition += f" AND p.kind NOT IN ({_marks(FORMAL_KINDS)})"
        values += FORMAL_KINDS
    else:
        condition += f" AND p.kind IN ({_marks(kinds)})"
        values += list(kinds)
    return condition, values


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))


def _unique(items: Iterable[Key]) -> list[Key]:
    return list(dict.fromkeys(items))
