"""The database file: its version, and a read-only connection several threads may share."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from policies_kb.errors import KnowledgeBaseError

#: Raised whenever a table changes its shape or meaning.
BASE_VERSION = "7"
#: Bytes up to which every page is looked at before use; that an end is missing is always seen.
_CHECKED_WHOLE = 256 * 2**20
#: KiB of pages kept in memory: those of a large base that every search passes.
_PAGE_CACHE = 32 * 1024
_MEND = "run `make build` or `python -m policies_kb build`"


class Store:
    """Reads one database file.

    The build replaces the file as a whole and never changes it in place, so it is opened as
    immutable: no lock files, and a reader keeps the state it opened. One connection serves all
    threads behind a lock; a query takes well under a millisecond.

    Raises:
        KnowledgeBaseError: The file is missing, damaged or of another version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        if not path.is_file():
            raise KnowledgeBaseError(f"There is no knowledge base at {path}: {_MEND}.")
        self._identity = file_identity(path)
        self._connection: sqlite3.Connection | None = None
        try:
            self._verify()
        except KnowledgeBaseError:
            self.close()
            raise

    @property
    def replaced(self) -> bool:
        """Tell whether another file stands there than the one that was opened."""
        return file_identity(self.path) != self._identity

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query; text that is no Unicode text matches nothing."""
        try:
            with self._lock:
                return self._connected().execute(sql, parameters).fetchall()
        except UnicodeEncodeError:
            return []
        except sqlite3.Error as error:
            raise KnowledgeBaseError(f"{self.path} is damaged ({error}): {_MEND}.") from error

    def close(self) -> None:
        """Close the connection; a new one is made when it is used again, by whichever process.

        A connection of SQLite must not be used on both sides of a fork
        (https://www.sqlite.org/howtocorrupt.html, 2.6).
        """
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            if self.replaced:
                connection.close()
                # What was read before would not fit what is read from now on.
                raise KnowledgeBaseError(f"{self.path} has been replaced: start the program anew.")
            connection.execute(f"PRAGMA cache_size = -{_PAGE_CACHE}")
            self._connection = connection
        return self._connection

    def _verify(self) -> None:
        tables = {name for (name,) in self.rows("SELECT name FROM sqlite_master")}
        if "meta" not in tables:
            raise KnowledgeBaseError(f"{self.path} is not a knowledge base: {_MEND}.")
        version = dict(self.rows("SELECT key, value FROM meta")).get("schema_version")
        if version != BASE_VERSION:
            raise KnowledgeBaseError(
                f"{self.path} has layout {version}, this program needs {BASE_VERSION}: {_MEND}."
            )
        if self.path.stat().st_size <= _CHECKED_WHOLE:
            [(state,)] = self.rows("PRAGMA quick_check(1)")
            if state != "ok":
                raise KnowledgeBaseError(f"{self.path} is damaged ({state}): {_MEND}.")


def file_identity(path: Path) -> tuple[int, int, int] | None:
    """Return what tells a file from one that took its place; ``None`` when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns
