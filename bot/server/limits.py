"""Puts the guard together from the settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from actions.answer import Link
from actions.citations import channel_link, hotline
from bot.conversation.first_aid import FirstAid
from bot.conversation.guarded import GuardedAssistant
from bot.limits.counters import Counter, FallbackCounter, MemoryCounter
from bot.limits.database_counter import StoredCounter
from bot.limits.limits import Limits
from bot.limits.switch import Switch
from bot.settings.rates import Rates
from bot.store.database import Database
from bot.store.redis_client import redis_url
from policies_kb.errors import NotInBase
from policies_kb.kb import KnowledgeBase

if TYPE_CHECKING:
    from bot.conversation.protocol import AssistantProtocol

#: Shown beside the general hotline while answers are off: wages, legal aid.
_OTHERS = ("hotline_12333", "legal_aid_12348")


def make_guard(
    assistant: AssistantProtocol,
    kb: KnowledgeBase,
    database: Database,
    first_aid: FirstAid,
    *,
    several: bool,
    environment: Mapping[str, str] = os.environ,
) -> GuardedAssistant:
    """Return the assistant behind the limits and the off-switch.

    Args:
        assistant: AssistantProtocol the messages.
        kb: Names the hotlines.
        database: Holds the switch; of several processes also the counts, unless ``WENCE_REDIS``
            names a server for them.
        first_aid: Finds what is said first where danger is heard.
        several: Whether more than one process serves the same channel.
        environment: Where the settings stand.

    Raises:
        SettingError: A setting cannot be what it is.
        NotInBase: The base has no general hotline.
    """
    counter = _counter(database, several, redis_url(environment))
    limits = Limits(Rates.of_environment(environment), counter, database.salt)
    return GuardedAssistant(assistant, limits, Switch(database), hotlines(kb), first_aid)


def hotlines(kb: KnowledgeBase) -> tuple[Link, ...]:
    """Return whom to call when the assistant does not answer, the general hotline first.

    Raises:
        NotInBase: The base has no general hotline.
    """
    found = [hotline(kb)]
    for name in _OTHERS:
        try:
            found.append(channel_link(kb.channel(name)))
        except NotInBase:
            continue
    return tuple(found)


def _counter(database: Database, several: bool, redis: str) -> Counter:
    if redis:
        # Loads a library that nobody else needs.
        from bot.limits.redis_counter import RedisCounter

        return FallbackCounter(RedisCounter.at(redis))
    return FallbackCounter(StoredCounter(database)) if several else MemoryCounter()
