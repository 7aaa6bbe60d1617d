"""Messages counted in the store by several processes at once."""

from __future__ import annotations

import asyncio

from bot.limits.admission import Limits
from bot.limits.database_counter import StoredCounter
from bot.settings.rates import Rates
from bot.store.database import Database

RATES = Rates(user=10, channel=15)


async def test_processes_on_one_store_count_together(shared_url: str) -> None:
    databases = [Database.open(shared_url) for _ in range(2)]
    processes = [Limits(RATES, StoredCounter(one), one.salt, lambda: 0.0) for one in databases]
    seen = await asyncio.gather(*(processes[n % 2].message(f"tg:{n % 4}") for n in range(60)))
    assert sum(one.granted for one in seen) == 15
    for one in databases:
        one.close()
