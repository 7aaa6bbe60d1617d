"""Ends background tasks."""

from __future__ import annotations

import asyncio
from typing import Any

#: Seconds after which a task is told again.
_AGAIN = 1.0


async def end_task(task: asyncio.Task[Any]) -> None:
    """Cancel a task until it has ended.

    One cancellation can be lost: ``asyncio.wait_for`` before Python 3.12 swallows it when what it
    waits for is done in the same moment (https://github.com/python/cpython/issues/86296).
    """
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=_AGAIN)
    if not task.cancelled():
        # Looked at, so that asyncio does not complain of an error nobody saw.
        task.exception()
