"""What several processes must agree on: which message is answered by whom, and with what.

Users stand here under a keyed hash of their openid, which is also the id of their conversation.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection, Row

from bot.channels.wechat.message import IncomingMessage
from bot.channels.wechat.reply import WeChatReply
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.hashes import keyed_hash
from bot.store.tables import (
    conversation,
    now,
    wechat_message,
    wechat_signature,
    wechat_user,
)

#: Who answers a message says so each second; after this many without it, another takes over.
STALE = 4
#: A user who was asked to come back for an answer finds it for so long.
_KEPT = timedelta(days=1)
#: Longer than a signature is good for, on both sides of our clock.
_SIGNATURES_KEPT = timedelta(minutes=15)
_IN_REPLY, _LATER = "reply", "later"


@dataclass(frozen=True)
class MessageKey:
    """One message of one user.

    Attributes:
        conversation: Id of the user's conversation.
        identity: See ``IncomingMessage.identity``.
    """

    conversation: str
    identity: str


class ReplayedError(Exception):
    """A signature that is good for another message."""


class WeChatStore:
    """Messages, signatures and users in the store.

    Args:
        database: Shared by all processes that serve the account.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def key(self, message: IncomingMessage) -> MessageKey:
        """Return what a message is kept under."""
        sender = keyed_hash(self._database.salt, message.sender)
        return MessageKey(f"wx:{sender[:40]}", message.identity)

    def admit(self, stamp: str, what: str) -> bool:
        """Note a signature; tell whether it was never seen with anything else.

        Args:
            stamp: The signature.
            what: Names what it came with.
        """
        with self._database.writing() as connection:
            return self._admit(connection, stamp, what)

    def claim(self, key: MessageKey, stamp: str) -> bool:
        """Tell whether the caller is to answer: nobody else does, or who did has stopped.

        Args:
            key: The message.
            stamp: The signature it came with.

        Raises:
            ReplayedError: That signature came with another message before.
        """
        values = {"received": now(), "beat": now()}
        row = {"conversation": key.conversation, "identity": key.identity, **values}
        with self._database.writing() as connection:
            if not self._admit(connection, stamp, f"{key.conversation} {key.identity}"):
                raise ReplayedError
            old = wechat_message.c.received < now() - _KEPT
            connection.execute(delete(wechat_message).where(old))
            self._know(connection, key.conversation)
            if self._database.put(connection, wechat_message, row):
                return True
            return bool(
                connection.execute(
                    update(wechat_message)
                    .where(_is(key), wechat_message.c.answer == "", ~_alive())
                    .values(beat=now())
                ).rowcount
            )

    def beat(self, key: MessageKey) -> None:
        """Say that the answer is still being worked on."""
        with self._database.writing() as connection:
            connection.execute(update(wechat_message).where(_is(key)).values(beat=now()))

    def finish(self, key: MessageKey, reply: WeChatReply) -> bool:
        """Keep the answer; tell whether the user was promised it for later."""
        with self._database.writing() as connection:
            first = _is(key) & (wechat_message.c.answer == "")
            connection.execute(update(wechat_message).where(first).values(answer=reply.as_json()))
            row = _find(connection, key)
            return bool(row and row.promised and not row.given)

    def collect(self, key: MessageKey, promise: bool = False) -> str | None:
        """Return what to reply to this message, the same each time; ``""`` for nothing any more.

        Args:
            key: The message.
            promise: Note that the user is told to come back when there is no answer yet; then
                the result is ``None``, as it is while waiting.
        """
        with self._database.writing() as connection:
            row = _find(connection, key)
            if row is None or row.given == _LATER:
                return ""
            if not row.answer:
                if promise:
                    _set(connection, key, promised=True)
                return None
            shown, rest = WeChatReply.from_json(row.answer).page()
            if not row.given:
                _set(connection, key, given=_IN_REPLY)
                self._keep_standing(connection, key.conversation, rest)
            return shown

    def take(self, key: MessageKey) -> str | None:
        """Return a promised answer for sending it without being asked, ``None`` if it is gone."""
        with self._database.writing() as connection:
            row = _find(connection, key)
            if row is None or row.given or not row.answer:
                return None
            shown, rest = WeChatReply.from_json(row.answer).page()
            _set(connection, key, given=_LATER)
            self._keep_standing(connection, key.conversation, rest)
            return shown

    def put_back(self, key: MessageKey) -> None:
        """Undo :meth:`take`: the answer could not be sent."""
        with self._database.writing() as connection:
            _set(connection, key, given="")

    def promised(self, key: MessageKey) -> tuple[list[WeChatReply], bool]:
        """Take the answers the user was promised before this message.

        Returns:
            The answers, the oldest first, and whether others are still being worked on.
        """
        ready = _promised_before(key) & (wechat_message.c.answer != "")
        running = _promised_before(key) & (wechat_message.c.answer == "") & _alive()
        with self._database.writing() as connection:
            wanted = select(wechat_message.c.answer).where(ready)
            kept = connection.execute(wanted.order_by(wechat_message.c.received)).scalars().all()
            connection.execute(update(wechat_message).where(ready).values(given=_LATER))
            open_one = connection.execute(select(wechat_message.c.identity).where(running)).first()
        return [WeChatReply.from_json(text) for text in kept], open_one is not None

    def lost(self, key: MessageKey) -> bool:
        """Tell, once, whether an answer was promised that nobody works on any more."""
        dead = _promised_before(key) & (wechat_message.c.answer == "") & ~_alive()
        with self._database.writing() as connection:
            taken = update(wechat_message).where(dead).values(given=_LATER)
            return bool(connection.execute(taken).rowcount)

    def standing(self, key: MessageKey) -> tuple[str, WeChatReply]:
        """Return a user's wished language, ``""`` for none, and what is left of the last reply."""
        wanted = select(wechat_user).where(wechat_user.c.conversation == key.conversation)
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return "", WeChatReply("")
        return row.locale, WeChatReply.from_json(row.standing) if row.standing else WeChatReply("")

    def set_locale(self, key: MessageKey, locale: str) -> None:
        """Keep the language a user wishes."""
        with self._database.writing() as connection:
            self._know(connection, key.conversation)
            self._keep_user(connection, key.conversation, locale=locale)

    def forget(self, key: MessageKey) -> None:
        """Delete everything kept of a user, but that this message is being answered.

        Raises:
            StoreError: The store cannot be written.
        """
        Archive(self._database).forget(key.conversation)
        row = wechat_message.insert().values(
            conversation=key.conversation,
            identity=key.identity,
            received=now(),
            beat=now(),
        )
        with self._database.writing() as connection:
            self._know(connection, key.conversation)
            connection.execute(row)

    def _admit(self, connection: Connection, stamp: str, what: str) -> bool:
        named = hashlib.sha256(what.encode()).hexdigest()
        row = {"digest": stamp, "message": named, "seen": now()}
        old = wechat_signature.c.seen < now() - _SIGNATURES_KEPT
        connection.execute(delete(wechat_signature).where(old))
        self._database.put(connection, wechat_signature, row)
        known = select(wechat_signature.c.message).where(wechat_signature.c.digest == stamp)
        return bool(connection.execute(known).scalar_one() == named)

    def _keep_standing(self, connection: Connection, name: str, rest: WeChatReply) -> None:
        if rest.passing:
            return
        kept = rest.as_json() if rest.text or rest.choices else ""
        self._keep_user(connection, name, standing=kept)

    def _keep_user(self, connection: Connection, name: str, **values: str) -> None:
        row = {"conversation": name, **values}
        self._database.put(connection, wechat_user, row, over=(*values,))

    def _know(self, connection: Connection, name: str) -> None:
        """Make a row for the conversation; all that is kept of it goes when that goes."""
        self._database.put(connection, conversation, {"id": name, "updated": now()})


def _is(key: MessageKey) -> Any:
    return (wechat_message.c.conversation == key.conversation) & (
        wechat_message.c.identity == key.identity
    )


def _promised_before(key: MessageKey) -> Any:
    return (
        (wechat_message.c.conversation == key.conversation)
        & (wechat_message.c.identity != key.identity)
        & wechat_message.c.promised
        & (wechat_message.c.given == "")
    )


def _alive() -> Any:
    # Said later than now: the clock was put back since, and tells nothing.
    pause = timedelta(seconds=STALE)
    return wechat_message.c.beat.between(now() - pause, now() + pause)


def _find(connection: Connection, key: MessageKey) -> Row | None:
    return connection.execute(select(wechat_message).where(_is(key))).one_or_none()


def _set(connection: Connection, key: MessageKey, **values: Any) -> None:
    connection.execute(update(wechat_message).where(_is(key)).values(**values))
