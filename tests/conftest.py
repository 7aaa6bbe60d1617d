"""What all rooms' tests share: one base a run, and the trained model."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from actions.desk import Desk
from bot.model.import_stubs import prepare_for_commands
from policies_kb.build import build
from policies_kb.kb import KnowledgeBase

# As bot.start sets them; libraries read them when the first test imports them.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Tests of the components import Rasa by themselves.
prepare_for_commands()

if TYPE_CHECKING:
    from bot.start import Parts


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base built from the project's own sources and curated files."""
    target = tmp_path_factory.mktemp("base") / "policies.db"
    build(target=target)
    return target


@pytest.fixture(scope="session")
def kb(database: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(database) as opened:
        yield opened


@pytest.fixture(scope="session")
def desk(kb: KnowledgeBase) -> Desk:
    return Desk.of(kb)


@pytest.fixture(scope="session")
def parts(database: Path) -> Parts:
    """The assistant over the real model; loading it takes some twenty seconds."""
    from bot.start import MODEL, start
    from policies_kb.paths import DATABASE

    for needed in (MODEL, DATABASE):
        if not needed.is_file():
            pytest.skip(f"{needed.name} is missing: run `make train`")
    return start(database, MODEL)
