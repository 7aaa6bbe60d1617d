"""Keeps, counts and logs what became of a turn."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from bot.monitoring.metrics import count_turn, metrics
from bot.reply import Reply
from bot.store.archive import Archive
from bot.store.conversation_ids import channel_of
from bot.store.errors import StoreError

logger = logging.getLogger(__name__)

#: Characters of a conversation's hash in the log: enough to tell conversations apart.
_HASH = 16


class Recorder:
    """Keeps turns in an archive, each whole or not at all.

    Args:
        archive: Where they are kept.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        # Shown from the beginning, not from the first message on.
        metrics()

    async def recall(self, conversation: str, message: str) -> Reply | None:
        """Return the reply to a message that was sent before, ``None`` for a new one.

        Raises:
            StoreError: The store cannot be read.
        """
        found = await asyncio.to_thread(self._archive.replies.find, conversation, message)
        return Reply.from_json(found) if found else None

    async def keep(self, reply: Reply, events: list[dict[str, Any]] | None, message: str) -> bool:
        """Keep a turn; tell whether that was possible.

        Args:
            reply: Its reply.
            events: The conversation after it, ``None`` where nothing of that changed.
            message: What its sender calls the message, empty for nothing.
        """
        try:
            await asyncio.to_thread(self._archive.record, reply, events, message)
        except Exception as error:
            # Of others only the kind: the message might hold the words of the user.
            told = error if isinstance(error, StoreError) else type(error).__name__
            logger.error("a turn could not be kept: %s", told)
            return False
        return True

    def count(self, reply: Reply, seconds: float) -> None:
        """Count and log a turn, without a word of it."""
        channel = channel_of(reply.conversation)
        count_turn(channel, reply.status, reply.intent.name, seconds)
        fields = {
            "channel": channel,
            "conversation": self._archive.hashed(reply.conversation)[:_HASH],
            "intent": reply.intent.name,
            "status": reply.status,
            "milliseconds": round(seconds * 1000, 1),
            "citations": len(reply.citations),
        }
        logger.info("turn", extra={"fields": fields})
