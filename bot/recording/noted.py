"""Notes what became of each message, behind the back of the reader."""

from __future__ import annotations

import asyncio
import logging

from actions.question import PLAIN, MessageContext
from bot.conversation.protocol import AssistantLayer, AssistantProtocol
from bot.reply import Reply
from bot.store.archive import Archive

logger = logging.getLogger(__name__)

#: Seconds an answer waits for its note at most. A note takes some milliseconds; who judges the
#: answer at once finds it, and a held database delays nobody.
_NOTE_TIMEOUT = 0.25


class RecordingAssistant(AssistantLayer):
    """An assistant whose turns are kept for feedback and for the editor's queue.

    Args:
        assistant: Answers the messages.
        archive: Where the turns are kept.
    """

    def __init__(self, assistant: AssistantProtocol, archive: Archive) -> None:
        super().__init__(assistant)
        self._archive = archive
        self._writing: set[asyncio.Task[None]] = set()

    async def reply(
        self,
        conversation: str,
        text: str,
        locale: str | None = None,
        sending: MessageContext = PLAIN,
    ) -> Reply:
        """Return the answer; whether it could be noted makes no difference to it."""
        reply = await self._assistant.reply(conversation, text, locale, sending)
        note = asyncio.create_task(asyncio.to_thread(self._note, reply))
        # The loop itself holds tasks only weakly.
        self._writing.add(note)
        note.add_done_callback(self._writing.discard)
        await asyncio.wait({note}, timeout=_NOTE_TIMEOUT)
        return reply

    def _note(self, reply: Reply) -> None:
        try:
            self._archive.record(reply)
        except Exception as error:
            # Only the kind: the message might hold the words of the user.
            logger.warning("a turn could not be noted: %s", type(error).__name__)
