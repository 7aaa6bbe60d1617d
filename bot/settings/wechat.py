"""What an official account of WeChat is known by."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

from bot.settings.errors import SettingError

#: Where WeChat answers calls of an account.
WECHAT_API = "https://api.weixin.qq.com/cgi-bin"


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
    api: str = field(default=f"{WECHAT_API}/", repr=False)
    public_url: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if (self.aes_key or self.secret) and not self.app_id:
            raise SettingError("WECHAT_AES_KEY and WECHAT_APP_SECRET need WECHAT_APP_ID too")

    @property
    def aes_bytes(self) -> bytes:
        """Return the key of AES-256 that the EncodingAESKey stands for."""
        return base64.b64decode(self.aes_key + "=")
