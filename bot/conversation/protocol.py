"""What channels ask for answers: the contract of everybody who answers a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol


class AssistantProtocol(Protocol):
    """Whoever answers questions, e.g. ``bot.conversation.assistant.Assistant``."""

    async def reply(
        self,
        conversation: str,
        text: str,
        locale: str | None = None,
        corrects: Sequence[str] | None = None,
    ) -> dict[str, Any]:
        """Return the object of the outside contract; see ``Assistant.reply``."""
