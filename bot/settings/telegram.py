"""What the channel is told by the environment."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.settings.errors import SettingError
from bot.settings.public_url import is_web_address, public_url

TOKEN = "TELEGRAM_TOKEN"
TELEGRAM_API = "TELEGRAM_API"
WEBHOOK = "TELEGRAM_WEBHOOK_URL"
_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)


@dataclass(frozen=True)
class Settings:
    """The settings of one bot.

    Attributes:
        token: Given by @BotFather; whoever has it is the bot.
        api: Address of the Bot API server, without a slash at the end.
        webhook: Public address of this site when Telegram is to call it, else empty.
        site: Public address of the reading room, for links to the papers; else empty.
    """

    token: str
    api: str = "https://api.telegram.org"
    webhook: str = ""
    site: str = ""

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Return the settings of the environment.

        Raises:
            SettingError: There is no token, or something is no token or address.
            SettingError: ``WENCE_PUBLIC_URL`` is no address.
        """
        token = environment.get(TOKEN, "").strip()
        if not token:
            raise SettingError(f"{TOKEN} is not set; @BotFather gives one out")
        if not _TOKEN.fullmatch(token):
            raise SettingError(f"{TOKEN} is no token of a bot; it looks like 123456:ABC-def")
        return cls(
            token=token,
            api=_address(environment, TELEGRAM_API) or cls.api,
            webhook=_address(environment, WEBHOOK),
            site=public_url(environment),
        )

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


def _address(environment: Mapping[str, str], name: str) -> str:
    given = environment.get(name, "").strip().rstrip("/")
    if given and not is_web_address(given):
        raise SettingError(f"{name} is no address; it begins with https://")
    return given
