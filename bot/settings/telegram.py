"""A bot of Telegram: its token and the addresses it is reached at."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

#: Where Telegram answers calls of a bot.
TELEGRAM_API = "https://api.telegram.org"


@dataclass(frozen=True)
class TelegramBot:
    """One bot.

    Attributes:
        token: Given by @BotFather; whoever has it is the bot.
        api: Address of the Bot API server, without a slash at the end.
        webhook: Public address of this site when Telegram is to call it, else empty.
        site: Public address of the reading room, for links to the papers; else empty.
    """

    token: str = field(repr=False)
    api: str = field(default=TELEGRAM_API, repr=False)
    webhook: str = field(default="", repr=False)
    site: str = field(default="", repr=False)

    @property
    def path(self) -> str:
        """The path Telegram calls; nobody else can guess it."""
        return f"/telegram/{self._derived('path')[:32]}"

    @property
    def secret(self) -> str:
        """What Telegram shows with each call; all processes of one bot derive the same."""
        return self._derived("secret")

    def _derived(self, purpose: str) -> str:
        message = f"webhook {purpose}".encode()
        return hmac.new(self.token.encode(), message, hashlib.sha256).hexdigest()
