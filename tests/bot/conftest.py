from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from web_double import CardAssistant

from actions.desk import Desk
from bot.web.app import make_app
from policies_kb.build import build
from policies_kb.kb import KnowledgeBase


@pytest.fixture(scope="session")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """The base built from the project's own sources and curated files."""
    target = tmp_path_factory.mktemp("base") / "policies.db"
    build(target=target)
    with KnowledgeBase.open(target) as opened:
        yield opened


@pytest.fixture(scope="session")
def desk(kb: KnowledgeBase) -> Desk:
    return Desk.of(kb)


@pytest.fixture
def assistant(desk: Desk) -> CardAssistant:
    return CardAssistant(desk)


@pytest.fixture
def client(assistant: CardAssistant, kb: KnowledgeBase) -> TestClient:
    # As a real client sees it: an error is a response, not an exception.
    return TestClient(make_app(assistant, kb), raise_server_exceptions=False)
