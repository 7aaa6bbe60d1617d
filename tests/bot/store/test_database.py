"""The database opens, or says in one line why it does not."""

from __future__ import annotations

import asyncio
import multiprocessing
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from contract_reply import keep_events, reply
from sqlalchemy import func, select, text, update

from bot.recording.recorder import Recorder
from bot.settings.environment import read_settings
from bot.store import database as module
from bot.store.archive import Archive
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.errors import (
    CannotOpenError,
    FullError,
    LockedError,
    NewerStoreError,
    ReadOnlyError,
    StoreError,
)
from bot.store.tables import STORE_VERSION, conversation, setting

EVENT = {"event": "slot", "name": "turn", "value": 1}
SPAWN = multiprocessing.get_context("spawn")


def test_the_address_comes_from_the_environment() -> None:
    assert read_settings({}).database.get_secret_value().endswith("/var/wence.db")
    named = read_settings({"WENCE_DATABASE": "postgresql://db/wence"})
    assert named.database.get_secret_value() == "postgresql://db/wence"


def test_opening_twice_changes_nothing(url: str) -> None:
    first = Database.open(url)
    if url != "sqlite://":
        second = Database.open(url)
        assert second.salt == first.salt
        second.close()
    assert len(first.salt) == 64
    with first.reading() as connection:
        rows = connection.execute(select(func.count()).select_from(setting)).scalar_one()
    assert rows == 2
    first.close()


def test_the_file_is_in_wal_mode_with_foreign_keys(file: Path) -> None:
    opened = Database.open(f"sqlite:///{file}")
    with opened.reading() as connection:
        modes = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        ]
    opened.close()
    assert modes == ["wal", 1, 5000]


def test_a_row_is_put_left_alone_or_taken_over(url: str) -> None:
    opened = Database.open(url)
    early, late = datetime(2026, 1, 1), datetime(2026, 2, 2)

    def put(updated: datetime, events: str | None = None, over: tuple[str, ...] = ()) -> bool:
        row = {"id": "c", "updated": updated, **({} if events is None else {"events": events})}
        with opened.writing() as connection:
            return opened.put(connection, conversation, row, over)

    def kept() -> tuple[datetime, str]:
        with opened.reading() as connection:
            found = connection.execute(select(conversation)).one()
        return found.updated, found.events

    assert put(early)
    assert kept() == (early, "")
    assert not put(late, "[1]")
    assert kept() == (early, "")
    assert put(late, "[2]", over=("events",))
    assert kept() == (early, "[2]")
    assert put(late, "[3]", over=("updated", "events"))
    assert kept() == (late, "[3]")
    opened.close()


def test_a_newer_store_is_refused_and_left_alone(shared_url: str) -> None:
    opened = Database.open(shared_url)
    with opened.writing() as connection:
        newer = update(setting).where(setting.c.name == "schema_version")
        connection.execute(newer.values(value=str(STORE_VERSION + 1)))
        connection.execute(text("DROP TABLE feedback"))
    opened.close()
    with pytest.raises(NewerStoreError, match="newer program"):
        Database.open(shared_url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "wence.db",
        "mysql://localhost/wence",
        "sqlite+nonsense:///x.db",
        "postgresql+nonsense://localhost/x",
        "sqlite:////proc/nowhere/wence.db",
        "sqlite:////tmp",
        "postgresql://wence:secret@127.0.0.1:1/wence",
        "postgresql://wence@127.0.0.1:1/wence?password=secret",
        "postgresql://wence@127.0.0.1:1/wence?sslmode=require&sslpassword=secret",
    ],
)
def test_what_cannot_be_opened_is_said_in_one_line(url: str) -> None:
    with pytest.raises(CannotOpenError) as told:
        Database.open(url)
    assert "\n" not in str(told.value)
    assert "secret" not in str(told.value)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    strange = tmp_path / "letter.db"
    strange.write_bytes(b"Dear reader, " * 500)
    with pytest.raises(CannotOpenError):
        Database.open(f"sqlite:///{strange}")
    assert strange.read_bytes().startswith(b"Dear reader")


def test_a_file_that_may_only_be_read_is_said_to_be(file: Path) -> None:
    Database.open(f"sqlite:///{file}").close()
    with pytest.raises(ReadOnlyError, match="read-only"):
        Database.open(f"sqlite:///file:{file}?mode=ro&uri=true")


def test_a_store_that_turns_read_only_is_said_to_be(archive: Archive) -> None:
    with archive._database.writing() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(ReadOnlyError, match="read-only"):
        keep_events(archive, "c", [EVENT])
    assert archive.conversations.load("c") == []


def test_read_only_on_postgresql_is_said_to_be(postgres: str) -> None:
    opened = Database.open(postgres)
    with pytest.raises(ReadOnlyError), opened.writing() as connection:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        connection.execute(conversation.delete())
    opened.close()


def test_a_full_store_is_said_to_be_and_works_again_with_room(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    def room(pages: int) -> None:
        with archive._database.reading() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    room(1)
    long = {"event": "user", "text": "王某某欠薪" * 20_000}
    with pytest.raises(FullError, match="make room"):
        keep_events(archive, "c", [long])
    assert not asyncio.run(Recorder(archive).keep(reply(conversation="c"), [long], "m"))
    assert "is full" in caplog.text and "王某某" not in caplog.text
    room(100_000)
    keep_events(archive, "c", [EVENT])
    assert archive.conversations.load("c") == [EVENT]


def test_a_held_store_is_waited_for_and_then_said_to_be(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DATABASE_TIMEOUT", 0.2)
    opened = Archive.open(f"sqlite:///{file}")
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(LockedError, match="another program"):
        keep_events(opened, "c", [EVENT])
    # Who only reads does not wait.
    assert opened.conversations.load("c") == []
    holder.execute("ROLLBACK")
    holder.close()
    keep_events(opened, "c", [EVENT])
    assert opened.conversations.load("c") == [EVENT]
    opened.close()


def test_errors_hold_no_words_of_the_user(archive: Archive) -> None:
    with archive._database.writing() as connection:
        connection.execute(text("DROP TABLE turn"))
        connection.execute(text("DROP TABLE conversation"))
    with pytest.raises(StoreError) as told:
        keep_events(archive, "c", [{"event": "user", "text": "王某某欠薪"}])
    assert "王某某" not in f"{told.value}{told.value.__cause__}"


def write_many(url: str, name: str, times: int) -> None:
    opened = Archive.open(url)
    for number in range(times):
        keep_events(opened, f"{name}-{number}", [EVENT])
        keep_events(opened, "shared", [EVENT])
    opened.close()


@pytest.mark.slow
def test_two_processes_start_and_write_at_once(shared_url: str) -> None:
    both = [SPAWN.Process(target=write_many, args=(shared_url, name, 40)) for name in ("a", "b")]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    assert [process.exitcode for process in both] == [0, 0]
    opened = Database.open(shared_url)
    assert len(Conversations(opened).names()) == 81
    opened.close()
