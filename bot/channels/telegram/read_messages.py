"""Remembers which fields of a guided case each message filled: it may be changed later."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from sqlalchemy import select

from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.tables import told

logger = logging.getLogger(__name__)


class ReadMessages:
    """What messages were read for; goes with the conversation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, conversation: str, message: int, fields: Sequence[str]) -> None:
        """Remember the fields of a message, without a word of it; trouble costs no answer."""
        row = {"conversation": conversation, "message": message, "fields": " ".join(fields)}
        try:
            with self._database.writing() as connection:
                self._database.put(connection, told, row, over=("fields",))
        except StoreError as error:
            logger.warning("a message could not be corrected later: %s", error)

    def fields(self, conversation: str, message: int) -> list[str]:
        """Return the fields of a message, none for one that filled none.

        Raises:
            StoreError: The store cannot be read.
        """
        mine = (told.c.conversation == conversation) & (told.c.message == message)
        with self._database.reading() as connection:
            kept = connection.execute(select(told.c.fields).where(mine)).scalar()
        return (kept or "").split()
