"""One message of a conversation at a time."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from needs import needs
from redis_rig import RedisServer

from bot.rasa.locks import BusyError, ConversationLocks, InDatabase, ProcessLock, short
from bot.rasa.redis_locks import InRedis
from bot.settings.errors import SettingError
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.lease import Lease
from bot.store.tables import now

ROOT = Path(__file__).parents[3]


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=needs("postgresql")),
        pytest.param("redis", marks=needs("redis")),
    ]
)
def shared(request: pytest.FixtureRequest, file: Path) -> str:
    """The address of what two processes lock by."""
    if request.param == "redis":
        return str(request.getfixturevalue("redis_server").url)
    if request.param == "sqlite":
        return f"sqlite:///{file}"
    return str(request.getfixturevalue("postgres"))


def process_lock(url: str, timeout: float = 20) -> ProcessLock:
    if url.startswith("redis"):
        return InRedis(url, timeout)
    return InDatabase(Database.open(url), timeout)


async def note(locks: ConversationLocks, name: str, said: list[str], word: str) -> None:
    async with locks.lock(name):
        said.append(f"{word} begins")
        await asyncio.sleep(0.02)
        said.append(f"{word} ends")


async def test_messages_of_a_conversation_follow_each_other_in_their_order() -> None:
    locks, said = ConversationLocks(), list[str]()
    await asyncio.gather(*(note(locks, "a", said, str(number)) for number in range(5)))
    assert said == [f"{number} {what}" for number in range(5) for what in ("begins", "ends")]
    assert not locks._here and not locks._waiting


async def test_conversations_do_not_wait_for_each_other() -> None:
    locks, said = ConversationLocks(), list[str]()
    await asyncio.gather(note(locks, "a", said, "a"), note(locks, "b", said, "b"))
    assert said[:2] == ["a begins", "b begins"]


async def test_a_lock_is_free_after_an_error() -> None:
    locks = ConversationLocks()
    with pytest.raises(ValueError, match="broken"):
        async with locks.lock("a"):
            raise ValueError("broken")
    said: list[str] = []
    await asyncio.wait_for(note(locks, "a", said, "next"), 1)
    assert said == ["next begins", "next ends"]


async def test_two_that_share_a_store_take_turns(shared: str) -> None:
    one, other = (ConversationLocks(process_lock(shared)) for _ in range(2))
    said: list[str] = []
    await asyncio.gather(
        *(
            note(locks, "a", said, f"{i}{number}")
            for i, locks in enumerate((one, other))
            for number in range(4)
        )
    )
    assert len(said) == 16
    for begins, ends in zip(said[::2], said[1::2]):
        assert begins.removesuffix(" begins") == ends.removesuffix(" ends")


async def test_who_waits_too_long_is_told(shared: str) -> None:
    async with ConversationLocks(process_lock(shared)).lock("a"):
        with pytest.raises(BusyError):
            async with ConversationLocks(process_lock(shared, timeout=0.3)).lock("a"):
                pytest.fail("two had the conversation")


#: Adds one to a number in a file as often as told, each time in three steps.
COUNT = """
import asyncio, sys, time
from pathlib import Path
from bot.rasa.import_stubs import prepare_for_serving
prepare_for_serving()
sys.path.insert(0, "tests/bot/rasa")
from test_locks import process_lock
from bot.rasa.locks import ConversationLocks
url, file = sys.argv[1], Path(sys.argv[2])
async def count():
    locks = ConversationLocks(process_lock(url))
    for _ in range(20):
        async with locks.lock("a"):
            number = int(file.read_text())
            time.sleep(0.002)
            file.write_text(str(number + 1))
asyncio.run(count())
"""


@pytest.mark.slow
def test_processes_take_turns(shared: str, tmp_path: Path) -> None:
    file = tmp_path / "number"
    file.write_text("0")
    path = {"PYTHONPATH": f"{ROOT}:{ROOT}/tests:{ROOT}/tests/rigs", "PATH": ""}
    running = [
        subprocess.Popen([sys.executable, "-c", COUNT, shared, str(file)], cwd=ROOT, env=path)
        for _ in range(2)
    ]
    assert [process.wait(60) for process in running] == [0, 0]
    assert file.read_text() == "40"


def test_the_lease_of_a_process_that_ended_runs_out(shared_url: str) -> None:
    database = Database.open(shared_url)
    dead, alive = (Lease(database, short("a"), timedelta(seconds=15)) for _ in range(2))
    assert dead.take(now())
    assert not alive.take(now() + timedelta(seconds=14))
    assert alive.take(now() + timedelta(seconds=16))
    dead.release()
    assert not dead.take(now() + timedelta(seconds=16)), "who lost a lease cannot give it back"


def test_a_clock_put_back_does_not_hold_a_lease_for_hours(shared_url: str) -> None:
    database = Database.open(shared_url)
    ended, alive = (Lease(database, "work", timedelta(seconds=15)) for _ in range(2))
    assert ended.take(now())
    assert alive.take(now() - timedelta(hours=3))


async def test_without_redis_messages_are_answered_all_the_same(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    time_now = [0.0]
    locks = ConversationLocks(InRedis(redis_server.url, 5, lambda: time_now[0]))
    async with locks.lock("a"):
        redis_server.stop()
    for _ in range(3):
        async with locks.lock("a"):
            pass
    assert caplog.text.count("Redis cannot be used") == 1, "it is not asked each time"
    redis_server.start()
    time_now[0] += 60
    async with locks.lock("a"):
        assert redis_server.client.keys() == [f"wence:lock:{short('a')}"]
    assert redis_server.client.keys() == []


async def test_an_answer_goes_out_though_its_lock_cannot_be_given_back(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Lease) -> None:
        raise StoreError("gone")

    locks = ConversationLocks(InDatabase(Database.open(f"sqlite:///{file}")))
    monkeypatch.setattr(Lease, "release", broken)
    async with locks.lock("a"):
        answered = time.monotonic()
    assert answered


def test_a_lock_does_not_name_the_conversation() -> None:
    assert len(short("tg:12345")) == 32
    assert "12345" not in short("tg:12345")


def test_an_address_that_is_none_is_told_without_its_password() -> None:
    with pytest.raises(SettingError, match="WENCE_REDIS") as told:
        InRedis("http://:hidden@127.0.0.1/0")
    assert "hidden" not in str(told.value)
