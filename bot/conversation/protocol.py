"""Who asks whom: what channels need of an assistant, and an assistant of an engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from actions.question import PLAIN, MessageContext
from bot.conversation.guard import Guard
from bot.rasa.engine_turn import EngineTurn, Unsaved
from bot.reply import Reply


class AssistantProtocol(Protocol):
    """Whoever answers questions, see ``bot.conversation.assistant.Assistant``."""

    @property
    def guard(self) -> Guard | None:
        """What refuses messages; ``None`` where all are answered."""

    async def reply(
        self,
        conversation: str,
        text: str,
        locale: str | None = None,
        sending: MessageContext = PLAIN,
    ) -> Reply:
        """Return the reply to a message."""

    async def open_question(self, conversation: str, locale: str | None = None) -> Reply | None:
        """Return what a guided case waits for as a reply, ``None`` outside a case."""

    async def refusal(self, conversation: str, locale: str | None = None) -> Reply | None:
        """Count a message the channel answers by itself; return why it may not."""

    async def address_refusal(
        self, host: str, text: str = "", locale: str | None = None
    ) -> Reply | None:
        """Count a request of an address; return why it is refused, ``None`` when it is not."""


class EngineProtocol(Protocol):
    """What the assistant needs of an engine, see ``bot.rasa.engine.Engine``."""

    @property
    def intents(self) -> frozenset[str]:
        """Names of the intents that can be asked for directly."""

    async def ask(
        self, conversation: str, text: str, sending: MessageContext = PLAIN
    ) -> EngineTurn:
        """Return the answer to one message of a conversation."""

    async def correction(self, text: str, fields: Sequence[str]) -> str:
        """Return the message that corrects what these fields of a case were filled from."""

    async def confident_intent(self, text: str) -> str:
        """Return the intent of a text outside any conversation, ``""`` when it is unsure."""

    async def heard_danger(self, conversation: str, rows: Sequence[str]) -> None:
        """Keep in a conversation which dangers were heard last."""

    async def in_guided_case(self, conversation: str) -> bool:
        """Tell whether the next message of a conversation belongs to a guided case."""

    async def open_question(self, conversation: str) -> EngineTurn | None:
        """Return the question a guided case waits for, ``None`` outside one."""

    async def language(self, conversation: str) -> str:
        """Return the language a conversation was answered in last, ``""`` for a new one."""

    def take_unsaved(self, conversation: str) -> Unsaved | None:
        """Return what a conversation has become and is not kept yet, and forget it."""
