"""What is sent: messages with their buttons and files, before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reply import ReplyAttachment


@dataclass(frozen=True)
class Button:
    """A button under a message.

    Attributes:
        label: Its text.
        payload: What pressing it means, of any length; see :mod:`bot.channels.telegram.buttons`.
        url: The address it opens instead.
    """

    label: str
    payload: str = ""
    url: str = ""


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class OutgoingMessage:
    """One message.

    Attributes:
        html: Its text in Telegram's HTML; the caption when there is a file.
        buttons: Rows of buttons.
        file: An attachment of the outside contract that is sent with it.
    """

    html: str
    buttons: Keyboard = ()
    file: ReplyAttachment | None = None


@dataclass(frozen=True)
class OutgoingMessages:
    """All messages that answer one update.

    Attributes:
        messages: In this order.
        replaces: Whether the first takes the place of the message whose button was pressed.
        asks: The field of a guided case that is asked for in it, empty for none.
        only_asks: Whether there is nothing else in it.
    """

    messages: tuple[OutgoingMessage, ...]
    replaces: bool = False
    asks: str = ""
    only_asks: bool = False
