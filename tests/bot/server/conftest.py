from __future__ import annotations

from pathlib import Path

import pytest
from store_fixtures import archive as archive
from store_fixtures import file as file
from store_fixtures import filled as filled
from store_fixtures import saved as saved
from store_fixtures import shared_url as shared_url
from store_fixtures import url as url

from bot.settings.variables import known_settings


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in known_settings():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WENCE_DATABASE", f"sqlite:///{tmp_path}/store/wence.db")
