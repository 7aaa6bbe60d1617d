"""``/readyz`` tells what is missing, quickly and without details."""

from __future__ import annotations

import asyncio
import shutil
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.channels.web.readiness import Readiness, readiness_of, ready
from bot.store.archive import Archive
from policies_kb.kb import KnowledgeBase

if TYPE_CHECKING:
    from bot.rasa.engine import Engine


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def broken() -> None:
    raise OSError("/secret/path is gone")


@pytest.fixture
def hanging() -> Iterator[threading.Event]:
    """Set when a hanging check may end."""
    over = threading.Event()
    yield over
    over.set()


def asked(readiness: Readiness, whole: bool = True) -> Any:
    app = Starlette(routes=[Route("/readyz", ready)])
    app.state.readiness = readiness
    app.state.first_aid = SimpleNamespace(whole=whole)
    with TestClient(app) as client:
        return client.get("/readyz")


def engine(*intents: str) -> Engine:
    return cast("Engine", SimpleNamespace(intents=frozenset(intents)))


def test_ready_is_200(kb: KnowledgeBase) -> None:
    response = asked(readiness_of(kb, Archive.open(), engine("greet")))
    assert response.status_code == 200
    assert response.json() == {"status": "ready"}
    assert response.headers["cache-control"] == "no-store"


def test_what_is_still_learnt_is_named_and_keeps_nobody_away(kb: KnowledgeBase) -> None:
    response = asked(readiness_of(kb, Archive.open(), engine("greet")), whole=False)
    assert response.status_code == 200
    assert response.json() == {"status": "ready", "learning": ["danger"]}


def test_what_is_missing_is_named_and_nothing_more() -> None:
    response = asked(Readiness({"base": dict, "store": broken, "model": broken}))
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "missing": ["store", "model"]}
    assert "secret" not in response.text


async def test_a_base_that_is_gone_is_not_ready(database: Any, tmp_path: Any) -> None:
    file = tmp_path / "policies.db"
    shutil.copy(database, file)
    base = KnowledgeBase.open(file)
    # A process forked after the base was opened opens it again.
    base.close()
    assert await readiness_of(base, Archive.open(), engine("greet")).missing() == ()
    base.close()
    file.unlink()
    assert await readiness_of(base, Archive.open(), engine("greet")).missing() == ("base",)


async def test_without_a_model_it_is_not_ready(kb: KnowledgeBase) -> None:
    assert await readiness_of(kb, Archive.open(), None).missing() == ("model",)
    assert await readiness_of(kb, Archive.open(), engine()).missing() == ("model",)


async def test_a_store_that_is_gone_is_not_ready(kb: KnowledgeBase, tmp_path: Any) -> None:
    archive = Archive.open(f"sqlite:///{tmp_path}/wence.db")
    readiness = readiness_of(kb, archive, engine("greet"))
    assert await readiness.missing() == ()
    archive.close()
    for file in tmp_path.iterdir():
        file.unlink()
    (tmp_path / "wence.db").mkdir()
    await asyncio.sleep(1.05)
    assert await readiness.missing() == ("store",)


async def test_a_finding_is_good_for_a_second() -> None:
    clock, looks = Clock(), []
    readiness = Readiness({"base": lambda: looks.append(1)}, clock=clock)
    await asyncio.gather(*(readiness.missing() for _ in range(50)))
    assert len(looks) == 1
    clock.now = 0.9
    await readiness.missing()
    assert len(looks) == 1
    clock.now = 1.0
    await readiness.missing()
    assert len(looks) == 2


async def test_a_check_that_hangs_holds_nobody_and_is_not_begun_again(
    hanging: threading.Event,
) -> None:
    begun = []

    def hang() -> None:
        begun.append(1)
        hanging.wait()

    readiness = Readiness({"store": hang, "base": dict}, timeout=0.1, fresh=0)
    start = time.monotonic()
    for _ in range(5):
        assert await readiness.missing() == ("store",)
    assert time.monotonic() - start < 3
    assert len(begun) == 1
    hanging.set()
    # The late end of the hanging check counts: the store answers again.
    assert await readiness.missing() == ()


async def test_a_change_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    trouble = [True]

    def check() -> None:
        if trouble[0]:
            broken()

    readiness = Readiness({"store": check}, fresh=0)
    for trouble[0] in (True, True, False, False):
        await readiness.missing()
    assert [record.getMessage() for record in caplog.records] == [
        "not ready: store",
        "ready",
    ]
