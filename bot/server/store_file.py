"""The file a store is in, if it is in one."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite address, ``None`` for a server or a database in memory."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        return None
    name = str(address.database or "")
    if address.get_backend_name() != "sqlite" or name in ("", ":memory:") or name[:5] == "file:":
        return None
    return Path(name)
