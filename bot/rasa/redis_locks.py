"""Locks of conversations in Redis."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from time import monotonic
from typing import Any

from redis.exceptions import LockError, RedisError

from bot.monitoring.metrics import count_store_error
from bot.rasa.locks import LIFETIME, LOCK_TIMEOUT, LOOK, BusyError, short
from bot.store.redis_client import redis_client

logger = logging.getLogger(__name__)

#: Seconds the server may take.
_ANSWERING = 2.0
#: Seconds for which Redis is not asked again once it could not be reached.
_GONE = 5


class InRedis:
    """Locks in Redis.

    While Redis is gone messages are answered without: a message is worth more than the order of
    two that one person sends to two processes in the same second.

    Args:
        url: See ``bot.store.redis_client``.
        timeout: Seconds to wait.
        clock: Tells the time in seconds.

    Raises:
        SettingError: The address is none.
    """

    def __init__(
        self, url: str, timeout: float = LOCK_TIMEOUT, clock: Callable[[], float] = monotonic
    ) -> None:
        self._redis = redis_client(url, _ANSWERING)
        self._timeout = timeout
        self._clock = clock
        self._gone_until = float("-inf")

    @asynccontextmanager
    async def hold(self, conversation: str) -> AsyncIterator[None]:
        """See :class:`ProcessLock`."""
        lock = self._redis.lock(
            f"wence:lock:{short(conversation)}",
            timeout=LIFETIME,
            sleep=LOOK,
            blocking_timeout=self._timeout,
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
