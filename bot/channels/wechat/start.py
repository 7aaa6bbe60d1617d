"""Puts the parts of the channel together."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from actions.citations import hotline
from bot.channels.wechat.channel import BUDGET, ReplySender, WeChatChannel
from bot.channels.wechat.gate import Gate
from bot.channels.wechat.responder import WeChatResponder
from bot.channels.wechat.store import WeChatStore
from bot.channels.wechat.wording import ReplyWording
from bot.conversation.first_aid import FirstAid, open_first_aid
from bot.settings.wechat import Account
from bot.store.database import Database
from policies_kb.kb import KnowledgeBase

if TYPE_CHECKING:
    from bot.conversation.protocol import AssistantProtocol


@dataclass(frozen=True)
class WeChat:
    """The channel as the web application serves it."""

    gate: Gate
    channel: WeChatChannel


def make_wechat(
    account: Account,
    assistant: AssistantProtocol,
    kb: KnowledgeBase,
    database: Database,
    *,
    first_aid: FirstAid | None = None,
    budget: float = BUDGET,
    clock: Callable[[], float] = time.time,
) -> WeChat:
    """Return the channel of an account.

    Args:
        account: Its settings.
        assistant: Answers the questions.
        kb: Names the hotline for when something goes wrong.
        database: The store all processes share.
        first_aid: Finds the lines that come first where danger is heard; the project's own by
            default.
        budget: Seconds until a reply must be on its way.
        clock: Seconds since 1970; signatures are good for some minutes.

    Raises:
        NotInBase: The base has no hotline.
    """
    store = WeChatStore(database)
    words = ReplyWording(account.public_url)
    responder = WeChatResponder(
        assistant, store, words, hotline(kb), first_aid or open_first_aid(kb)
    )
    channel = WeChatChannel(responder, store, _sender(account), budget)
    return WeChat(Gate(account, store, clock), channel)


def _sender(account: Account) -> ReplySender | None:
    if not account.secret:
        return None
    # Its library loads what only an account with a secret needs.
    from bot.channels.wechat.api import Api

    return Api(account)
