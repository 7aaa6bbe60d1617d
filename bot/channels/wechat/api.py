"""Calls to WeChat: customer-service messages and the menu."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import requests
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatException

from bot.channels.wechat.channel import SendError
from bot.settings.wechat import Account

#: Seconds one call may take.
_TIMEOUT = 10
#: Answers that mean the access token is not good any more.
_TOKEN_REFUSED = frozenset({40001, 40014, 42001})


class _Client(WeChatClient):
    """The library's client with WeChat's stable token.

    The older interface ends the token of every other process of the account with each new one.
    """

    def __init__(self, account: Account) -> None:
        # The library itself would fetch tokens without end when WeChat refuses each of them.
        super().__init__(account.app_id, account.secret, timeout=_TIMEOUT, auto_retry=False)
        self.API_BASE_URL = account.api

    def fetch_access_token(self) -> dict[str, Any]:
        """Get the token that is good now and keep it until it ends."""
        answer = self._http.post(
            f"{self.API_BASE_URL}stable_token",
            json={
                "grant_type": "client_credential",
                "appid": self.appid,
                "secret": self.secret,
                "force_refresh": False,
            },
            timeout=self.timeout,
        )
        result: dict[str, Any] = self._handle_result(answer)
        lasts = int(result["expires_in"])
        self.session.set(self.access_token_key, result["access_token"], lasts)
        self.expires_at = int(time.time()) + lasts
        return result


class Api:
    """Calls WeChat in the name of an account that has a secret."""

    def __init__(self, account: Account) -> None:
        self._client = _Client(account)
        # Two threads would fetch two tokens.
        self._lock = threading.Lock()

    async def send(self, openid: str, text: str) -> None:
        """Send a customer-service message; WeChat allows it for 48 hours after a message.

        Raises:
            SendError: WeChat does not take it.
        """
        await asyncio.to_thread(self._call, lambda: self._client.message.send_text(openid, text))

    def set_menu(self, menu: dict[str, Any]) -> None:
        """Make this the menu of the account.

        Raises:
            SendError: WeChat does not take it.
        """
        self._call(lambda: self._client.menu.create(menu))

    def _call(self, call: Callable[[], Any]) -> None:
        with self._lock:
            try:
                try:
                    call()
                except WeChatException as error:
                    if error.errcode not in _TOKEN_REFUSED:
                        raise
                    self._client.fetch_access_token()
                    call()
            except WeChatException as error:
                raise SendError(f"WeChat says {error.errcode}") from None
            except (requests.RequestException, ValueError, KeyError, TypeError) as error:
                # Its message could hold the token.
                raise SendError(type(error).__name__) from None
