"""Writes the word list and the indexes of a new database."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

import sqlite_utils

from policies_kb.errors import BuildError
from policies_kb.overlay.model import Overlay
from policies_kb.search.paper_mentions import add_standing
from policies_kb.search.passages import add_passages
from policies_kb.search.postings import add_postings
from policies_kb.search.words import (
    LONGEST_WORD,
    Segmenter,
    bigrams,
    has_han,
    normalise,
    runs,
    with_domain_words,
)

#: Words of jieba's list rarer than this are left out; terms of the trade are added.
_RARE = 20
#: Provisions of the largest base that full-text search ranks whole; see docs/decisions, no. 9.
MOST_IN_FULL_TEXT = 1000
_SHORT_HEADING = re.compile(r"[\u4e00-\u9fff]{2,6}\Z")


def add_words(database: sqlite_utils.Database, curated_dir: Path, overlay: Overlay) -> None:
    """Store the word list: frequent words of jieba, of texts and phrasings, terms of the trade."""
    domain = set(read_words(curated_dir / "words.txt"))
    domain |= {name for unit in overlay.units for name in (unit.name, *unit.aliases, *unit.present)}
    domain |= {name for row in overlay.divisions for name in (row.name, *row.aliases)}
    domain |= {
        row["heading"] for row in database.table("provision").rows if _is_term(row["heading"])
    }
    texts = (row["text"] for row in database.table("issue").rows)
    frequent, rare = _jieba_words()
    present = _present(rare, chain(texts, (phrasing.text for phrasing in overlay.phrasings)))
    kept = {**frequent, **{word: rare[word] for word in present}}
    merged = with_domain_words(kept, sorted(map(normalise, domain)))
    with database.conn:
        database.conn.executemany("INSERT INTO word VALUES (?, ?)", sorted(merged.items()))
    database.table("stop_word").insert_all(
        {"word": word} for word in sorted(set(read_words(curated_dir / "stop_words.txt")))
    )


def add_rare_words(database: sqlite_utils.Database, texts: Iterable[str]) -> None:
    """Add the rare words of jieba's list that stand in texts which came after the word list.

    No word of the trade is added: it would cut apart otherwise what is indexed already.
    """
    known = {word for (word,) in database.execute("SELECT word FROM word").fetchall()}
    _, rare = _jieba_words()
    new = sorted((word, rare[word]) for word in _present(rare, texts) - known)
    database.conn.executemany("INSERT INTO word VALUES (?, ?)", new)


def read_words(path: Path) -> list[str]:
    """Return the words of a list, one a line; blank lines and ``#`` lines are no words."""
    if not path.is_file():
        return []
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [normalise(line) for line in lines if line and not line.startswith("#")]


def _is_term(heading: str) -> bool:
    return bool(_SHORT_HEADING.match(heading))


def _present(words: Container[str], texts: Iterable[str]) -> set[str]:
    """Return the words that are a stretch of a text."""
    return {
        run[start:end]
        for text in texts
        for run in runs(text)
        for start in range(len(run))
        for end in range(start + 2, min(start + LONGEST_WORD, len(run)) + 1)
        if run[start:end] in words
    }


@cache
def _jieba_words() -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return the frequent words of jieba's list, single characters among them, and the rare ones.

    Only its data file is read, the package is not imported.
    """
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise BuildError("jieba:1: the package with the word list is not installed")
    text = Path(spec.origin).with_name("dict.txt").read_text(encoding="utf-8")
    rows = (line.split(" ", 2) for line in text.splitlines())
    frequent: dict[str, int] = {}
    rare: dict[str, int] = {}
    for word, count, *_ in rows:
        (rare if len(word) > 1 and int(count) < _RARE else frequent)[word] = int(count)
    return frequent, rare


def add_indexes(
    database: sqlite_utils.Database, overlay: Overlay, most_in_full_text: int = MOST_IN_FULL_TEXT
) -> None:
    """Fill the indexes of the search; text is stored ready cut, words apart by spaces.

    Args:
        database: The database, with its provisions and its words.
        overlay: The curated ways of asking.
        most_in_full_text: A base of more provisions gets postings instead of full-text search.
    """
    words_known = database.execute("SELECT word, frequency FROM word").fetchall()
    segmenter = Segmenter(dict(words_known))
    add_passages(database)
    add_standing(database)
    if database.table("provision").count > most_in_full_text:
        add_postings(database, segmenter, whole_passages(database, overlay))
    else:
        create_full_text(database)
        fill_full_text(database, segmenter, overlay)
    database.execute(
        "CREATE VIRTUAL TABLE ask_words "
        "USING fts5(text, document UNINDEXED, provision UNINDEXED, tokenize = 'porter unicode61')"
    )
    database.table("ask_words").insert_all(
        {
            "text": _words(segmenter, phrasing.text),
            "document": phrasing.document,
            "provision": phrasing.provision,
        }
        for phrasing in overlay.phrasings
    )


def create_full_text(database: sqlite_utils.Database) -> None:
    """Create the empty tables of full-text search."""
    for table in ("provision_words", "provision_bigrams"):
        database.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5(heading, context, text, phrasings)"
        )
    database.execute("CREATE VIRTUAL TABLE sentence_words USING fts5(text)")
    for vocabulary, table in (("provision", "provision_words"), ("pair", "provision_bigrams")):
        database.execute(
            f"CREATE VIRTUAL TABLE {vocabulary}_vocabulary USING fts5vocab({table}, row)"
        )


def fill_full_text(
    database: sqlite_utils.Database, segmenter: Segmenter, overlay: Overlay, since: int = 0
) -> None:
    """Put provisions into full-text search.

    Args:
        database: The database, with its provisions and the tables.
        segmenter: Cuts the text.
        overlay: The curated ways of asking.
        since: The key of the first provision that is not in it yet.
    """

    def words(text: str) -> str:
        return _words(segmenter, text)

    def pairs(text: str) -> str:
        return " ".join(bigrams(runs(normalise(text))))

    for table, cutter in (("provision_words", words), ("provision_bigrams", pairs)):
        database.table(table).insert_all(
            {
                "rowid": row["key"],
                "heading": cutter(row["heading"]),
                "context": cutter(row["context"]),
                "text": cutter(row["text"]),
                "phrasings": cutter(row["phrasings"]),
            }
            for row in indexed_rows(database, overlay, since)
        )
    database.table("sentence_words").insert_all(
        {"rowid": row["key"], "text": words(row["text"])}
        for row in database.query(
            "SELECT s.key, s.text FROM provision p CROSS JOIN sentence s "
            "ON s.document = p.document AND s.provision = p.id WHERE p.key >= ?",
            [since],
        )
    )


def _words(segmenter: Segmenter, text: str) -> str:
    return " ".join(segmenter.cut_for_search(normalise(text)))


def whole_passages(
    database: sqlite_utils.Database, overlay: Overlay, since: int = 0, last: int = sys.maxsize
) -> Iterator[dict[str, Any]]:
    """Yield the passages worth finding, each its first provision with the words of all of them.

    Args:
        database: The database, with its provisions and passages.
        overlay: The curated ways of asking.
        since: Key of the first provision to look at.
        last: Key of the last one.
    """
    lasts = dict(database.execute("SELECT key, last FROM passage").fetchall())
    whole: dict[str, Any] = {}
    for row in indexed_rows(database, overlay, since, last):
        if whole and row["key"] <= whole["last"]:
            for column in ("text", "phrasings"):
                whole[column] += f"\n{row[column]}"
            continue
        if whole:
            yield whole
        whole = {**row, "last": lasts.get(row["key"], row["key"])}
    if whole:
        yield whole


def _phrasings_by_place(overlay: Overlay) -> dict[tuple[str, str], list[str]]:
    """Return the Chinese ways to ask for each provision, which widen its own words.

    Not the English ones: with one or two a provision and no English text, any shared word would
    outrank better evidence. They are found in ``ask_words``, where all words must agree.
    """
    phrasings: dict[tuple[str, str], list[str]] = defaultdict(list)
    for phrasing in overlay.phrasings:
        if has_han(phrasing.text):
            phrasings[phrasing.document, phrasing.provision].append(phrasing.text)
    return phrasings


def indexed_rows(
    database: sqlite_utils.Database, overlay: Overlay, since: int = 0, last: int = sys.maxsize
) -> Iterator[dict[str, Any]]:
    """Yield the provisions worth finding, each with the ways to ask for it as ``phrasings``.

    A bare heading with provisions below it says nothing alone; its words are the context of each
    provision below.

    Args:
        database: The database, with its provisions.
        overlay: The curated ways of asking.
        since: Key of the first provision to look at; all those of a document go together.
        last: Key of the last one.
    """
    phrasings = _phrasings_by_place(overlay)
    keys = "FROM provision WHERE key BETWEEN ? AND ?"
    parents = set(
        database.execute(f"SELECT DISTINCT document, parent {keys}", [since, last]).fetchall()
    )
    for row in database.query(f"SELECT * {keys} ORDER BY key", [since, last]):
        place = row["document"], row["id"]
        bare = row["text"].strip() in (f"{row['ordinal']}{row['heading']}", "")
        if not (bare and place in parents):
            yield {**row, "phrasings": "\n".join(phrasings.get(place, ()))}
