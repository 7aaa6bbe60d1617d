"""What stands before the answers for the public: the limits and the off-switch."""

from __future__ import annotations

from dataclasses import dataclass

from actions.answer import Answer, Link
from bot.limits.admission import Limits
from bot.limits.refusals import busy, switched_off
from bot.limits.switch import Switch
from bot.monitoring.metrics import show_switch


@dataclass(frozen=True)
class Guard:
    """Lets messages be answered as long as nobody asks too much and the switch is on.

    Attributes:
        limits: Counts the messages.
        switch: Turns answers off.
        hotlines: Whom to ask instead; the first takes any question.
    """

    limits: Limits
    switch: Switch
    hotlines: tuple[Link, ...]

    def busy(self, seconds: int) -> Answer:
        """Return the refusal of one message too many."""
        return busy(seconds, self.hotlines[0])

    async def off(self) -> Answer | None:
        """Return the refusal while answers are switched off, ``None`` while they are on."""
        off = await self.switch.off()
        show_switch(off is not None)
        return switched_off(off.reason, self.hotlines) if off else None

    async def is_off(self) -> bool:
        """Tell whether answers are switched off."""
        return await self.switch.off() is not None

    async def verdict_wait(self, conversation: str) -> int:
        """Count a verdict; return the seconds to wait when there were too many, else 0."""
        return (await self.limits.verdict(conversation)).wait
