"""Counts and logs each answered message, without a word of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import perf_counter

from actions.question import PLAIN, MessageContext
from bot.conversation.protocol import AssistantLayer, AssistantProtocol
from bot.monitoring.metrics import count_turn, metrics
from bot.reply import Reply
from bot.store.conversation_ids import channel_of

logger = logging.getLogger(__name__)

#: Characters of a conversation's hash in the log: enough to tell conversations apart.
_HASH = 16


class MeteredAssistant(AssistantLayer):
    """An assistant whose turns are counted and logged.

    Args:
        assistant: Answers the messages.
        hashed: Returns what stands for a conversation, keyed with the store's salt.
    """

    def __init__(self, assistant: AssistantProtocol, hashed: Callable[[str], str]) -> None:
        super().__init__(assistant)
        self._hashed = hashed
        # Shown from the beginning, not from the first message on.
        metrics()

    async def reply(
        self,
        conversation: str,
        text: str,
        locale: str | None = None,
        sending: MessageContext = PLAIN,
    ) -> Reply:
        """Return the answer; one that fails is counted as an error and raised again."""
        start = perf_counter()
        try:
            reply = await self._assistant.reply(conversation, text, locale, sending)
        except Exception:
            self._note(conversation, "error", "", perf_counter() - start, 0)
            raise
        seconds = perf_counter() - start
        cited = len(reply.citations)
        self._note(conversation, reply.status, reply.intent.name, seconds, cited)
        return reply

    def _note(
        self, conversation: str, status: str, intent: str, seconds: float, cited: int
    ) -> None:
        channel = channel_of(conversation)
        count_turn(channel, status, intent, seconds)
        fields = {
            "channel": channel,
            "conversation": self._hashed(conversation)[:_HASH],
            "intent": intent,
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
            "citations": cited,
        }
        logger.info("turn", extra={"fields": fields})
