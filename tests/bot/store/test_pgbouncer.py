"""The store behind PgBouncer, which lends another session for each transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from contract_reply import keep_events
from needs import needs
from pgbouncer_rig import bouncing
from postgres_rig import PostgresServer
from sqlalchemy import text

from bot.rasa.locks import ConversationLocks, InDatabase
from bot.store import database as store
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.errors import StoreError

pytestmark = needs("postgresql", "pgbouncer")
EVENT = {"event": "slot", "name": "turn", "value": 1}


@pytest.fixture
def pooled(postgres: str) -> Iterator[str]:
    with bouncing(postgres) as address:
        yield address


def test_processes_that_start_at_once_make_one_store(pooled: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        opened = list(pool.map(lambda _: Database.open(pooled), range(6)))
    assert len({database.salt for database in opened}) == 1
    for database in opened:
        database.close()


def test_what_many_write_at_once_is_kept(pooled: str) -> None:
    archive = Archive.open(pooled)

    def save(number: int) -> Any:
        keep_events(archive, f"c-{number}", [EVENT] * (number % 7 + 1))
        return archive.conversations.load(f"c-{number}")

    with ThreadPoolExecutor(12) as pool:
        loaded = list(pool.map(save, range(60)))
    assert [len(events) for events in loaded] == [number % 7 + 1 for number in range(60)]
    archive.close()


async def test_a_conversation_is_held_by_one_process(pooled: str) -> None:
    one, other = (ConversationLocks(InDatabase(Database.open(pooled))) for _ in "12")
    said: list[str] = []

    async def turn(locks: ConversationLocks, name: str) -> None:
        async with locks.lock("c-1"):
            said.append(name)
            await asyncio.sleep(0.2)
            said.append(name)

    await asyncio.gather(turn(one, "one"), turn(other, "other"))
    assert said in (["one", "one", "other", "other"], ["other", "other", "one", "one"])


def test_a_held_row_is_not_waited_for_without_end(
    pooled: str, postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "DATABASE_TIMEOUT", 1)
    archive = Archive.open(pooled)
    keep_events(archive, "c-1", [EVENT])
    with postgres_server.transaction() as other:
        other.execute(text("LOCK TABLE conversation IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(StoreError):
            keep_events(archive, "c-1", [EVENT, EVENT])
    keep_events(archive, "c-1", [EVENT, EVENT])
    assert len(archive.conversations.load("c-1")) == 2
    archive.close()
