"""Deletes what has been kept long enough, once a day while a server runs."""

from __future__ import annotations

import asyncio
import logging

from bot.store.archive import Archive
from bot.store.errors import StoreError

logger = logging.getLogger(__name__)

_DAY = 24 * 3600


async def purge_daily(archive: Archive, days: int, pause: float = _DAY) -> None:
    """Purge the store for ever; a day on which it cannot be written is made up for by the next.

    Args:
        archive: What to purge.
        days: So old a conversation becomes.
        pause: Seconds between two purges; the first one comes after it.
    """
    while True:
        await asyncio.sleep(pause)
        try:
            await asyncio.to_thread(archive.purge, days)
        except StoreError as error:
            logger.warning("old conversations could not be deleted: %s", error)
