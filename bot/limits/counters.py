"""Counts in fixed windows: in memory, and what holds when the place of the counts is gone.

The library ``limits`` does the same, but needs ``packaging>=21``; Rasa 3.6 allows none above 20.9.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter as Tally
from collections.abc import Callable, Sequence
from typing import Protocol

from bot.monitoring.throttled_logger import ThrottledLogger

logger = logging.getLogger(__name__)

#: Seconds of a window.
COUNTER_WINDOW = 60
#: Windows a count is kept: the running one, and the one before for machines whose clocks differ.
COUNTS_KEPT = 2
#: Seconds a count may take; a message does not wait longer for being counted.
COUNTER_TIMEOUT = 0.5
#: Seconds for which a place that failed is left alone.
_PAUSE = 5.0


class Counter(Protocol):
    """Counts by key and window."""

    async def add(self, keys: Sequence[str], window: int) -> list[int]:
        """Count one more of each key.

        Args:
            keys: What is counted.
            window: Number of the minute since 1970.

        Returns:
            How many there are of each now, in the order of the keys.
        """


class MemoryCounter:
    """Counts of this process alone."""

    def __init__(self) -> None:
        self._window = 0
        self._counts: Tally[str] = Tally()

    async def add(self, keys: Sequence[str], window: int) -> list[int]:
        """Count one more of each key; see :class:`Counter`."""
        if window != self._window:
            # Nothing older than a minute is kept, however many keys there are.
            self._window, self._counts = window, Tally()
        self._counts.update(keys)
        return [self._counts[key] for key in keys]


class FallbackCounter:
    """Counts in memory while the shared place cannot be reached: nobody gets an error for it.

    Args:
        shared: Where all processes count.
        clock: Seconds, for the pauses between two tries.
    """

    def __init__(self, shared: Counter, clock: Callable[[], float] = time.monotonic) -> None:
        self._shared = shared
        self._clock = clock
        self._own = MemoryCounter()
        self._again = float("-inf")
        self._log = ThrottledLogger(logger, clock)

    async def add(self, keys: Sequence[str], window: int) -> list[int]:
        """Count one more of each key; see :class:`Counter`."""
        if self._clock() >= self._again:
            try:
                return await asyncio.wait_for(self._shared.add(keys, window), COUNTER_TIMEOUT)
            except Exception as error:
                # Whatever failed there, counting is no reason to leave somebody without an answer.
                self._again = self._clock() + _PAUSE
                self._log.warning(
                    "messages are counted in this process alone: %s", type(error).__name__
                )
        return await self._own.add(keys, window)
