"""Counts in the database of the store, for several processes without Redis."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence

from sqlalchemy import delete, func, select

from bot.limits.counters import COUNTER_WINDOW, COUNTS_KEPT
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.tables import rate

logger = logging.getLogger(__name__)


class StoredCounter:
    """Counts that all processes on one database share.

    Args:
        database: The store.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tidying: asyncio.Task[None] | None = None

    async def add(self, keys: Sequence[str], window: int) -> list[int]:
        """Count one more of each key; see ``bot.limits.counters.Counter``.

        Raises:
            StoreError: The store cannot be written.
        """
        if self._tidying is None or self._tidying.done():
            self._tidying = asyncio.create_task(self._tidy())
        return await asyncio.to_thread(self._add, keys, window)

    def _add(self, keys: Sequence[str], window: int) -> list[int]:
        # In one order: two processes that count the same two keys never wait for each other.
        rows = [{"key": key, "minute": window, "counted": 1} for key in sorted(set(keys))]
        added = self._database.insert(rate).values(rows)
        upsert = added.on_conflict_do_update(
            index_elements=["key", "minute"], set_={"counted": rate.c.counted + 1}
        )
        mine = rate.c.key.in_(keys) & (rate.c.minute == window)
        with self._database.writing() as connection:
            connection.execute(upsert)
            kept = connection.execute(select(rate.c.key, rate.c.counted).where(mine)).all()
        counts = {row.key: row.counted for row in kept}
        return [counts[key] for key in keys]

    async def _tidy(self, pause: float = COUNTER_WINDOW) -> None:
        """Delete old counts each minute until none is left, also when nobody asks any more."""
        left = 1
        while left:
            await asyncio.sleep(pause)
            try:
                left = await asyncio.to_thread(self.purge, int(time.time()) // COUNTER_WINDOW)
            except StoreError as error:
                logger.warning("old counts could not be deleted: %s", error)

    def purge(self, window: int) -> int:
        """Delete what is too old in a window and return how many counts are left.

        Raises:
            StoreError: The store cannot be written.
        """
        with self._database.writing() as connection:
            connection.execute(delete(rate).where(rate.c.minute <= window - COUNTS_KEPT))
            return int(connection.execute(select(func.count()).select_from(rate)).scalar_one())
