"""One message of a conversation at a time, in this process and across processes.

Rasa's own lock store for Redis reads, changes and writes a lock in three steps, and looks only once
a second whether it is free; this one takes it in one step.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from time import monotonic
from typing import Any, Protocol

from rasa.core.lock_store import LockStore

from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.lease import Lease
from bot.store.tables import now

#: Seconds after which the lock of a process that ended is free. A turn takes a fraction of one.
LIFETIME = 15
#: Seconds a message waits for those before it: longer than the lock of a process that ended.
LOCK_TIMEOUT = 20
#: Seconds between two looks whether another process is done.
LOOK = 0.05


class BusyError(Exception):
    """The messages before this one took too long."""


class ProcessLock(Protocol):
    """A lock that one process at a time holds on a conversation, kept in Redis or the store."""

    def hold(self, conversation: str) -> Any:
        """Return an asynchronous context in which no other process has the conversation.

        Raises:
            BusyError: Another had it for longer than :data:`LOCK_TIMEOUT`.
        """


class ConversationLocks(LockStore):
    """Rasa's lock store.

    Args:
        process_lock: Lets one process at a time into a conversation; ``None`` for a single one.
    """

    def __init__(self, process_lock: ProcessLock | None = None) -> None:
        self._process_lock = process_lock
        self._here: dict[str, asyncio.Lock] = {}
        self._waiting: dict[str, int] = {}

    @asynccontextmanager
    async def lock(self, conversation_id: str, *_: Any, **__: Any) -> AsyncIterator[None]:
        """Hold a conversation; those of this process get it in the order they came.

        Raises:
            BusyError: Another had it for too long.
            StoreError: The store cannot be written.
        """
        async with self._in_this_process(conversation_id):
            if self._process_lock is None:
                yield
                return
            async with self._process_lock.hold(conversation_id):
                yield

    @asynccontextmanager
    async def _in_this_process(self, name: str) -> AsyncIterator[None]:
        lock = self._here.setdefault(name, asyncio.Lock())
        self._waiting[name] = self._waiting.get(name, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._waiting[name] -= 1
            if not self._waiting[name]:
                del self._waiting[name], self._here[name]


class InDatabase:
    """Locks as leases in the store.

    Args:
        database: Shared by the processes.
        timeout: Seconds to wait.
    """

    def __init__(self, database: Database, timeout: float = LOCK_TIMEOUT) -> None:
        self._database = database
        self._timeout = timeout

    @asynccontextmanager
    async def hold(self, conversation: str) -> AsyncIterator[None]:
        """See :class:`ProcessLock`.

        Raises:
            StoreError: The store cannot be written.
        """
        lease = Lease(self._database, short(conversation), timedelta(seconds=LIFETIME))
        until = monotonic() + self._timeout
        while not await asyncio.to_thread(lease.take, now()):
            if monotonic() > until:
                raise BusyError
            await asyncio.sleep(LOOK)
        try:
            yield
        finally:
            # What could not be given back runs out by itself; the answer goes out.
            with suppress(StoreError):
                await asyncio.to_thread(lease.release)


def short(conversation: str) -> str:
    """Return a name for the lock that tells nobody whose it is."""
    return f"c:{hashlib.sha256(conversation.encode()).hexdigest()[:30]}"
