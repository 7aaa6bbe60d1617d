"""Whatever was added, removed or cut off in between, the base is as one made at once."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from policies_kb.cli import main
from policies_kb.database.in_use import BaseInUse
from policies_kb.kb import KnowledgeBase
from policies_kb.paper_folder import PaperFolder
from policies_kb.paths import ROOT
from tests.policies_kb.adding.conftest import PAPERS, add, base_of


def many(folder: Path, count: int) -> Path:
    """Write papers of their own numbers and places."""
    folder.mkdir()
    text = (PAPERS / "lamps.txt").read_text(encoding="utf-8")
    for number in range(1, count + 1):
        other = text.replace("18号", f"{number + 100}号").replace("路灯", f"第{number}批路灯")
        (folder / f"{number:03d}.txt").write_text(other, encoding="utf-8")
    return folder


@pytest.mark.parametrize("moment", [0.3, 0.8, 1.2, 1.6, 2.0, 2.5, 3.0])
def test_whoever_is_killed_leaves_a_whole_base_and_can_go_on(
    options: list[str], built: Path, data: Path, tmp_path: Path, moment: float
) -> None:
    add(options, "order.txt")
    before = (data / "policies.db").read_bytes()
    folder = many(tmp_path / "papers", 60)
    command = [sys.executable, "-m", "policies_kb", "add", str(folder), "--yes", *options]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.wait()
    if (data / "policies.db").read_bytes() != before:
        with base_of(data) as base:
            assert len(base.documents()) == 62
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with base_of(data) as base:
        assert len(base.documents()) == 62
        assert base.search("第37批路灯普查")[0].document == "东政办发-2021-137"
    assert not list(data.glob(".policies.db.*"))


def test_killed_between_papers_and_base_the_next_start_goes_on(
    options: list[str], built: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(options, "order.txt")
    code = (
        "import os, signal\n"
        "import policies_kb.adding.keeper as keeper\n"
        "keeper.put_in_place = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from policies_kb.cli import main\n"
        f"main({['add', str(PAPERS / 'lamps.txt'), '--yes', *options]!r})\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    with base_of(data) as base:
        assert len(base.documents()) == 2, "the old base is whole"
    with KnowledgeBase.open(BaseInUse(built, PaperFolder(data)).current()) as base:
        assert base.search("路灯普查")[0].document == "东政办发-2021-18"


def indexed(path: Path) -> Iterator[tuple[str, set[tuple[str, str, str]]]]:
    """Yield what every index of a base finds for every word of it, by document and provision."""
    with KnowledgeBase.open(path) as base:
        rows = base._store.rows
        words = [word for (word,) in rows("SELECT DISTINCT heading FROM provision")]
        for word in words:
            hits = base.search(word, limit=30)
            yield word, {(hit.document, hit.provision, f"{hit.score:.6f}") for hit in hits}


@pytest.mark.parametrize("count", [5, 80])
def test_a_base_that_grew_and_shrank_finds_what_one_made_at_once_finds(
    options: list[str], built: Path, data: Path, tmp_path: Path, count: int
) -> None:
    """In full-text search and in postings (more than 1,000 provisions) alike."""
    folder = many(tmp_path / "papers", count)
    files = sorted(folder.iterdir())
    third = len(files) // 3
    for part in (files[:third], files[third : 2 * third], files[2 * third :]):
        assert main(["add", *map(str, part), "--yes", *options]) == 0
    add(options, "order.txt", "tea_law.md")
    for name in ("国务院令-第9号", "东政办发-2021-101"):
        if (data / "papers" / f"{name}.txt").exists():
            assert main(["remove", name, "--yes", *options]) == 0
    assert main(["replace", str(files[1]), "--yes", "--url", "https://a.cn/", *options]) == 0
    whole = tmp_path / "whole"
    whole.mkdir()
    (whole / "papers").symlink_to(data / "papers")
    at_once = BaseInUse(built, PaperFolder(whole)).current()
    with sqlite3.connect(data / "policies.db") as grown, sqlite3.connect(at_once) as made:
        for table in ("provision", "sentence", "deadline", "target", "responsibility"):
            asked = f"SELECT count(*) FROM {table}"
            assert grown.execute(asked).fetchone() == made.execute(asked).fetchone(), table
    found, wanted = dict(indexed(data / "policies.db")), dict(indexed(at_once))
    assert found.keys() == wanted.keys()
    for word, hits in wanted.items():
        same_scores = sorted(score for *_, score in hits)
        assert sorted(score for *_, score in found[word]) == same_scores, word
        if len(hits) < 30:
            assert found[word] == hits, word
