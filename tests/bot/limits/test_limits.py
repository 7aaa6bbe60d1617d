"""How many messages a minute are taken, wherever they are counted."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from guard_rig import Clock
from redis_rig import RedisServer
from sqlalchemy import select

from bot.limits.admission import Admission, Limits
from bot.limits.counters import FallbackCounter, MemoryCounter
from bot.limits.database_counter import StoredCounter
from bot.limits.redis_counter import RedisCounter
from bot.server.guard import make_guard
from bot.settings.environment import read_settings
from bot.settings.errors import SettingError
from bot.settings.rates import Rates
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.tables import rate
from policies_kb.kb import KnowledgeBase

SALT = b"a salt of some length"
ADDRESS = "203.0.113.77"


def limits(clock: Clock, counter: object | None = None, **rates: int) -> Limits:
    return Limits(Rates(**rates), counter or MemoryCounter(), SALT, clock)  # type: ignore[arg-type]


async def test_so_many_are_taken_and_the_rest_wait_for_the_next_minute(clock: Clock) -> None:
    some = limits(clock, user=3)
    granted = [(await some.message("c-1")).granted for _ in range(5)]
    assert granted == [True, True, True, False, False]
    assert (await some.message("c-1")).wait == 40
    assert (await some.message("c-2")).granted
    clock.seconds += 40
    assert (await some.message("c-1")).granted


async def test_a_sender_is_told_once_a_minute(clock: Clock) -> None:
    some = limits(clock, user=1)
    seen = [await some.message("tg:7") for _ in range(4)]
    assert [one.told for one in seen] == [False, False, True, True]
    clock.seconds += 60
    assert [(await some.message("tg:7")).told for _ in range(3)] == [False, False, True]


async def test_a_full_channel_refuses_each_of_its_senders_and_tells_each(clock: Clock) -> None:
    some = limits(clock, channel=2)
    assert (await some.message("tg:1")).granted and (await some.message("tg:2")).granted
    refused = [await some.message(name) for name in ("tg:1", "tg:3", "tg:3")]
    assert [(one.granted, one.told) for one in refused] == [
        (False, False),
        (False, False),
        (False, True),
    ]
    assert (await some.message("wx:1")).granted and (await some.message("web-id")).granted


async def test_who_floods_does_not_use_up_the_channel(clock: Clock) -> None:
    some = limits(clock, user=2, channel=5)
    for _ in range(50):
        await some.message("wx:flood")
    assert [(await some.message(f"wx:{n}")).granted for n in range(4)] == [True] * 3 + [False]


async def test_verdicts_are_counted_for_themselves(clock: Clock) -> None:
    some = limits(clock, user=1)
    assert (await some.message("c")).granted and (await some.verdict("c")).granted
    assert not (await some.verdict("c")).granted


async def test_one_ipv6_customer_is_one_sender(clock: Clock) -> None:
    some = limits(clock, address=1)
    assert (await some.address("2001:db8:1:2:aaaa::1")).granted
    assert not (await some.address("2001:db8:1:2:bbbb::2")).granted
    assert (await some.address("2001:db8:1:3::1")).granted


async def test_no_rate_takes_everything(clock: Clock) -> None:
    some = limits(clock, user=0, address=0, channel=0)
    assert [await some.message("c") for _ in range(100)] == [Admission()] * 100


@pytest.mark.parametrize("value", ["-1", "x", "1.5", "１０", "10000000", " 5 5"])
def test_a_senseless_rate_is_refused_by_name(value: str) -> None:
    with pytest.raises(SettingError, match="WENCE_RATE_ADDRESS"):
        read_settings({"WENCE_RATE_ADDRESS": value})


def test_rates_come_from_the_environment_and_have_defaults() -> None:
    given = {"WENCE_RATE_USER": "7", "WENCE_RATE_CHANNEL": " 9 ", "WENCE_RATE_ADDRESS": ""}
    assert read_settings(given).rates == Rates(7, 300, 9)
    assert read_settings({}).rates == Rates(20, 300, 0)


def test_a_senseless_address_of_redis_is_refused_without_repeating_it(
    kb: KnowledgeBase, store_db: Database
) -> None:
    with pytest.raises(SettingError, match="WENCE_REDIS") as caught:
        make_guard(
            kb,
            store_db,
            several=True,
            rates=Rates(),
            redis="http://user:geheim@host",
        )
    assert "geheim" not in str(caught.value)


async def test_processes_on_one_database_count_together(store: str, clock: Clock) -> None:
    databases = [Database.open(store) for _ in range(3)]
    processes = [limits(clock, StoredCounter(one), user=10) for one in databases]
    seen = await asyncio.gather(*(processes[n % 3].message("c") for n in range(30)))
    assert sum(one.granted for one in seen) == 10
    for one in databases:
        one.close()


async def test_the_store_keeps_a_hash_and_for_two_minutes(store_db: Database) -> None:
    counter = StoredCounter(store_db)
    now = time.time()
    some = Limits(Rates(user=1, address=1), counter, SALT, lambda: now)
    await some.address(ADDRESS)
    await some.message("c-secret")

    def rows() -> list[str]:
        with store_db.reading() as connection:
            return [str(tuple(row)) for row in connection.execute(select(rate)).all()]

    assert len(rows()) == 2
    assert not any(ADDRESS in row or "c-secret" in row for row in rows())
    minute = int(now) // 60
    assert counter.purge(minute + 1) == 2
    assert counter.purge(minute + 2) == 0
    assert rows() == []


async def test_old_counts_go_though_nobody_asks_any_more(store_db: Database) -> None:
    counter = StoredCounter(store_db)
    await counter.add(["k"], 5)
    await asyncio.wait_for(counter._tidy(pause=0.01), 5)
    assert counter.purge(0) == 0


async def test_machines_on_one_redis_count_together(
    redis_server: RedisServer, clock: Clock
) -> None:
    clock.seconds = time.time()
    machines = [limits(clock, RedisCounter.at(redis_server.url), user=10) for _ in range(3)]
    seen = await asyncio.gather(*(machines[n % 3].message("c-secret") for n in range(30)))
    assert sum(one.granted for one in seen) == 10
    names = redis_server.client.keys("*")
    assert names and not any("c-secret" in name for name in names)
    assert all(0 < redis_server.client.ttl(name) <= 120 for name in names)


async def test_without_redis_each_process_counts_and_says_so_once_a_minute(
    redis_server: RedisServer, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    clock.seconds = time.time()
    moment = Clock()
    counter = FallbackCounter(RedisCounter.at(redis_server.url), moment)
    some = limits(clock, counter, user=3)
    assert (await some.message("c")).granted
    redis_server.stop()
    with caplog.at_level(logging.WARNING):
        granted = []
        for _ in range(12):
            moment.seconds += 10
            granted.append((await some.message("c")).granted)
    assert granted[:3] == [True] * 3 and not any(granted[3:])
    assert 1 <= len(caplog.records) <= 3
    assert all(f":{redis_server.port}" not in record.getMessage() for record in caplog.records)
    redis_server.start()
    moment.seconds += 10
    assert (await some.message("c")).granted
    assert redis_server.client.keys("wence:rate:*")


class Held:
    """A place of counts that never answers, or breaks."""

    def __init__(self, error: Exception | None) -> None:
        self.error = error
        self.asked = 0

    async def add(self, keys: Sequence[str], window: int) -> list[int]:
        self.asked += 1
        if self.error:
            raise self.error
        await asyncio.sleep(60)
        return []


@pytest.mark.parametrize("error", [None, StoreError("held"), OSError("full")])
async def test_a_place_that_fails_delays_few_and_hurts_nobody(error: Exception | None) -> None:
    place = Held(error)
    counter = FallbackCounter(place, Clock())
    start = time.monotonic()
    assert [await counter.add(["k"], 1) for _ in range(20)] == [[n] for n in range(1, 21)]
    assert time.monotonic() - start < 2
    assert place.asked == 1


async def test_a_store_that_may_not_be_written_hurts_nobody(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database.open(f"sqlite:///{tmp_path}/w.db")
    blocker = Database.open(f"sqlite:///{tmp_path}/w.db")
    some = limits(clock, FallbackCounter(StoredCounter(database)), user=2)
    with blocker.writing():
        start = time.monotonic()
        assert [(await some.message("c")).granted for _ in range(3)] == [True, True, False]
        assert time.monotonic() - start < 2
    blocker.close()
    database.close()
