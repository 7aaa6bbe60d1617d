"""The switch that turns answers into a notice, kept in the store for all processes.

Each turn of the switch is a row of its own in ``setting``, never changed afterwards; the last one
says how it stands.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from sqlalchemy import func, select

from bot.monitoring.throttled_logger import ThrottledLogger
from bot.store.database import Database
from bot.store.tables import now, setting

logger = logging.getLogger(__name__)

#: Seconds for which what was read is believed.
SWITCH_KEPT = 1.0
#: Seconds a look at the store may take.
_READ_TIMEOUT = 0.5
_NAME = "switch-"


@dataclass(frozen=True)
class SwitchEvent:
    """One turn of the switch.

    Attributes:
        off: Whether answers stopped.
        reason: Why, as users are told; often empty.
        who: User of the operating system.
        when: UTC, ISO 8601.
    """

    off: bool
    reason: str
    who: str
    when: str


class Switch:
    """Reads and turns the switch.

    Args:
        database: Where it is kept.
        clock: Seconds, for how long a look lasts.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._known: SwitchEvent | None = None
        self._until = float("-inf")
        self._log = ThrottledLogger(logger, clock)

    async def off(self) -> SwitchEvent | None:
        """Return why answers are off, ``None`` while they are on.

        What was read last holds while the store cannot be read.
        """
        if self._clock() >= self._until:
            # Noted first: of many messages at once one looks.
            self._until = self._clock() + SWITCH_KEPT
            try:
                looked = asyncio.to_thread(self.history, 1)
                self._known = next(iter(await asyncio.wait_for(looked, _READ_TIMEOUT)), None)
            except Exception as error:
                # A store that is gone must not stop the answers, nor bring them back.
                self._log.warning("the off-switch cannot be read: %s", type(error).__name__)
        return self._known if self._known and self._known.off else None

    def set(self, off: bool, reason: str, who: str) -> SwitchEvent:
        """Switch answers off or on and return what is kept of it.

        Raises:
            StoreError: The store cannot be written.
        """
        event = SwitchEvent(off, reason, who, now().isoformat(timespec="seconds"))
        written = json.dumps(asdict(event), ensure_ascii=False)
        taken = False
        while not taken:
            with self._database.writing() as connection:
                last = select(func.max(setting.c.name)).where(_is_ours)
                number = int((connection.execute(last).scalar() or f"{_NAME}0")[len(_NAME) :]) + 1
                # Of two who turn it at once the second takes the next number.
                row = {"name": f"{_NAME}{number:012d}", "value": written}
                taken = self._database.put(connection, setting, row)
        return event

    def history(self, most: int) -> list[SwitchEvent]:
        """Return the last switchings, the newest first.

        Raises:
            StoreError: The store cannot be read.
        """
        wanted = select(setting.c.value).where(_is_ours).order_by(setting.c.name.desc())
        with self._database.reading() as connection:
            rows = connection.execute(wanted.limit(most)).scalars().all()
        return [SwitchEvent(**json.loads(row)) for row in rows]


_is_ours = setting.c.name.startswith(_NAME, autoescape=True)
