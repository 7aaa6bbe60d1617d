"""How many messages a minute are taken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rates:
    """Messages a minute; 0 for as many as come.

    Attributes:
        user: Of one conversation.
        address: From one address of the network; whole offices share one.
        channel: Of all conversations of a channel together.
    """

    user: int = 20
    address: int = 300
    channel: int = 0
