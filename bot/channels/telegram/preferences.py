"""The language somebody chose for a chat."""

from __future__ import annotations

from sqlalchemy import delete, select

from bot.store.database import Database
from bot.store.tables import preference


class Preferences:
    """Keeps the chosen language of conversations."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def locale(self, conversation: str) -> str | None:
        """Return the language chosen, ``None`` when the language of the message decides.

        Raises:
            StoreError: The store cannot be read.
        """
        wanted = select(preference.c.locale).where(preference.c.conversation == conversation)
        with self._database.reading() as connection:
            return connection.execute(wanted).scalar()

    def choose(self, conversation: str, locale: str) -> None:
        """Keep a language.

        Raises:
            StoreError: The store cannot be written.
        """
        row = {"conversation": conversation, "locale": locale}
        with self._database.writing() as connection:
            self._database.put(connection, preference, row, over=("locale",))

    def forget(self, conversation: str) -> None:
        """Let the language of the message decide again.

        Raises:
            StoreError: The store cannot be written.
        """
        with self._database.writing() as connection:
            mine = preference.c.conversation == conversation
            connection.execute(delete(preference).where(mine))
