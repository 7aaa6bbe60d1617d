"""A backup holds one state of the store and brings it back whole."""

from __future__ import annotations

import gzip
import json
import stat
import threading
from pathlib import Path
from typing import Any

import pytest
from contract_reply import reply
from filled_store import ODD, contents, fill, odd_value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from needs import needs
from sqlalchemy import Integer, func, select

from bot.__main__ import main
from bot.server.backup import backup, restore
from bot.server.backup_file import check_backup
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.tables import (
    STORE_VERSION,
    conversation,
    feedback,
    metadata,
    now,
    reminder,
    turn,
)


def test_every_table_comes_back_with_the_salt(filled: str, tmp_path: Path) -> None:
    before = contents(filled)
    assert all(before.values())
    header = backup(filled, tmp_path / "b.gz", tmp_path / "data")
    assert header.counts == {"paper_file": 0} | {name: len(rows) for name, rows in before.items()}
    restore(tmp_path / "b.gz", filled, tmp_path / "data", replace=True)
    assert contents(filled) == before
    elsewhere = f"sqlite:///{tmp_path}/else.db"
    restore(tmp_path / "b.gz", elsewhere, tmp_path / "data")
    assert contents(elsewhere) == before


def test_a_store_moves_from_sqlite_to_postgresql(
    saved: Path, postgres: str, tmp_path: Path
) -> None:
    restore(saved, postgres, tmp_path / "data")
    assert contents(postgres) == contents(f"sqlite:///{saved.parent}/first.db")


def test_feedback_is_still_forgotten_after_a_move(tmp_path: Path, postgres: str) -> None:
    """Its hashes fit the salt that came along."""
    first = f"sqlite:///{tmp_path}/first.db"
    archive = Archive.open(first)
    archive.record(reply("c", status="clarify"))
    archive.close()
    backup(first, tmp_path / "b.gz", tmp_path / "data")
    restore(tmp_path / "b.gz", postgres, tmp_path / "data")
    moved = Archive.open(postgres)
    assert len(moved.remarks()) == 1
    moved.forget("c")
    assert moved.remarks() == []
    moved.close()


@pytest.mark.slow
@given(st.lists(st.tuples(st.text(), st.floats(allow_nan=False)), max_size=8))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    backup(kept, tmp_path / "any.gz", tmp_path / "data")
    restore(tmp_path / "any.gz", other, tmp_path / "data", replace=True)
    assert contents(other) == contents(kept)


def test_a_zero_character_does_not_stop_a_move(tmp_path: Path, postgres: str) -> None:
    first = f"sqlite:///{tmp_path}/first.db"
    database = Database.open(first)
    with database.writing() as connection:
        connection.execute(conversation.insert().values(id="c", updated=now(), events="a\0b"))
    database.close()
    backup(first, tmp_path / "b.gz", tmp_path / "data")
    restore(tmp_path / "b.gz", postgres, tmp_path / "data")
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
    backup(shared_url, tmp_path / "b.gz", tmp_path / "data")
    target = f"sqlite:///{tmp_path}/into.db"
    if into == "postgresql":
        target = request.getfixturevalue("postgres")
    restore(tmp_path / "b.gz", target, tmp_path / "data", replace=True)
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
        headers = [
            backup(shared_url, tmp_path / f"{number}.gz", tmp_path / "data") for number in range(5)
        ]
    finally:
        ended.set()
        writer.join()
        database.close()
    counts = [header.counts["conversation"] for header in headers]
    assert counts == [header.counts["turn"] for header in headers]
    assert counts == sorted(counts) and counts[-1] > 0
    for number in range(5):
        assert check_backup(tmp_path / f"{number}.gz") == headers[number]


def test_only_the_owner_can_read_it(saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def test_the_highest_ids_are_in_the_header(saved: Path) -> None:
    first = json.loads(gzip.decompress(saved.read_bytes()).splitlines()[0])
    assert first["highest"] == {"feedback": ODD[Integer], "reminder": ODD[Integer]}
    assert first["schema"] == STORE_VERSION


def test_the_counts_are_those_of_the_tables(filled: str, tmp_path: Path) -> None:
    header = backup(filled, tmp_path / "b.gz", tmp_path / "data")
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
    fill(f"sqlite:///{tmp_path}/a.db")
    monkeypatch.setenv("WENCE_DATABASE", f"sqlite:///{tmp_path}/a.db")
    assert main(["backup", str(tmp_path / "b.gz")]) == 0
    assert "1 conversation" in capsys.readouterr().err
    assert main(["restore", str(tmp_path / "b.gz"), "--into", f"sqlite:///{tmp_path}/c.db"]) == 0
    assert "restored: " in capsys.readouterr().err
    assert main(["restore", str(tmp_path / "b.gz")]) == 2
    assert "--replace" in capsys.readouterr().err
