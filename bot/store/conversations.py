"""The events of conversations, one row each."""

from __future__ import annotations

import json
import logging
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from bot.store.database import Database
from bot.store.tables import conversation, now

logger = logging.getLogger(__name__)


class Conversations:
    """Keeps the events of conversations as plain data."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, name: str) -> list[dict[str, Any]]:
        """Return the events kept of a conversation, none for a new one or one that is damaged.

        Raises:
            StoreError: The store cannot be read.
        """
        wanted = select(conversation.c.events).where(conversation.c.id == name)
        with self._database.reading() as connection:
            kept = connection.execute(wanted).scalar()
        try:
            events = json.loads(kept) if kept else []
        except (ValueError, RecursionError):
            events = None
        if isinstance(events, list) and all(_is_event(event) for event in events):
            return events
        self.tell_damage()
        return []

    def save(self, connection: Connection, name: str, events: list[dict[str, Any]]) -> None:
        """Keep these events as the conversation, with all else that is written so.

        Args:
            connection: What ``Database.writing`` lent.
            name: Id of the conversation.
            events: All of its events.
        """
        written = json.dumps(events, ensure_ascii=False, separators=(",", ":"))
        row = {"id": name, "updated": now(), "events": written}
        self._database.put(connection, conversation, row, over=("updated", "events"))

    def names(self, within: str = "") -> list[str]:
        """Return the ids of all conversations, or of those of one chat and its members."""
        wanted = select(conversation.c.id)
        if within:
            of_member = conversation.c.id.startswith(f"{within}:", autoescape=True)
            wanted = wanted.where((conversation.c.id == within) | of_member)
        with self._database.reading() as connection:
            return list(connection.execute(wanted).scalars())

    def drop(self, name: str) -> None:
        """Delete a conversation, nothing else of whom it is.

        Raises:
            StoreError: The store cannot be written.
        """
        with self._database.writing() as connection:
            connection.execute(delete(conversation).where(conversation.c.id == name))

    @staticmethod
    def tell_damage() -> None:
        """Note that a conversation begins anew, without its id or any of its words."""
        logger.warning("a stored conversation is damaged and begins anew")


def _is_event(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("event"), str)
