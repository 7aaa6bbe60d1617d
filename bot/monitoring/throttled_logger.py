"""A warning that would come with every message comes once a minute."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

_MINUTE = 60.0


class ThrottledLogger:
    """Writes to a log at most once a minute.

    Args:
        logger: The log.
        clock: Seconds.
    """

    def __init__(self, logger: logging.Logger, clock: Callable[[], float] = time.monotonic) -> None:
        self._logger = logger
        self._clock = clock
        self._next = float("-inf")

    def warning(self, message: str, *values: object) -> None:
        """Log a warning, or nothing within a minute of the last one."""
        if self._clock() >= self._next:
            self._next = self._clock() + _MINUTE
            self._logger.warning(message, *values)
