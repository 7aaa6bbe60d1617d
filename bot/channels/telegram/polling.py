"""Asks Telegram for updates, where it cannot call us."""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import Awaitable, Callable

from telegram import Bot, Update
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.warnings import PTBUserWarning

from bot.channels.telegram.incoming import ALLOWED, readable
from bot.channels.telegram.service import Service
from bot.monitoring.metrics import count_channel_error
from bot.store.errors import StoreError

logger = logging.getLogger(__name__)

#: Seconds Telegram holds a question without an answer open.
_UPDATE_WAIT = 30
_LONGEST_PAUSE = 60.0


async def poll(
    bot: Bot,
    service: Service,
    timeout: int = _UPDATE_WAIT,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Take updates in for ever.

    Asking for the next ones confirms the ones before to Telegram, so they are kept first.

    Args:
        bot: The bot.
        service: Keeps and answers the updates.
        timeout: Seconds to wait for one.
        sleep: Waits so many seconds after an error.

    Raises:
        InvalidToken: Telegram does not know the token (any more).
    """
    following, errors = None, 0
    while True:
        try:
            updates, after = await _fetch(bot, following, timeout)
            await service.accept(updates)
        except InvalidToken:
            raise
        except (TelegramError, StoreError) as error:
            errors += 1
            if errors == 1:
                count_channel_error("telegram", type(error).__name__)
                logger.warning("updates wait: %s", type(error).__name__)
            await sleep(_pause(error, errors))
            continue
        errors, following = 0, after


async def _fetch(bot: Bot, following: int | None, timeout: int) -> tuple[list[Update], int | None]:
    """Return the next updates that can be read, and the number to ask for after them.

    One whose shape the library does not know would otherwise hold up all others for ever.

    Raises:
        TelegramError: They cannot be fetched.
    """
    try:
        updates = await bot.get_updates(offset=following, timeout=timeout, allowed_updates=ALLOWED)
    except TelegramError:
        raise
    except Exception:
        wanted = {"offset": following, "allowed_updates": ALLOWED}
        with warnings.catch_warnings(action="ignore", category=PTBUserWarning):
            # The library warns that it has a method for it: the one that cannot read them.
            given = await bot.do_api_request("getUpdates", wanted)
        return readable(given, bot), given[-1]["update_id"] + 1 if given else following
    return list(updates), updates[-1].update_id + 1 if updates else following


def _pause(error: Exception, errors: int) -> float:
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return float(wait) if isinstance(wait, int | float) else wait.total_seconds()
    return float(min(2.0 ** (errors - 1), _LONGEST_PAUSE))
