"""A base that an operator filled with papers of the tests' own making."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from actions.context import AnswerContext
from policies_kb.cli import main
from policies_kb.kb import KnowledgeBase
from policies_kb.paths import CURATED

PAPERS = Path(__file__).parents[1] / "policies_kb" / "papers"


@contextmanager
def filled_desk(folder: Path, papers: Iterable[str]) -> Iterator[AnswerContext]:
    """Yield a context over a base to which papers were added one after the other.

    Args:
        folder: An empty folder for its files.
        papers: Names of files of ``tests/policies_kb/papers``.
    """
    curated = folder / "curated"
    curated.mkdir()
    for name in ("units.yml", "channels.yml", "divisions.yml", "words.txt", "stop_words.txt"):
        shutil.copy(CURATED / name, curated)
    (folder / "sources").mkdir()
    options = ["--yes", "--sources", str(folder / "sources"), "--curated", str(curated)]
    for name in papers:
        assert main(["add", str(PAPERS / name), *options, "--db", str(folder / "x.db")]) == 0
    with KnowledgeBase.open(folder / "x.db") as kb:
        yield AnswerContext.of(kb)
