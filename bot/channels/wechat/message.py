"""A message or event as WeChat sends it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

_NAME = re.compile(r"[A-Za-z0-9_@.-]{1,128}")
_NUMBER = re.compile(r"[0-9]{1,20}")


class BadMessageError(Exception):
    """The fields make no message."""


@dataclass(frozen=True)
class IncomingMessage:
    """What a user sent or did.

    Attributes:
        sender: The user's openid.
        receiver: The account's own name.
        kind: ``text``, ``voice``, ``image``, ``event`` ...
        text: What was typed, or what WeChat heard in a voice message.
        event: What was done, in lower case; empty unless the kind is ``event``.
        key: What a menu entry or a scanned code stands for.
        identity: Equal for all deliveries of one message of one sender.
    """

    sender: str
    receiver: str
    kind: str
    text: str
    event: str
    key: str
    identity: str


def read_message(fields: Mapping[str, str]) -> IncomingMessage:
    """Return the message of the fields of its XML.

    Raises:
        BadMessageError: Who sent it or what it is cannot be told.
    """
    sender, receiver = fields.get("FromUserName", ""), fields.get("ToUserName", "")
    kind = fields.get("MsgType", "").lower()
    if not _NAME.fullmatch(sender) or not _NAME.fullmatch(receiver) or not kind:
        raise BadMessageError("no sender, receiver or kind")
    return IncomingMessage(
        sender=sender,
        receiver=receiver,
        kind=kind,
        text=fields.get("Recognition" if kind == "voice" else "Content", ""),
        event=fields.get("Event", "").lower() if kind == "event" else "",
        key=fields.get("EventKey", "") if kind == "event" else "",
        identity=_identity(fields, kind),
    )


def _identity(fields: Mapping[str, str], kind: str) -> str:
    """Return what tells this message of a sender from others: MsgId, or what an event is.

    Raises:
        BadMessageError: It has neither.
    """
    number, created = fields.get("MsgId", ""), fields.get("CreateTime", "")
    if kind != "event" and _NUMBER.fullmatch(number):
        parts = ["message", number]
    elif _NUMBER.fullmatch(created):
        # Two entries of the menu can be pressed within one second.
        parts = ["event", created, kind, fields.get("Event", ""), fields.get("EventKey", "")]
    else:
        raise BadMessageError("neither number nor time")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
