"""The settings of the official account, from the environment."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.settings.errors import SettingError
from bot.settings.public_url import is_web_address, public_url

#: Where WeChat answers calls of an account; ``WECHAT_API`` names a proxy instead.
WECHAT_API = "https://api.weixin.qq.com/cgi-bin/"
_AES_KEY_LENGTH = 43


@dataclass(frozen=True)
class Account:
    """An official account as its console shows it.

    Attributes:
        token: Signs what WeChat sends.
        app_id: The account's id; needed for encrypted messages and calls.
        aes_key: The console's EncodingAESKey, 43 characters; empty in plain mode.
        secret: Lets us call WeChat: customer-service messages and the menu; often empty.
        api: Address of WeChat's interface, ending in a slash.
        public_url: Where the web chat can be reached from outside, without a slash at the end;
            empty when it cannot.
    """

    token: str = field(repr=False)
    app_id: str = ""
    aes_key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    api: str = WECHAT_API
    public_url: str = ""

    def __post_init__(self) -> None:
        if self.aes_key and not _is_aes_key(self.aes_key):
            raise SettingError(
                f"WECHAT_AES_KEY is not the EncodingAESKey of the console: it has "
                f"{_AES_KEY_LENGTH} letters and digits"
            )
        if (self.aes_key or self.secret) and not self.app_id:
            raise SettingError("WECHAT_AES_KEY and WECHAT_APP_SECRET need WECHAT_APP_ID too")
        if not is_web_address(self.api):
            raise SettingError("WECHAT_API is no address that begins with http:// or https://")

    @classmethod
    def of_environment(cls, environment: Mapping[str, str]) -> Account | None:
        """Return the account of the environment, ``None`` without ``WECHAT_TOKEN``.

        Raises:
            SettingError: A variable cannot be what it holds.
        """

        def value(name: str) -> str:
            return environment.get(name, "").strip()

        if not value("WECHAT_TOKEN"):
            return None
        return cls(
            token=value("WECHAT_TOKEN"),
            app_id=value("WECHAT_APP_ID"),
            aes_key=value("WECHAT_AES_KEY"),
            secret=value("WECHAT_APP_SECRET"),
            api=(value("WECHAT_API") or WECHAT_API).rstrip("/") + "/",
            public_url=public_url(environment),
        )

    @property
    def aes_bytes(self) -> bytes:
        """Return the key of AES-256 that the EncodingAESKey stands for."""
        return base64.b64decode(self.aes_key + "=")


def _is_aes_key(text: str) -> bool:
    try:
        return len(text) == _AES_KEY_LENGTH and len(base64.b64decode(text + "=")) == 32
    except (binascii.Error, ValueError):
        return False
