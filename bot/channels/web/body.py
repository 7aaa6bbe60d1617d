"""Reads what a client sent and refuses what is no question."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from actions.answer import Phrase, say
from actions.question import PLAIN, MessageContext
from bot.channels.http import BadRequest
from bot.privacy.masking import mask
from bot.store.conversation_ids import WEB, channel_of
from bot.wording.languages import choose_locale

#: What an id of a conversation may look like.
CONVERSATION = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
#: What a client may call a message.
MESSAGE_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
#: A UUID as browsers and servers make them, also without its dashes, in an id.
_BY_CHANCE = re.compile(
    r"(?<![0-9A-Za-z])[0-9a-f]{8}(?P<dash>-?)(?:[0-9a-f]{4}(?P=dash)){3}[0-9a-f]{12}(?![0-9A-Za-z])",
    re.IGNORECASE,
)
#: Ids that examples of widgets give to every visitor, to the letter: whoever sends one names
#: nobody. One with a number (user-1) is of a site that counts its visitors.
_NOBODY = re.compile(
    r"|default|users?|test[_-]?user|test|guest|anonymous|client|customer|me|sender|bot|rasa"
    r"|null|undefined|none|unknown",
    re.IGNORECASE,
)
_LAYOUT = frozenset("\t\n\r")
_MAX_FORM_FIELDS = 10
_NO_JSON = say("请求不是有效的JSON。")
_NO_OBJECT = say("请求应当是一个JSON对象。")


@dataclass(frozen=True)
class ChatRequest:
    """One question of a client.

    Attributes:
        conversation: Id of the conversation; empty for a new one.
        message: What the user typed, or the payload of a suggestion.
        locale: Wished language, ``None`` to tell it from the message.
        sending: What the client calls the message, and which turn it had before it.
    """

    conversation: str
    message: str
    locale: str | None
    sending: MessageContext = PLAIN


def is_conversation(value: Any) -> bool:
    """Tell whether it can be the id of a conversation on the web.

    Those of other channels are made there. A chat of Telegram is a number that can be guessed:
    nobody may read or delete it from here. Ids are stored as they are, so that nobody's telephone
    number may be one; of the digits that chance gave it is no sign.
    """
    if not isinstance(value, str) or not CONVERSATION.fullmatch(value):
        return False
    chosen = _BY_CHANCE.sub("", value)
    return channel_of(value) == WEB and mask(chosen) == chosen


def read_object(
    body: bytes, no_json: Phrase = _NO_JSON, no_object: Phrase = _NO_OBJECT
) -> dict[str, Any]:
    """Return the JSON object in a body.

    Args:
        body: The body.
        no_json: The refusal where there is no JSON.
        no_object: The refusal where there is JSON of another kind.

    Raises:
        BadRequest: There is none.
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest(400, no_json) from error
    if not isinstance(data, dict):
        raise BadRequest(400, no_object)
    return data


def read_fields(body: bytes, no_form: Phrase) -> dict[str, str]:
    """Return the fields of a form in a body, the first of each name.

    Args:
        body: The body.
        no_form: The refusal where there is none.

    Raises:
        BadRequest: It is no form.
    """
    try:
        fields = parse_qs(body.decode("ascii"), max_num_fields=_MAX_FORM_FIELDS)
    except ValueError as error:
        raise BadRequest(400, no_form) from error
    return {name: values[0] for name, values in fields.items()}


def read_json(body: bytes) -> ChatRequest:
    """Return the question in a JSON body ``{"conversation", "message", "locale"}``.

    With ``message_id`` it can be sent again; ``seen`` is the last turn its writer has read.

    Raises:
        BadRequest: It is no such object.
    """
    data = read_object(body)
    return ChatRequest(
        conversation=_conversation(data.get("conversation")),
        message=_message(data.get("message")),
        locale=_locale(data.get("locale")),
        sending=_sending(data),
    )


def read_rest(body: bytes, button_locale: str) -> ChatRequest:
    """Return the question in a body of stock Rasa, ``{"sender", "message", "metadata"}``.

    Args:
        body: The body; of ``metadata`` only ``locale`` is read.
        button_locale: Language of a pressed button when none is named; it has none of its own.

    Raises:
        BadRequest: It is no such object.
    """
    data = read_object(body)
    message = _message(data.get("message"))
    metadata = data.get("metadata")
    locale = _locale(metadata.get("locale")) if isinstance(metadata, dict) else None
    if locale is None and message.startswith("/"):
        locale = button_locale
    sender = _conversation(data.get("sender"), "sender")
    return ChatRequest(sender, message, locale, _sending(data))


def read_form(body: bytes) -> tuple[ChatRequest, str]:
    """Return the question in a form body and what to show as the question.

    A pressed button sends ``choice`` with the payload, a tab and the words on the button.

    Raises:
        BadRequest: The form holds no question.
    """
    fields = read_fields(body, say("没有看懂这个请求,请回到首页再问一次。"))
    payload, _, label = fields.get("choice", "").partition("\t")
    message = _message(payload or fields.get("message", ""))
    seen = fields.get("seen", "")
    told = {
        "message_id": fields.get("message_id"),
        "seen": int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None,
    }
    asked = ChatRequest(_conversation(fields.get("conversation")), message, None, _sending(told))
    return asked, label or message


def wished_locale(body: bytes) -> str | None:
    """Return the locale a refused JSON body names, for the words of the refusal."""
    try:
        wish = json.loads(body)["locale"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return None
    return choose_locale(wish) if isinstance(wish, str) else None


def spoken(body: bytes) -> str:
    """Return the message of a body that may be refused, JSON or a form; empty for none.

    Whatever else is wrong with it, danger is heard in it.
    """
    try:
        message = json.loads(body)["message"]
    except (ValueError, RecursionError, KeyError, TypeError):
        try:
            message = read_fields(body, _NO_OBJECT).get("message")
        except BadRequest:
            message = ""
    return message if isinstance(message, str) else ""


def _locale(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise BadRequest(400, say("locale应当是文字,例如 zh-Hans。"))
    return value


def _conversation(value: Any, field: str = "conversation") -> str:
    if value is None:
        return ""
    if not is_conversation(value):
        raise BadRequest(
            400,
            say(
                "{field}只能用字母、数字和 _ . : - ,最多{count}个字符;"
                "不能是别的渠道的,也不能是手机号、证件号这样的号码。",
                field=field,
                count=64,
            ),
        )
    # Two visitors under one id would share a case.
    return "" if _NOBODY.fullmatch(value) else str(value)


def _sending(data: Mapping[str, Any]) -> MessageContext:
    """Return how a message came, by what the client says of it."""
    name, seen = data.get("message_id"), data.get("seen")
    if name is not None and not (isinstance(name, str) and MESSAGE_ID.fullmatch(name)):
        raise BadRequest(
            400, say("message_id只能用字母、数字和 _ . : - ,最多{count}个字符。", count=64)
        )
    if seen is not None and (not isinstance(seen, int) or isinstance(seen, bool) or seen < 0):
        raise BadRequest(400, say("seen应当是一轮对话的编号,例如 3。"))
    return MessageContext(id=name or "", seen=seen)


def _message(value: Any) -> str:
    text = value if isinstance(value, str) else ""
    # Nobody sees them to take them out: a program cut an emoji in two, a text was pasted from Word.
    readable = "".join(" " if _unreadable(char) else char for char in text)
    if not readable.strip():
        raise BadRequest(400, say("没有看到问题,请写下您要问的事。"))
    return readable


def _unreadable(char: str) -> bool:
    """Tell whether it is a control character or one half of a surrogate pair."""
    return char not in _LAYOUT and unicodedata.category(char) in {"Cc", "Cs"}
