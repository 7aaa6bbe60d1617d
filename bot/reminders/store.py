"""Keeps reminders and what of them was sent."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Connection

from bot.reminders.reminder import Reminder, ReminderTarget
from bot.reminders.schedule import planned
from bot.store.database import Database
from bot.store.tables import reminded, reminder, reminder_topic

logger = logging.getLogger(__name__)

_SELECT = select(reminder, reminder_topic.c.thread).outerjoin(reminder_topic)
#: More reminders than this a conversation cannot have.
MAX_REMINDERS = 20


class TooManyError(Exception):
    """The conversation has :data:`MAX_REMINDERS` reminders already."""


class Reminders:
    """The reminders of all conversations."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, wish: Reminder) -> Reminder:
        """Keep a reminder; one of the same conversation about the same is changed instead.

        Args:
            wish: Its id is not looked at.

        Raises:
            TooManyError: The conversation has too many.
            StoreError: The store cannot be written.
        """
        same = (reminder.c.conversation == wish.conversation) & (
            reminder.c.about == wish.about.as_json()
        )
        with self._database.writing() as connection:
            known = connection.execute(select(reminder.c.id).where(same)).scalar()
            if known is None:
                of_conversation = reminder.c.conversation == wish.conversation
                counted = select(func.count()).select_from(reminder).where(of_conversation)
                if connection.execute(counted).scalar_one() >= MAX_REMINDERS:
                    raise TooManyError
                insert = reminder.insert().values(_row(wish)).returning(reminder.c.id)
                kept = replace(wish, id=connection.execute(insert).scalar_one())
                self._keep_topic(connection, kept)
                return kept
            return self._change(connection, replace(wish, id=known)) or wish

    def change(self, wish: Reminder) -> Reminder | None:
        """Give a reminder of a conversation new times; ``None`` when there is no such.

        Days it was sent for are forgotten where the new time is still to come.

        Raises:
            StoreError: The store cannot be written.
        """
        with self._database.writing() as connection:
            return self._change(connection, wish)

    def _change(self, connection: Connection, wish: Reminder) -> Reminder | None:
        mine = (reminder.c.id == wish.id) & (reminder.c.conversation == wish.conversation)
        if not connection.execute(update(reminder).where(mine).values(_row(wish))).rowcount:
            return None
        self._keep_topic(connection, wish)
        sent = reminded.c.reminder == wish.id
        days = connection.execute(select(reminded.c.occurrence).where(sent)).scalars().all()
        anew = [
            day
            for day in days
            if planned(date.fromisoformat(day), wish.days, wish.hour) > wish.created
        ]
        connection.execute(delete(reminded).where(sent & reminded.c.occurrence.in_(anew)))
        return wish

    def find(self, conversation: str, number: int) -> Reminder | None:
        """Return a reminder of a conversation, ``None`` when there is no such.

        Raises:
            StoreError: The store cannot be read.
        """
        return next((one for one in self.of(conversation) if one.id == number), None)

    def of(self, conversation: str) -> list[Reminder]:
        """Return the reminders of a conversation, the oldest first.

        Raises:
            StoreError: The store cannot be read.
        """
        wanted = _SELECT.where(reminder.c.conversation == conversation)
        return self._read(wanted)

    def all(self, prefix: str) -> list[Reminder]:
        """Return the reminders of the conversations of a channel.

        Args:
            prefix: What the ids of its conversations begin with.

        Raises:
            StoreError: The store cannot be read.
        """
        of_channel = reminder.c.conversation.startswith(prefix, autoescape=True)
        return self._read(_SELECT.where(of_channel))

    def cancel(self, conversation: str, number: int) -> bool:
        """Delete a reminder of a conversation; false when there is no such.

        Raises:
            StoreError: The store cannot be written.
        """
        mine = (reminder.c.id == number) & (reminder.c.conversation == conversation)
        with self._database.writing() as connection:
            return bool(connection.execute(delete(reminder).where(mine)).rowcount)

    def forget(self, conversation: str) -> None:
        """Delete all reminders of a conversation.

        Raises:
            StoreError: The store cannot be written.
        """
        with self._database.writing() as connection:
            mine = reminder.c.conversation == conversation
            connection.execute(delete(reminder).where(mine))

    def claim(self, number: int, occurrence: date) -> bool:
        """Note that a reminder is sent for a day now; false when it has been, or is deleted.

        Raises:
            StoreError: The store cannot be written.
        """
        day = occurrence.isoformat()
        row = {"reminder": number, "occurrence": day}
        with self._database.writing() as connection:
            known = select(reminder.c.id).where(reminder.c.id == number).with_for_update()
            if connection.execute(known).scalar() is None:
                return False
            return self._database.put(connection, reminded, row)

    def release(self, number: int, occurrence: date) -> None:
        """Note that a reminder claimed for a day could not be sent.

        Raises:
            StoreError: The store cannot be written.
        """
        row = (reminded.c.reminder == number) & (reminded.c.occurrence == occurrence.isoformat())
        with self._database.writing() as connection:
            connection.execute(delete(reminded).where(row))

    def sent(self, numbers: Iterable[int]) -> set[tuple[int, date]]:
        """Return the days these reminders have been sent for.

        Raises:
            StoreError: The store cannot be read.
        """
        wanted = select(reminded).where(reminded.c.reminder.in_(list(numbers)))
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
        return {(row.reminder, date.fromisoformat(row.occurrence)) for row in rows}

    def _keep_topic(self, connection: Connection, wish: Reminder) -> None:
        mine = reminder_topic.c.reminder == wish.id
        if wish.thread is None:
            connection.execute(delete(reminder_topic).where(mine))
            return
        row = {"reminder": wish.id, "thread": wish.thread}
        self._database.put(connection, reminder_topic, row, over=("thread",))

    def _read(self, wanted: Any) -> list[Reminder]:
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(reminder.c.id)).mappings().all()
        return [
            Reminder(
                id=row["id"],
                conversation=row["conversation"],
                about=ReminderTarget.from_json(row["about"]),
                days=row["days"],
                hour=row["hour"],
                locale=row["locale"],
                created=row["created"].replace(tzinfo=UTC),
                thread=row["thread"],
            )
            for row in rows
        ]


def _row(wish: Reminder) -> dict[str, Any]:
    return {
        "conversation": wish.conversation,
        "about": wish.about.as_json(),
        "days": wish.days,
        "hour": wish.hour,
        "locale": wish.locale,
        "created": _utc(wish.created),
    }


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
