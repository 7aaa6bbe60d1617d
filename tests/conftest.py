"""What all rooms' tests share: one base a run, the trained model, and what is skipped without."""

from __future__ import annotations

import os

# As bot.server.start sets them; libraries read them when the first module imports numpy. Threads of
# several workers that wait for each other take forty times as long for a product.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import asyncio
import fcntl
import gc
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from needs import OF_FIXTURES, missing, needed, needs
from strictness import be_strict

from actions.context import AnswerContext
from bot.rasa.import_stubs import prepare_for_commands
from policies_kb.database.build import build
from policies_kb.kb import KnowledgeBase

# Nothing that is kept on this machine is read or changed; programs that tests start inherit it.
_DATA = TemporaryDirectory(prefix="wence-data-")
os.environ["WENCE_DATA"] = _DATA.name
# Two busy cores must not make an example fail.
settings.register_profile("wence", deadline=None)
settings.load_profile("wence")
# Tests of the components import Rasa by themselves.
prepare_for_commands()

if TYPE_CHECKING:
    from bot.server.start import App


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--none-missing", action="store_true", help="fail where something needed is missing"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs something through its fixtures, and put the files with such tests first.

    They take longest: workers that begin with them end together.
    """
    for module in {item.module for item in items if isinstance(item, pytest.Function)}:
        be_strict(module)
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in OF_FIXTURES:
                item.add_marker(needs(OF_FIXTURES[fixture]))
    long = {item.path for item in items if needed(item)}
    items.sort(key=lambda item: item.path not in long)


def pytest_collection_finish() -> None:
    # Otherwise pytest looks five times through all that was imported when it ends.
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    reason = missing(needed(item))
    if reason and item.config.getoption("--none-missing"):
        pytest.fail(reason, pytrace=False)
    if reason:
        pytest.skip(reason)


@pytest.fixture(scope="session")
def event_loop_policy() -> asyncio.AbstractEventLoopPolicy:
    """Python's own loop: that of uvloop, which Rasa sets, is not ended by the timeout of a test."""
    return asyncio.DefaultEventLoopPolicy()


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base built from the project's own sources and curated files; one for all workers."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    target = folder / "policies.db"
    with (folder / "policies.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            build(target=target)
    return target


@pytest.fixture(scope="session")
def kb(database: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(database) as opened:
        yield opened


@pytest.fixture(scope="session")
def context(kb: KnowledgeBase) -> AnswerContext:
    return AnswerContext.of(kb)


@pytest.fixture(scope="session")
def parts(database: Path) -> App:
    """The assistant over the real model; loading it takes some twenty seconds."""
    from bot.server.start import start

    return start(database)
