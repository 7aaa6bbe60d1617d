"""Passages: what a search finds, each a provision with those below that complete its sentence.

The cases under an article, or under a lead that ends in a colon, say nothing without it, and it
says half without them. What stands below is found with what it belongs to.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from policies_kb.search.filters import SearchFilter, SearchSelect, marks
from policies_kb.search.words import compact

if TYPE_CHECKING:
    import sqlite_utils

#: How people ask for a provision, by its document and id.
Phrasings = Mapping[tuple[str, str], Sequence[str]]

#: A lead with more below it than so many characters is a chapter, not a sentence.
_LONGEST = 600
_HEADING_WEIGHT = 3
#: Stands between text and headings, as no term does.
BREAK = "\0"
_COLONS = (":", "：")


def add_passages(database: sqlite_utils.Database, since: int = 0) -> None:
    """Store for each passage the keys of its first and its last provision.

    Args:
        database: The database, with its provisions.
        since: Key of the first provision whose passage is not stored yet.
    """
    database.execute("CREATE TABLE IF NOT EXISTS passage (key INTEGER PRIMARY KEY, last INTEGER)")
    sql = "SELECT key, document, depth, kind, text FROM provision WHERE key >= ? ORDER BY key"
    rows = [_Row(*row) for row in database.execute(sql, [since]).fetchall()]
    database.conn.executemany("INSERT INTO passage VALUES (?, ?)", _spans(rows))
    database.conn.commit()


class _Row:
    """What of a provision decides how far its passage goes."""

    def __init__(self, key: int, document: str, depth: int, kind: str, text: str) -> None:
        self.key, self.document, self.depth = key, document, depth
        self.is_article = kind == "article"
        self.is_lead = self.is_article or text.rstrip().endswith(_COLONS)
        self.length = len(text)


def _spans(rows: Sequence[_Row]) -> Iterator[tuple[int, int]]:
    place = 0
    while place < len(rows):
        first, last = rows[place], place
        if first.is_lead:
            below = _below(rows, place)
            length = sum(row.length for row in rows[place : below + 1])
            if first.is_article or length <= _LONGEST:
                last = below
        yield first.key, rows[last].key
        place = last + 1


def _below(rows: Sequence[_Row], place: int) -> int:
    """Return the place of the last provision below one."""
    last = place
    while (
        last + 1 < len(rows)
        and rows[last + 1].document == rows[place].document
        and rows[last + 1].depth > rows[place].depth
    ):
        last += 1
    return last


class Passages:
    """Reads the passages of one base.

    Args:
        query: Runs SQL and returns rows.
        phrasings: Returns the ways people ask for provisions; they widen their words.
    """

    def __init__(self, query: SearchSelect, phrasings: Callable[[], Phrasings]) -> None:
        self._query = query
        self._phrasings = phrasings

    def firsts(self, keys: Sequence[int]) -> list[int]:
        """Return the first provision of the passage of each provision, each once."""
        sql = f"SELECT key FROM passage WHERE key IN ({marks(keys)})"
        first = {key for (key,) in self._query(sql, keys)}
        return list(dict.fromkeys(key if key in first else self._first(key) for key in keys))

    def _first(self, key: int) -> int:
        [(first,)] = self._query("SELECT max(key) FROM passage WHERE key < ?", [key])
        return int(first)

    def within(self, firsts: Sequence[int], within: SearchFilter) -> list[int]:
        """Return those passages that a search may return, in the same order."""
        sql = f"SELECT p.key FROM provision p WHERE p.key IN ({marks(firsts)}){within.condition}"
        allowed = {key for (key,) in self._query(sql, [*firsts, *within.values])}
        return [key for key in firsts if key in allowed]

    @cached_property
    def _naming(self) -> tuple[list[int], list[int]]:
        """The first keys of the papers, in order, and how many others name each."""
        sql = (
            "SELECT min(p.key), ifnull(s.naming, 0) FROM provision p "
            "LEFT JOIN standing s USING (document) GROUP BY document ORDER BY 1"
        )
        rows = self._query(sql, ())
        return [first for first, _ in rows], [naming for _, naming in rows]

    def naming(self, key: int) -> int:
        """Return how many other papers name the one a passage is of."""
        starts, counts = self._naming
        return counts[bisect_right(starts, key) - 1]

    def told(self, firsts: Sequence[int]) -> list[str]:
        """Return all that is told of passages, text first, headings as often as they weigh."""
        sql = (
            "SELECT g.key, p.document, p.id, p.heading, p.context, p.text FROM passage g "
            "JOIN provision p ON p.key BETWEEN g.key AND g.last "
            f"WHERE g.key IN ({marks(firsts)}) ORDER BY p.key"
        )
        phrasings = self._phrasings()
        own: dict[int, list[str]] = {key: [] for key in firsts}
        beside: dict[int, list[str]] = {key: [] for key in firsts}
        for key, document, provision, heading, context, text in self._query(sql, firsts):
            if not own[key]:
                beside[key] += [context, *[heading] * _HEADING_WEIGHT]
            own[key].append(text)
            beside[key] += phrasings.get((document, provision), ())
        return [compact(BREAK.join(["\n".join(own[key]), *beside[key]])) for key in firsts]
