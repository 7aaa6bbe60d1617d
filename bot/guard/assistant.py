"""The assistant as the channels see it: behind the limits and the off-switch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from actions.answer import Answer, Link
from bot.assistant import MAX_MESSAGE, clean
from bot.guard.limits import Limits
from bot.guard.refusals import OFF_FOR, busy, switched_off
from bot.guard.switch import Switch
from bot.i18n import choose_locale
from bot.masking import mask
from bot.operation.channels import WEB, channel_of
from bot.operation.metrics import count_rate_limited, show_switch
from bot.render import render

if TYPE_CHECKING:
    from bot.web.chat_api import Answers


class GuardedAssistant:
    """Answers as long as nobody asks too much and the switch is on.

    A refusal is an object of the outside contract with two fields more: ``retry_after``, the
    seconds to wait, and ``told``, whether the same was said in this minute before.

    Args:
        assistant: Answers the messages.
        limits: Counts them.
        switch: Turns answers off.
        hotlines: Whom to ask instead; the first takes any question.
    """

    def __init__(
        self, assistant: Answers, limits: Limits, switch: Switch, hotlines: tuple[Link, ...]
    ) -> None:
        self._assistant = assistant
        self._limits = limits
        self._switch = switch
        self._hotlines = hotlines

    async def reply(
        self, conversation: str, text: str, locale: str | None = None
    ) -> dict[str, Any]:
        """Return the answer to a message, or why there is none now."""
        refused = await self.refusal(conversation, text, locale)
        return refused or await self._assistant.reply(conversation, text, locale)

    async def refusal(
        self, conversation: str, text: str = "", locale: str | None = None
    ) -> dict[str, Any] | None:
        """Count a message and return why it is not answered, ``None`` when it may be.

        For what a channel answers by itself; :meth:`reply` counts on its own.
        """
        admission = await self._limits.message(conversation)
        if not admission.granted:
            count_rate_limited(channel_of(conversation))
            answer, seconds = busy(admission.wait, self._hotlines[0]), admission.wait
        else:
            off = await self._switch.off()
            show_switch(off is not None)
            if off is None:
                return None
            answer, seconds = switched_off(off.reason, self._hotlines), OFF_FOR
        question = mask(clean(text))[:MAX_MESSAGE]
        language = choose_locale(locale, "" if question.startswith("/") else question)
        about = {"conversation": conversation, "question": question}
        return {**about, **_refused(answer, language, seconds, admission.told)}

    async def address_refusal(self, host: str, locale: str) -> dict[str, Any] | None:
        """Count a request from an address; return why it is refused, ``None`` when it is not."""
        admission = await self._limits.address(host)
        if admission.granted:
            return None
        count_rate_limited(WEB)
        answer = busy(admission.wait, self._hotlines[0])
        refused = _refused(answer, locale, admission.wait, admission.told)
        return {"conversation": "", "question": "", **refused}

    async def verdict_wait(self, conversation: str) -> int:
        """Count a verdict; return the seconds to wait when there were too many, else 0."""
        return (await self._limits.verdict(conversation)).wait

    async def is_off(self) -> bool:
        """Tell whether answers are switched off."""
        return await self._switch.off() is not None


def is_told(reply: Mapping[str, Any]) -> bool:
    """Tell whether a refusal only repeats one of the same minute: a channel may be silent."""
    return bool(reply.get("told"))


def _refused(answer: Answer, language: str, seconds: int, told: bool) -> dict[str, Any]:
    return {
        "turn": 0,
        "intent": {"name": "", "confidence": 0.0},
        **render(answer, language),
        "retry_after": seconds,
        "told": told,
    }
