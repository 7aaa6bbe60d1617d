"""``python -m tools.bench search``: the search at sizes up to a million provisions."""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from policies_kb.kb import KnowledgeBase
from policies_kb.paths import DATABASE
from policies_kb.search.fusion import ProvisionKey
from policies_kb.search.words import normalise
from policies_kb.text.markdown import markdown_table
from tools.bench import national_laws
from tools.bench.benchmarks_page import BENCH_PAGE, write_section
from tools.bench.corpus import MadeBase, make_base
from tools.bench.measurements import mebibytes, milliseconds, percentile
from tools.bench.search_engines import (
    Cost,
    RankBm25,
    SearchEngine,
    Trigrams,
    Wence,
    WencePage,
    word_lists,
)
from tools.bench.typed_questions import all_questions

HOME = Path(__file__).resolve().parents[2]
SEARCH_FOLDER = HOME / "build" / "bench"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
#: rank-bm25 keeps a dictionary a provision in memory: some 7 KB each.
_MOST_IN_MEMORY = 100_000
#: Provisions that are looked for, half by some of their words and half by a stretch of their text.
_KNOWN = 200
_WORDS, _STRETCH = 5, 14
#: A known provision counts as found among so many.
_FOUND = 10


@dataclass(frozen=True)
class SearchQuery:
    """A query, and the provision it was made from if there is one.

    Attributes:
        text: What is searched for.
        wanted: The provision, ``None`` for a question of the dev split.
        kind: ``question``, ``words`` or ``stretch``.
    """

    text: str
    wanted: ProvisionKey | None
    kind: str


@dataclass
class MeasuredSearch:
    """What one search did at one size.

    Attributes:
        cost: What its index cost, ``None`` where another row says it.
        seconds: Time of every query.
        busy: Time of the processor for every query.
        found: For the known provisions by kind of query, whether each was found.
    """

    cost: Cost | None
    seconds: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    found: dict[str, list[bool]] = field(default_factory=dict)


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``search``."""
    parser = subparsers.add_parser("search", help="the search against FTS5 trigram and rank-bm25")
    parser.add_argument(
        "--sizes",
        type=_sizes,
        default=SIZES,
        help='provisions, apart by commas (all four); none: ""',
    )
    parser.add_argument("--questions", type=int, default=200, help="questions asked (200)")
    parser.add_argument("--db", type=Path, default=DATABASE, help=f"the real base ({DATABASE})")
    parser.add_argument(
        "--folder",
        type=Path,
        default=SEARCH_FOLDER,
        help=f"where the bases are made ({SEARCH_FOLDER})",
    )
    parser.add_argument(
        "--page", type=Path, default=BENCH_PAGE, help=f"page to write ({BENCH_PAGE})"
    )
    named = os.environ.get(national_laws.SETTING)
    parser.add_argument(
        "--laws",
        type=Path,
        default=named,
        help=f"folder of laws and questions (${national_laws.SETTING})",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Measure every size, print the table and write it into the page."""
    if options.laws:
        text = national_laws.measure(options.laws, options.folder)
        write_section("laws", text, options.page)
        print(text)
    rows: list[list[str]] = []
    for size in options.sizes:
        rows += _measure(size, options)
    text = _SECTION.format(
        table=markdown_table(_HEAD, rows, numbers=True),
        questions=options.questions,
        cores=os.cpu_count(),
    )
    if rows:
        write_section("search", text, options.page)
        print(text)


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in text.split(",") if size)


def _measure(size: int, options: argparse.Namespace) -> list[list[str]]:
    print(f"{size:,} provisions", flush=True)
    target = options.folder / f"{size}.db"
    base = make_base(options.db, target, size, lambda step: print(step, flush=True))
    print(f"  made in {base.seconds:.0f} s, {mebibytes(base.path.stat().st_size)} MiB", flush=True)
    with KnowledgeBase.open(base.path) as kb:
        engines, costs = _engines(base, kb)
        queries = [*_questions(options.questions), *_known(kb, base.path)]
        measured = compare(engines, queries, costs)
    return [_row(base.provisions, name, figures) for name, figures in measured.items()]


def _engines(base: MadeBase, kb: KnowledgeBase) -> tuple[list[SearchEngine], dict[str, Cost]]:
    trigrams = Trigrams(base.path, base.path.with_name(f"{base.path.stem}-trigram.db"))
    engines: list[SearchEngine] = [Wence(kb), WencePage(kb), trigrams]
    costs = {Wence.name: Cost(base.index_seconds, base.index_bytes), Trigrams.name: trigrams.cost}
    if base.provisions < 2 * _MOST_IN_MEMORY:
        engines.append(RankBm25(base.path))
        costs[RankBm25.name] = engines[-1].cost  # type: ignore[attr-defined]
    return engines, costs


def compare(
    engines: Sequence[SearchEngine], all_questions: Sequence[SearchQuery], costs: dict[str, Cost]
) -> dict[str, MeasuredSearch]:
    """Ask every engine every query in turn, so that all meet the same disturbances."""
    measured = {engine.name: MeasuredSearch(costs.get(engine.name)) for engine in engines}
    for engine in engines:
        engine.find(all_questions[0].text)
    for query in all_questions:
        for engine in engines:
            figures = measured[engine.name]
            started, busy = time.perf_counter(), time.thread_time()
            places = engine.find(query.text)
            figures.busy.append(time.thread_time() - busy)
            figures.seconds.append(time.perf_counter() - started)
            if query.wanted is not None:
                found = query.wanted in places[:_FOUND]
                figures.found.setdefault(query.kind, []).append(found)
    return measured


def _questions(count: int) -> list[SearchQuery]:
    """Return questions of the dev split, drawn evenly."""
    texts = all_questions()
    chosen = random.Random(1).sample(texts, min(count, len(texts)))
    return [SearchQuery(text, None, "question") for text in chosen]


def _known(kb: KnowledgeBase, path: Path) -> list[SearchQuery]:
    """Return queries made from provisions drawn evenly from the base."""
    dice = random.Random(2)
    all_questions: list[SearchQuery] = []
    documents = kb.documents()
    reader = _Words(path)
    while len(all_questions) < _KNOWN:
        document = dice.choice(documents)
        row = dice.choice([row for row in kb.provisions(document.id) if row.kind == "sec"])
        kind = "words" if len(all_questions) % 2 else "stretch"
        text = reader.some(row.text, dice) if kind == "words" else _stretch(row.text, dice)
        if text:
            all_questions.append(SearchQuery(text, (document.id, row.id), kind))
    return all_questions


class _Words:
    """Chooses words that count, by the lists of the base."""

    def __init__(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as db:
            self._segmenter, self._stop = word_lists(db)

    def some(self, text: str, dice: random.Random) -> str:
        """Return some words of a text in another order; empty when it has too few."""
        words = set(self._segmenter.cut(normalise(text))) - self._stop
        longer = sorted(word for word in words if len(word) > 1)
        return " ".join(dice.sample(longer, _WORDS)) if len(longer) >= _WORDS else ""


def _stretch(text: str, dice: random.Random) -> str:
    """Return a stretch of a text; empty when it is too short."""
    if len(text) < _STRETCH:
        return ""
    start = dice.randint(0, len(text) - _STRETCH)
    return text[start : start + _STRETCH]


_HEAD = (
    "provisions",
    "search",
    "median ms",
    "p95 ms",
    "max ms",
    "p95 ms of processor",
    "found by words",
    "found by stretch",
    "index MiB",
    "index s",
)


def _row(provisions: int, name: str, figures: MeasuredSearch) -> list[str]:
    times = [percentile(figures.seconds, share) for share in (0.5, 0.95, 1.0)]
    times.append(percentile(figures.busy, 0.95))
    shown = name != WencePage.name
    recall = [_share(figures.found.get(kind, [])) if shown else "" for kind in ("words", "stretch")]
    cost = figures.cost
    spent = [mebibytes(cost.size), f"{cost.seconds:,.1f}"] if cost else ["", ""]
    return [f"{provisions:,}", name, *map(milliseconds, times), *recall, *spent]


def _share(found: Sequence[bool]) -> str:
    return f"{sum(found) / len(found):.0%}" if found else ""


_SECTION = """\
## Search

`python -m tools.bench search`, on a machine with {cores} cores. The bases are
nonsense in the words of the real one (`tools/bench/corpus.py`), made by the project's own code.
Every search was asked the same queries in turn: {questions} questions of `questions_dev.tsv`, and
one for each of 200 provisions of the base, half by five of its words, half by a stretch of 14
characters. *Found* is the share of these provisions among the first ten. Times are of one thread,
the files in the page cache, and for the first 20 hits with their text.

{table}

- *Wence, search* returns hits with score and sentence to quote; *page* is all that `/search` shows,
  places and marks included, and takes only hits above the floor.
- *FTS5 trigram* is asked for any trigram of the query by BM25; words of two characters are too
  short for it. Its size holds a copy of the text.
- *rank-bm25* has the words that Wence indexes; its size is memory. Beyond 100,000 provisions it
  needs more memory than the 4 GB that the comparison allows itself, so it was stopped there.
"""
