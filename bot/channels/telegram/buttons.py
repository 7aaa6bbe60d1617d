"""What pressing a button means, within the 64 bytes Telegram allows for it.

A payload is ``<kind>|<language>|<rest>``: ``s`` a suggestion of an answer, ``r`` reminders, ``l``
the language. The language is that of the message the button stands under, so that pressing it is
answered alike. A longer payload is kept in the store; its digest goes with the button.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from bot.store.database import Database
from bot.store.tables import button, now
from bot.wording.catalogues import LOCALES

#: Limit of the Bot API for ``callback_data``, in bytes.
MAX_PAYLOAD = 64
#: Begins the data of a button whose payload is kept; a digest of it follows.
STORED = "k|"


@dataclass(frozen=True)
class Pressed:
    """The meaning of a button."""

    kind: str
    locale: str
    rest: str


def payload(kind: str, locale: str, rest: str) -> str:
    """Return the payload of a button.

    >>> payload("s", "en", "/wages_claim")
    's|en|/wages_claim'
    """
    return f"{kind}|{locale}|{rest}"


class Buttons:
    """Makes buttons' data of payloads and finds the payloads again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def data(self, wanted: str) -> str:
        """Return what goes with a button.

        Raises:
            StoreError: The payload is long and the store cannot be written.
        """
        if len(wanted.encode()) <= MAX_PAYLOAD:
            return wanted
        key = hashlib.sha256(wanted.encode()).hexdigest()[:32]
        row = {"key": key, "payload": wanted, "kept": now()}
        with self._database.writing() as connection:
            self._database.put(connection, button, row, over=("kept",))
        return f"{STORED}{key}"

    def meaning(self, data: str) -> Pressed | None:
        """Return what a button means, ``None`` when it is not ours or no longer known.

        Raises:
            StoreError: The store cannot be read.
        """
        if data.startswith(STORED):
            wanted = select(button.c.payload).where(button.c.key == data.removeprefix(STORED))
            with self._database.reading() as connection:
                data = connection.execute(wanted).scalar() or ""
        parts = data.split("|", 2)
        if len(parts) != 3 or parts[1] not in LOCALES:
            return None
        return Pressed(*parts)

    def purge(self, days: int) -> None:
        """Delete what no button of the last days stands for.

        Raises:
            StoreError: The store cannot be written.
        """
        with self._database.writing() as connection:
            old = button.c.kept < now() - timedelta(days=days)
            connection.execute(delete(button).where(old))
