"""Sees to it that each update is answered once, across processes and restarts.

A row goes from ``open`` (received) through ``sending`` (the answer is ready and about to go out)
to ``done``. The step to ``sending`` is taken by one process only. An update found ``open`` after a
crash is answered again: nothing was sent. One found ``sending`` may have been answered.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import delete, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.channels.telegram.incoming import Incoming
from bot.store.database import Database
from bot.store.tables import inbox, now

logger = logging.getLogger(__name__)

#: An update nobody has worked on for so long is taken over.
LEASE = timedelta(minutes=2)
#: Telegram delivers nothing that is older than a day.
INBOX_KEPT = timedelta(days=2)
#: Attempts to send an answer before it is given up.
INBOX_TRIES = 5


@dataclass(frozen=True)
class Left:
    """An update that was left unfinished; ``state`` is how far it had come."""

    incoming: Incoming
    state: Literal["open", "sending"]


class Inbox:
    """The updates of one bot, as one process sees them.

    Args:
        database: Where they are kept.
        channel: Names the bot, so that bots can share a database.
    """

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel
        self._owner = secrets.token_hex(8)

    def keep(self, incoming: Iterable[Incoming]) -> list[Incoming]:
        """Keep updates and return those that are new; all of them, or none on an error.

        Raises:
            StoreError: The store cannot be written.
        """
        fresh = []
        with self._database.writing() as connection:
            for one in incoming:
                row = {
                    "channel": self._channel,
                    "id": str(one.id),
                    "state": "open",
                    "owner": self._owner,
                    "until": now() + LEASE,
                    "tries": 0,
                    "body": one.as_json(),
                }
                if self._database.put(connection, inbox, row):
                    fresh.append(one)
        return fresh

    def begin(self, number: int) -> bool:
        """Note that an answer goes out; false when another process does that, or has done it.

        Raises:
            StoreError: The store cannot be written.
        """
        mine = self._is(number) & (inbox.c.state == "open") & (inbox.c.owner == self._owner)
        with self._database.writing() as connection:
            taken = update(inbox).where(mine).values(state="sending", until=now() + LEASE)
            return bool(connection.execute(taken).rowcount)

    def done(self, number: int) -> None:
        """Note that an update is answered, and drop its words.

        Raises:
            StoreError: The store cannot be written.
        """
        with self._database.writing() as connection:
            finished = update(inbox).where(self._is(number))
            connection.execute(finished.values(state="done", body="", until=now()))

    def again(self, number: int) -> bool:
        """Note that it could not be sent; false when it is not tried again any more.

        Raises:
            StoreError: The store cannot be written.
        """
        with self._database.writing() as connection:
            tries = connection.execute(select(inbox.c.tries).where(self._is(number))).scalar() or 0
            given_up = tries + 1 >= INBOX_TRIES
            if given_up:
                logger.warning("an answer could not be sent in %d tries", INBOX_TRIES)
                values = {"state": "done", "body": ""}
            else:
                values = {"state": "open", "owner": ""}
            changed = update(inbox).where(self._is(number))
            connection.execute(changed.values(tries=tries + 1, until=now() + LEASE, **values))
        return not given_up

    def renew(self, numbers: Iterable[int]) -> None:
        """Note that this process still works on these updates.

        Raises:
            StoreError: The store cannot be written.
        """
        ids = [str(number) for number in numbers]
        if not ids:
            return
        mine = (inbox.c.channel == self._channel) & inbox.c.id.in_(ids)
        mine &= inbox.c.owner == self._owner
        with self._database.writing() as connection:
            connection.execute(update(inbox).where(mine).values(until=now() + LEASE))

    def left(self, everything: bool = False) -> list[Left]:
        """Take over what was left unfinished; old rows are deleted.

        Args:
            everything: Also what another process worked on a moment ago: there is none now.

        Raises:
            StoreError: The store cannot be written.
        """
        unfinished = (inbox.c.channel == self._channel) & (inbox.c.state != "done")
        if everything:
            unfinished &= inbox.c.owner != self._owner
        else:
            # Further away than any lease: the clock was put back since.
            unfinished &= (inbox.c.until < now()) | (inbox.c.until > now() + 2 * LEASE)
        finished = (inbox.c.state == "done") & (inbox.c.until < now() - INBOX_KEPT)
        with self._database.writing() as connection:
            connection.execute(delete(inbox).where(finished))
            wanted = select(inbox).where(unfinished).order_by(inbox.c.until, inbox.c.id)
            # PostgreSQL locks the rows; SQLite has locked the database.
            rows = connection.execute(wanted.with_for_update()).mappings().all()
            ids = [row["id"] for row in rows]
            taken = update(inbox).where((inbox.c.channel == self._channel) & inbox.c.id.in_(ids))
            if ids:
                connection.execute(taken.values(owner=self._owner, until=now() + LEASE))
        return [Left(Incoming.from_json(row["body"]), row["state"]) for row in rows if row["body"]]

    def _is(self, number: int) -> ColumnElement:
        return (inbox.c.channel == self._channel) & (inbox.c.id == str(number))
