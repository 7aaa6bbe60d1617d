"""Whether one more message is taken now."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from bot.limits.counters import COUNTER_WINDOW, Counter
from bot.settings.rates import Rates
from bot.store.conversation_ids import channel_of
from bot.store.hashes import keyed_hash

#: Bits of an IPv6 address that one customer has to himself at least.
_OWN_BITS = 64


@dataclass(frozen=True)
class Admission:
    """Whether a message is taken.

    Attributes:
        wait: Seconds until the next one is; 0 when this one is.
        told: Whether this sender was refused before in the same window.
    """

    wait: int = 0
    told: bool = False

    @property
    def granted(self) -> bool:
        """Whether the message is taken."""
        return not self.wait


class Limits:
    """Counts messages and compares with the rates.

    Conversations and addresses are counted under a keyed hash and kept nowhere else.

    Args:
        rates: How many are taken.
        counter: Counts them.
        salt: The key of the hashes; the same for all who share the counter.
        clock: Seconds since 1970.
    """

    def __init__(
        self,
        rates: Rates,
        counter: Counter,
        salt: bytes,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._rates = rates
        self._counter = counter
        self._salt = salt
        self._clock = clock

    async def message(self, conversation: str) -> Admission:
        """Count a message of a conversation, then of its channel."""
        admission = await self._admit("user", conversation, self._rates.user, conversation)
        if not admission.granted:
            # One who floods does not use up what the others have.
            return admission
        channel = channel_of(conversation)
        return await self._admit("channel", channel, self._rates.channel, conversation)

    async def verdict(self, conversation: str) -> Admission:
        """Count a verdict of a reader; they do not use up the messages."""
        return await self._admit("verdict", conversation, self._rates.user, conversation)

    async def address(self, host: str) -> Admission:
        """Count a request from an address of the network."""
        owner = network_of(host)
        return await self._admit("address", owner, self._rates.address, owner)

    async def _admit(self, kind: str, name: str, most: int, sender: str) -> Admission:
        if not most:
            return Admission()
        now = self._clock()
        window = int(now // COUNTER_WINDOW)
        if await self._counted(kind, name, window) <= most:
            return Admission()
        told = await self._counted("refused", sender, window) > 1
        return Admission(max(1, math.ceil((window + 1) * COUNTER_WINDOW - now)), told)

    async def _counted(self, kind: str, name: str, window: int) -> int:
        [count] = await self._counter.add([keyed_hash(self._salt, f"{kind} {name}")], window)
        return count


def network_of(host: str) -> str:
    """Return what stands for whoever has an address: an IPv6 customer has a whole network.

    >>> network_of("2001:db8:1:2:3::4"), network_of("::ffff:192.0.2.1"), network_of("192.0.2.1")
    ('2001:db8:1:2::/64', '192.0.2.1', '192.0.2.1')
    """
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    network = int(address) >> _OWN_BITS << _OWN_BITS
    return f"{IPv6Address(network)}/{_OWN_BITS}"
