from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_rig import browsing
from playwright.sync_api import Browser
from postgres_rig import PostgresServer
from redis_rig import RedisServer
from starlette.testclient import TestClient
from web_double import CardAssistant

from actions.desk import Desk
from bot import recording
from bot.files import drawing
from bot.web.app import make_app
from policies_kb.kb import KnowledgeBase


@pytest.fixture(autouse=True)
def each_answer_is_noted_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a note takes longer than an answer waits for it."""
    monkeypatch.setattr(recording, "_PATIENCE", 30)


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without a font that has Chinese characters."""
    monkeypatch.setattr(drawing, "_FONT_FILES", (("no-such-font.ttc", "no-such-font.ttc"),))
    drawing.chinese_fonts.cache_clear()
    yield
    drawing.chinese_fonts.cache_clear()


@pytest.fixture
def assistant(desk: Desk) -> CardAssistant:
    return CardAssistant(desk)


@pytest.fixture
def client(assistant: CardAssistant, kb: KnowledgeBase) -> TestClient:
    # As a real client sees it: an error is a response, not an exception.
    return TestClient(make_app(assistant, kb), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser; one a module, as no asynchronous test can run while Playwright does."""
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server of our own, ended with the tests."""
    # Not in a folder only root may enter: the server runs as another user.
    server = PostgresServer(Path("/tmp") / f"wence-postgres-{os.getpid()}")
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def postgres(postgres_server: PostgresServer) -> str:
    """The address of an empty database on that server."""
    postgres_server.empty()
    return postgres_server.url


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()
