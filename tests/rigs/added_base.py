"""A base that an operator filled with papers of the tests' own making."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from actions.context import AnswerContext
from policies_kb.adding.forms import read_paper_file
from policies_kb.cli import main
from policies_kb.database.build import build
from policies_kb.kb import KnowledgeBase
from policies_kb.paths import CURATED

PAPERS = Path(__file__).parents[1] / "policies_kb" / "papers"
_CURATED = ("units.yml", "channels.yml", "divisions.yml", "words.txt", "stop_words.txt")


@contextmanager
def filled_desk(folder: Path, papers: Iterable[str | Path]) -> Iterator[AnswerContext]:
    """Yield a context over a base to which papers were added one after the other.

    A base is built of one paper at least: of the first one.

    Args:
        folder: An empty folder for its files.
        papers: Files, or names of files of ``tests/policies_kb/papers``.
    """
    first, *others = (PAPERS / name for name in papers)
    built = folder / "x.db"
    build(_sources(folder / "sources", first), _curated(folder / "curated"), built)
    options = ["--yes", "--data", str(folder / "data"), "--db", str(built)]
    for path in others:
        assert main(["add", str(path), *options]) == 0
    with KnowledgeBase.open(folder / "data" / "policies.db" if others else built) as kb:
        yield AnswerContext.of(kb)


def _sources(folder: Path, paper: Path) -> Path:
    folder.mkdir()
    (folder / "first.txt").write_text(read_paper_file(paper).text, encoding="utf-8")
    (folder / "first.yml").write_text(f"text: {json.dumps('first.txt')}\n", encoding="utf-8")
    return folder


def _curated(folder: Path) -> Path:
    folder.mkdir()
    for name in _CURATED:
        shutil.copy(CURATED / name, folder)
    return folder
