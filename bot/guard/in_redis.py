"""Counts in Redis, for several machines."""

from __future__ import annotations

from collections.abc import Sequence

from redis.asyncio import Redis

from bot.guard.counters import PATIENCE
from bot.store.errors import BadSettingError

#: Seconds after the beginning of its minute a count is gone.
_KEPT = 120
_MINUTE = 60


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
            url: ``redis://[:PASSWORD@]HOST[:PORT][/NUMBER]``, or ``rediss://`` or ``unix://``.

        Raises:
            BadSettingError: It is no such address.
        """
        try:
            client = Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)
        except ValueError as error:
            # The address may hold a password: it is not repeated.
            raise BadSettingError(
                "WENCE_REDIS is no address like redis://HOST:PORT/NUMBER"
            ) from error
        return cls(client)

    async def add(self, keys: Sequence[str], window: int) -> list[int]:
        """Count one more of each key; see ``bot.guard.counters.Counter``.

        Raises:
            RedisError: The server cannot be used.
        """
        async with self._client.pipeline(transaction=True) as pipe:
            for key in keys:
                name = f"wence:rate:{key}:{window}"
                pipe.incr(name)
                # At a time, not in a time: each message would put it off.
                pipe.expireat(name, window * _MINUTE + _KEPT)
            replies = await pipe.execute()
        return [int(count) for count in replies[::2]]
