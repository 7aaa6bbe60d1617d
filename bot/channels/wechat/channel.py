"""Answers each message once and in time, however often and wherever it is delivered.

WeChat waits five seconds and sends a message up to three times. The first delivery of a message
that reaches any process starts the answer; the others wait for it. An answer that takes longer is
promised, and given with the user's next message, or sent where the account may do that.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from typing import Protocol

from actions.answer import say
from bot.channels.wechat.message import IncomingMessage
from bot.channels.wechat.reply import WeChatReply
from bot.channels.wechat.responder import WeChatResponder
from bot.channels.wechat.store import MessageKey, ReplayedError, WeChatStore
from bot.monitoring.metrics import count_channel_error
from bot.store.errors import StoreError
from bot.wording.languages import choose_locale
from bot.wording.render import Wording

logger = logging.getLogger(__name__)

#: Seconds until a reply must be on its way; WeChat waits five.
BUDGET = 3.8
#: Seconds more that the store may take to note a promise.
GRACE = 0.6
#: Seconds between two signs of life of who answers.
_BEAT = 1.0
#: Seconds between looks at an answer that another process works on.
_PAUSE = 0.1
_LATER = say("正在查,请过几秒回复任意字看结果")
_LATER_OR_SENT = say("正在查,查到就发给您;没收到的话,回复任意字看结果")


class ReplySender(Protocol):
    """Whoever sends messages a user did not just ask for, e.g. ``bot.channels.wechat.api.Api``."""

    async def send(self, openid: str, text: str) -> None:
        """Send a text.

        Raises:
            SendError: WeChat does not take it.
        """


class SendError(Exception):
    """WeChat does not take a call; the message holds its error code only."""


class WeChatChannel:
    """The conversations of the account.

    Args:
        responder: Finds the replies.
        store: Shared by all processes.
        sender: Sends late answers; without one they wait for the user's next message.
        budget: Seconds until a reply must be on its way.
    """

    def __init__(
        self,
        responder: WeChatResponder,
        store: WeChatStore,
        sender: ReplySender | None = None,
        budget: float = BUDGET,
    ) -> None:
        self._responder = responder
        self._store = store
        self._sender = sender
        self._budget = budget
        self._working: dict[MessageKey, asyncio.Task[None]] = {}

    async def respond(self, message: IncomingMessage, stamp: str) -> str:
        """Return the text to reply with within the budget, ``""`` for none.

        Args:
            message: What was delivered.
            stamp: The signature it came with.

        Raises:
            ReplayedError: The signature came with another message before.
        """
        try:
            return await asyncio.wait_for(self._respond(message, stamp), self._budget + GRACE)
        except ReplayedError:
            raise
        except Exception as error:
            # The store is held or broken. The user gets a sentence and a number.
            _tell("no reply", error)
            return self._responder.broken(message).page()[0]

    async def _respond(self, message: IncomingMessage, stamp: str) -> str:
        loop = asyncio.get_running_loop()
        until = loop.time() + self._budget
        key = self._store.key(message)
        if await asyncio.to_thread(self._store.claim, key, stamp):
            self._begin(message, key)
        while True:
            await self._pause(key, until - loop.time())
            late = loop.time() >= until
            shown = await asyncio.to_thread(self._store.collect, key, late)
            if shown is not None:
                return shown
            if late:
                return await self._later(message, key)

    async def _pause(self, key: MessageKey, left: float) -> None:
        """Wait for the answer, a moment only when another process works on it."""
        working = self._working.get(key)
        if working:
            await asyncio.wait({working}, timeout=max(left, 0))
        else:
            await asyncio.sleep(max(min(left, _PAUSE), 0))

    async def _later(self, message: IncomingMessage, key: MessageKey) -> str:
        wished, standing = await asyncio.to_thread(self._store.standing, key)
        before = standing.locale if standing.text or standing.choices else ""
        locale = choose_locale(wished or None, message.text, before)
        text = Wording(locale).word(_LATER_OR_SENT if self._sender else _LATER)
        # What to do in danger does not wait for the answer.
        return self._responder.first_words(message, WeChatReply(text, locale=locale)).page()[0]

    def _begin(self, message: IncomingMessage, key: MessageKey) -> None:
        task = asyncio.create_task(self._work(message, key))
        self._working[key] = task
        task.add_done_callback(lambda _: self._working.pop(key, None))

    async def _work(self, message: IncomingMessage, key: MessageKey) -> None:
        """Find the reply, keep it, and send it when the user was told to wait."""
        try:
            reply = await self._found(message, key)
            promised = await asyncio.to_thread(self._store.finish, key, reply)
            if promised and self._sender:
                await self._send(self._sender, message, key)
        except StoreError as error:
            _tell("an answer could not be kept", error)

    async def _found(self, message: IncomingMessage, key: MessageKey) -> WeChatReply:
        finding = asyncio.create_task(self._responder.reply(message, key))
        while not (await asyncio.wait({finding}, timeout=_BEAT))[0]:
            await asyncio.to_thread(self._store.beat, key)
        try:
            return finding.result()
        except Exception as error:
            _tell("no answer", error)
            return self._responder.broken(message)

    async def _send(self, sender: ReplySender, message: IncomingMessage, key: MessageKey) -> None:
        text = await asyncio.to_thread(self._store.take, key)
        if not text:
            return
        try:
            await sender.send(message.sender, text)
        except SendError as error:
            await asyncio.to_thread(self._store.put_back, key)
            count_channel_error("wechat", type(error).__name__)
            logger.warning("a late answer waits for the user's next message: %s", error)


def _tell(what: str, error: Exception) -> None:
    # Without the error's message, which may hold the words of the user.
    trace = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s: %s\n%s", what, type(error).__name__, trace)
