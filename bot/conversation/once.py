"""Takes each message once, however often it is sent.

A response may be lost after the message was read: a page asks again, a proxy tries again, a program
is killed before it could send. Read once more, the message would fill the next field of a case.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress

from actions.question import PLAIN, MessageContext
from bot.conversation.protocol import AssistantLayer, AssistantProtocol
from bot.reply import Reply
from bot.store.errors import StoreError
from bot.store.replies import Replies

logger = logging.getLogger(__name__)

#: Holds what is named, against other tasks and processes, as long as its context lasts.
Hold = Callable[[str], AbstractAsyncContextManager[None]]


class OnceAssistant(AssistantLayer):
    """An assistant that gives the reply to a message that has an id once more.

    Args:
        assistant: Answers what is new.
        replies: Those of the last minutes.
        hold: Lets the second sending of a message wait for the first, in whichever process.
    """

    def __init__(self, assistant: AssistantProtocol, replies: Replies, hold: Hold) -> None:
        super().__init__(assistant)
        self._replies = replies
        self._hold = hold

    async def reply(
        self,
        conversation: str,
        text: str,
        locale: str | None = None,
        sending: MessageContext = PLAIN,
    ) -> Reply:
        """Return the reply, the same one for the same id.

        Raises:
            BusyError: The first sending takes too long.
        """
        if not sending.id:
            return await self._assistant.reply(conversation, text, locale, sending)
        async with AsyncExitStack() as held:
            # A store that is out of order is told of by who answers, after what helps in danger.
            with suppress(StoreError):
                await held.enter_async_context(self._hold(f"{conversation} {sending.id}"))
                known = await asyncio.to_thread(self._replies.find, conversation, sending.id)
                if known is not None:
                    return Reply.from_json(known)
            reply = await self._assistant.reply(conversation, text, locale, sending)
            # What was no turn changed nothing: asked again, it may be answered.
            if reply.turn:
                await asyncio.to_thread(self._keep, conversation, sending.id, reply)
            return reply

    def _keep(self, conversation: str, message: str, reply: Reply) -> None:
        try:
            self._replies.keep(conversation, message, reply.as_json())
        except StoreError as error:
            logger.warning("a reply could not be kept for a second sending: %s", error)
