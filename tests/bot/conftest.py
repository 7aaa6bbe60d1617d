from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from browser_rig import Opener, browsing, serving
from filled_store import fill
from guard_rig import recorded
from needs import needs
from playwright.sync_api import Browser
from postgres_rig import PostgresServer
from redis_rig import RedisServer
from starlette.testclient import TestClient
from web_double import CardAssistant

from actions.context import AnswerContext
from bot.attachments import drawing
from bot.channels.web.app import make_app
from bot.monitoring.logs import _ACCESS, _OWN, _SERVERS
from bot.server.backup import backup
from bot.settings.table import known_variables
from bot.store.archive import Archive
from policies_kb.kb import KnowledgeBase

# Each client of httpx reads the certificates of all the world anew, which takes longer than most
# tests; here they talk to this machine alone.
_CLIENTS = httpx._transports.default
_CLIENTS.create_ssl_context = cache(_CLIENTS.create_ssl_context)


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without a font that has Chinese characters."""
    monkeypatch.setattr(drawing, "_FONT_FILES", (("no-such-font.ttc", "no-such-font.ttc"),))
    drawing.chinese_fonts.cache_clear()
    yield
    drawing.chinese_fonts.cache_clear()


@pytest.fixture
def assistant(context: AnswerContext) -> CardAssistant:
    return CardAssistant(context)


@pytest.fixture
def client(assistant: CardAssistant, kb: KnowledgeBase) -> TestClient:
    # As a real client sees it: an error is a response, not an exception.
    return TestClient(make_app(assistant, kb), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser; one a module, as no asynchronous test can run while Playwright does."""
    with browsing() as browser:
        yield browser


@pytest.fixture(scope="module")
def page_assistant(context: AnswerContext) -> CardAssistant:
    return CardAssistant(context)


@pytest.fixture
def answering(page_assistant: CardAssistant) -> CardAssistant:
    """The assistant behind the served pages, as new."""
    page_assistant.asked.clear()
    page_assistant.trouble = None
    return page_assistant


@pytest.fixture(scope="module")
def address(page_assistant: CardAssistant, kb: KnowledgeBase) -> Iterator[str]:
    """The address of a real server."""
    with serving(make_app(page_assistant, kb)) as served:
        yield served


@pytest.fixture(scope="module")
def archive() -> Iterator[Archive]:
    opened = Archive.open()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def noted_address(context: AnswerContext, kb: KnowledgeBase, archive: Archive) -> Iterator[str]:
    """The address of a chat whose turns are noted."""
    app = make_app(recorded(CardAssistant(context), kb, archive), kb, archive=archive)
    with serving(app) as served:
        yield served


@pytest.fixture(scope="module")
def home(context: AnswerContext, kb: KnowledgeBase, host: str) -> Iterator[str]:
    """The address of a chat that the site ``host`` of a test may use."""
    with serving(make_app(CardAssistant(context), kb, origins=[host])) as served:
        yield served


@pytest.fixture
def problems() -> list[str]:
    """What the browser complained of: script errors, broken policies, failed loads."""
    return []


@pytest.fixture
def opened(chromium: Any, address: str, problems: list[str]) -> Iterator[Opener]:
    """Open pages in contexts of their own."""
    contexts = []

    def complain(line: Any) -> None:
        if line.type == "error":
            problems.append(line.text)

    def open_page(path: str = "/", width: int = 1280, **options: Any) -> Any:
        options.setdefault("locale", "zh-CN")
        context = chromium.new_context(
            base_url=address, viewport={"width": width, "height": 740}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", complain)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


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


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "wence.db"


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
    backup(f"sqlite:///{tmp_path}/first.db", file, tmp_path / "data")
    return file


@pytest.fixture
def own_logging() -> Iterator[None]:
    """Logging may be set up at will; the tests after find it as it was."""
    names = ("", "uvicorn", "gunicorn", *_OWN, *_SERVERS, *_ACCESS)
    kept = []
    for name in names:
        logger = logging.getLogger(name)
        kept.append((logger, logger.handlers[:], logger.level, logger.propagate))
    hooks = sys.excepthook, threading.excepthook
    yield
    for logger, handlers, level, propagate in kept:
        logger.handlers[:] = handlers
        logger.setLevel(level)
        logger.propagate = propagate
    sys.excepthook, threading.excepthook = hooks


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in known_variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WENCE_DATABASE", f"sqlite:///{tmp_path}/store/wence.db")
