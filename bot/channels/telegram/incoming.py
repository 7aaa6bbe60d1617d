"""Reads of an update what the assistant answers: who asked where, and what."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from telegram import Bot, CallbackQuery, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import filters

from bot.channels.telegram.buttons import STORED
from bot.conversation.placeholders import only_placeholders
from bot.privacy.masking import mask

logger = logging.getLogger(__name__)

#: Kinds of update the Bot API is asked for.
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
_COMMAND = re.compile(r"(?P<command>/\w+)@(?P<name>\w+)", re.ASCII)


@dataclass(frozen=True)
class Incoming:
    """One message or one press of a button, as it is kept until it is answered.

    Attributes:
        id: Number of the update; the same one when it is delivered again.
        chat: Number of the chat, negative for a group.
        kind: ``other`` is a picture, a voice message and the like; ``moved`` a group that became
            a supergroup; ``left`` somebody who left a group, or a chat closed to the bot.
        text: The words, personal data masked, without the name of the bot; a button's data; the
            new number of a group that moved.
        message: Number of the message that was written, or that holds the button.
        thread: Number of the topic of a forum, ``None`` elsewhere.
        edited: Whether it is a correction of a message.
        group: Whether others read along.
        language: Language of the user's app, often empty.
        query: Id of a press of a button, to be acknowledged.
        person: Number of who wrote or pressed: a user, a channel, or the group itself for its
            anonymous administrators; 0 where a chat as a whole is closed.
        album: What the pictures of one album have in common, empty outside of albums.
        quotes: Number of the message of this chat it is written under, 0 where it stands alone.
    """

    id: int
    chat: int
    kind: Literal["text", "button", "other", "moved", "left"]
    text: str
    message: int
    thread: int | None = None
    edited: bool = False
    group: bool = False
    language: str = ""
    query: str = ""
    person: int = 0
    album: str = ""
    quotes: int = 0

    @property
    def conversation(self) -> str:
        """Id of the conversation: in a group each person has one of their own."""
        return f"{self.shared}:{self.person}" if self.group else self.shared

    @property
    def shared(self) -> str:
        """Id under which stands what belongs to all of a chat: its reminders."""
        return f"tg:{self.chat}"

    @property
    def member(self) -> int:
        """Number of the user in a group; 0 in a private chat and for who is no user."""
        return self.person if self.group and self.person > 0 else 0

    def as_json(self) -> str:
        """Return it as text, to be kept."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Incoming:
        """Return what :meth:`as_json` made text of.

        Raises:
            ValueError, TypeError: It is no such text.
        """
        return cls(**json.loads(text))


def readable(given: Iterable[dict[str, Any]], bot: Bot) -> list[Update]:
    """Return the updates that can be read; of the others only the kind of error is told."""
    found = []
    for data in given:
        try:
            found.append(Update.de_json(data, bot))
        except Exception as error:
            # Whatever the library stumbles over: a field that is new, or left out from now on.
            logger.warning("an update cannot be read: %s", type(error).__name__)
    return found


def read(update: Update, me: User) -> Incoming | None:
    """Return what is to be answered, ``None`` when nothing is: the bot is not addressed.

    In a group only commands, replies to the bot and messages with its name are for it.
    """
    if update.callback_query:
        return _pressed(update.update_id, update.callback_query)
    if update.my_chat_member:
        return _closed(update.update_id, update.my_chat_member)
    message = update.message or update.edited_message
    if message is None or message.from_user is None:
        return None
    if message.migrate_to_chat_id or message.migrate_from_chat_id:
        return _moved(update.update_id, message)
    if message.left_chat_member:
        return _left(update.update_id, message, message.left_chat_member)
    person = _writer(message)
    if person is None:
        return None
    text = _for_me(message, me)
    if text is None:
        return None
    written = message.text or message.caption or ""
    asked = bool(written) and not only_placeholders(written)
    edited = update.edited_message is not None
    if not asked and (edited or filters.StatusUpdate.ALL.check_update(update)):
        # Somebody joined, a title changed: nobody asked anything.
        return None
    return Incoming(
        id=update.update_id,
        chat=message.chat.id,
        kind="text" if asked else "other",
        text=mask(text),
        message=message.message_id,
        thread=message.message_thread_id if message.is_topic_message else None,
        edited=edited,
        group=message.chat.type != ChatType.PRIVATE,
        language=message.from_user.language_code or "",
        person=person,
        album=message.media_group_id or "",
        quotes=_quoted(message),
    )


def _quoted(message: Message) -> int:
    """Return the number of the message another one is written under.

    In a forum all that is not a reply points to the message its topic began with; what is quoted
    from another chat has a number there.
    """
    under = message.reply_to_message
    if under is None or under.forum_topic_created or under.chat.id != message.chat.id:
        return 0
    return under.message_id


def _writer(message: Message) -> int | None:
    """Return who wrote a message, ``None`` for another bot.

    Anonymous administrators and channels write through a bot of Telegram's.
    """
    if message.sender_chat is not None:
        return message.sender_chat.id
    writer = message.from_user
    return None if writer is None or writer.is_bot else writer.id


def _moved(number: int, message: Message) -> Incoming:
    """Return that a group goes on under another number; both of them are told so."""
    return Incoming(
        id=number,
        chat=message.migrate_from_chat_id or message.chat.id,
        kind="moved",
        text=str(message.migrate_to_chat_id or message.chat.id),
        message=message.message_id,
        group=True,
    )


def _left(number: int, message: Message, who: User) -> Incoming | None:
    """Return that a person left a group; what becomes of bots is told otherwise."""
    if who.is_bot:
        return None
    return Incoming(
        id=number,
        chat=message.chat.id,
        kind="left",
        text="",
        message=message.message_id,
        group=True,
        person=who.id,
    )


def _closed(number: int, changed: ChatMemberUpdated) -> Incoming | None:
    """Return that a chat is closed to the bot: blocked by the user, or put out of the group."""
    now = changed.new_chat_member.status
    if now not in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED):
        return None
    return Incoming(
        id=number,
        chat=changed.chat.id,
        kind="left",
        text="",
        message=0,
        group=changed.chat.type != ChatType.PRIVATE,
    )


def _pressed(number: int, query: CallbackQuery) -> Incoming | None:
    if query.message is None or query.data is None:
        return None
    thread = None
    if isinstance(query.message, Message) and query.message.is_topic_message:
        thread = query.message.message_thread_id
    return Incoming(
        id=number,
        chat=query.message.chat.id,
        kind="button",
        # Buttons are ours, but whoever writes an app of his own can press any.
        text=query.data if query.data.startswith(STORED) else mask(query.data),
        message=query.message.message_id,
        thread=thread,
        group=query.message.chat.type != ChatType.PRIVATE,
        language=query.from_user.language_code or "",
        query=query.id,
        person=query.from_user.id,
    )


def _for_me(message: Message, me: User) -> str | None:
    """Return the words addressed to the bot without its name, ``None`` when it is not addressed."""
    text = (message.text or message.caption or "").strip()
    command = _COMMAND.match(text)
    if command:
        if not _is_name(command["name"], me):
            return None
        return command["command"] + text[command.end() :]
    called = re.compile(rf"@{re.escape(me.username or '')}(?!\w)", re.IGNORECASE | re.ASCII)
    without = called.sub("", text).strip()
    if message.chat.type == ChatType.PRIVATE or text.startswith("/") or called.search(text):
        return without
    answered = message.reply_to_message
    writer = answered.from_user if answered else None
    return without if writer and writer.id == me.id else None


def _is_name(name: str, me: User) -> bool:
    return name.lower() == (me.username or "").lower()
