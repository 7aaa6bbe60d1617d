"""Stores of layout 1 as commit 003e3b2 left them: ``tests/bot/store/layout_1`` says what is in."""

from __future__ import annotations

import gzip
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg2

_FOLDER = Path(__file__).parents[1] / "bot" / "store" / "layout_1"
MADE: dict[str, Any] = json.loads(_FOLDER.joinpath("made.json").read_text(encoding="utf-8"))
#: When it was left, as the tables keep it.
LEFT = datetime.fromisoformat(MADE["made"]).astimezone(UTC).replace(tzinfo=None)
KEY = b"a key of more than sixteen bytes"
CHAT = "tg:4242"


def lay_out(url: str) -> None:
    """Make an empty database the old store."""
    if url.startswith("sqlite:///"):
        dump = _FOLDER.joinpath("sqlite.sql").read_text(encoding="utf-8")
        file = Path(url.removeprefix("sqlite:///"))
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(file)) as store:
            store.executescript(dump)
        return
    dump = _FOLDER.joinpath("postgresql.sql").read_text(encoding="utf-8")
    with closing(psycopg2.connect(url)) as server, server, server.cursor() as cursor:
        cursor.execute(dump)


def old_backup(file: Path) -> Path:
    """Write the old program's backup of the store to a file."""
    file.write_bytes(gzip.compress(_FOLDER.joinpath("backup.jsonl").read_bytes()))
    return file
