from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from web_double import CardAssistant

from actions.desk import Desk
from bot.web.app import make_app
from policies_kb.kb import KnowledgeBase


@pytest.fixture
def assistant(desk: Desk) -> CardAssistant:
    return CardAssistant(desk)


@pytest.fixture
def client(assistant: CardAssistant, kb: KnowledgeBase) -> TestClient:
    # As a real client sees it: an error is a response, not an exception.
    return TestClient(make_app(assistant, kb), raise_server_exceptions=False)
