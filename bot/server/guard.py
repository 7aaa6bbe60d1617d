"""Puts the guard together from the settings."""

from __future__ import annotations

from actions.answer import Link
from actions.citations import channel_link, hotline
from bot.conversation.guard import Guard
from bot.limits.admission import Limits
from bot.limits.counters import Counter, FallbackCounter, MemoryCounter
from bot.limits.database_counter import StoredCounter
from bot.limits.switch import Switch
from bot.settings.rates import Rates
from bot.store.database import Database
from policies_kb.errors import NotInBase
from policies_kb.kb import KnowledgeBase

#: Shown beside the general hotline while answers are off: wages, legal aid.
_OTHERS = ("hotline_12333", "legal_aid_12348")


def make_guard(
    kb: KnowledgeBase, database: Database, *, several: bool, rates: Rates, redis: str = ""
) -> Guard:
    """Return the limits and the off-switch.

    Args:
        kb: Names the hotlines.
        database: Holds the switch; of several processes also the counts, unless a Redis server is
            named for them.
        several: Whether more than one process serves the same channel.
        rates: How many messages are taken.
        redis: Address of the Redis server, empty for none.

    Raises:
        SettingError: It is no such address.
        NotInBase: The base has no general hotline.
    """
    limits = Limits(rates, _counter(database, several, redis), database.salt)
    return Guard(limits, Switch(database), hotlines(kb))


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
