"""The Redis server that several processes share, where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.settings.errors import SettingError

if TYPE_CHECKING:
    from redis.asyncio import Redis


def redis_client(url: str, timeout: float) -> Redis:
    """Return a client that connects when it is first used, in the process and loop that use it.

    Args:
        url: ``redis://[:PASSWORD@]HOST[:PORT][/NUMBER]``, or ``rediss://`` or ``unix://``.
        timeout: Seconds the server may take, to be reached and to answer.

    Raises:
        SettingError: It is no such address.
    """
    # Loads a library that only few need.
    from redis.asyncio import Redis

    try:
        return Redis.from_url(url, socket_connect_timeout=timeout, socket_timeout=timeout)
    except ValueError as error:
        # The address may hold a password: it is not repeated.
        raise SettingError("WENCE_REDIS is no address like redis://HOST:PORT/NUMBER") from error
