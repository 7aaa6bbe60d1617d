from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.archive import Archive


@pytest.fixture
def archive(file: Path) -> Iterator[Archive]:
    opened = Archive.open(f"sqlite:///{file}")
    yield opened
    opened.close()
