"""A backup holds one state of the store, and brings it back whole or not at all."""

from __future__ import annotations

import gzip
import json
import resource
import secrets
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from needs import needs
from sqlalchemy import Boolean, DateTime, Float, Integer, Text, func, select

from bot.__main__ import main
from bot.operation import backup as command
from bot.operation.backup import backup, restore
from bot.operation.backup_file import BackupError, Header, Writer, check, new_file, rows_of
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.tables import (
    SCHEMA_VERSION,
    conversation,
    feedback,
    metadata,
    now,
    reminder,
    setting,
    turn,
)

ROOT = Path(__file__).parents[3]
#: Every sort of column the tables have, and a value that is easily spoilt.
ODD: dict[type, Any] = {
    DateTime: datetime(2026, 11, 24, 23, 59, 59, 999_999),
    Boolean: True,
    Float: 0.1 + 0.2,
    Integer: 2_000_000_000,
    Text: '问"策\\n\n\u2028🀄',
}


def contents(url: str) -> dict[str, list[dict[str, Any]]]:
    """All rows of a store, in order."""
    database = Database.open(url)
    with database.reading() as connection:
        kept = {
            table.name: [
                dict(row)
                for row in connection.execute(
                    select(table).order_by(*table.primary_key.columns)
                ).mappings()
            ]
            for table in metadata.sorted_tables
        }
    database.close()
    return kept


def odd_value(column: Any) -> Any:
    if isinstance(column.type, (DateTime, Boolean, Float, Integer)):
        return ODD[type(column.type)]
    return ODD[Text][: getattr(column.type, "length", None)]


def fill(url: str) -> None:
    """Put a row with odd values into every table."""
    database = Database.open(url)
    with database.writing() as connection:
        for table in metadata.sorted_tables:
            if table is not setting:
                values = {column.name: odd_value(column) for column in table.columns}
                connection.execute(table.insert().values(values))
    database.close()


@pytest.fixture
def filled(shared_url: str) -> str:
    fill(shared_url)
    return shared_url


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A backup of a filled SQLite store."""
    fill(f"sqlite:///{tmp_path}/first.db")
    file = tmp_path / "saved.gz"
    backup(f"sqlite:///{tmp_path}/first.db", file)
    return file


def test_every_table_comes_back_with_the_salt(filled: str, tmp_path: Path) -> None:
    before = contents(filled)
    assert all(before.values())
    header = backup(filled, tmp_path / "b.gz")
    assert header.counts == {name: len(rows) for name, rows in before.items()}
    restore(tmp_path / "b.gz", filled, replace=True)
    assert contents(filled) == before
    elsewhere = f"sqlite:///{tmp_path}/else.db"
    restore(tmp_path / "b.gz", elsewhere)
    assert contents(elsewhere) == before


def test_a_store_moves_from_sqlite_to_postgresql(saved: Path, postgres: str) -> None:
    restore(saved, postgres)
    assert contents(postgres) == contents(f"sqlite:///{saved.parent}/first.db")


def test_feedback_is_still_forgotten_after_a_move(tmp_path: Path, postgres: str) -> None:
    """Its hashes fit the salt that came along."""
    first = f"sqlite:///{tmp_path}/first.db"
    archive = Archive.open(first)
    reply = {"conversation": "c", "turn": 1, "question": "q", "status": "clarify", "citations": []}
    archive.record({**reply, "intent": {"name": "i", "confidence": 1.0}})
    archive.close()
    backup(first, tmp_path / "b.gz")
    restore(tmp_path / "b.gz", postgres)
    moved = Archive.open(postgres)
    assert len(moved.remarks()) == 1
    moved.forget("c")
    assert moved.remarks() == []
    moved.close()


@given(st.lists(st.tuples(st.text(), st.floats(allow_nan=False)), max_size=8))
@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_and_number_survives(tmp_path: Path, rows: list[tuple[str, float]]) -> None:
    kept, other = f"sqlite:///{tmp_path}/any.db", f"sqlite:///{tmp_path}/other.db"
    database = Database.open(kept)
    with database.writing() as connection:
        connection.execute(conversation.delete())
        for number, (text, value) in enumerate(rows):
            name = f"{number}{text}"
            connection.execute(conversation.insert().values(id=name, updated=now(), events=text))
            told = {"question": text, "intent": "", "status": "", "cited": text}
            connection.execute(
                turn.insert().values(conversation=name, number=1, confidence=value, **told)
            )
    database.close()
    backup(kept, tmp_path / "any.gz")
    restore(tmp_path / "any.gz", other, replace=True)
    assert contents(other) == contents(kept)


def test_a_zero_character_does_not_stop_a_move(tmp_path: Path, postgres: str) -> None:
    first = f"sqlite:///{tmp_path}/first.db"
    database = Database.open(first)
    with database.writing() as connection:
        connection.execute(conversation.insert().values(id="c", updated=now(), events="a\0b"))
    database.close()
    backup(first, tmp_path / "b.gz")
    restore(tmp_path / "b.gz", postgres)
    assert contents(postgres)["conversation"][0]["events"] == "a\N{REPLACEMENT CHARACTER}b"


def reminder_row(**changed: Any) -> dict[str, Any]:
    row = {"conversation": "tg:1", "about": "{}", "days": 1, "hour": 9, "locale": "en"}
    return {**row, "created": now(), **changed}


@pytest.mark.parametrize("into", ["sqlite", pytest.param("postgresql", marks=needs("postgresql"))])
def test_an_id_is_never_given_again(
    into: str, shared_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Also that of a reminder that is gone: its button may still be pressed."""
    database = Database.open(shared_url)
    with database.writing() as connection:
        for _ in range(3):
            connection.execute(reminder.insert().values(reminder_row()))
        connection.execute(reminder.delete().where(reminder.c.id == 3))
    database.close()
    backup(shared_url, tmp_path / "b.gz")
    target = f"sqlite:///{tmp_path}/into.db"
    if into == "postgresql":
        target = request.getfixturevalue("postgres")
    restore(tmp_path / "b.gz", target, replace=True)
    opened = Database.open(target)
    with opened.writing() as connection:
        made = connection.execute(reminder.insert().values(reminder_row()))
        judged = {c.name: odd_value(c) for c in feedback.columns if c.name != "id"}
        connection.execute(feedback.insert().values(judged))
    opened.close()
    assert made.inserted_primary_key == (4,)


def test_one_moment_is_kept_while_the_store_is_written(shared_url: str, tmp_path: Path) -> None:
    ended = threading.Event()
    database = Database.open(shared_url)

    def write() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            with database.writing() as connection:
                name = f"c{number}"
                connection.execute(
                    conversation.insert().values(id=name, updated=now(), events="[]")
                )
                about = {"question": "q", "intent": "", "status": "", "cited": ""}
                row = {"conversation": name, "number": 1, "confidence": 1.0, **about}
                connection.execute(turn.insert().values(row))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        headers = [backup(shared_url, tmp_path / f"{number}.gz") for number in range(5)]
    finally:
        ended.set()
        writer.join()
        database.close()
    counts = [header.counts["conversation"] for header in headers]
    assert counts == [header.counts["turn"] for header in headers]
    assert counts == sorted(counts) and counts[-1] > 0
    for number in range(5):
        assert check(tmp_path / f"{number}.gz") == headers[number]


def test_only_the_owner_can_read_it(saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def test_a_store_that_holds_something_is_left_alone(saved: Path, shared_url: str) -> None:
    fill(shared_url)
    before = contents(shared_url)
    with pytest.raises(BackupError, match="--replace"):
        restore(saved, shared_url)
    assert contents(shared_url) == before


def cut(data: bytes) -> Iterator[bytes]:
    yield data[: len(data) // 2]
    yield data[:-1]
    yield data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]
    yield b""
    yield b"no archive at all"


def changed(lines: list[bytes]) -> Iterator[list[bytes]]:
    yield lines[:-1]
    yield [*lines[:2], *lines[3:]]
    yield [*lines, lines[1]]
    yield [lines[0], lines[1].replace(b"]", b" ]"), *lines[2:]]
    yield [*lines[:1], b"[1]\n", *lines[2:]]
    yield [b"{}\n", *lines[1:]]
    yield [b"[" * 5000 + b"\n", *lines[1:]]


def test_a_damaged_file_is_refused_before_anything_is_touched(saved: Path) -> None:
    data = saved.read_bytes()
    lines = gzip.decompress(data).splitlines(keepends=True)
    spoilt = [*cut(data), *(gzip.compress(b"".join(bad)) for bad in changed(lines))]
    target = saved.parent / "untouched.db"
    for bad in spoilt:
        saved.write_bytes(bad)
        with pytest.raises(BackupError, match=r"damaged|no backup"):
            restore(saved, f"sqlite:///{target}")
    assert not target.exists()


def test_a_file_that_changes_while_it_is_read_leaves_the_store_as_it_was(
    saved: Path, shared_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def checked(file: Path) -> Header:
        header = check(file)
        lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
        file.write_bytes(gzip.compress(b"".join(lines[:-1])))
        return header

    before = contents(shared_url)
    monkeypatch.setattr(command, "check", checked)
    with pytest.raises(BackupError, match="damaged"):
        restore(saved, shared_url)
    assert contents(shared_url) == before


def written(file: Path, header: Header, *rows: tuple[str, dict[str, Any]]) -> Path:
    with new_file(file) as opened:
        writer = Writer(opened)
        writer.header(header)
        for table, values in rows:
            writer.row(table, values)
        writer.finish()
    return file


@pytest.mark.parametrize(
    ("schema", "row", "told"),
    [
        (SCHEMA_VERSION + 1, ("setting", {"name": "a", "value": "b"}), "layout"),
        (SCHEMA_VERSION, ("strange", {"name": "a"}), "table 'strange'"),
        (SCHEMA_VERSION, ("setting", {"strange": "a"}), "columns of setting"),
    ],
)
def test_a_backup_of_another_program_is_refused(
    schema: int, row: tuple[str, dict[str, Any]], told: str, tmp_path: Path, shared_url: str
) -> None:
    before = contents(shared_url)
    header = Header(schema, "2026-11-24T00:00:00Z", {row[0]: 1}, {})
    file = written(tmp_path / "b.gz", header, row)
    assert list(rows_of(file, header)) == [row]
    with pytest.raises(BackupError, match=told):
        restore(file, shared_url)
    assert contents(shared_url) == before


def test_nothing_is_backed_up_where_nothing_is(tmp_path: Path) -> None:
    for url in ("sqlite://", f"sqlite:///{tmp_path}/typo.db"):
        with pytest.raises(BackupError, match="no store"):
            backup(url, tmp_path / "b.gz")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_takes_the_place_of_a_backup_only(saved: Path) -> None:
    url = f"sqlite:///{saved.parent}/first.db"
    old = saved.read_bytes()
    backup(url, saved)
    assert check(saved).counts
    live = (saved.parent / "first.db").read_bytes()
    with pytest.raises(BackupError, match="not replaced"):
        backup(url, saved.parent / "first.db")
    assert (saved.parent / "first.db").read_bytes() == live and old


#: Backs up with the size of files limited, as a full disk would.
FULL = """
import resource, signal, sys
from pathlib import Path
from bot.operation.backup import backup
from bot.operation.backup_file import BackupError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))
try:
    backup(sys.argv[1], Path(sys.argv[2]))
except BackupError as error:
    print(error)
"""


def test_a_full_disk_leaves_the_old_backup_and_no_half_one(saved: Path) -> None:
    url = f"sqlite:///{saved.parent}/first.db"
    database = Database.open(url)
    with database.writing() as connection:
        for number in range(3000):
            moment = now() - timedelta(seconds=number)
            # Cannot be compressed below the limit, which opening the store stays below.
            row = {"id": secrets.token_hex(64), "updated": moment, "events": "[]"}
            connection.execute(conversation.insert().values(row))
    database.close()
    folder = saved.parent / "full"
    folder.mkdir()
    old = saved.read_bytes()
    (folder / "b.gz").write_bytes(old)
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    done = subprocess.run(
        [sys.executable, "-c", FULL, url, str(folder / "b.gz")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "cannot be written (File too large)" in done.stdout, done.stderr
    assert [path.name for path in folder.iterdir()] == ["b.gz"]
    assert (folder / "b.gz").read_bytes() == old


def test_a_restore_that_breaks_off_leaves_the_store_as_it_was(saved: Path, shared_url: str) -> None:
    """A row that the tables refuse comes after many that they take."""
    fill(shared_url)
    before = contents(shared_url)
    rows = [("setting", {"name": f"n{n}", "value": "v"}) for n in range(1000)]
    twice = [*rows, rows[0]]
    header = Header(SCHEMA_VERSION, "", {"setting": len(twice)}, {})
    file = written(saved.parent / "twice.gz", header, *twice)
    with pytest.raises(Exception, match="cannot be used"):
        restore(file, shared_url, replace=True)
    assert contents(shared_url) == before


def test_the_highest_ids_are_in_the_header(saved: Path) -> None:
    first = json.loads(gzip.decompress(saved.read_bytes()).splitlines()[0])
    assert first["highest"] == {"feedback": ODD[Integer], "reminder": ODD[Integer]}
    assert first["schema"] == SCHEMA_VERSION


def test_the_counts_are_those_of_the_tables(filled: str, tmp_path: Path) -> None:
    header = backup(filled, tmp_path / "b.gz")
    database = Database.open(filled)
    with database.reading() as connection:
        for name, count in header.counts.items():
            table = metadata.tables[name]
            found = connection.execute(select(func.count()).select_from(table)).scalar_one()
            assert found == count
    database.close()


def test_the_commands_say_what_they_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if "backup" not in _commands(capsys):
        pytest.skip("the command line does not offer backup yet")
    fill(f"sqlite:///{tmp_path}/a.db")
    monkeypatch.setenv("WENCE_DATABASE", f"sqlite:///{tmp_path}/a.db")
    assert main(["backup", str(tmp_path / "b.gz")]) == 0
    assert "1 conversation" in capsys.readouterr().err
    assert main(["restore", str(tmp_path / "b.gz"), "--into", f"sqlite:///{tmp_path}/c.db"]) == 0
    assert "restored: " in capsys.readouterr().err
    assert main(["restore", str(tmp_path / "b.gz")]) == 2
    assert "--replace" in capsys.readouterr().err


def _commands(capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit):
        main(["--help"])
    return capsys.readouterr().out
