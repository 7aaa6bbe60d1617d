"""Lets one process at a time do a piece of work."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete

from bot.store.database import Database
from bot.store.tables import lease

#: Who does not renew the lease for so long has lost it.
LENGTH = timedelta(minutes=2)


class Lease:
    """The right to do a piece of work, kept in the store.

    Args:
        database: Where it is kept.
        name: The work, at most 32 characters.
        length: Who does not renew the lease for so long has lost it.
    """

    def __init__(self, database: Database, name: str, length: timedelta = LENGTH) -> None:
        self._database = database
        self._name = name
        self._length = length
        self._owner = secrets.token_hex(8)

    def take(self, now: datetime) -> bool:
        """Take or renew the lease; false while another process has it.

        Args:
            now: In UTC, without a zone.

        Raises:
            StoreError: The store cannot be written.
        """
        mine = {"owner": self._owner, "until": now + self._length}
        row = self._database.insert(lease).values(name=self._name, **mine)
        free = (
            (lease.c.until < now)
            # Much longer than a lease can be: the clock was put back since, and nobody has it.
            # Only a little longer may be that of another who looked at the clock after us.
            | (lease.c.until > now + 2 * self._length)
            | (lease.c.owner == self._owner)
        )
        taken = row.on_conflict_do_update(index_elements=["name"], set_=mine, where=free)
        with self._database.writing() as connection:
            return bool(connection.execute(taken).rowcount)

    def release(self) -> None:
        """Give the lease back, if this process has it.

        Raises:
            StoreError: The store cannot be written.
        """
        mine = (lease.c.name == self._name) & (lease.c.owner == self._owner)
        with self._database.writing() as connection:
            connection.execute(delete(lease).where(mine))
