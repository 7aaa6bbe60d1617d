"""Sends messages and tells apart what was not sent from what was cut short."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.channels.telegram.answer_files import Files
from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.outgoing import Button, Keyboard, OutgoingMessage
from bot.channels.telegram.send_errors import is_final, lacks_topic
from bot.channels.telegram.wording import worded_lines
from bot.monitoring.metrics import count_channel_error
from bot.store.errors import StoreError

logger = logging.getLogger(__name__)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_TAG = re.compile(r"<[^>]+>")
_SECONDS_FOR_A_FILE = 60


class NotSent(Exception):
    """It was not sent, or not all of it; the rest may be later.

    Attributes:
        sent: So many messages went out before.
    """

    def __init__(self, sent: int = 0) -> None:
        super().__init__()
        self.sent = sent


class ChatUnavailable(NotSent):
    """Nothing more will ever be sent: the chat is closed to the bot."""


class Moved(NotSent):
    """The group goes on under another number.

    Attributes:
        chat: That number.
    """

    def __init__(self, chat: int, sent: int) -> None:
        super().__init__(sent)
        self.chat = chat


@dataclass(frozen=True)
class Destination:
    """Where to send to.

    Attributes:
        chat: Number of the chat.
        thread: Number of the topic of a forum, ``None`` elsewhere.
        answers: Number of the message that is answered, ``None`` for none.
        replaces: Number of an own message the first one takes the place of.
    """

    chat: int
    thread: int | None = None
    answers: int | None = None
    replaces: int | None = None


class Sender:
    """Sends messages through the Bot API.

    Args:
        bot: The bot; its rate limiter waits and tries again.
        buttons: Keeps what long buttons mean.
        files: Makes the files.
    """

    def __init__(self, bot: Bot, buttons: Buttons, files: Files) -> None:
        self._bot = bot
        self._buttons = buttons
        self._files = files

    async def send(
        self, destination: Destination, messages: Sequence[OutgoingMessage]
    ) -> list[int]:
        """Send messages in their order; a file that is refused keeps none of the others back.

        Returns:
            Their numbers in the chat, files left out.

        Raises:
            NotSent: One did not go out, and none behind it.
        """
        numbers: list[int] = []
        for number, message in enumerate(messages):
            try:
                numbers += await self._somewhere(destination, message, first=number == 0)
            except ChatMigrated as error:
                raise Moved(error.new_chat_id, number) from error
            except TelegramError as error:
                # The kind alone: the error's message may quote the text that was to be sent.
                count_channel_error("telegram", type(error).__name__)
                logger.warning("message %d not sent: %s", number + 1, type(error).__name__)
                if is_final(error):
                    raise ChatUnavailable(number) from error
                if number == 0 or message.file is None:
                    # Better an answer that ends early than one with a hole in it.
                    raise NotSent(number) from error
        return numbers

    async def _somewhere(
        self, destination: Destination, message: OutgoingMessage, first: bool
    ) -> list[int]:
        """Send a message to its topic; to the forum itself when that topic is gone."""
        try:
            return await self._one(destination, message, first)
        except BadRequest as error:
            if destination.thread is None or not lacks_topic(error):
                raise
            return await self._one(replace(destination, thread=None, answers=None), message, first)

    async def _one(
        self, destination: Destination, message: OutgoingMessage, first: bool
    ) -> list[int]:
        if message.file is not None:
            await self._file(destination, message)
            return []
        keyboard = await self._markup(message.buttons)
        if first and destination.replaces and await self._edited(destination, message, keyboard):
            return [destination.replaces]
        try:
            return [await self._text(destination, message.html, keyboard, ParseMode.HTML, first)]
        except BadRequest as error:
            if "parse" not in str(error):
                raise
            # Better without marks than not at all.
            logger.error("Telegram refuses the marks of a message")
            plain = unescape(_TAG.sub("", message.html))
            return [await self._text(destination, plain, keyboard, None, first)]

    async def _text(
        self,
        destination: Destination,
        text: str,
        keyboard: InlineKeyboardMarkup | None,
        marks: str | None,
        first: bool,
    ) -> int:
        answered = destination.answers if first else None
        sent = await self._bot.send_message(
            destination.chat,
            text,
            parse_mode=marks,
            message_thread_id=destination.thread,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard,
            reply_parameters=(
                ReplyParameters(answered, allow_sending_without_reply=True) if answered else None
            ),
        )
        return sent.message_id

    async def _edited(
        self,
        destination: Destination,
        message: OutgoingMessage,
        keyboard: InlineKeyboardMarkup | None,
    ) -> bool:
        """Put a message in the place of an own one; false when that one cannot be changed."""
        try:
            await self._bot.edit_message_text(
                message.html,
                destination.chat,
                destination.replaces,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard,
            )
        except BadRequest as error:
            # Pressed twice: the message says that already.
            return "not modified" in str(error).lower()
        return True

    async def _file(self, destination: Destination, message: OutgoingMessage) -> None:
        assert message.file is not None
        try:
            file = await asyncio.to_thread(self._files.make, message.file)
        except Exception as error:
            # The answer is out; a file that cannot be made must not look like no answer.
            logger.error("a file could not be made: %s", type(error).__name__)
            return
        if file.words:
            for text in worded_lines(file.words):
                await self._text(destination, text.html, None, ParseMode.HTML, first=False)
            return
        send = self._bot.send_photo if file.photo else self._bot.send_document
        await send(
            destination.chat,
            file.content,
            filename=file.name,
            caption=message.html,
            parse_mode=ParseMode.HTML,
            message_thread_id=destination.thread,
            write_timeout=_SECONDS_FOR_A_FILE,
            read_timeout=_SECONDS_FOR_A_FILE,
        )

    async def _markup(self, keyboard: Keyboard) -> InlineKeyboardMarkup | None:
        if not keyboard:
            return None
        try:
            return await asyncio.to_thread(self._inline_keyboard, keyboard)
        except StoreError as error:
            logger.warning("a message goes without buttons: %s", error)
            return None

    def _inline_keyboard(self, keyboard: Keyboard) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup([[self._button(item) for item in row] for row in keyboard])

    def _button(self, item: Button) -> InlineKeyboardButton:
        if item.url:
            return InlineKeyboardButton(item.label, url=item.url)
        return InlineKeyboardButton(item.label, callback_data=self._buttons.data(item.payload))
