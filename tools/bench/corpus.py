"""Makes bases of any size: papers of nonsense in the words of the real ones.

A clause is a random walk over the real base: each word is followed by one that follows it there,
now and then by any of its words, now and then by any word of the base's word list, as frequent as
there. So common words are as common as in real papers, and there are rare ones without end. Papers
repeat each other: more than half of the clauses were written before. They have the shape of real
ones and go through the same code into the same tables and indexes.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import sqlite_utils

from policies_kb.base_file import BASE_VERSION
from policies_kb.database.build import add_paper, create_tables, inputs_hash
from policies_kb.database.records import document_rows
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.model import TABLES, Overlay
from policies_kb.parsed_paper import Paper, ParsedProvision
from policies_kb.paths import PACKAGE
from policies_kb.rows import Issue
from policies_kb.search.filters import FORMAL_KINDS
from policies_kb.search.index import add_indexes
from policies_kb.search.words import Segmenter, normalise

CorpusReport = Callable[[str], None]

#: What decides how a base is made.
_MAKERS = (
    "database/build",
    "database/records",
    "search/index",
    "search/passages",
    "search/postings",
    "search/row_sets",
    "search/standing",
    "search/words",
    "sentences",
)
_CODE = (Path(__file__), *(PACKAGE / f"{name}.py" for name in _MAKERS))
#: How often a word is any of the real papers, and any of the word list, instead of a following one.
_ANY_OF_PAPERS, _ANY_OF_LIST = 0.2, 0.1
#: Words of the list to choose from, drawn once by frequency.
_DRAWN = 200_000
#: How often a clause is one that was written before, and how many there are of these.
_REPEATED, _REPERTOIRE = 0.6, 20_000
_MARKS = ",、:。;"
_PIECE = re.compile(rf"[{_MARKS}]|[^{_MARKS}\s]+")
#: Words of a clause at most, and of a heading.
_CLAUSE, _HEADING = 12, 4
_PARTS, _SECTIONS, _SENTENCES, _CLAUSES = (3, 6), (3, 9), (1, 3), (1, 5)
_PROGRESS = 100_000


@dataclass(frozen=True)
class MadeBase:
    """A base that was made.

    Attributes:
        path: The database.
        provisions: Rows of its table ``provision``.
        index_seconds: How long the indexes took.
        index_bytes: What the indexes added to the file.
        seconds: How long all of it took.
    """

    path: Path
    provisions: int
    index_seconds: float
    index_bytes: int
    seconds: float


class CorpusWriter:
    """Writes papers of nonsense.

    Args:
        texts: The normalised texts that are imitated.
        words: Its word list with frequencies.
        seed: The same seed writes the same papers.
    """

    def __init__(self, texts: Iterable[str], words: dict[str, int], seed: int = 7) -> None:
        self._random = random.Random(seed)
        self._followers: dict[str, list[str]] = defaultdict(list)
        self._any: list[str] = []
        self._repertoire: list[str] = []
        segmenter = Segmenter(words)
        for text in texts:
            pieces = [word for piece in _PIECE.findall(text) for word in _words(segmenter, piece)]
            self._any += pieces
            for word, following in pairwise(["。", *pieces]):
                self._followers[word].append(following)
        listed = [word for word in words if len(word) > 1]
        frequencies = [words[word] for word in listed]
        self._list = self._random.choices(listed, frequencies, k=_DRAWN)

    def paper(self, number: int) -> Paper:
        """Return one paper; its number says that it is none of any government."""
        title = f"关于{self._heading()}的通知"
        printed = f"样政发〔{2000 + number // 1000}〕{number % 1000 + 1}号"
        parts = [self._part(place) for place in range(1, self._between(_PARTS) + 1)]
        provisions = (
            _node("title", "title", title),
            _node("number", "number", printed),
            *parts,
            _node("signature", "signature", "样本人民政府 2017年7月31日"),
        )
        return Paper(printed, title, "样本人民政府", date(2017, 7, 31), provisions)

    def _part(self, place: int) -> ParsedProvision:
        heading = self._heading()
        sections = tuple(
            self._section(f"part_{place}", below)
            for below in range(1, self._between(_SECTIONS) + 1)
        )
        ordinal = f"第{place}部分、"
        text = f"{ordinal}{heading}"
        return ParsedProvision(f"part_{place}", "part", ordinal, heading, text, (0, 0), sections)

    def _section(self, above: str, place: int) -> ParsedProvision:
        heading, ordinal = self._heading(), f"({place})"
        sentences = "".join(self._sentence() for _ in range(self._between(_SENTENCES)))
        text = f"{ordinal}{heading}。{sentences}"
        return ParsedProvision(f"{above}__sec_{place}", "sec", ordinal, heading, text, (0, 0))

    def _sentence(self) -> str:
        return ",".join(self._clause() for _ in range(self._between(_CLAUSES))) + "。"

    def _clause(self) -> str:
        if len(self._repertoire) < _REPERTOIRE:
            self._repertoire.append("".join(self._walk(_CLAUSE)))
            return self._repertoire[-1]
        if self._random.random() < _REPEATED:
            return self._repertoire[int(self._random.random() * _REPERTOIRE)]
        return "".join(self._walk(_CLAUSE))

    def _heading(self) -> str:
        return "".join(self._walk(_HEADING))

    def _walk(self, most: int) -> Iterator[str]:
        """Yield words up to a mark."""
        chance, followers = self._random.random, self._followers
        word = "。"
        for place in range(most):
            dice = chance()
            if dice < _ANY_OF_LIST:
                source = self._list
            elif dice < _ANY_OF_LIST + _ANY_OF_PAPERS:
                source = self._any
            else:
                source = followers.get(word) or self._any
            word = source[int(chance() * len(source))]
            if word not in _MARKS:
                yield word
            elif place > 2:
                return

    def _between(self, limits: tuple[int, int]) -> int:
        return self._random.randint(*limits)


def make_base(real: Path, target: Path, size: int, report: CorpusReport) -> MadeBase:
    """Make a base of at least so many provisions, or take the one that was made in the same way.

    Args:
        real: The built base to imitate.
        target: The file to write, with a ``.json`` beside it that tells how it was made.
        size: How many provisions.
        report: Told one line a step.

    Raises:
        KnowledgeBaseError: The base to imitate is missing or broken.
    """
    with KnowledgeBase.open(real) as kb:
        texts = [normalise(text) for text in _texts(kb)]
        made_from = f"{kb.meta().get('inputs_hash')} {inputs_hash(_CODE)} {size}"
    note = target.with_suffix(".json")
    if target.is_file() and note.is_file():
        told = json.loads(note.read_text(encoding="utf-8"))
        if told.pop("made_from") == made_from:
            report("  made before")
            return MadeBase(path=target, **told)
    for file in (note, target):
        file.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    base = _make(texts, real, target, size, report)
    figures = {name: value for name, value in vars(base).items() if name != "path"}
    note.write_text(json.dumps({**figures, "made_from": made_from}), encoding="utf-8")
    return base


def _make(
    texts: Sequence[str], real: Path, target: Path, size: int, report: CorpusReport
) -> MadeBase:
    started = time.perf_counter()
    database = sqlite_utils.Database(target)
    # Made anew whenever it is not whole.
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    try:
        create_tables(database)
        writer = CorpusWriter(texts, _copy_words(database, real))
        provisions = _add_papers(database, writer, size, report)
        database.conn.commit()
        before, indexing = _bytes(database), time.perf_counter()
        add_indexes(database, Overlay.from_rows({table: () for table in TABLES}))
        database.table("meta").insert({"key": "schema_version", "value": BASE_VERSION})
        database.conn.commit()
        ended = time.perf_counter()
        report(f"  indexed in {ended - indexing:.0f} s")
        index_bytes = _bytes(database) - before
        return MadeBase(target, provisions, ended - indexing, index_bytes, ended - started)
    finally:
        database.close()


def _add_papers(
    database: sqlite_utils.Database, writer: CorpusWriter, size: int, report: CorpusReport
) -> int:
    written = number = told = 0
    while written < size:
        paper = writer.paper(number)
        name = f"sample-{number}"
        issue = Issue(name, "", "", "", "", "", f"{name}.txt", "")
        [document] = document_rows(issue.file, [paper])
        add_paper(database, issue, document, paper)
        written += sum(1 for _ in paper.walk())
        number += 1
        if written // _PROGRESS > told:
            told = written // _PROGRESS
            report(f"  {written:,} provisions")
    return written


def _copy_words(database: sqlite_utils.Database, real: Path) -> dict[str, int]:
    database.attach("real", real)
    for table in ("word", "stop_word"):
        database.execute(f"INSERT INTO {table} SELECT * FROM real.{table}")
    database.conn.commit()
    database.execute("DETACH real")
    return dict(database.execute("SELECT word, frequency FROM word").fetchall())


def _texts(kb: KnowledgeBase) -> Iterator[str]:
    for document in kb.documents():
        for provision in kb.provisions(document.id):
            if provision.kind not in FORMAL_KINDS:
                yield provision.text


def _words(segmenter: Segmenter, piece: str) -> list[str]:
    return [piece] if piece in _MARKS else segmenter.cut(piece)


def _node(id_: str, kind: str, text: str) -> ParsedProvision:
    return ParsedProvision(id_, kind, "", "", text, (0, 0))


def _bytes(database: sqlite_utils.Database) -> int:
    [(pages,)] = database.execute("PRAGMA page_count").fetchall()
    [(size,)] = database.execute("PRAGMA page_size").fetchall()
    return int(pages) * int(size)
