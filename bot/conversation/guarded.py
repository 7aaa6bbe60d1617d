"""The assistant as the channels see it: behind the limits and the off-switch."""

from __future__ import annotations

from dataclasses import replace

from actions.answer import Answer, Link
from actions.question import PLAIN, MessageContext
from actions.statements.dangers import FirstWords
from bot.conversation.assistant import MAX_MESSAGE, clean_message
from bot.conversation.first_aid import FirstAid, in_a_moment
from bot.conversation.protocol import AssistantLayer, AssistantProtocol
from bot.limits.admission import Admission, Limits
from bot.limits.refusals import OFF_FOR, busy, switched_off
from bot.limits.switch import Switch
from bot.monitoring.metrics import count_dangers, count_rate_limited, show_switch
from bot.privacy.masking import mask
from bot.reply import Reply
from bot.store.conversation_ids import WEB, channel_of
from bot.wording.languages import choose_locale
from bot.wording.render import render


class GuardedAssistant(AssistantLayer):
    """Answers as long as nobody asks too much and the switch is on.

    A refusal is a reply with ``retry_after``, the seconds to wait, and ``told``, whether it was
    told in this minute before: a channel may be silent then. Where danger is heard the lines for it
    come in place of "too many messages", however often.

    Args:
        assistant: Answers the messages.
        limits: Counts them.
        switch: Turns answers off.
        hotlines: Whom to ask instead; the first takes any question.
        first_aid: Finds the lines that come first where danger is heard.
    """

    def __init__(
        self,
        assistant: AssistantProtocol,
        limits: Limits,
        switch: Switch,
        hotlines: tuple[Link, ...],
        first_aid: FirstAid,
    ) -> None:
        self._first_aid = first_aid
        super().__init__(assistant)
        self._limits = limits
        self._switch = switch
        self._hotlines = hotlines

    async def reply(
        self,
        conversation: str,
        text: str,
        locale: str | None = None,
        sending: MessageContext = PLAIN,
    ) -> Reply:
        """Return the answer to a message, or why there is none now."""
        refused = await self.refusal(conversation, text, locale)
        return refused or await self._assistant.reply(conversation, text, locale, sending)

    async def refusal(
        self, conversation: str, text: str = "", locale: str | None = None
    ) -> Reply | None:
        """Count a message and return why it is not answered, ``None`` when it may be.

        For what a channel answers by itself; :meth:`reply` counts on its own.
        """
        admission = await self._limits.message(conversation)
        if not admission.granted:
            count_rate_limited(channel_of(conversation))
            return self._too_many(admission, conversation, text, locale)
        off = await self._switch.off()
        show_switch(off is not None)
        if off is None:
            return None
        refusal = self._worded(
            switched_off(off.reason, self._hotlines), conversation, text, locale, self._heard(text)
        )
        return replace(refusal, retry_after=OFF_FOR, told=admission.told)

    async def address_refusal(
        self, host: str, text: str = "", locale: str | None = None
    ) -> Reply | None:
        """Count a request from an address; return why it is refused, ``None`` when it is not.

        Args:
            host: The address.
            text: The message that came from it.
            locale: Language of a refusal; told from the message when ``None``.
        """
        admission = await self._limits.address(host)
        if admission.granted:
            return None
        count_rate_limited(WEB)
        return self._too_many(admission, "", text, locale)

    async def verdict_wait(self, conversation: str) -> int:
        """Count a verdict; return the seconds to wait when there were too many, else 0."""
        return (await self._limits.verdict(conversation)).wait

    async def is_off(self) -> bool:
        """Tell whether answers are switched off."""
        return await self._switch.off() is not None

    def _too_many(
        self, admission: Admission, conversation: str, text: str, locale: str | None
    ) -> Reply:
        """Return the reply to one message too many."""
        first = self._heard(text)
        if first:
            return self._worded(in_a_moment(admission.wait), conversation, text, locale, first)
        refusal = self._worded(busy(admission.wait, self._hotlines[0]), conversation, text, locale)
        return replace(refusal, retry_after=admission.wait, told=admission.told)

    def _heard(self, text: str) -> FirstWords | None:
        first = self._first_aid.first_words(text)
        if first:
            count_dangers(first.dangers)
        return first

    def _worded(
        self,
        answer: Answer,
        conversation: str,
        text: str,
        locale: str | None,
        first: FirstWords | None = None,
    ) -> Reply:
        """Return an answer that is not the assistant's as a reply."""
        question = mask(clean_message(text))[:MAX_MESSAGE]
        language = choose_locale(locale, "" if question.startswith("/") else question)
        reply = render(answer, language, first=first)
        return replace(reply, conversation=conversation, question=question)
