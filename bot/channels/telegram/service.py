"""Takes updates in, answers each once, in the order of its chat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from telegram import Bot, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.channels.tasks import end_task
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.incoming import Incoming, read
from bot.channels.telegram.outgoing import OutgoingMessages
from bot.channels.telegram.responder import TelegramResponder
from bot.channels.telegram.sender import ChatUnavailable, Destination, Moved, NotSent, Sender
from bot.channels.telegram.taps import Taps

logger = logging.getLogger(__name__)

#: Chats answered at the same time.
_AT_ONCE = 8
#: Seconds between two looks for what was left unfinished; well below the lease.
SWEEP = 30
#: Telegram shows "typing" for five seconds; an answer that comes at once needs none.
_TYPING = 4.0
#: Answers waiting to be sent that are remembered; others are made anew.
_WAITING = 200
_NOTICED = 0.2
#: Seconds in which the pictures of an album come.
_ALBUM = 0.7


class Service:
    """Answers the updates of one bot.

    Args:
        bot: The bot, initialised before the first update.
        inbox: Knows which updates were answered.
        responder: Decides the replies.
        sender: Sends it.
    """

    def __init__(
        self, bot: Bot, inbox: Inbox, responder: TelegramResponder, sender: Sender
    ) -> None:
        self._bot = bot
        self._inbox = inbox
        self._responder = responder
        self._sender = sender
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._last: dict[int, asyncio.Task[None]] = {}
        self._working: dict[int, asyncio.Task[None]] = {}
        self._unsent: dict[int, OutgoingMessages] = {}
        self._taps = Taps()

    async def accept(self, updates: Iterable[Update]) -> None:
        """Keep updates and begin to answer those that are new.

        Once this returns they may be confirmed to Telegram: they are not lost any more.

        Raises:
            StoreError: They could not be kept.
        """
        addressed = [found for update in updates if (found := self._addressed(update))]
        if not addressed:
            return
        for incoming in await asyncio.to_thread(self._inbox.keep, addressed):
            self._begin(incoming)

    def _addressed(self, update: Update) -> Incoming | None:
        try:
            return read(update, self._bot.bot)
        except Exception as error:
            # What the library read without looking at it; it must not hold up the others.
            logger.warning("an update cannot be read: %s", type(error).__name__)
            return None

    async def sweep(self, everything: bool = False) -> None:
        """Go on with what a process that ended left unfinished.

        Args:
            everything: Whether no other process can be at work.

        Raises:
            StoreError: The store cannot be used.
        """
        await asyncio.to_thread(self._inbox.renew, list(self._working))
        for left in await asyncio.to_thread(self._inbox.left, everything):
            if left.incoming.id in self._working:
                continue
            if left.state == "open":
                self._begin(left.incoming, late=True)
            else:
                await self._tell_interrupted(left.incoming)

    async def keep_sweeping(self, pause: float = SWEEP) -> None:
        """Sweep for ever; trouble is logged and made up for by the next time."""
        while True:
            await asyncio.sleep(pause)
            try:
                await self.sweep()
            except Exception as error:
                logger.warning("unfinished answers wait: %s", type(error).__name__)

    async def settle(self, timeout: float = 20) -> None:
        """Wait until what was begun is answered; what takes longer is left for the next start."""
        working = list(self._working.values())
        if not working:
            return
        _, late = await asyncio.wait(working, timeout=timeout)
        for task in late:
            await end_task(task)

    def _begin(self, incoming: Incoming, late: bool = False) -> None:
        self._taps.arrived(incoming)
        before = self._last.get(incoming.chat)
        task = asyncio.create_task(self._in_turn(incoming, before, late))
        self._last[incoming.chat] = task
        self._working[incoming.id] = task
        task.add_done_callback(lambda done: self._end(incoming, done))

    def _end(self, incoming: Incoming, task: asyncio.Task[None]) -> None:
        self._working.pop(incoming.id, None)
        if self._last.get(incoming.chat) is task:
            del self._last[incoming.chat]
        if not task.cancelled() and task.exception():
            # It stays unfinished in the store; the next sweep takes it up.
            logger.error("an update waits: %s", type(task.exception()).__name__)

    async def _in_turn(
        self, incoming: Incoming, before: asyncio.Task[None] | None, late: bool
    ) -> None:
        if before is not None:
            await asyncio.wait({before})
        async with self._room:
            await self._answer(incoming, late)

    async def _answer(self, incoming: Incoming, late: bool) -> None:
        if incoming.album and incoming.kind == "other":
            # The words may stand under a picture that is still to come.
            await asyncio.sleep(_ALBUM)
        if self._taps.is_captioned(incoming) or self._taps.is_repeated(incoming):
            await self._acknowledge(incoming)
            await asyncio.to_thread(self._inbox.done, incoming.id)
            return
        answered = asyncio.Event()
        beside = asyncio.gather(self._acknowledge(incoming), self._show_typing(incoming, answered))
        try:
            # Asking once more could be taken for the answer to the next question of a case.
            outgoing = self._unsent.pop(incoming.id, None) or await self._outgoing(incoming)
            if late and outgoing.asks:
                outgoing = await self._still_asked(incoming, outgoing)
            answered.set()
            # Of several processes that have an answer one sends it.
            if await asyncio.to_thread(self._inbox.begin, incoming.id):
                await self._send(incoming, outgoing)
        finally:
            answered.set()
            await beside

    async def _outgoing(self, incoming: Incoming) -> OutgoingMessages:
        try:
            return await self._responder.answer(incoming)
        except Exception as error:
            # Only the kind: the message might hold the words of the user.
            logger.error("no answer in Telegram: %s", type(error).__name__)
            return self._responder.broken(incoming)

    async def _still_asked(
        self, incoming: Incoming, outgoing: OutgoingMessages
    ) -> OutgoingMessages:
        """Return what is still worth sending of an answer that comes after newer ones.

        A question that is over would stand there as the one to answer.
        """
        question = await self._responder.open_question(incoming)
        if question and question.asks == outgoing.asks:
            return outgoing
        rest = () if outgoing.only_asks else outgoing.messages
        again = question.messages if question and rest else ()
        return OutgoingMessages((*rest, *again), asks=question.asks if again and question else "")

    async def _send(self, incoming: Incoming, outgoing: OutgoingMessages) -> None:
        answers = incoming.group or incoming.edited
        destination = Destination(
            chat=incoming.chat,
            thread=incoming.thread,
            answers=incoming.message if answers and incoming.kind != "button" else None,
            replaces=incoming.message if outgoing.replaces else None,
        )
        try:
            sent = await self._sender.send(destination, outgoing.messages)
            await asyncio.to_thread(self._responder.asked, incoming, sent, outgoing)
        except Moved as moved:
            await asyncio.to_thread(self._responder.move, incoming.chat, moved.chat)
            rest = OutgoingMessages(outgoing.messages[moved.sent :])
            await self._send(replace(incoming, chat=moved.chat, thread=None), rest)
            return
        except ChatUnavailable:
            pass
        except NotSent as cut:
            if await asyncio.to_thread(self._inbox.again, incoming.id):
                self._keep_unsent(
                    incoming.id, replace(outgoing, messages=outgoing.messages[cut.sent :])
                )
            else:
                await self._tell_unsent(incoming, destination)
            return
        await asyncio.to_thread(self._inbox.done, incoming.id)

    def _keep_unsent(self, number: int, rest: OutgoingMessages) -> None:
        self._unsent[number] = rest
        while len(self._unsent) > _WAITING:
            del self._unsent[next(iter(self._unsent))]

    async def _tell_unsent(self, incoming: Incoming, destination: Destination) -> None:
        """Say in place of an answer that is given up that there is none, and whom to ask."""
        with suppress(NotSent):
            await self._sender.send(destination, self._responder.broken(incoming).messages)

    async def _acknowledge(self, incoming: Incoming) -> None:
        """End the waiting that an app shows on a pressed button."""
        if incoming.query:
            with suppress(TelegramError):
                await self._bot.answer_callback_query(incoming.query)

    async def _show_typing(self, incoming: Incoming, answered: asyncio.Event) -> None:
        """Show that an answer is on its way, if it takes long enough to be noticed."""
        pause = _NOTICED
        with suppress(TelegramError):
            while not await _within(answered, pause):
                await self._bot.send_chat_action(
                    incoming.chat, ChatAction.TYPING, message_thread_id=incoming.thread
                )
                pause = _TYPING

    async def _tell_interrupted(self, incoming: Incoming) -> None:
        # Noted first, so that this sentence too is sent once.
        await asyncio.to_thread(self._inbox.done, incoming.id)
        destination = Destination(incoming.chat, incoming.thread)
        with suppress(NotSent):
            await self._sender.send(destination, self._responder.interrupted(incoming).messages)


async def _within(event: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True
