"""The commands and their menu."""

from __future__ import annotations

import re
from collections.abc import Mapping

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeChat,
    BotCommandScopeChatMember,
)

from actions.answer import Phrase, say
from bot.wording.catalogues import DEFAULT_LOCALE
from bot.wording.render import Wording

#: What the menu says of each command, in its order. Telegram allows 256 characters.
COMMAND_MENU: Mapping[str, Phrase] = {
    "start": say("开始"),
    "help": say("能问什么"),
    "wages": say("被欠薪怎么办"),
    "credit": say("信用记录问题"),
    "deadlines": say("文件里的期限"),
    "remind": say("设定、查看、取消期限提醒"),
    "lang": say("选择语言"),
    "forget": say("删除这个对话的全部记录"),
    "source": say("上一个回答的依据"),
}
#: Commands behind which no words are read: what a link adds to them is no question.
ALONE = frozenset({"start", "help", "source"})
#: Commands that are questions of the assistant.
ASKING: Mapping[str, str] = {
    "start": "/greet",
    "help": "/help",
    "wages": "/wages_claim",
    "credit": "/credit_kinds",
    "deadlines": "/deadlines",
    "source": "/follow_source",
}
_COMMAND = re.compile(r"/(?P<name>[a-z]+)(?:\s+(?P<words>.*))?", re.DOTALL | re.IGNORECASE)


def command_of(text: str) -> tuple[str, str] | None:
    """Return the command a message is and the words behind it, ``None`` when it is none.

    >>> command_of("/wages 三个月没发"), command_of("/wages_claim")
    (('wages', '三个月没发'), None)
    """
    found = _COMMAND.fullmatch(text)
    if found is None or found["name"].lower() not in COMMAND_MENU:
        return None
    return found["name"].lower(), (found["words"] or "").strip()


async def show_menus(bot: Bot) -> None:
    """Tell Telegram the commands in each language; an app shows its own.

    Raises:
        telegram.error.TelegramError: Telegram cannot be reached.
    """
    await bot.set_my_commands(_menu(DEFAULT_LOCALE))
    await bot.set_my_commands(_menu("en"), language_code="en")


async def show_menu(bot: Bot, chat: int, locale: str | None, member: int = 0) -> None:
    """Show a chat the commands in the language chosen for it; ``None`` for that of the app.

    Args:
        bot: The bot.
        chat: Number of the chat.
        locale: The language.
        member: Number of the one in a group who chose it; 0 in a private chat.

    Raises:
        telegram.error.TelegramError: Telegram cannot be reached.
    """
    scope: BotCommandScope = BotCommandScopeChat(chat)
    if member:
        scope = BotCommandScopeChatMember(chat, member)
    if locale is None:
        await bot.delete_my_commands(scope=scope)
    else:
        await bot.set_my_commands(_menu(locale), scope=scope)


def _menu(locale: str) -> list[BotCommand]:
    wording = Wording(locale)
    return [BotCommand(name, wording.word(told)) for name, told in COMMAND_MENU.items()]
