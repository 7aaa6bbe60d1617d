"""What cannot be a whole backup or a safe restore is refused, and nothing is touched."""

from __future__ import annotations

import gzip
import resource
import secrets
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from filled_store import contents, fill

from bot.server import backup as command
from bot.server.backup import backup, restore
from bot.server.backup_file import (
    BackupError,
    BackupWriter,
    Header,
    check_backup,
    new_file,
    stored_rows,
)
from bot.store.database import Database
from bot.store.tables import STORE_VERSION, conversation, now

ROOT = Path(__file__).parents[3]


def test_a_store_that_holds_something_is_left_alone(
    saved: Path, shared_url: str, tmp_path: Path
) -> None:
    fill(shared_url)
    before = contents(shared_url)
    with pytest.raises(BackupError, match="--replace"):
        restore(saved, shared_url, tmp_path / "data")
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


def test_a_damaged_file_is_refused_before_anything_is_touched(saved: Path, tmp_path: Path) -> None:
    data = saved.read_bytes()
    lines = gzip.decompress(data).splitlines(keepends=True)
    spoilt = [*cut(data), *(gzip.compress(b"".join(bad)) for bad in changed(lines))]
    target = saved.parent / "untouched.db"
    for bad in spoilt:
        saved.write_bytes(bad)
        with pytest.raises(BackupError, match=r"damaged|no backup"):
            restore(saved, f"sqlite:///{target}", tmp_path / "data")
    assert not target.exists()


def test_a_file_that_changes_while_it_is_read_leaves_the_store_as_it_was(
    saved: Path, shared_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def checked(file: Path) -> Header:
        header = check_backup(file)
        lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
        file.write_bytes(gzip.compress(b"".join(lines[:-1])))
        return header

    before = contents(shared_url)
    monkeypatch.setattr(command, "check_backup", checked)
    with pytest.raises(BackupError, match="damaged"):
        restore(saved, shared_url, tmp_path / "data")
    assert contents(shared_url) == before


def written(file: Path, header: Header, *rows: tuple[str, dict[str, Any]]) -> Path:
    with new_file(file) as opened:
        writer = BackupWriter(opened)
        writer.header(header)
        for table, values in rows:
            writer.row(table, values)
        writer.finish()
    return file


@pytest.mark.parametrize(
    ("schema", "row", "told"),
    [
        (STORE_VERSION + 1, ("setting", {"name": "a", "value": "b"}), "layout"),
        (STORE_VERSION, ("strange", {"name": "a"}), "table 'strange'"),
        (STORE_VERSION, ("setting", {"strange": "a"}), "columns of setting"),
    ],
)
def test_a_backup_of_another_program_is_refused(
    schema: int, row: tuple[str, dict[str, Any]], told: str, tmp_path: Path, shared_url: str
) -> None:
    before = contents(shared_url)
    header = Header(schema, "2026-11-24T00:00:00Z", {row[0]: 1}, {})
    file = written(tmp_path / "b.gz", header, row)
    assert list(stored_rows(file, header)) == [row]
    with pytest.raises(BackupError, match=told):
        restore(file, shared_url, tmp_path / "data")
    assert contents(shared_url) == before


def test_nothing_is_backed_up_where_nothing_is(tmp_path: Path) -> None:
    for url in ("sqlite://", f"sqlite:///{tmp_path}/typo.db"):
        with pytest.raises(BackupError, match="no store"):
            backup(url, tmp_path / "b.gz", tmp_path / "data")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_takes_the_place_of_a_backup_only(saved: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{saved.parent}/first.db"
    old = saved.read_bytes()
    backup(url, saved, tmp_path / "data")
    assert check_backup(saved).counts
    live = (saved.parent / "first.db").read_bytes()
    with pytest.raises(BackupError, match="not replaced"):
        backup(url, saved.parent / "first.db", tmp_path / "data")
    assert (saved.parent / "first.db").read_bytes() == live and old


#: Backs up with the size of files limited, as a full disk would.
FULL = """
import resource, signal, sys
from pathlib import Path
from bot.server.backup import backup
from bot.server.backup_file import BackupError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))
try:
    backup(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[2] + ".data"))
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


def test_a_restore_that_breaks_off_leaves_the_store_as_it_was(
    saved: Path, shared_url: str, tmp_path: Path
) -> None:
    """A row that the tables refuse comes after many that they take."""
    fill(shared_url)
    before = contents(shared_url)
    rows = [("setting", {"name": f"n{n}", "value": "v"}) for n in range(1000)]
    twice = [*rows, rows[0]]
    header = Header(STORE_VERSION, "", {"setting": len(twice)}, {})
    file = written(saved.parent / "twice.gz", header, *twice)
    with pytest.raises(Exception, match="cannot be used"):
        restore(file, shared_url, tmp_path / "data", replace=True)
    assert contents(shared_url) == before
