"""Brings the indexes of a database up to date where only some of its papers changed.

A paper's provisions have keys one after the other. New ones have keys above all others, so that
what is indexed stays as it is and only the sets of the words they hold grow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import sqlite_utils

from policies_kb.overlay.model import Overlay
from policies_kb.search.index import (
    MOST_IN_FULL_TEXT,
    add_indexes,
    fill_full_text,
    whole_passages,
)
from policies_kb.search.passages import add_passages
from policies_kb.search.postings import PassageTerms, terms_of_passages
from policies_kb.search.row_sets import is_listed, pack_set, unpack_set
from policies_kb.search.words import Segmenter

_FULL_TEXT = (
    *("provision_vocabulary", "pair_vocabulary"),
    *("provision_words", "provision_bigrams", "sentence_words"),
)
_POSTINGS = ("posting", "kind_rows", "pair", "length")
#: What names the sets of a table of sets.
_SETS = {"posting": "term", "kind_rows": "kind"}
#: Values of one SELECT at most.
_AT_ONCE = 500


def grow_indexes(
    database: sqlite_utils.Database,
    overlay: Overlay,
    since: int,
    most_in_full_text: int = MOST_IN_FULL_TEXT,
) -> None:
    """Index the provisions from a key on, which are not indexed yet.

    Args:
        database: The database, with its provisions and its words.
        overlay: The curated ways of asking.
        since: Key of the first new provision.
        most_in_full_text: See :func:`policies_kb.search.index.add_indexes`.
    """
    wanted = database.table("provision").count > most_in_full_text
    if wanted != _has_postings(database):
        _drop(database, "ask_words", "passage", *(_FULL_TEXT if wanted else _POSTINGS))
        add_indexes(database, overlay, most_in_full_text)
        return
    segmenter = Segmenter(dict(database.execute("SELECT word, frequency FROM word").fetchall()))
    add_passages(database, since)
    if not wanted:
        fill_full_text(database, segmenter, overlay, since)
        return
    rows = whole_passages(database, overlay, since)
    _add_to_postings(database, terms_of_passages(segmenter, rows), _highest(database) + 1)


def shrink_indexes(
    database: sqlite_utils.Database, overlay: Overlay, spans: Iterable[tuple[int, int]]
) -> None:
    """Take provisions out of the indexes before they are taken out of the database.

    Args:
        database: The database, with these provisions still in it.
        overlay: The curated ways of asking.
        spans: First and last keys of papers.
    """
    gone = list(spans)
    if not _has_postings(database):
        for first, last in gone:
            _shrink_full_text(database, first, last)
        _forget_passages(database, gone)
        return
    lengths = _lengths(database)
    pairs: Counter[str] = Counter()
    for first, last in gone:
        # Pairs of signs hang on the text alone, words on a list that may have grown since.
        rows = whole_passages(database, overlay, first, last)
        pairs.update(terms_of_passages(Segmenter({}), rows).pairs)
        lengths[first : last + 1] = 0
    database.conn.executemany(
        "UPDATE pair SET holding = holding - ? WHERE pair = ?",
        [(count, pair) for pair, count in pairs.items()],
    )
    database.execute("DELETE FROM pair WHERE holding <= 0")
    dead = np.zeros(len(lengths), dtype=bool)
    for first, last in gone:
        dead[first : last + 1] = True
    for table in _SETS:
        _without(database, table, dead)
    _keep_lengths(database, lengths)
    _forget_passages(database, gone)


def _forget_passages(database: sqlite_utils.Database, spans: Iterable[tuple[int, int]]) -> None:
    database.conn.executemany("DELETE FROM passage WHERE key BETWEEN ? AND ?", spans)


def _has_postings(database: sqlite_utils.Database) -> bool:
    return "posting" in database.table_names()


def _drop(database: sqlite_utils.Database, *tables: str) -> None:
    for table in tables:
        database.execute(f"DROP TABLE IF EXISTS {table}")


def _highest(database: sqlite_utils.Database) -> int:
    [(key,)] = database.execute("SELECT coalesce(max(key), 0) FROM provision").fetchall()
    return int(key)


def _shrink_full_text(database: sqlite_utils.Database, first: int, last: int) -> None:
    database.execute(
        "DELETE FROM sentence_words WHERE rowid IN (SELECT s.key FROM provision p JOIN sentence s "
        "ON s.document = p.document AND s.provision = p.id WHERE p.key BETWEEN ? AND ?)",
        [first, last],
    )
    for table in ("provision_words", "provision_bigrams"):
        database.execute(f"DELETE FROM {table} WHERE rowid BETWEEN ? AND ?", [first, last])


def _add_to_postings(database: sqlite_utils.Database, new: PassageTerms, size: int) -> None:
    before = _lengths(database)
    lengths = np.zeros(max(size, len(before)), dtype="<u4")
    lengths[: len(before)] = before
    for key, length in new.lengths.items():
        lengths[key] = length
    for table, sets in (("posting", new.holding), ("kind_rows", new.kinds)):
        _widen(database, table, len(before), len(lengths))
        _join(database, table, sets, len(lengths))
    database.conn.executemany(
        "INSERT INTO pair VALUES (?, ?) "
        "ON CONFLICT (pair) DO UPDATE SET holding = holding + excluded.holding",
        list(new.pairs.items()),
    )
    _keep_lengths(database, lengths)


def _widen(database: sqlite_utils.Database, table: str, before: int, size: int) -> None:
    """Pack anew the sets that a larger base stores as lists and not as bits.

    Bits stay as they are: those behind their end count as none.
    """
    sql = f"SELECT {_SETS[table]}, holding, rows FROM {table}"
    for name, holding, rows in database.execute(sql).fetchall():
        if is_listed(holding, size) and not is_listed(holding, before):
            _update(
                database, table, name, holding, pack_set(unpack_set(rows, holding, before), size)
            )


def _join(
    database: sqlite_utils.Database, table: str, sets: Mapping[str, Iterable[int]], size: int
) -> None:
    """Add keys to stored sets, which are packed for this size already."""
    column = _SETS[table]
    names = list(sets)
    known: dict[str, npt.NDArray[np.uint32]] = {}
    for start in range(0, len(names), _AT_ONCE):
        part = names[start : start + _AT_ONCE]
        sql = f"SELECT {column}, holding, rows FROM {table} WHERE {column} IN "
        for name, holding, rows in database.execute(f"{sql}({', '.join('?' * len(part))})", part):
            known[name] = unpack_set(rows, holding, size)
    none = np.zeros(0, dtype=np.uint32)
    for name, keys in sets.items():
        members = np.concatenate([known.get(name, none), np.fromiter(keys, dtype=np.uint32)])
        database.execute(
            f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)",
            [name, len(members), pack_set(members, size)],
        )


def _without(database: sqlite_utils.Database, table: str, dead: npt.NDArray[np.bool_]) -> None:
    """Take keys out of all sets of a table."""
    size = len(dead)
    sql = f"SELECT {_SETS[table]}, holding, rows FROM {table}"
    for name, holding, rows in database.execute(sql).fetchall():
        members = unpack_set(rows, holding, size)
        left = members[~dead[members]]
        if not len(left):
            database.execute(f"DELETE FROM {table} WHERE {_SETS[table]} = ?", [name])
        elif len(left) < len(members):
            _update(database, table, name, len(left), pack_set(left, size))


def _update(
    database: sqlite_utils.Database, table: str, name: str, holding: int, rows: bytes
) -> None:
    sql = f"UPDATE {table} SET holding = ?, rows = ? WHERE {_SETS[table]} = ?"
    database.execute(sql, [holding, rows, name])


def _lengths(database: sqlite_utils.Database) -> npt.NDArray[np.uint32]:
    [(characters,)] = database.execute("SELECT characters FROM length").fetchall()
    return np.frombuffer(characters, dtype="<u4").copy()


def _keep_lengths(database: sqlite_utils.Database, lengths: npt.NDArray[np.uint32]) -> None:
    database.execute("UPDATE length SET characters = ?", [lengths.tobytes()])
