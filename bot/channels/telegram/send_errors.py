"""What it means when Telegram refuses a message.

The Bot API documents no list of its refusals; these are the texts its server sends
(https://github.com/tdlib/telegram-bot-api, ``Client.cpp``). Only what names the end of a chat is
taken for it: a closed topic, a missing right or a text Telegram does not know yet may pass.
"""

from __future__ import annotations

import re

from telegram.error import BadRequest, Forbidden, TelegramError

#: Nothing can be sent to the chat any more, by these words of a 400 or 403.
_FINAL = re.compile(
    r"bot was blocked by the user"
    r"|bot was kicked from"
    r"|bot is not a member of"
    r"|user is deactivated|user_deactivated|user_deleted"
    r"|chat not found|peer_id_invalid"
    r"|group chat was deleted|group chat (?:was|is) deactivated"
    r"|bot can't initiate conversation",
    re.IGNORECASE,
)
#: The topic of a forum is not there any more; the forum is.
_NO_TOPIC = re.compile("message thread not found|topic_deleted|topic_id_invalid", re.IGNORECASE)


def is_final(error: TelegramError) -> bool:
    """Tell whether the chat is closed to the bot for good.

    >>> is_final(Forbidden("Forbidden: bot was blocked by the user")), is_final(
    ...     BadRequest("TOPIC_CLOSED"))
    (True, False)
    """
    return isinstance(error, BadRequest | Forbidden) and bool(_FINAL.search(error.message))


def lacks_topic(error: TelegramError) -> bool:
    """Tell whether only the topic of the forum is gone."""
    return isinstance(error, BadRequest) and bool(_NO_TOPIC.search(error.message))
