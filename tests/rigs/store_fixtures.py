"""Stores and backups of them, as fixtures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from filled_store import fill
from needs import needs

from bot.server.backup import backup
from bot.store.archive import Archive


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "wence.db"


@pytest.fixture
def archive(file: Path) -> Iterator[Archive]:
    opened = Archive.open(f"sqlite:///{file}")
    yield opened
    opened.close()


_POSTGRESQL = pytest.param("postgresql", marks=needs("postgresql"))


@pytest.fixture(params=["sqlite", "memory", _POSTGRESQL])
def url(request: pytest.FixtureRequest) -> str:
    """An empty store of each kind."""
    return "sqlite://" if request.param == "memory" else _shared(request)


@pytest.fixture(params=["sqlite", _POSTGRESQL])
def shared_url(request: pytest.FixtureRequest) -> str:
    """An empty store of each kind that outlives a process."""
    return _shared(request)


def _shared(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('file')}"
    address: str = request.getfixturevalue("postgres")
    return address


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
