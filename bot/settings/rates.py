"""How many messages a minute are taken."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from bot.settings.errors import SettingError

_MOST = 1_000_000


@dataclass(frozen=True)
class Rates:
    """Messages a minute; 0 for as many as come.

    Attributes:
        user: Of one conversation.
        address: From one address of the network; whole offices share one.
        channel: Of all conversations of a channel together.
    """

    user: int = 20
    address: int = 300
    channel: int = 0

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] = os.environ) -> Rates:
        """Return the rates of ``WENCE_RATE_USER``, ``_ADDRESS`` and ``_CHANNEL``.

        Raises:
            SettingError: A variable holds no whole number from 0 to a million.
        """
        return cls(
            _rate(environment, "WENCE_RATE_USER", cls.user),
            _rate(environment, "WENCE_RATE_ADDRESS", cls.address),
            _rate(environment, "WENCE_RATE_CHANNEL", cls.channel),
        )


def _rate(environment: Mapping[str, str], name: str, default: int) -> int:
    given = environment.get(name, "").strip()
    if not given:
        return default
    if not given.isascii() or not given.isdigit() or len(given) > 7 or int(given) > _MOST:
        raise SettingError(
            f"{name} is {given[:20]!r}; it is a number of messages a minute, 0 for no limit"
        )
    return int(given)
