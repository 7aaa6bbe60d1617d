"""The searches that are compared: each finds the first 20 provisions for a query."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rank_bm25 import BM25Okapi

from bot.channels.web.search_page import MAX_HITS, passages
from policies_kb.kb import KnowledgeBase
from policies_kb.search.fusion import ProvisionKey
from policies_kb.search.words import Segmenter, normalise

#: Pieces of a query that a trigram index can look for.
_RUN = re.compile(r"\w{3,}")
_PAGE_SIZE = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"


class SearchEngine(Protocol):
    """One search over one base."""

    name: str

    def find(self, query: str) -> Sequence[ProvisionKey]:
        """Return document and provision of the first 20 hits, best first."""


@dataclass(frozen=True)
class Cost:
    """What an index cost: seconds to make it and bytes it takes, of memory or of a file."""

    seconds: float
    size: int


class Wence:
    """The search of this project, with the sentence to quote and its score."""

    name = "Wence, search"

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb

    def find(self, query: str) -> Sequence[ProvisionKey]:
        """Return the hits."""
        return [(hit.document, hit.provision) for hit in self._kb.search(query, limit=MAX_HITS)]


class WencePage:
    """All that the page ``/search`` shows: passages with their places and the words marked."""

    name = "Wence, page"

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb

    def find(self, query: str) -> Sequence[ProvisionKey]:
        """Make the passages; what they are is measured by the plain search."""
        passages(self._kb, query)
        return ()


class Trigrams:
    """SQLite's full-text search with its trigram tokenizer, any trigram of the query, by BM25."""

    name = "FTS5 trigram"

    def __init__(self, base: Path, target: Path) -> None:
        target.unlink(missing_ok=True)
        self._db = sqlite3.connect(target)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        started = time.perf_counter()
        self._db.execute(
            "CREATE VIRTUAL TABLE passage USING "
            "fts5(document UNINDEXED, id UNINDEXED, context, text, tokenize = 'trigram')"
        )
        self._db.execute("ATTACH ? AS base", [str(base)])
        self._db.execute(
            "INSERT INTO passage SELECT document, id, context, text FROM base.provision"
        )
        self._db.commit()
        [size] = self._db.execute(_PAGE_SIZE).fetchone()
        self.cost = Cost(time.perf_counter() - started, size)

    def find(self, query: str) -> Sequence[ProvisionKey]:
        """Return the rows that hold any trigram; none for words of two characters."""
        trigrams = {run[i : i + 3] for run in _RUN.findall(query) for i in range(len(run) - 2)}
        if not trigrams:
            return []
        any_of = " OR ".join(f'"{trigram}"' for trigram in sorted(trigrams))
        sql = f"SELECT document, id, text FROM passage(?) ORDER BY rank LIMIT {MAX_HITS}"
        return [(row[0], row[1]) for row in self._db.execute(sql, [any_of])]


class RankBm25:
    """``rank_bm25.BM25Okapi`` over the words that Wence indexes."""

    name = "rank-bm25"

    def __init__(self, base: Path, most: int = MAX_HITS) -> None:
        self._most = most
        db = sqlite3.connect(base)
        self._segmenter, self._stop = word_lists(db)
        rows = db.execute("SELECT document, id, context || ' ' || text FROM provision").fetchall()
        self._places: list[ProvisionKey] = [(document, id_) for document, id_, _ in rows]
        before, started = resident(), time.perf_counter()
        self._ranks = BM25Okapi([self._words(text) for *_, text in rows])
        self.cost = Cost(time.perf_counter() - started, resident() - before)
        db.close()

    def find(self, query: str) -> Sequence[ProvisionKey]:
        """Return the best, which its own method ranks among all."""
        return list(self._ranks.get_top_n(self._words(query), self._places, n=self._most))

    def _words(self, text: str) -> list[str]:
        return list(self._content(text))

    def _content(self, text: str) -> Iterator[str]:
        for word in self._segmenter.cut_for_search(normalise(text)):
            if word not in self._stop:
                yield word


def word_lists(db: sqlite3.Connection) -> tuple[Segmenter, set[str]]:
    """Return what cuts words as a base does, and the words that do not count there."""
    segmenter = Segmenter(dict(db.execute("SELECT word, frequency FROM word")))
    return segmenter, {word for (word,) in db.execute("SELECT word FROM stop_word")}


def resident() -> int:
    """Return the bytes of memory this process has."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096
