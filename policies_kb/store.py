"""The database file: its version, and a read-only connection several threads may share."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .errors import KnowledgeBaseError

#: Raised whenever a table changes its shape or meaning.
SCHEMA_VERSION = "3"
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
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise KnowledgeBaseError(f"{path} cannot be opened ({error}): {_MEND}.") from error
        try:
            self._verify()
        except KnowledgeBaseError:
            self.close()
            raise

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query; text that is no Unicode text matches nothing."""
        try:
            with self._lock:
                return self._connection.execute(sql, parameters).fetchall()
        except UnicodeEncodeError:
            return []
        except sqlite3.Error as error:
            raise KnowledgeBaseError(f"{self.path} is damaged ({error}): {_MEND}.") from error

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _verify(self) -> None:
        tables = {name for (name,) in self.rows("SELECT name FROM sqlite_master")}
        if "meta" not in tables:
            raise KnowledgeBaseError(f"{self.path} is not a knowledge base: {_MEND}.")
        version = dict(self.rows("SELECT key, value FROM meta")).get("schema_version")
        if version != SCHEMA_VERSION:
            raise KnowledgeBaseError(
                f"{self.path} has layout {version}, this program needs {SCHEMA_VERSION}: {_MEND}."
            )
        [(state,)] = self.rows("PRAGMA quick_check(1)")
        if state != "ok":
            raise KnowledgeBaseError(f"{self.path} is damaged ({state}): {_MEND}.")
