"""Puts the channel together and runs it."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from actions.context import AnswerContext
from bot.attachments.links import SignedLinks
from bot.channels.tasks import end_task
from bot.channels.telegram.answer_files import Files
from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.commands import show_menu, show_menus
from bot.channels.telegram.inbox import Inbox
from bot.channels.telegram.incoming import ALLOWED, Incoming
from bot.channels.telegram.outgoing import OutgoingMessages
from bot.channels.telegram.polling import poll
from bot.channels.telegram.preferences import Preferences
from bot.channels.telegram.rate_limiter import RateLimiter
from bot.channels.telegram.read_messages import ReadMessages
from bot.channels.telegram.remind import Reminding
from bot.channels.telegram.responder import TelegramResponder
from bot.channels.telegram.sender import ChatUnavailable, Destination, Moved, NotSent, Sender
from bot.channels.telegram.service import Service
from bot.conversation.first_aid import FirstAid, open_first_aid
from bot.conversation.protocol import AssistantProtocol
from bot.monitoring.metrics import count_channel_error
from bot.reminders.schedule import Delivery
from bot.reminders.sending import Clock, NotDelivered, Sending, Unreachable, real_clock
from bot.reminders.store import Reminders
from bot.reminders.words import reminder_answer
from bot.settings.settings import RETENTION_DAYS
from bot.settings.telegram import TelegramBot
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.lease import Lease
from policies_kb.kb import KnowledgeBase

logger = logging.getLogger(__name__)

PREFIX = "tg:"
_AGAIN = 30.0


class TelegramChannel:
    """One bot with everything it stands on.

    Args:
        settings: What the bot is known by.
        assistant: Answers the questions.
        kb: The knowledge base.
        links: Reads the addresses of the assistant's attachments.
        archive: Forgets conversations.
        database: Keeps updates, buttons, languages and reminders.
        first_aid: Finds the lines that come first where danger is heard; the project's own by
            default.
        clock: Tells the time for reminders.
        rate_limiter: Keeps within Telegram's limits.
        retention_days: So many days the meaning of a button is kept.
    """

    def __init__(
        self,
        settings: TelegramBot,
        assistant: AssistantProtocol,
        kb: KnowledgeBase,
        links: SignedLinks,
        archive: Archive,
        database: Database,
        first_aid: FirstAid | None = None,
        clock: Clock = real_clock,
        rate_limiter: RateLimiter | None = None,
        retention_days: int = RETENTION_DAYS,
    ) -> None:
        self.settings = settings
        self._retention_days = retention_days
        self.bot = _bot(settings, rate_limiter or RateLimiter())
        self.ready = asyncio.Event()
        self._assistant = assistant
        self._context = AnswerContext.of(kb)
        self._buttons = Buttons(database)
        reminders = Reminders(database)
        self._sender = Sender(self.bot, self._buttons, Files(links, kb))
        self._responder = TelegramResponder(
            assistant=assistant,
            kb=kb,
            archive=archive,
            reminding=Reminding(reminders, kb, clock),
            preferences=Preferences(database),
            buttons=self._buttons,
            told=ReadMessages(database),
            show_menu=self._show_menu,
            private_address=self._private_address,
            first_aid=first_aid or open_first_aid(kb),
            site=settings.site,
        )
        # The token begins with the number of the bot, which is no secret.
        inbox = Inbox(database, f"telegram:{settings.token.partition(':')[0]}")
        self.service = Service(self.bot, inbox, self._responder, self._sender)
        lease = Lease(database, "reminders:telegram")
        self.sending = Sending(reminders, kb, lease, PREFIX, self.deliver, clock)
        self._tasks: list[asyncio.Task[None]] = []

    async def poll(self) -> None:
        """Ask Telegram for updates for ever.

        Raises:
            InvalidToken: Telegram does not know the token.
            StoreError: The store cannot be used.
        """
        await self._come_up()
        await self._patiently(self.bot.delete_webhook)
        # There is one receiver: whatever is unfinished was left by one that ended.
        await self.service.sweep(everything=True)
        self._work()
        await poll(self.bot, self.service)

    async def be_called(self) -> None:
        """Ask Telegram to call us; returns once it does, or when the token is wrong."""
        try:
            await self._come_up()
            await self._patiently(
                self.bot.set_webhook,
                f"{self.settings.webhook}{self.settings.path}",
                secret_token=self.settings.secret,
                allowed_updates=ALLOWED,
            )
        except InvalidToken:
            logger.error("Telegram does not know the token; the web chat goes on without it")
            return
        self._work()

    async def stop(self) -> None:
        """Finish what was begun and let go of the bot."""
        for task in self._tasks:
            await end_task(task)
        await self.service.settle()
        await self.bot.shutdown()

    async def deliver(self, delivery: Delivery) -> None:
        """Send a reminder.

        Raises:
            NotDelivered: It did not go out, or answers are switched off.
            Unreachable: The chat is closed to the bot.
        """
        if self._assistant.guard and await self._assistant.guard.is_off():
            raise NotDelivered
        reminder = delivery.reminder
        outgoing = self._responder.outgoing(
            reminder_answer(delivery, self._context), reminder.locale
        )
        chat = int(reminder.conversation.removeprefix(PREFIX))
        await self._deliver(Destination(chat, reminder.thread), outgoing)

    async def _deliver(self, destination: Destination, outgoing: OutgoingMessages) -> None:
        try:
            await self._sender.send(destination, outgoing.messages)
        except Moved as moved:
            await asyncio.to_thread(self._responder.move, destination.chat, moved.chat)
            await self._deliver(replace(destination, chat=moved.chat), outgoing)
        except ChatUnavailable as error:
            raise Unreachable from error
        except NotSent as error:
            if not error.sent:
                raise NotDelivered from error

    async def _come_up(self) -> None:
        await self._patiently(self.bot.initialize)
        try:
            await show_menus(self.bot)
        except TelegramError as error:
            # Commands work without their menu, and apps show the one of the last start.
            logger.warning("the menu of commands was not set: %s", type(error).__name__)
        await asyncio.to_thread(self._buttons.purge, self._retention_days)
        self.ready.set()

    def _work(self) -> None:
        jobs = (self.service.keep_sweeping(), self.sending.run())
        self._tasks += [asyncio.create_task(job) for job in jobs]

    async def _show_menu(self, incoming: Incoming, locale: str | None) -> None:
        # The language is chosen whether or not the menu follows at once.
        with suppress(TelegramError):
            await show_menu(self.bot, incoming.chat, locale, incoming.member)

    def _private_address(self, code: str) -> str:
        return f"https://t.me/{self.bot.username}?start={code}"

    @staticmethod
    async def _patiently(call: Any, *args: Any, **kwargs: Any) -> None:
        """Call until it succeeds.

        Raises:
            InvalidToken: Telegram does not know the token.
        """
        while True:
            try:
                await call(*args, **kwargs)
                return
            except InvalidToken:
                raise
            except TelegramError as error:
                count_channel_error("telegram", type(error).__name__)
                logger.warning("Telegram cannot be reached: %s", type(error).__name__)
                await asyncio.sleep(_AGAIN)


def _bot(settings: TelegramBot, rate_limiter: RateLimiter) -> ExtBot[None]:
    return ExtBot(
        settings.token,
        base_url=f"{settings.api}/bot",
        base_file_url=f"{settings.api}/file/bot",
        request=HTTPXRequest(connection_pool_size=32, read_timeout=15, pool_timeout=10),
        get_updates_request=HTTPXRequest(connection_pool_size=1),
        rate_limiter=rate_limiter,
    )
