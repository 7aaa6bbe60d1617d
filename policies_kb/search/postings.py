"""Writes the index of a large base: for every word the set of the provisions that hold it.

Full-text search scores every provision that holds any word of the question; among hundreds of
thousands these are too many. ``policies_kb.search.coverage`` reads what is written here.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import sqlite_utils

from policies_kb.search.row_sets import pack_set
from policies_kb.search.words import Segmenter, bigrams, normalise, runs

#: Runs whose cut is remembered.
_REMEMBERED = 1 << 16
_COLUMNS = ("heading", "context", "text", "phrasings")


@dataclass
class PassageTerms:
    """What is stored of some provisions.

    Attributes:
        holding: Keys of the provisions that hold each word.
        kinds: Keys of the provisions of each kind.
        pairs: How many provisions hold each bigram.
        lengths: Characters of each provision by its key.
    """

    holding: dict[str, array[int]] = field(default_factory=lambda: defaultdict(_no_keys))
    kinds: dict[str, array[int]] = field(default_factory=lambda: defaultdict(_no_keys))
    pairs: Counter[str] = field(default_factory=Counter)
    lengths: dict[int, int] = field(default_factory=dict)


def _no_keys() -> array[int]:
    return array("I")


def terms_of_passages(segmenter: Segmenter, rows: Iterable[Mapping[str, Any]]) -> PassageTerms:
    """Return what is stored of provisions.

    Args:
        segmenter: Cuts the text.
        rows: The provisions worth finding, each with ``key``, ``kind`` and the indexed columns.
    """
    cut = _remembering(segmenter)
    found = PassageTerms()
    for row in rows:
        key, texts = row["key"], [row[column] for column in _COLUMNS]
        cuts = [cut(run) for run in runs(normalise("\n".join(texts)))]
        for word in frozenset().union(*(words for words, _ in cuts)):
            found.holding[word].append(key)
        found.pairs.update(frozenset().union(*(pairs for _, pairs in cuts)))
        found.kinds[row["kind"]].append(key)
        found.lengths[key] = sum(map(len, texts))
    return found


def add_postings(
    database: sqlite_utils.Database, segmenter: Segmenter, rows: Iterable[Mapping[str, Any]]
) -> None:
    """Write the sets of words and kinds, the counts of bigrams and the lengths of provisions.

    Args:
        database: The database, with its provisions.
        segmenter: Cuts the text.
        rows: See :func:`terms_of_passages`.
    """
    found = terms_of_passages(segmenter, rows)
    [(size,)] = database.execute("SELECT coalesce(max(key), 0) + 1 FROM provision").fetchall()
    lengths = np.zeros(size, dtype="<u4")
    for key, length in found.lengths.items():
        lengths[key] = length
    _write(database, "posting", _packed(found.holding, size))
    _write(database, "kind_rows", _packed(found.kinds, size))
    _write(database, "pair", sorted(found.pairs.items()))
    _write(database, "length", [(lengths.tobytes(),)])
    database.conn.commit()


def _packed(sets: Mapping[str, array[int]], size: int) -> Iterator[tuple[str, int, bytes]]:
    for name, keys in sorted(sets.items()):
        yield name, len(keys), pack_set(keys, size)


_TABLES = {
    "posting": "(term TEXT PRIMARY KEY, holding INTEGER, rows BLOB)",
    "kind_rows": "(kind TEXT PRIMARY KEY, holding INTEGER, rows BLOB)",
    "pair": "(pair TEXT PRIMARY KEY, holding INTEGER) WITHOUT ROWID",
    "length": "(characters BLOB)",
}


def _write(database: sqlite_utils.Database, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    columns = _TABLES[table]
    database.execute(f"CREATE TABLE {table} {columns}")
    places = ", ".join("?" * (columns.count(",") + 1))
    database.conn.executemany(f"INSERT INTO {table} VALUES ({places})", rows)


def _remembering(segmenter: Segmenter) -> Callable[[str], tuple[frozenset[str], frozenset[str]]]:
    """Return what cuts a run into words and into bigrams; papers repeat each other and titles."""

    @lru_cache(maxsize=_REMEMBERED)
    def cut(run: str) -> tuple[frozenset[str], frozenset[str]]:
        return frozenset(segmenter.cut_for_search(run)), frozenset(bigrams([run]))

    return cut
