"""Locks of conversations in Redis."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from time import monotonic
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import LockError, RedisError

from bot.operation.metrics import count_store_error
from bot.store.locks import LIFETIME, LOOK, PATIENCE, BusyError, short

logger = logging.getLogger(__name__)

#: Seconds for which Redis is not asked again once it could not be reached.
_GONE = 5


class InRedis:
    """Locks in Redis.

    While Redis is gone messages are answered without: a message is worth more than the order of
    two that one person sends to two processes in the same second.

    Args:
        url: ``redis://HOST:PORT/NUMBER``.
        patience: Seconds to wait.
        clock: Tells the time in seconds.
    """

    def __init__(
        self, url: str, patience: float = PATIENCE, clock: Callable[[], float] = monotonic
    ) -> None:
        # Connects when it is first used, in the process and the loop that use it.
        self._redis = Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
        self._patience = patience
        self._clock = clock
        self._gone_until = float("-inf")

    @asynccontextmanager
    async def hold(self, conversation: str) -> AsyncIterator[None]:
        """See :class:`Across`."""
        lock = self._redis.lock(
            f"wence:lock:{short(conversation)}",
            timeout=LIFETIME,
            sleep=LOOK,
            blocking_timeout=self._patience,
        )
        held = self._clock() >= self._gone_until and await self._take(lock)
        try:
            yield
        finally:
            if held:
                # Gone meanwhile: it runs out by itself.
                with suppress(LockError, RedisError):
                    await lock.release()

    async def _take(self, lock: Any) -> bool:
        try:
            if await lock.acquire():
                return True
        except RedisError as error:
            count_store_error("redis")
            logger.warning("Redis cannot be used: %s", type(error).__name__)
            self._gone_until = self._clock() + _GONE
            return False
        raise BusyError
