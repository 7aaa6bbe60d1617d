"""What users see when parts of the server fail, with real processes, PostgreSQL and Redis."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from needs import needs
from postgres_rig import PostgresServer
from redis_rig import RedisServer
from server_rig import RunningServer
from sqlalchemy import text
from waiting import wait

from bot.server.start import MODEL
from policies_kb.paths import DATABASE

pytestmark = needs("model", "redis")
WAGES = "老板三个月没发工资"


@dataclass
class Place:
    """A server of two workers and all it stands on."""

    server: RunningServer
    postgres: PostgresServer
    redis: RedisServer
    model: Path
    base: Path

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the table of conversations: whoever answers gets no further."""
        with self.postgres.transaction() as connection:
            connection.execute(text("LOCK TABLE conversation IN ACCESS EXCLUSIVE MODE"))
            yield


@pytest.fixture(scope="module")
def place(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer
) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("place")
    model, base = folder / "wence.tar.gz", folder / "policies.db"
    shutil.copy(MODEL, model)
    shutil.copy(DATABASE, base)
    postgres_server.empty()
    redis = RedisServer(folder)
    redis.start()
    settings = {"WENCE_DATABASE": postgres_server.url, "WENCE_REDIS": redis.url}
    files = ("--model", str(model), "--database", str(base))
    server = RunningServer(folder, settings, 2, files)
    try:
        server.wait_until_ready()
        wait(lambda: len(server.workers) == 2, 30)
        yield Place(server, postgres_server, redis, model, base)
    finally:
        server.kill()
        redis.stop()


def begin(place: Place, name: str, message: str = WAGES) -> Future[httpx.Response]:
    """Send a message and do not wait for the answer."""
    return ThreadPoolExecutor(1).submit(place.server.ask, name, message)


def test_messages_sent_at_once_are_each_answered_once_and_counted_on(place: Place) -> None:
    name = str(uuid4())
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: place.server.answer(name, WAGES), range(16)))
    assert sorted(answer["turn"] for answer in answers) == list(range(1, 17))
    assert {answer["status"] for answer in answers} == {"answered"}


def test_a_worker_killed_in_mid_answer_loses_no_conversation(place: Place) -> None:
    name = str(uuid4())
    assert place.server.answer(name, WAGES)["turn"] == 1
    before = place.server.workers
    with place.held():
        waiting = begin(place, name, "要带什么材料")
        time.sleep(1)
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(httpx.TransportError):
            waiting.result(30)
    wait(lambda: len(place.server.workers - before) == 2, 30)
    again = place.server.answer(name, "要带什么材料")
    assert again["turn"] == 2, "what was not answered is not counted"
    assert again["citations"]


def test_without_redis_messages_are_answered(place: Place) -> None:
    name = str(uuid4())
    place.redis.stop()
    try:
        assert place.server.answer(name, WAGES)["turn"] == 1
        assert place.server.answer(name, "宁波呢")["turn"] == 2
    finally:
        place.redis.start()
    assert place.server.answer(name, WAGES)["turn"] == 3


def test_without_the_store_users_get_a_number_and_then_their_conversation_back(
    place: Place,
) -> None:
    name = str(uuid4())
    assert place.server.answer(name, WAGES)["turn"] == 1
    place.postgres.stop()
    try:
        refused = place.server.ask(name, WAGES)
        assert refused.status_code == 503
        told = refused.json()
        assert told["status"] == "error"
        assert [link["url"] for link in told["links"]] == ["tel:12345"]
        assert "Traceback" not in refused.text and "psycopg" not in refused.text
        not_ready = place.server.get("/readyz")
        assert (not_ready.status_code, not_ready.json()["missing"]) == (503, ["store"])
        assert place.server.get("/healthz").status_code == 200
        assert place.server.get("/documents").status_code == 200, "reading needs no store"
    finally:
        place.postgres.start()
    wait(place.server.is_ready, 30)
    assert place.server.answer(name, WAGES)["turn"] == 2


@contextmanager
def asking(place: Place) -> Iterator[list[int | str]]:
    """Ask without a pause, by several people, and note what came of each message."""
    outcomes: list[int | str] = []
    ended = threading.Event()

    def ask() -> None:
        name, turn = str(uuid4()), 0
        while not ended.is_set():
            try:
                answered = place.server.ask(name, WAGES)
            except httpx.TransportError as error:
                outcomes.append(type(error).__name__)
                continue
            turn += 1
            right = answered.status_code == 200 and answered.json()["turn"] == turn
            outcomes.append(200 if right else answered.text)

    with ThreadPoolExecutor(3) as pool:
        people = [pool.submit(ask) for _ in range(3)]
        yield outcomes
        ended.set()
    for person in people:
        person.result()


def test_model_and_base_are_replaced_while_messages_are_answered(place: Place) -> None:
    before = place.server.workers
    with asking(place) as outcomes:
        wait(lambda: len(outcomes) > 5, 30)
        replace_base(place)
        place.server.signal(signal.SIGHUP)
        wait(lambda: len(place.server.workers) == 2 and not place.server.workers & before, 60)
        counted = len(outcomes)
        wait(lambda: len(outcomes) > counted + 5, 30)
    assert set(outcomes) == {200}
    assert "loaded anew" in place.server.said
    assert place.server.get("/documents").status_code == 200


def replace_base(place: Place) -> None:
    """Put another file in its place, as the build does."""
    other = place.base.with_suffix(".new")
    shutil.copy(place.base, other)
    with sqlite3.connect(other) as connection:
        connection.execute("UPDATE meta SET value = 'another' WHERE key = 'inputs_hash'")
    connection.close()
    os.replace(other, place.base)


def holds(pid: int, file: Path) -> bool:
    """Tell whether a process has a file open."""
    return str(file) in {os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir()}


def test_a_model_that_cannot_be_loaded_does_not_take_the_place_of_one_that_works(
    place: Place,
) -> None:
    kept = place.model.read_bytes()
    place.model.write_bytes(b"no model")
    before = place.server.workers
    try:
        place.server.signal(signal.SIGHUP)
        wait(lambda: "the old model and base are kept" in place.server.said, 60)
        wait(lambda: len(place.server.workers) == 2 and not place.server.workers & before, 60)
        assert place.server.answer(str(uuid4()), WAGES)["status"] == "answered"
    finally:
        place.model.write_bytes(kept)


def test_a_worker_after_the_base_was_replaced_reads_the_new_one(place: Place) -> None:
    replace_base(place)
    victim = min(place.server.workers)
    os.kill(victim, signal.SIGKILL)
    wait(lambda: victim not in place.server.workers and len(place.server.workers) == 2, 60)
    wait(place.server.is_ready, 30)
    for _ in range(6):
        assert place.server.answer(str(uuid4()), WAGES)["citations"]


def test_workers_that_never_answered_before_the_base_was_replaced_do_so_after(
    place: Place,
) -> None:
    before = place.server.workers
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    wait(lambda: len(place.server.workers - before) == 2, 60)
    wait(lambda: all(holds(pid, place.base) for pid in place.server.workers), 60)
    replace_base(place)
    for _ in range(12):
        assert place.server.answer(str(uuid4()), WAGES)["citations"]


def test_told_to_end_it_finishes_what_it_has_begun(place: Place) -> None:
    name = str(uuid4())
    with place.held():
        waiting = begin(place, name)
        time.sleep(1)
        place.server.signal(signal.SIGTERM)
        time.sleep(0.5)
        assert not waiting.done()
    answered = waiting.result(30)
    assert (answered.status_code, answered.json()["turn"]) == (200, 1)
    assert place.server.process.wait(30) == 0
    with pytest.raises(httpx.ConnectError):
        place.server.get("/healthz")


def test_the_log_of_all_this_holds_no_words_of_the_users(place: Place) -> None:
    said = place.server.said
    assert "turn" in said
    assert "老板" not in said and "材料" not in said
