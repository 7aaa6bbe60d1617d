from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from guard_rig import Clock, MakeGuard, guard_of
from starlette.testclient import TestClient
from web_double import CardAssistant

from bot.channels.web.app import make_app
from bot.store.archive import Archive
from bot.store.database import Database
from policies_kb.kb import KnowledgeBase


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/wence.db"


@pytest.fixture
def store_db(store: str) -> Iterator[Database]:
    opened = Database.open(store)
    yield opened
    opened.close()


@pytest.fixture
def archive(store: str) -> Iterator[Archive]:
    opened = Archive.open(store)
    yield opened
    opened.close()


@pytest.fixture
def make_guard(
    assistant: CardAssistant, kb: KnowledgeBase, store_db: Database, clock: Clock
) -> MakeGuard:
    def make(**rates: int) -> object:
        return guard_of(assistant, kb, store_db, clock, **rates)

    return make


@pytest.fixture
def make_client(make_guard: MakeGuard, kb: KnowledgeBase, archive: Archive) -> object:
    """Makes a client of a guarded server; the rates are those given."""

    def make(**rates: int) -> TestClient:
        app = make_app(make_guard(**rates), kb, archive=archive)
        return TestClient(app, raise_server_exceptions=False)

    return make
