"""Keeps within Telegram's limits and tries again what may succeed later.

Limits as the Bot API's FAQ gives them: some 30 messages a second in all, one a second in a chat,
20 a minute in a group. A call that timed out may have been carried out: trying it again can double
a message, not trying it again can lose one. It is tried again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

OVERALL = 1 / 25
PRIVATE = 1.0
GROUP = 3.0
#: Attempts at one call of the Bot API.
API_TRIES = 5
#: Telegram asking for more timeout than this is treated as a failure; seconds.
LONGEST_WAIT = 600
_BACKOFF = 1.0
#: Chats whose last message is remembered; far more than can be written to within a minute.
_REMEMBERED = 5000

ApiResult = bool | dict[str, Any] | list[dict[str, Any]]


class RateLimiter(BaseRateLimiter[None]):
    """Waits before each message as long as the limits want, and after errors.

    Args:
        clock: Seconds that only go forward.
        sleep: Waits so many seconds.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._next: dict[Any, float] = {}
        self._next_overall = 0.0

    async def initialize(self) -> None:
        """Do nothing: there is nothing to set up."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to take down."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, ApiResult]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> ApiResult:
        """Make a call when its turn has come; again after errors that pass.

        Raises:
            telegram.error.TelegramError: It failed for good, or too often.
        """
        for attempt in range(1, API_TRIES + 1):
            await self._wait(endpoint, data.get("chat_id"))
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                pause = _seconds(error)
                if attempt == API_TRIES or pause > LONGEST_WAIT:
                    raise
                # All chats wait: the limit that was hit may be that of the bot.
                self._next_overall = max(self._next_overall, self._clock() + pause)
                await self._sleep(pause)
            except BadRequest:
                raise
            except NetworkError:
                if attempt == API_TRIES or endpoint == "sendChatAction":
                    raise
                await self._sleep(_BACKOFF * 2 ** (attempt - 1))
        raise AssertionError("the last try returns or raises")

    async def _wait(self, endpoint: str, chat: Any) -> None:
        if chat is None or endpoint == "sendChatAction":
            return
        now = self._clock()
        turn = max(now, self._next_overall, self._next.get(chat, 0.0))
        # Taken before waiting, so that those who come meanwhile queue up behind.
        self._next_overall = turn + OVERALL
        if len(self._next) > _REMEMBERED:
            self._next = {name: at for name, at in self._next.items() if at > now}
        self._next[chat] = turn + (GROUP if str(chat).startswith("-") else PRIVATE)
        if turn > now:
            await self._sleep(turn - now)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()
