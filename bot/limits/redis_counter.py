"""Counts in Redis, for several machines."""

from __future__ import annotations

from collections.abc import Sequence

from redis.asyncio import Redis

from bot.limits.counters import COUNTER_TIMEOUT, COUNTER_WINDOW, COUNTS_KEPT
from bot.store.redis_client import redis_client


class RedisCounter:
    """Counts that all machines share.

    Args:
        client: A client of the server.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client

    @classmethod
    def at(cls, url: str) -> RedisCounter:
        """Return the counter on a server, which is not asked yet.

        Args:
            url: See ``bot.store.redis_client``.

        Raises:
            SettingError: It is no such address.
        """
        return cls(redis_client(url, COUNTER_TIMEOUT))

    async def add(self, keys: Sequence[str], window: int) -> list[int]:
        """Count one more of each key; see ``bot.limits.counters.Counter``.

        Raises:
            redis.exceptions.RedisError: The server cannot be used.
        """
        async with self._client.pipeline(transaction=True) as pipe:
            for key in keys:
                name = f"wence:rate:{key}:{window}"
                pipe.incr(name)
                # At a time, not in a time: each message would put it off.
                pipe.expireat(name, (window + COUNTS_KEPT) * COUNTER_WINDOW)
            replies = await pipe.execute()
        return [int(count) for count in replies[::2]]
