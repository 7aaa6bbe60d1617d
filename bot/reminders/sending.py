"""Sends reminders when they are due, each once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

from actions.question import TIME_ZONE
from bot.reminders.backoff import Backoff
from bot.reminders.reminder import Reminder, ReminderTarget
from bot.reminders.schedule import Delivery, due_now
from bot.reminders.store import Reminders
from bot.store.lease import Lease
from policies_kb.calendar.deadlines import Due
from policies_kb.errors import NotInBase
from policies_kb.kb import KnowledgeBase

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]


class NotDelivered(Exception):
    """Nothing was sent; it may succeed later."""


class Unreachable(Exception):
    """Nobody can be reached there any more."""


Deliver = Callable[[Delivery], Awaitable[None]]


def real_clock() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


class Sending:
    """Looks every minute what is due.

    Args:
        reminders: The wishes.
        kb: Where the deadlines stand.
        lease: Only who has it sends.
        prefix: What the ids of the conversations of this channel begin with.
        deliver: Sends one; raises ``NotDelivered`` or ``Unreachable``.
        clock: Tells the time, with a zone.
    """

    def __init__(
        self,
        reminders: Reminders,
        kb: KnowledgeBase,
        lease: Lease,
        prefix: str,
        deliver: Deliver,
        clock: Clock = real_clock,
    ) -> None:
        self._reminders = reminders
        self._kb = kb
        self._lease = lease
        self._prefix = prefix
        self._deliver = deliver
        self._clock = clock
        self._day = date.min
        self._found: dict[str, list[Due]] = {}
        self._backoff = Backoff()

    async def run(self, pause: float = 60) -> None:
        """Send what is due for ever; trouble is logged and made up for a minute later."""
        while True:
            try:
                await self.once()
            except Exception as error:
                logger.warning("reminders wait a minute: %s", type(error).__name__)
            await asyncio.sleep(pause)

    async def once(self) -> int:
        """Send what is due and return how many were sent.

        Raises:
            StoreError: The store cannot be used.
        """
        if not await asyncio.to_thread(self._mine):
            return 0
        sent = 0
        for delivery in await asyncio.to_thread(self.due, self._clock()):
            # Sending many takes a while; whoever lost the lease meanwhile stops.
            if not await asyncio.to_thread(self._mine):
                break
            sent += await self._send(delivery)
        return sent

    def due(self, now: datetime) -> list[Delivery]:
        """Return what must be sent at a time and has not been.

        Raises:
            StoreError: The store cannot be read.
        """
        today = now.astimezone(TIME_ZONE).date()
        if today != self._day:
            self._day, self._found = today, {}
            for number, day in self._backoff.missed(today):
                logger.warning("reminder %d of %s was refused to the last day", number, day)
        wishes = self._reminders.all(self._prefix)
        found = [item for wish in wishes for item in due_now(wish, self._chosen(wish, today), now)]
        if not found:
            return []
        sent = self._reminders.sent(item.reminder.id for item in found)
        return [
            item
            for item in found
            if (key := (item.reminder.id, item.occurrence)) not in sent
            and not self._backoff.waits(key, now)
        ]

    def _chosen(self, wish: Reminder, today: date) -> list[Due]:
        """Return the deadlines of a wish; equal wishes are looked up once a day."""
        key = wish.about.as_json()
        if key not in self._found:
            self._found[key] = _still_there(wish.about, self._kb, today)
        return self._found[key]

    async def _send(self, delivery: Delivery) -> bool:
        number, day = delivery.reminder.id, delivery.occurrence
        # Noted before it is sent: rather none after a crash in between than two.
        if not await asyncio.to_thread(self._reminders.claim, number, day):
            return False
        try:
            await self._deliver(delivery)
        except NotDelivered:
            self._backoff.failed((number, day), self._clock())
            await asyncio.to_thread(self._reminders.release, number, day)
            return False
        except Unreachable:
            self._backoff.ended((number, day))
            await asyncio.to_thread(self._reminders.forget, delivery.reminder.conversation)
            return False
        self._backoff.ended((number, day))
        return True

    def _mine(self) -> bool:
        return self._lease.take(self._clock().astimezone(UTC).replace(tzinfo=None))


def _still_there(about: ReminderTarget, kb: KnowledgeBase, today: date) -> list[Due]:
    try:
        return about.chosen(kb, today)
    except NotInBase:
        # The paper was taken out of the base since.
        return []
