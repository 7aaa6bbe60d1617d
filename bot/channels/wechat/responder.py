"""What is replied to one message of a user, whatever its kind."""

from __future__ import annotations

import asyncio
import re
import time
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from actions.answer import Link, Phrase, say
from actions.question import MessageContext
from actions.routing.guided import SAID_TWICE
from actions.routing.repetition import REPEATED_WITHIN
from actions.routing.thread import wants_records_deleted
from bot.channels.wechat.message import IncomingMessage
from bot.channels.wechat.reply import WeChatReply, join_replies
from bot.channels.wechat.store import MessageKey, WeChatStore
from bot.channels.wechat.wording import ReplyWording
from bot.conversation.assistant import BROKEN
from bot.conversation.cleaning import clean_message
from bot.conversation.first_aid import FirstAid
from bot.conversation.placeholders import only_placeholders
from bot.conversation.understanding import NOT_SEEN
from bot.privacy.masking import mask
from bot.reply import Reply
from bot.wording.languages import choose_locale
from bot.wording.render import Wording, worded_link

if TYPE_CHECKING:
    from bot.conversation.protocol import AssistantProtocol

GREETING = "/greet"
_LANGUAGES = {
    "english": "en",
    "简体": "zh-Hans",
    "简体中文": "zh-Hans",
    "中文": "zh-Hans",
    "繁体": "zh-Hant",
    "繁體": "zh-Hant",
    "繁体中文": "zh-Hant",
    "繁體中文": "zh-Hant",
    "/lang en": "en",
    "/lang zh-hans": "zh-Hans",
    "/lang zh-hant": "zh-Hant",
}
#: Words for the next page besides its number.
_MORE = frozenset({"更多", "看更多", "more"})
#: Words for a promised answer besides any single character.
_COLLECT = frozenset({"结果", "看结果", "好的", "继续", "查到了吗", "ok", "result"}) | _MORE
_FORGET = frozenset(
    {
        "忘记我",
        "忘記我",
        "删除记录",
        "刪除記錄",
        "删除我的记录",
        "刪除我的記錄",
        "forget me",
        "/forget",
    }
)
_FORGOTTEN = say("已删除:这个对话的记录、反馈和语言选择。微信里的消息要您自己在手机上删。")
_INTERRUPTED = say("系统刚才中断过,上一个问题没有查完。请再问一次。")
_SUBSCRIBED = frozenset({"subscribe", "scan"})
#: Numbers this long mean a reply we offered; longer ones are amounts, years and hotlines.
_NUMBER_LENGTH = 2
#: A letter or number that was offered, as people send it back: 回复A, 选B吧, c。
_SIGN = re.compile(
    r"(?:我)?(?:回复|选择|选项|选|点|按|reply|choose)?\s*[(\[【“\"]?(?P<sign>[a-z]|[0-9]{1,2})[)\]】”\"]?"
    r"\s*(?:选?项|吧|这个)?\s*[。.!！、,，]?"
)
_OURS = re.compile(r"/[a-z_]+(?:\{.*\})?")
_PICKED_TWICE = say("刚才已经收到了,没有再问一遍。")
#: Seconds between looks at an answer that another process works on.
_PAUSE = 0.1
#: A promised answer is not waited for longer than this many seconds.
_ANSWER_TIMEOUT = 60


class WeChatResponder:
    """Finds the reply to a message.

    Args:
        assistant: Answers questions.
        store: Knows the users.
        words: Words the answers.
        hotline: Whom to ask when something went wrong.
        first_aid: Finds the lines that come first where danger is heard.
    """

    def __init__(
        self,
        assistant: AssistantProtocol,
        store: WeChatStore,
        words: ReplyWording,
        hotline: Link,
        first_aid: FirstAid,
    ) -> None:
        self._first_aid = first_aid
        self._assistant = assistant
        self._store = store
        self._words = words
        self._hotline = hotline

    async def reply(self, message: IncomingMessage, key: MessageKey) -> WeChatReply:
        """Return the reply to a message; one without text for what needs none."""
        locale, standing = await asyncio.to_thread(self._store.standing, key)
        if message.kind == "event":
            return await self._to_event(message, key, locale)
        spoken = message.kind == "voice"
        words = clean_message(message.text)
        if spoken:
            # What is heard ends in a full stop; a spoken number is no number then.
            words = words.rstrip("。.")
        unread = message.kind not in ("text", "voice") or only_placeholders(words)
        if unread or not words:
            question = await self._assistant.open_question(key.conversation, locale or None)
            if question:
                return self._asked_again(NOT_SEEN, question)
        if unread:
            text = say("这里只能看文字和语音。请用一两句话说说您遇到了什么事,也可以直接打热线。")
            return self._with_hotline(text, locale)
        if not words:
            text = say("没有听清,也没有看到文字。请打字说说您遇到了什么事,也可以直接打热线。")
            return self._with_hotline(text, locale)
        return await self._to_words(words, key, locale, standing, spoken)

    def broken(self, message: IncomingMessage) -> WeChatReply:
        """Return the reply when answering a message failed."""
        language = choose_locale(None, message.text)
        return self.first_words(message, self._with_hotline(BROKEN, language))

    def first_words(self, message: IncomingMessage, reply: WeChatReply) -> WeChatReply:
        """Return a reply that is not the assistant's with the lines for danger before it."""
        first = self._first_aid.first_words(message.text)
        if first is None:
            return reply
        wording = Wording(reply.locale)
        lines = "\n".join(wording.word(line) for line in first.lines)
        return replace(reply, text=f"{lines}\n\n{reply.text}")

    async def _to_event(
        self, message: IncomingMessage, key: MessageKey, locale: str
    ) -> WeChatReply:
        if message.event in _SUBSCRIBED:
            return await self._ask(GREETING, key, locale)
        if message.event == "click" and message.key:
            return await self._ask(_payload(message.key), key, locale, pressed=True)
        if message.event == "unsubscribe":
            # Nobody would read a word; who comes back begins anew.
            await asyncio.to_thread(self._store.forget, key)
        return WeChatReply("", passing=True)

    async def _to_words(
        self, words: str, key: MessageKey, locale: str, standing: WeChatReply, spoken: bool
    ) -> WeChatReply:
        typed = _folded(words)
        promised = await self._promised(key, wait=_collects(typed))
        if await asyncio.to_thread(self._store.lost, key):
            # Its words were not kept, so that only the user can ask again.
            promised.append(self._interrupted(words, locale))
        if promised and _collects(typed):
            return join_replies(promised)
        if self._first_aid.first_words(words):
            # Before what was promised, and before what was heard.
            own = await self._ask(words, key, locale)
            return replace(own, text=join_replies([own, *promised]).text)
        own = await self._to_typed(words, typed, key, locale, standing)
        if spoken and own.text:
            heard = say("听到的是:“{words}”", words=mask(words)[:60].replace("<", "＜"))
            own = replace(own, text=f"{Wording(own.locale).word(heard)}\n\n{own.text}")
        return join_replies([*promised, own])

    async def _promised(self, key: MessageKey, wait: bool) -> list[WeChatReply]:
        """Return the answers promised to the user; waits for one that is being worked on."""
        until = asyncio.get_running_loop().time() + _ANSWER_TIMEOUT
        while True:
            replies, running = await asyncio.to_thread(self._store.promised, key)
            late = asyncio.get_running_loop().time() > until
            if replies or not running or not wait or late:
                return replies
            await asyncio.sleep(_PAUSE)

    async def _to_typed(
        self, words: str, typed: str, key: MessageKey, locale: str, standing: WeChatReply
    ) -> WeChatReply:
        wished = _LANGUAGES.get(typed)
        if wished:
            return await self._switched(wished, key)
        if typed in _FORGET or wants_records_deleted(words):
            await asyncio.to_thread(self._store.forget, key)
            language = choose_locale(locale or None, words)
            return WeChatReply(Wording(language).word(_FORGOTTEN), locale=language, passing=True)
        sign = picked_sign(typed)
        if standing.text and (sign == standing.more_sign or typed in _MORE):
            return standing
        if sign and sign == standing.picked and 0 <= time.time() - standing.at < REPEATED_WITHIN:
            return await self._picked_twice(words, key, standing)
        for choice in standing.choices:
            if choice.sign.casefold() == sign or typed == _folded(choice.label):
                reply = await self._ask(choice.payload, key, standing.locale)
                return replace(reply, picked=sign, at=time.time())
        if _is_pick(typed) and not standing.asks and standing.offers():
            return self._not_offered(words, standing)
        return await self._ask(words, key, locale)

    async def _picked_twice(
        self, words: str, key: MessageKey, standing: WeChatReply
    ) -> WeChatReply:
        """Reply to a sign that came twice: it is of the message before, not of what that led to."""
        question = await self._assistant.open_question(key.conversation, standing.locale)
        if question:
            return replace(
                self._asked_again(SAID_TWICE, question), picked=standing.picked, at=standing.at
            )
        lines = [Wording(standing.locale).word(_PICKED_TWICE), "", *standing.offers()]
        return WeChatReply("\n".join(lines), locale=standing.locale, passing=True)

    def _asked_again(self, why: Phrase, question: Reply) -> WeChatReply:
        """Return the question of an open case after why it is repeated."""
        reply = self._words.reply(question)
        return replace(reply, text=f"{Wording(reply.locale).word(why)}\n{reply.text}")

    async def _ask(
        self, text: str, key: MessageKey, locale: str, pressed: bool = False
    ) -> WeChatReply:
        sending = MessageContext(id=key.identity, pressed=pressed)
        reply = await self._assistant.reply(key.conversation, text, locale or None, sending)
        if reply.told:
            return WeChatReply("", passing=True)
        # What was offered before can still be picked when the refusal is over.
        return replace(self._words.reply(reply), passing=reply.retry_after is not None)

    async def _switched(self, locale: str, key: MessageKey) -> WeChatReply:
        await asyncio.to_thread(self._store.set_locale, key, locale)
        return WeChatReply(Wording(locale).word(say("好的,以后用这种文字回答。")), locale=locale)

    def _interrupted(self, words: str, locale: str) -> WeChatReply:
        language = choose_locale(locale or None, words)
        return WeChatReply(Wording(language).word(_INTERRUPTED), locale=language, passing=True)

    def _not_offered(self, words: str, standing: WeChatReply) -> WeChatReply:
        """Say that a number is none of those offered, and which are."""
        text = say("没有编号是 {number} 的选项。", number=words)
        lines = [Wording(standing.locale).word(text), "", *standing.offers()]
        return WeChatReply("\n".join(lines), locale=standing.locale, passing=True)

    def _with_hotline(self, text: Phrase, locale: str) -> WeChatReply:
        language = choose_locale(locale or None)
        wording = Wording(language)
        link = worded_link(self._hotline, wording)
        number = link.url.removeprefix("tel:")
        shown = link.label if number in link.label else f"{link.label} {number}"
        return WeChatReply(f"{wording.word(text)}\n\n· {shown}", locale=language, passing=True)


def picked_sign(typed: str) -> str:
    """Return the sign of a choice a message names, ``""`` where it says something else.

    >>> [picked_sign(text) for text in ("a", "回复b", "选c吧", "d。", "我选 a", "3个人", "abc")]
    ['a', 'b', 'c', 'd', 'a', '', '']
    """
    found = _SIGN.fullmatch(typed)
    return found["sign"] if found else ""


def _payload(key: str) -> str:
    """Return the key of an entry as a payload; a menu that others set up has other keys."""
    return key if _OURS.fullmatch(key) else "/menu"


def _folded(text: str) -> str:
    """Return text in which wide and narrow, large and small letters are the same."""
    return unicodedata.normalize("NFKC", text).casefold()


def _collects(typed: str) -> bool:
    """Tell whether a message only asks for an answer that was promised."""
    return len(typed) == 1 or typed in _COLLECT or _is_pick(typed)


def _is_pick(typed: str) -> bool:
    return len(typed) <= _NUMBER_LENGTH and typed.isascii() and typed.isdigit()
