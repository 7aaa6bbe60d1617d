"""Lets in what WeChat has signed just now, and nothing else."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.channels.wechat.envelope import SealError, encrypt, sign, signed, unseal
from bot.channels.wechat.message import IncomingMessage, read_message
from bot.channels.wechat.store import WeChatStore
from bot.channels.wechat.xml import as_xml, read_xml
from bot.settings.wechat import Account

#: Seconds a signature may be older or younger than our clock says.
CLOCK_SKEW = 300
_TIME = re.compile(r"[1-9][0-9]{0,11}")


class Forbidden(Exception):
    """The request was not made by WeChat for this account, or not now."""


@dataclass(frozen=True)
class VerifiedMessage:
    """A message, and what it came in.

    Attributes:
        message: The message.
        stamp: The signature of the request's time and nonce; good for this message alone.
        sealed: Whether it came encrypted.
    """

    message: IncomingMessage
    stamp: str
    sealed: bool


class Gate:
    """Checks requests and writes replies.

    Args:
        account: Whose keys are used.
        store: Remembers signatures.
        clock: Seconds since 1970.
    """

    def __init__(
        self, account: Account, store: WeChatStore, clock: Callable[[], float] = time.time
    ) -> None:
        self._account = account
        self._store = store
        self._clock = clock

    def echo(self, query: Mapping[str, str]) -> str:
        """Return what proves to WeChat's console that this address is ours.

        Raises:
            Forbidden: The signature is missing, wrong, stale or was seen before.
            StoreError: The store cannot be used.
        """
        echo = query.get("echostr", "")
        self._check(query, "signature")
        if not self._store.admit(self._stamp(query), echo):
            raise Forbidden("replayed")
        return echo

    def check(self, query: Mapping[str, str]) -> None:
        """Refuse what can be refused before the body is read.

        Raises:
            Forbidden: As with :meth:`open`.
        """
        # An encrypted message has a second signature, which covers this one's values too.
        if not self._sealed(query) or query.get("signature"):
            self._check(query, "signature")
        else:
            self._check_time(query)

    def open(self, query: Mapping[str, str], body: bytes) -> VerifiedMessage:
        """Return the message of a request that passed :meth:`check`.

        Raises:
            Forbidden: A signature is missing, wrong or stale; or the message was encrypted for
                another account.
            BrokenXMLError: The body is no XML.
            BadMessageError: The XML is no message.
        """
        fields = read_xml(body)
        sealed = self._sealed(query)
        if sealed:
            encrypted = fields.get("Encrypt", "")
            self._check(query, "msg_signature", encrypted)
            try:
                fields = read_xml(unseal(encrypted, self._account).encode())
            except SealError as error:
                raise Forbidden("encrypted for another account") from error
        return VerifiedMessage(read_message(fields), self._stamp(query), sealed)

    def write(self, letter: VerifiedMessage, text: str) -> str:
        """Return the XML of a text in reply to a message."""
        created = int(self._clock())
        xml = as_xml(
            ToUserName=letter.message.sender,
            FromUserName=letter.message.receiver,
            CreateTime=created,
            MsgType="text",
            Content=text,
        )
        return encrypt(xml, self._account, created) if letter.sealed else xml

    def _check(self, query: Mapping[str, str], name: str, *more: str) -> None:
        values = (query.get("timestamp", ""), query.get("nonce", ""), *more)
        if not signed(query.get(name, ""), self._account.token, *values):
            raise Forbidden("wrong signature")
        self._check_time(query)

    def _check_time(self, query: Mapping[str, str]) -> None:
        timestamp = query.get("timestamp", "")
        if not _TIME.fullmatch(timestamp):
            raise Forbidden("no time")
        if abs(self._clock() - int(timestamp)) > CLOCK_SKEW:
            raise Forbidden("stale")

    def _sealed(self, query: Mapping[str, str]) -> bool:
        return query.get("encrypt_type") == "aes" and bool(self._account.aes_key)

    def _stamp(self, query: Mapping[str, str]) -> str:
        return sign(self._account.token, query["timestamp"], query.get("nonce", ""))
