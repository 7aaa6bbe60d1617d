"""What channels ask for answers: the contract of everybody who answers a message."""

from __future__ import annotations

from typing import Any, Protocol

from actions.question import PLAIN, MessageContext


class AssistantProtocol(Protocol):
    """Whoever answers questions, e.g. ``bot.conversation.assistant.Assistant``."""

    async def reply(
        self,
        conversation: str,
        text: str,
        locale: str | None = None,
        sending: MessageContext = PLAIN,
    ) -> dict[str, Any]:
        """Return the object of the outside contract; see ``Assistant.reply``."""

    async def open_question(
        self, conversation: str, locale: str | None = None
    ) -> dict[str, Any] | None:
        """Return what a guided case waits for as such an object, ``None`` outside a case."""
