"""``python -m tools.bench search --laws FOLDER``: questions of lay people over national law.

The folder holds ``laws.tar.xz`` (a text a law), ``queries_dev.jsonl`` (questions with the articles
that answer them) and ``score.py`` (recall of ranked articles). It is no part of the project: it is
looked for where the option or ``BENCH_LAWS`` names it, and left alone otherwise.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from nlu.encoder.engines import Encoder, open_encoder
from nlu.progress import ProgressLine
from policies_kb.adding.survey import Preview, Shelf, survey
from policies_kb.base_file import BASE_VERSION, Store
from policies_kb.database.build import build, inputs_hash
from policies_kb.errors import NotInBase, SourceError
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.loader import load_overlay
from policies_kb.paths import vectors_file
from policies_kb.search.filters import SearchFilter
from policies_kb.search.fusion import ProvisionKey
from policies_kb.search.vectors import PassageVectors, make_vectors
from policies_kb.text.markdown import markdown_table
from tools.bench.measurements import mebibytes, milliseconds, percentile
from tools.bench.search_engines import RankBm25, resident

SETTING = "BENCH_LAWS"
#: Articles that are scored; some passages found are of none.
_SCORED, _ASKED_FOR = 100, 120
_RECALL = re.compile(r"R@\d+ ([\d.]+)")
_WHOLE_BASE = SearchFilter()


@dataclass
class _Measured:
    """One way to search and what it did.

    Attributes:
        name: What it is called in the table.
        find: Returns the places found, best first.
        memory: Bytes it took to open.
        busy: Seconds of a core for every question.
        ranked: The articles found, by the id of the question.
    """

    name: str
    find: Callable[[str], Sequence[ProvisionKey]]
    memory: int
    busy: list[float] = field(default_factory=list)
    ranked: dict[int, list[tuple[str, str]]] = field(default_factory=dict)


def measure(folder: Path, work: Path) -> str:
    """Ask every search every question in turn and return the section of the page.

    Args:
        folder: What is described above.
        work: Where the base is made; what is there of an earlier run is taken again.
    """
    database, laws = _base(folder, work)
    encoder = open_encoder("e5")
    make_vectors(database, encoder, ProgressLine("vectors of passages"))
    with (folder / "queries_dev.jsonl").open(encoding="utf-8") as lines:
        questions = [json.loads(line) for line in lines]
    searches = list(_searches(database, encoder))
    with KnowledgeBase.open(database) as kb:
        articles = _Articles(kb, laws)
        for search in searches:
            search.find(questions[0]["q"])
        for question in questions:
            for search in searches:
                started = time.thread_time()
                places = search.find(question["q"])
                search.busy.append(time.thread_time() - started)
                search.ranked[question["id"]] = articles.of(places)
        documents = len(kb.documents())
    rows = [_row(search, folder, work) for search in searches]
    return _SECTION.format(
        table=markdown_table(_HEAD, rows, numbers=True),
        questions=len(questions),
        laws=documents,
        vectors=mebibytes(vectors_file(database).stat().st_size),
    )


def _base(folder: Path, work: Path) -> tuple[Path, dict[str, str]]:
    """Return the base of all the laws and the law of each of its sources."""
    archive, database, note = folder / "laws.tar.xz", work / "laws.db", work / "laws.json"
    made_from = f"{inputs_hash([archive])} {BASE_VERSION}"
    if database.is_file() and note.is_file():
        told = json.loads(note.read_text(encoding="utf-8"))
        if told["made_from"] == made_from:
            return database, told["laws"]
    texts, sources, curated = (work / "laws" / name for name in ("texts", "sources", "curated"))
    for folder in (texts, sources, curated):
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.iterdir():
            file.unlink()
    with tarfile.open(archive) as packed:
        packed.extractall(texts, filter="data")
    overlay, shelf = load_overlay(curated), Shelf(set(), {}, {}, {})
    surveys, told_so_far = [], ProgressLine("reading laws")
    files = sorted(texts.glob("*.txt"))
    for number, file in enumerate(files, 1):
        try:
            found = survey(file, shelf, overlay, date.today())
        except SourceError as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        shelf.put(found)
        text, side = sources / f"{found.name}.txt", sources / f"{found.name}.yml"
        text.write_text(found.text, encoding="utf-8", newline="\n")
        side.write_text(f"text: {text.name}\n", encoding="utf-8")
        surveys.append(found)
        told_so_far(number, len(files))
    print("building the base: some minutes", file=sys.stderr)
    build(sources, curated, database)
    laws = _laws(surveys)
    note.write_text(json.dumps({"made_from": made_from, "laws": laws}), encoding="utf-8")
    return database, laws


def _laws(surveys: Sequence[Preview]) -> dict[str, str]:
    return {f"{found.name}.txt": found.file.stem for found in surveys}


def _searches(database: Path, encoder: Encoder) -> Iterator[_Measured]:
    before = resident()
    words = KnowledgeBase.open(database)
    words.search("工资")
    yield _Measured("words alone", _finder(words), resident() - before)
    before = resident()
    store = Store(database)
    vectors = PassageVectors(database, store.rows, encoder)
    vectors.nearness("工资", _WHOLE_BASE)
    yield _Measured("vectors alone", _by_meaning(store, vectors), resident() - before)
    before = resident()
    both = KnowledgeBase.open(database)
    both.use_vectors(encoder)
    both.search("工资")
    yield _Measured("words and vectors", _finder(both), resident() - before)
    before = resident()
    others = RankBm25(database, _ASKED_FOR)
    yield _Measured(RankBm25.name, others.find, resident() - before)


def _finder(kb: KnowledgeBase) -> Callable[[str], Sequence[ProvisionKey]]:
    return lambda question: [
        (hit.document, hit.provision) for hit in kb.search(question, limit=_ASKED_FOR)
    ]


def _by_meaning(store: Store, vectors: PassageVectors) -> Callable[[str], Sequence[ProvisionKey]]:
    sql = "SELECT document, id FROM provision WHERE key = ?"

    def find(question: str) -> list[ProvisionKey]:
        best = vectors.nearness(question, _WHOLE_BASE).nearest(_ASKED_FOR)
        return [row for key in best for row in store.rows(sql, [key])]  # type: ignore[misc]

    return find


class _Articles:
    """Tells the article that a provision is or stands in."""

    def __init__(self, kb: KnowledgeBase, laws: dict[str, str]) -> None:
        self._kb = kb
        self._laws = {document.id: laws[document.source] for document in kb.documents()}

    def of(self, places: Sequence[ProvisionKey]) -> list[tuple[str, str]]:
        """Return the law and the number of the articles, each once, at most those scored."""
        found = (
            (self._laws[document], number)
            for document, provision in places
            if (number := self._number(document, provision))
        )
        return list(dict.fromkeys(found))[:_SCORED]

    def _number(self, document: str, provision: str) -> str:
        try:
            row = self._kb.provision(document, provision)
        except NotInBase:
            return ""
        return row.ordinal.strip() if row.kind == "article" else self._number(document, row.parent)


_HEAD = ("search", "R@1", "R@3", "R@10", "R@100", "median ms", "p95 ms", "memory MiB")


def _row(search: _Measured, folder: Path, work: Path) -> list[str]:
    results = work / "laws-results.jsonl"
    lines = (
        json.dumps({"id": id_, "articles": articles}, ensure_ascii=False)
        for id_, articles in search.ranked.items()
    )
    results.write_text("\n".join(lines), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, str(folder / "score.py"), str(results)],
        capture_output=True,
        text=True,
        check=True,
    )
    times = [milliseconds(percentile(search.busy, share)) for share in (0.5, 0.95)]
    return [search.name, *_RECALL.findall(told.stdout), *times, mebibytes(search.memory)]


_SECTION = """\
## Search over national law

`make bench BENCH=search` with `BENCH_LAWS` naming a folder of {laws:,} laws and {questions}
questions of lay people with the articles that answer them (STARD; no part of the project). Recall
is the share of these
articles among the first so many. Times are of a core for a question and its first 120 passages,
the sentence vector of the question included; every search was asked every question in turn. The
file of the vectors takes {vectors} MiB.

{table}
"""
