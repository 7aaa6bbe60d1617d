"""Replies of the last minutes: a message that is sent again gets the same one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from bot.store.conversation_ids import WEB, channel_of
from bot.store.database import Database
from bot.store.tables import now, reply

#: Who asks again later has long asked otherwise.
REPLIES_KEPT = timedelta(minutes=30)


class Replies:
    """Replies by conversation and by what the sender calls the message."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, conversation: str, message: str, content: Mapping[str, Any]) -> None:
        """Keep a reply in the place of an earlier one; older ones are deleted.

        Raises:
            StoreError: The store cannot be written.
        """
        with self._database.writing() as connection:
            self.keep_within(connection, conversation, message, content)

    def keep_within(
        self, connection: Connection, conversation: str, message: str, content: Mapping[str, Any]
    ) -> None:
        """Keep a reply as :meth:`keep` does, with all else that is written so."""
        row = {
            "conversation": conversation,
            "message": _hashed(message),
            "kept": now(),
            "body": json.dumps(content, ensure_ascii=False, separators=(",", ":")),
        }
        connection.execute(delete(reply).where(reply.c.kept < now() - REPLIES_KEPT))
        self._database.put(connection, reply, row, over=("kept", "body"))

    def find(self, conversation: str, message: str) -> dict[str, Any] | None:
        """Return the reply to a message, ``None`` for a new one.

        Raises:
            StoreError: The store cannot be read.
        """
        wanted = select(reply.c.body).where(
            reply.c.conversation == conversation,
            reply.c.message == _hashed(message),
            reply.c.kept >= now() - REPLIES_KEPT,
        )
        with self._database.reading() as connection:
            body = connection.execute(wanted).scalar()
        return None if body is None else dict(json.loads(body))

    def of_page(self, message: str) -> dict[str, Any] | None:
        """Return the reply to a message on the web whose id nobody can guess, ``None`` for none.

        Raises:
            StoreError: The store cannot be read.
        """
        wanted = select(reply.c.conversation, reply.c.body).where(
            reply.c.message == _hashed(message), reply.c.kept >= now() - REPLIES_KEPT
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
        bodies = [row.body for row in rows if channel_of(row.conversation) == WEB]
        return dict(json.loads(bodies[0])) if bodies else None


def _hashed(message: str) -> str:
    # Of any length, and nobody's number: clients make ids of what they have.
    return hashlib.sha256(message.encode()).hexdigest()
