"""Lets one process at a time do a piece of work."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from bot.store.database import Database
from bot.store.tables import lease

#: Who does not renew the lease for so long has lost it.
LENGTH = timedelta(minutes=2)


class Lease:
    """The right to do a piece of work, kept in the store.

    Args:
        database: Where it is kept.
        name: The work.
    """

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._name = name
        self._owner = secrets.token_hex(8)

    def take(self, now: datetime) -> bool:
        """Take or renew the lease; false while another process has it.

        Args:
            now: In UTC, without a zone.

        Raises:
            StoreError: The store cannot be written.
        """
        mine = {"owner": self._owner, "until": now + LENGTH}
        row = self._database.insert(lease).values(name=self._name, **mine)
        free = (lease.c.until < now) | (lease.c.owner == self._owner)
        taken = row.on_conflict_do_update(index_elements=["name"], set_=mine, where=free)
        with self._database.writing() as connection:
            return bool(connection.execute(taken).rowcount)
