"""What channels ask for answers: the contract of everybody who answers a message.

Between the channels and the assistant stand layers, each with one job: once, guarded, metered,
recording. What a layer does not change it passes on.
"""

from __future__ import annotations

from typing import Protocol

from actions.question import PLAIN, MessageContext
from bot.reply import Reply


class AssistantProtocol(Protocol):
    """Whoever answers questions, e.g. ``bot.conversation.assistant.Assistant``."""

    async def reply(
        self,
        conversation: str,
        text: str,
        locale: str | None = None,
        sending: MessageContext = PLAIN,
    ) -> Reply:
        """Return the reply to a message; see ``Assistant.reply``."""

    async def open_question(self, conversation: str, locale: str | None = None) -> Reply | None:
        """Return what a guided case waits for as a reply, ``None`` outside a case."""


class AssistantLayer:
    """An assistant that stands before another one and passes on what is not its job.

    Args:
        assistant: Answers the messages.
    """

    def __init__(self, assistant: AssistantProtocol) -> None:
        self._assistant = assistant

    async def open_question(self, conversation: str, locale: str | None = None) -> Reply | None:
        """Return what a guided case waits for; no turn, and counted by nobody."""
        return await self._assistant.open_question(conversation, locale)
