"""The real turn around an assistant of a test, and a guard with a clock of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.conversation.assistant import Assistant
from bot.conversation.first_aid import open_first_aid
from bot.conversation.guard import Guard
from bot.conversation.turn import Turn
from bot.limits.admission import Limits
from bot.limits.counters import MemoryCounter
from bot.limits.switch import Switch
from bot.rasa.no_model import NoModel
from bot.recording.recorder import Recorder
from bot.reply import Reply
from bot.server.guard import hotlines
from bot.settings.rates import Rates
from bot.store.archive import Archive
from bot.store.database import Database
from policies_kb.kb import KnowledgeBase

MakeGuard = Callable[..., Assistant]


class Clock:
    """Stands still until it is put forward; twenty seconds into a minute at first."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_020.0

    def __call__(self) -> float:
        return self.seconds


class Unguarded:
    """What assistants of tests have in common: they refuse nothing and have no case."""

    guard = None

    async def open_question(self, conversation: str, locale: str | None = None) -> Reply | None:
        return None

    async def refusal(self, conversation: str, locale: str | None = None) -> None:
        return None

    async def address_refusal(
        self, host: str, text: str = "", locale: str | None = None
    ) -> Reply | None:
        return None


@dataclass(frozen=True)
class Around(Assistant):
    """The steps of a turn around an assistant of a test, which understands, answers and words."""

    inner: Any = None

    async def understand(self, turn: Turn) -> None:
        turn.reply = await self.inner.reply(turn.conversation, turn.text, turn.locale, turn.sending)

    async def open_question(self, conversation: str, locale: str | None = None) -> Reply | None:
        found: Reply | None = await self.inner.open_question(conversation, locale)
        return found


def around(inner: Any, kb: KnowledgeBase, **parts: Any) -> Around:
    """Return the real turn around an assistant of a test."""
    lines = hotlines(kb)
    return Around(NoModel(lines), lines[0], open_first_aid(kb), inner=inner, **parts)


def recorded(inner: Any, kb: KnowledgeBase, archive: Archive) -> Around:
    """Return an assistant of a test whose turns are kept."""
    return around(inner, kb, recorder=Recorder(archive))


def make_test_guard(kb: KnowledgeBase, database: Database, clock: Clock, **rates: int) -> Guard:
    """Return a guard that counts in memory."""
    limits = Limits(Rates(**rates), MemoryCounter(), database.salt, clock)
    return Guard(limits, Switch(database, clock), hotlines(kb))


def guard_of(
    inner: Any,
    kb: KnowledgeBase,
    database: Database,
    clock: Clock,
    archive: Archive | None = None,
    **rates: int,
) -> Around:
    """Return an assistant of a test behind a guard."""
    recorder = Recorder(archive) if archive else None
    guard = make_test_guard(kb, database, clock, **rates)
    return around(inner, kb, guard=guard, recorder=recorder)
