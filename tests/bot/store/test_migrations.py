"""A store of an older program is brought up to date whole, once, and by the right command."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path
from typing import Any

import pytest
from old_store import lay_out, old_backup
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from bot.__main__ import main
from bot.limits.switch import Switch
from bot.server.backup import backup, restore
from bot.store import migrations
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.errors import NewerStoreError, OlderStoreError
from bot.store.migrations import MIGRATIONS, Migration, table_now
from bot.store.tables import STORE_VERSION

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def old_url(shared_url: str) -> str:
    lay_out(shared_url)
    return shared_url


def shape(connection: Connection) -> dict[str, Any]:
    """Return tables, columns, keys and indexes as the database tells them."""
    found = inspect(connection)
    return {
        name: {
            "columns": [
                (c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)
            ],
            "key": found.get_pk_constraint(name),
            "others": found.get_foreign_keys(name),
            "indexes": sorted((i["name"], i["unique"]) for i in found.get_indexes(name)),
        }
        for name in found.get_table_names()
    }


def shape_of(url: str) -> dict[str, Any]:
    opened = Database.open(url, upgrade=False)
    with opened.reading() as connection:
        told = shape(connection)
    opened.close()
    return told


def layout_of(url: str) -> int:
    opened = Database.open(url, upgrade=False)
    opened.close()
    return opened.layout


def bodies(url: str, table: str) -> list[str]:
    opened = Database.open(url, upgrade=False)
    with opened.reading() as connection:
        kept = connection.execute(text(f"SELECT body FROM {table}")).scalars().all()
    opened.close()
    return list(kept)


def open_and_close(url: str) -> None:
    Database.open(url).close()


def test_every_older_layout_has_a_way_to_this_one() -> None:
    assert sorted(MIGRATIONS) == list(range(1, STORE_VERSION))
    assert table_now("seen", 1) == "inbox"
    assert table_now("seen", STORE_VERSION) == "seen"


def test_an_old_store_gets_the_tables_of_a_new_one(old_url: str, tmp_path: Path) -> None:
    [before] = bodies(old_url, "seen")
    open_and_close(old_url)
    assert layout_of(old_url) == STORE_VERSION
    assert bodies(old_url, "inbox") == [before] and "欠薪找谁" in before
    upgraded = shape_of(old_url)
    opened = Database.open(old_url)
    with opened.writing() as connection:
        for name in upgraded:
            cascade = " CASCADE" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TABLE IF EXISTS {name}{cascade}"))
    opened.close()
    open_and_close(old_url)
    assert upgraded == shape_of(old_url)


def test_a_store_without_telegrams_table_is_brought_up_to_date(old_url: str) -> None:
    """Of before Telegram was served: the layout had the same number."""
    opened = Database.open(old_url, upgrade=False)
    with opened.writing() as connection:
        connection.execute(text("DROP TABLE seen"))
    opened.close()
    open_and_close(old_url)
    assert bodies(old_url, "inbox") == []


def test_two_programs_that_start_at_once_do_it_once(old_url: str) -> None:
    both = [SPAWN.Process(target=open_and_close, args=(old_url,)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    assert [process.exitcode for process in both] == [0, 0]
    assert layout_of(old_url) == STORE_VERSION and len(bodies(old_url, "inbox")) == 1


def die_midway(url: str) -> None:
    """End as a power cut would, when the tables are changed and nothing is kept yet."""

    def cut_off(connection: Connection) -> None:
        real.upgrade(connection)
        assert inspect(connection).has_table("inbox")
        os._exit(9)

    real = MIGRATIONS[1]
    migrations.MIGRATIONS = {1: Migration(cut_off, real.renamed)}  # type: ignore[assignment]
    Database.open(url)


def test_one_that_is_cut_off_leaves_the_old_store(old_url: str) -> None:
    before = shape_of(old_url)
    process = SPAWN.Process(target=die_midway, args=(old_url,))
    process.start()
    process.join(60)
    assert process.exitcode == 9
    assert shape_of(old_url) == before and layout_of(old_url) == 1
    open_and_close(old_url)
    assert layout_of(old_url) == STORE_VERSION and len(bodies(old_url, "inbox")) == 1


def test_one_that_fails_leaves_the_old_store(old_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(connection: Connection) -> None:
        MIGRATIONS[1].upgrade(connection)
        raise ZeroDivisionError

    before = shape_of(old_url)
    monkeypatch.setattr(migrations, "MIGRATIONS", {1: Migration(broken)})
    with pytest.raises(ZeroDivisionError):
        Database.open(old_url)
    assert shape_of(old_url) == before and layout_of(old_url) == 1


def test_the_old_program_refuses_what_the_new_one_made(old_url: str) -> None:
    """It compares the same number under the same name."""
    open_and_close(old_url)
    opened = Database.open(old_url)
    with opened.writing() as connection:
        kept = text("SELECT value FROM setting WHERE name = 'schema_version'")
        assert int(connection.execute(kept).scalar_one()) > 1
        newer = text("UPDATE setting SET value = '99' WHERE name = 'schema_version'")
        connection.execute(newer)
    opened.close()
    with pytest.raises(NewerStoreError, match="has layout 99, this program knows up to"):
        Database.open(old_url)


def test_an_old_store_that_is_still_served_is_left_alone_by_commands(
    old_url: str, tmp_path: Path
) -> None:
    """The switch works on it, the questions can be read; a backup says what to do."""
    before = shape_of(old_url)
    opened = Database.open(old_url, upgrade=False)
    Switch(opened).set(True, "x", "root")
    opened.close()
    archive = Archive.open(old_url, upgrade=False)
    assert len(archive.remarks()) > 1
    archive.close()
    with pytest.raises(OlderStoreError, match="end the old program and start this one") as told:
        backup(old_url, tmp_path / "b.gz", tmp_path / "data")
    assert "\n" not in str(told.value)
    assert shape_of(old_url) == before and not (tmp_path / "b.gz").exists()


def test_a_backup_of_the_old_program_comes_back(shared_url: str, tmp_path: Path) -> None:
    header = restore(old_backup(tmp_path / "old.gz"), shared_url, tmp_path / "data")
    assert header.schema == 1 and header.counts["seen"] == 1
    assert layout_of(shared_url) == STORE_VERSION
    assert "欠薪找谁" in bodies(shared_url, "inbox")[0]
    opened = Archive.open(shared_url)
    assert opened.conversations.load("tg:4242")
    opened.close()


def test_a_backup_of_the_old_program_replaces_an_old_store(old_url: str, tmp_path: Path) -> None:
    restore(old_backup(tmp_path / "old.gz"), old_url, tmp_path / "data", replace=True)
    assert layout_of(old_url) == STORE_VERSION and len(bodies(old_url, "inbox")) == 1


def test_the_commands_say_it_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path}/wence.db"
    lay_out(url)
    monkeypatch.setenv("WENCE_DATABASE", url)
    assert main(["backup", str(tmp_path / "b.gz")]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "has layout 1" in told
    assert main(["status"]) == 0
    assert layout_of(url) == 1
