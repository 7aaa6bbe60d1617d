"""``GET /readyz``: whether messages can be answered, for a load balancer.

``/healthz`` says that the process lives; one that is not ready is sent no one, not ended.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from time import monotonic
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.store.archive import Archive
from bot.store.tables import now
from policies_kb.kb import KnowledgeBase

if TYPE_CHECKING:
    from bot.rasa.engine import Engine
    from bot.rasa.no_model import NoModel

logger = logging.getLogger(__name__)

#: Seconds a finding is good for, so that asking often costs nothing.
READINESS_KEPT = 1.0
#: Seconds a check may take.
CHECK_TIMEOUT = 2.0
#: Returns when all is well, raises otherwise; runs in a thread of its own.
Check = Callable[[], Any]


class Readiness:
    """Runs checks, at most one at a time each.

    Args:
        checks: By the name that is told when one fails.
        timeout: Seconds each may take.
        fresh: Seconds a finding is good for.
        clock: Tells the time in seconds.
    """

    def __init__(
        self,
        checks: Mapping[str, Check],
        timeout: float = CHECK_TIMEOUT,
        fresh: float = READINESS_KEPT,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._checks = dict(checks)
        self._timeout = timeout
        self._fresh = fresh
        self._clock = clock
        self._running: dict[str, asyncio.Task[Any]] = {}
        self._asking = asyncio.Lock()
        self._found: tuple[str, ...] = ()
        self._until = float("-inf")

    async def missing(self) -> tuple[str, ...]:
        """Return the names of what is not ready, none when all is."""
        async with self._asking:
            if self._clock() >= self._until:
                found = await self._look()
                if found != self._found:
                    logger.warning("%s", f"not ready: {', '.join(found)}" if found else "ready")
                self._found, self._until = found, self._clock() + self._fresh
            return self._found

    async def _look(self) -> tuple[str, ...]:
        for name, check in self._checks.items():
            # A check that hangs is not begun again: each would hold one more thread.
            if name not in self._running:
                self._running[name] = asyncio.create_task(asyncio.to_thread(check))
        await asyncio.wait(self._running.values(), timeout=self._timeout)
        return tuple(name for name in self._checks if not self._passed(name))

    def _passed(self, name: str) -> bool:
        if not self._running[name].done():
            return False
        return self._running.pop(name).exception() is None


def readiness_of(kb: KnowledgeBase, archive: Archive, engine: Engine | NoModel | None) -> Readiness:
    """Return the checks of a running assistant.

    Args:
        kb: Must answer a query.
        archive: Must be readable.
        engine: Must know its intents; ``None`` when no model is loaded.
    """

    def model() -> None:
        if engine is None or not engine.intents:
            raise LookupError("no model is loaded")

    return Readiness({"base": kb.meta, "model": model, "store": lambda: archive.remarks(now())})


async def ready(request: Request) -> JSONResponse:
    """Say whether messages can be answered; 503 with the names of what is missing.

    ``learning`` names what answers meanwhile, but not yet as well as it will. Nothing more is told
    on the public port. ``app.state`` holds the checks (``readiness``) and the ``first_aid``.
    """
    readiness: Readiness = request.app.state.readiness
    missing = await readiness.missing()
    status: dict[str, Any] = {"status": "not ready" if missing else "ready"}
    if missing:
        status["missing"] = list(missing)
    if not request.app.state.first_aid.whole:
        status["learning"] = ["danger"]
    return JSONResponse(
        status,
        503 if missing else 200,
        headers={"Cache-Control": "no-store"},
    )
