"""Papers that are added while the assistant runs: real servers, a real PostgreSQL, no restart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import uuid4

import pytest
from needs import needs
from postgres_rig import PostgresServer
from server_rig import RunningServer
from sqlalchemy import text
from waiting import wait

from bot.server.backup import BackupError, backup, restore
from bot.server.paper_keeper import open_keeper
from policies_kb.kb import KnowledgeBase
from policies_kb.paper_file import PaperFile
from policies_kb.paper_folder import PaperFolder
from policies_kb.paths import ROOT

NUMBER = "澜政办发〔2023〕7号"
PAPER = f"""澜山市人民政府办公室关于规范古井保护的通知
{NUMBER}
各县(市、区)人民政府,市政府直属各单位:
为保护古井,经市政府同意,现通知如下:
一、普查登记
（一）古井普查登记应当在2024年6月底前完成。（责任单位:市文物局）
（二）每口古井修缮补助8000元,由市财政局拨付。
二、日常管护
古井周边三十米内不得新建厕所。
澜山市人民政府办公室
2023年3月5日
"""
QUESTION = "古井普查登记什么时候完成"


def current_base(store: str, data: Path) -> Path:
    """Return the base a machine answers from, brought up to date with the papers of the store."""
    with open_keeper(store, data) as keeper:
        keeper.refresh()
        return keeper.base.current()


def command(settings: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command as an operator does, on a machine with these settings."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def papers(settings: Mapping[str, str], *arguments: str) -> str:
    done = command(settings, "bot", "papers", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def numbers(settings: Mapping[str, str]) -> list[str]:
    return [row["number"] for row in json.loads(papers(settings, "list", "--json"))]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "wells.txt"
    path.write_text(PAPER, encoding="utf-8")
    return path


def cites(server: RunningServer, number: str = NUMBER) -> bool:
    answer = server.answer(str(uuid4()), QUESTION)
    return number in {citation["document"] for citation in answer["citations"]}


def follows(server: RunningServer, paper: Path, settings: Mapping[str, str]) -> None:
    """Hold that workers answer from a paper that is added, corrected and removed meanwhile."""
    master, first = server.process.pid, server.workers
    assert not cites(server)
    papers(settings, "add", str(paper), "--yes")
    wait(lambda: not server.workers & first and len(server.workers) == 2, 60)
    wait(lambda: cites(server), 30)
    assert all(cites(server) for _ in range(8)), "each worker has it"
    assert "2024年6月底前" in server.answer(str(uuid4()), QUESTION)["text"]
    paper.write_text(PAPER.replace("2024年6月底前", "2024年9月底前"), encoding="utf-8")
    papers(settings, "replace", str(paper), "--yes")
    wait(lambda: "2024年9月底前" in server.answer(str(uuid4()), QUESTION)["text"], 60)
    papers(settings, "remove", NUMBER, "--yes")
    wait(lambda: not any(cites(server) for _ in range(4)), 60)
    assert server.process.pid == master and server.process.poll() is None
    assert "the old model and base are kept" not in server.said


@pytest.fixture
def serving(
    tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[tuple[RunningServer, dict[str, str]]]:
    """A server of two workers, and its settings."""
    settings = {
        "WENCE_DATA": str(tmp_path / "data"),
        "WENCE_DATABASE": f"sqlite:///{tmp_path}/wence.db",
    }
    if request.param == "postgresql":
        settings["WENCE_DATABASE"] = request.getfixturevalue("postgres")
    server = RunningServer(tmp_path, settings, 2)
    try:
        server.wait_until_ready()
        wait(lambda: len(server.workers) == 2, 30)
        yield server, settings
    finally:
        server.kill()


@needs("model")
@pytest.mark.parametrize("serving", ["sqlite"], indirect=True)
def test_every_worker_answers_from_a_paper_without_a_restart(
    serving: tuple[RunningServer, dict[str, str]], paper: Path
) -> None:
    follows(*(serving[0], paper, serving[1]))


@needs("model", "postgresql")
@pytest.mark.parametrize("serving", ["postgresql"], indirect=True)
def test_a_machine_answers_from_what_was_added_on_another(
    serving: tuple[RunningServer, dict[str, str]], paper: Path, tmp_path: Path
) -> None:
    server, settings = serving
    follows(server, paper, {**settings, "WENCE_DATA": str(tmp_path / "another machine")})


def on(machine: Path, store: str) -> dict[str, str]:
    return {"WENCE_DATA": str(machine), "WENCE_DATABASE": store}


@needs("postgresql")
def test_a_new_machine_takes_all_papers_from_the_store(
    postgres: str, tmp_path: Path, paper: Path
) -> None:
    one, two = on(tmp_path / "one", postgres), on(tmp_path / "two", postgres)
    papers(one, "add", str(paper), "--yes")
    assert numbers(two) == [NUMBER]
    with KnowledgeBase.open(current_base(postgres, tmp_path / "two")) as base:
        assert base.search(QUESTION)[0].document == "澜政办发-2023-7"
    papers(two, "remove", NUMBER, "--yes")
    assert numbers(one) == []
    told = command(one, "policies_kb", "add", str(paper), "--yes")
    assert told.returncode == 2 and "use python -m bot papers" in told.stderr


@needs("postgresql")
def test_papers_added_before_there_was_a_store_go_into_it(
    postgres: str, tmp_path: Path, paper: Path
) -> None:
    alone = on(tmp_path / "one", f"sqlite:///{tmp_path}/wence.db")
    assert command(alone, "policies_kb", "add", str(paper), "--yes").returncode == 0
    assert numbers(on(tmp_path / "one", postgres)) == [NUMBER]
    assert numbers(on(tmp_path / "two", postgres)) == [NUMBER]
    assert numbers(alone) == [NUMBER], "and back on one machine they are still there"


@needs("postgresql")
def test_what_two_machines_change_at_once_is_lost_by_none(
    postgres: str, postgres_server: PostgresServer, tmp_path: Path, paper: Path
) -> None:
    one, two = on(tmp_path / "one", postgres), on(tmp_path / "two", postgres)
    papers(one, "add", str(paper), "--yes")
    assert numbers(two) == [NUMBER]
    # Between this machine's look at the store and its change another one changes the paper.
    code = f"""
import sys
from sqlalchemy import create_engine, make_url, text
import bot.server.paper_keeper as keeper
kept = keeper.StoreKeeper.keep
def slow(self, put, gone):
    engine = create_engine(make_url({postgres!r}).set(drivername="postgresql+psycopg2"))
    with engine.begin() as connection:
        connection.execute(text("UPDATE paper_file SET hash = 'another'"))
    kept(self, put, gone)
keeper.StoreKeeper.keep = slow
from bot.__main__ import main
sys.exit(main(["papers", "remove", {NUMBER!r}, "--yes"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **one},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert (
        "was changed on another machine meanwhile" in done.stderr and "Traceback" not in done.stderr
    )
    with postgres_server.transaction() as connection:
        assert connection.execute(text("SELECT count(*) FROM paper_file")).scalar() == 1
    assert (tmp_path / "one" / "papers" / "澜政办发-2023-7.txt").exists()


def fill(data: Path) -> bytes:
    folder = PaperFolder(data)
    content = PaperFile("澜政办发-2023-7", PAPER, {"url": "https://a.cn/1"}).packed()
    with folder.locked():
        folder.change({"澜政办发-2023-7": content})
    return content


def test_a_backup_of_one_machine_holds_its_papers(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/wence.db"
    content = fill(tmp_path / "data")
    current_base(store, tmp_path / "data")
    from bot.store.database import Database

    Database.open(store).close()
    header = backup(store, tmp_path / "b.gz", tmp_path / "data")
    assert header.counts["paper_file"] == 1
    other = f"sqlite:///{tmp_path}/other.db"
    restore(tmp_path / "b.gz", other, tmp_path / "other")
    assert PaperFolder(tmp_path / "other").read("澜政办发-2023-7") == content
    with KnowledgeBase.open(current_base(other, tmp_path / "other")) as base:
        assert base.document(NUMBER).title.startswith("澜山市")
    with pytest.raises(BackupError, match="not empty"):
        restore(tmp_path / "b.gz", f"sqlite:///{tmp_path}/third.db", tmp_path / "other")
    empty = tmp_path / "empty.gz"
    Database.open(f"sqlite:///{tmp_path}/third.db").close()
    backup(f"sqlite:///{tmp_path}/third.db", empty, tmp_path / "nothing")
    restore(empty, other, tmp_path / "other", replace=True)
    assert PaperFolder(tmp_path / "other").names() == []
    assert list((tmp_path / "other" / "removed").iterdir()), "a copy is kept"


@needs("postgresql")
def test_a_backup_brings_papers_from_one_machine_into_a_store_and_back(
    postgres: str, tmp_path: Path
) -> None:
    from bot.store.database import Database

    store = f"sqlite:///{tmp_path}/wence.db"
    content = fill(tmp_path / "data")
    Database.open(store).close()
    backup(store, tmp_path / "b.gz", tmp_path / "data")
    restore(tmp_path / "b.gz", postgres, tmp_path / "data")
    assert numbers(on(tmp_path / "one", postgres)) == [NUMBER]
    backup(postgres, tmp_path / "back.gz", tmp_path / "one")
    restore(tmp_path / "back.gz", f"sqlite:///{tmp_path}/new.db", tmp_path / "new")
    assert PaperFolder(tmp_path / "new").read("澜政办发-2023-7") == content


def test_a_backup_cannot_write_outside_the_folder(tmp_path: Path) -> None:
    from datetime import datetime

    from bot.store.database import Database
    from bot.store.tables import paper_file

    store = f"sqlite:///{tmp_path}/wence.db"
    database = Database.open(store)
    row = {"name": "../../evil", "content": b"x", "hash": "h", "added": datetime(2026, 1, 1)}
    with database.writing() as connection:
        connection.execute(paper_file.insert().values(row))
    database.close()
    backup(store, tmp_path / "b.gz", tmp_path / "data")
    with pytest.raises(BackupError, match="no name of a paper"):
        restore(tmp_path / "b.gz", f"sqlite:///{tmp_path}/other.db", tmp_path / "a" / "b")
    assert not list(tmp_path.rglob("evil*"))
