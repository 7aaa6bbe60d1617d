"""A guard for tests with a clock of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.conversation.first_aid import open_first_aid
from bot.conversation.guarded import GuardedAssistant
from bot.limits.admission import Limits
from bot.limits.counters import MemoryCounter
from bot.limits.switch import Switch
from bot.server.guard import hotlines
from bot.settings.rates import Rates
from bot.store.database import Database
from policies_kb.kb import KnowledgeBase

MakeGuard = Callable[..., GuardedAssistant]


class Clock:
    """Stands still until it is put forward; twenty seconds into a minute at first."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_020.0

    def __call__(self) -> float:
        return self.seconds


def guard_of(
    assistant: Any, kb: KnowledgeBase, database: Database, clock: Clock, **rates: int
) -> GuardedAssistant:
    """Return a guard that counts in memory."""
    limits = Limits(Rates(**rates), MemoryCounter(), database.salt, clock)
    return GuardedAssistant(
        assistant, limits, Switch(database, clock), hotlines(kb), open_first_aid(kb)
    )
