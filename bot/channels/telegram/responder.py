"""Decides the reply to a message or a press of a button; sends nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from actions.answer import Answer, Phrase, say
from actions.citations import hotline
from actions.guides import GUIDES
from actions.question import MessageContext
from actions.routing.thread import wants_records_deleted
from actions.statements.dangers import FirstWords
from bot.channels.telegram.buttons import Buttons, Pressed, payload
from bot.channels.telegram.commands import ALONE, ASKING, command_of
from bot.channels.telegram.incoming import Incoming
from bot.channels.telegram.outgoing import Button, OutgoingMessages
from bot.channels.telegram.preferences import Preferences
from bot.channels.telegram.privately import OPEN_CHAT, case_of, case_of_payload, go_private
from bot.channels.telegram.read_messages import ReadMessages
from bot.channels.telegram.remind import Reminding
from bot.channels.telegram.wording import CORRECTED, worded_lines, worded_reply
from bot.conversation.assistant import BROKEN
from bot.conversation.first_aid import FirstAid
from bot.conversation.protocol import AssistantProtocol
from bot.conversation.understanding import NOT_SEEN, OLD_BUTTON
from bot.reply import Reply
from bot.store.archive import Archive
from bot.wording.catalogues import DEFAULT_LOCALE, matching_locale
from bot.wording.languages import choose_locale
from bot.wording.render import Wording, render
from policies_kb.kb import KnowledgeBase

#: Each language in its own words; the last one lets the message decide.
LANGUAGES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
_ANY = "auto"
#: Intents this channel answers by itself.
_REMINDING = frozenset({"remind_set", "remind_list", "remind_cancel"})
_ONLY_TEXT = say("我只看得懂文字。请用一两句话说说您的事。")
_INTERRUPTED = say("系统刚才中断过,上一个回答可能没有发全。没收到的话,请再问一次。")
_FORGOTTEN_IN_GROUP = say(
    "已删除:您在这个群里问过的话、反馈和语言选择。群里的消息要您自己删;"
    "本群的提醒是大家的,用 /remind 取消。"
)
_FORGOTTEN = say(
    "已删除:这个对话的记录、反馈、提醒和语言选择。Telegram里的消息要您自己在应用里删。"
)

ShowMenu = Callable[[Incoming, str | None], Awaitable[None]]


@dataclass(frozen=True)
class TelegramResponder:
    """Answers one message at a time; the same message may be answered twice, nothing is doubled.

    Attributes:
        assistant: Answers the questions.
        kb: Names the hotline when something went wrong.
        archive: Forgets conversations.
        reminding: Says what reminders lead to.
        preferences: Keeps the chosen languages.
        buttons: Knows what buttons mean.
        told: Knows which fields of a case a message filled.
        show_menu: Shows who wrote the commands in a language.
        private_address: Returns the address that opens a private chat with ``/start CODE``.
        first_aid: Finds the lines that come first where danger is heard.
        site: Public address of the reading room, or empty.
    """

    assistant: AssistantProtocol
    kb: KnowledgeBase
    archive: Archive
    reminding: Reminding
    preferences: Preferences
    buttons: Buttons
    told: ReadMessages
    show_menu: ShowMenu
    private_address: Callable[[str], str]
    first_aid: FirstAid
    site: str = ""

    async def answer(self, incoming: Incoming) -> OutgoingMessages:
        """Return the messages that answer an update.

        Raises:
            Exception: Something broke; :meth:`broken` says so.
        """
        if incoming.kind == "moved":
            await asyncio.to_thread(self.move, incoming.chat, int(incoming.text))
            return OutgoingMessages(())
        if incoming.kind == "left":
            await asyncio.to_thread(self._forget_leaver, incoming)
            return OutgoingMessages(())
        chosen = await asyncio.to_thread(self.preferences.locale, incoming.conversation)
        if incoming.kind == "button":
            return await self._pressed(incoming)
        menu = chosen or _menu_locale(incoming)
        if incoming.kind == "other":
            return await self._only_text(incoming, chosen, menu)
        given = command_of(incoming.text)
        if given is None and wants_records_deleted(incoming.text):
            given = ("forget", "")
        if given is None:
            return await self._ask(incoming, incoming.text, chosen)
        name, words = given
        if words and self.first_aid.first_words(words):
            # A cry for help behind a command is no command.
            return await self._ask(incoming, words, chosen)
        if name == "start" and words in GUIDES:
            # The button of a group led here.
            return await self._ask(incoming, f"/{words}", menu)
        if name in ALONE:
            return await self._ask(incoming, ASKING[name], menu)
        if name in ASKING:
            # "/wages 老板三个月没发" is the question itself.
            return await self._ask(incoming, words or ASKING[name], chosen if words else menu)
        return await self._own_command(name, incoming, menu)

    async def open_question(self, incoming: Incoming) -> OutgoingMessages | None:
        """Return what a case of this chat waits for, ``None`` when it waits for nothing."""
        if incoming.group:
            return None
        chosen = await asyncio.to_thread(self.preferences.locale, incoming.conversation)
        reply = await self.assistant.open_question(incoming.conversation, chosen)
        return self._worded(reply) if reply else None

    def asked(self, incoming: Incoming, sent: Sequence[int], outgoing: OutgoingMessages) -> None:
        """Remember what messages that went out asked for: they may be answered by quoting them."""
        if outgoing.asks and not incoming.group:
            for number in sent:
                self.told.keep(incoming.conversation, number, [outgoing.asks])

    async def _only_text(
        self, incoming: Incoming, chosen: str | None, menu: str
    ) -> OutgoingMessages:
        """Return the reply to a picture and the like; an open case asks its question again."""
        refused = await self._refused(incoming, menu)
        if refused:
            return refused
        name = incoming.conversation
        reply = None if incoming.group else await self.assistant.open_question(name, chosen)
        if reply:
            return self._worded(reply, NOT_SEEN)
        return OutgoingMessages(worded_lines([Wording(menu).word(_ONLY_TEXT)]))

    def _worded(
        self,
        reply: Reply,
        first: Phrase | None = None,
        private: Callable[[str], str] | None = None,
    ) -> OutgoingMessages:
        """Return the messages of a reply of the assistant."""
        return OutgoingMessages(
            tuple(worded_reply(reply, self.site, first, private)),
            asks=reply.asks,
            only_asks=reply.status == "clarify",
        )

    def broken(self, incoming: Incoming) -> OutgoingMessages:
        """Return the reply when something broke: a sentence and whom to ask instead."""
        own = "" if incoming.kind == "button" or incoming.text.startswith("/") else incoming.text
        locale = choose_locale(None, own) if own else _menu_locale(incoming)
        answer = Answer(status="error", lead=(BROKEN,), links=(hotline(self.kb),))
        return self.outgoing(answer, locale, self._heard(incoming))

    def interrupted(self, incoming: Incoming) -> OutgoingMessages:
        """Return the reply where an answer may have been lost, and cannot be given again."""
        answer = Answer(status="error", lead=(_INTERRUPTED,))
        return self.outgoing(answer, _menu_locale(incoming), self._heard(incoming))

    def _heard(self, incoming: Incoming) -> FirstWords | None:
        return self.first_aid.first_words(incoming.text) if incoming.kind == "text" else None

    def outgoing(
        self, answer: Answer, locale: str, first: FirstWords | None = None
    ) -> OutgoingMessages:
        """Return an answer that did not come from the assistant, in the same form."""
        return OutgoingMessages(tuple(worded_reply(render(answer, locale, first=first), self.site)))

    def move(self, old: int, new: int) -> None:
        """Take what is kept of a group to its new number.

        Raises:
            StoreError: The store cannot be written.
        """
        self.archive.move(f"tg:{old}", f"tg:{new}")

    def _forget_leaver(self, incoming: Incoming) -> None:
        if incoming.person:
            self.archive.forget(incoming.conversation)
        else:
            self.archive.forget_chat(incoming.shared)

    async def _ask(self, incoming: Incoming, text: str, locale: str | None) -> OutgoingMessages:
        if incoming.group and (case := case_of_payload(text)) is not None:
            menu = locale or _menu_locale(incoming)
            return await self._refused(incoming, menu) or self._go_private(case, menu)
        reply = await self._replied(incoming, text, locale)
        if reply.told:
            return OutgoingMessages(())
        case = case_of(reply) if incoming.group else None
        if case is not None or reply.facts:
            # What is somebody's own, a case or what belongs into one, does not stay.
            await asyncio.to_thread(self.archive.conversations.drop, incoming.conversation)
        if case is not None:
            return self._go_private(case, reply.language, reply)
        if self._is_wish(reply):
            return await asyncio.to_thread(self._remind, incoming, reply)
        first: Phrase | None = CORRECTED if incoming.edited and reply.turn else None
        private = self._case_address if incoming.group else None
        return self._worded(reply, first, private)

    async def _replied(self, incoming: Incoming, text: str, locale: str | None) -> Reply:
        """Return the answer to words; a changed message is read for what it was read for before."""
        name, number = incoming.conversation, incoming.message
        sending = MessageContext(id=str(incoming.id), public=incoming.group)
        if incoming.kind != "text":
            return await self.assistant.reply(name, text, locale, sending)
        if incoming.edited:
            corrects = tuple(await asyncio.to_thread(self.told.fields, name, number))
            sending = replace(sending, corrects=corrects)
        elif incoming.quotes and not incoming.group:
            answers = tuple(await asyncio.to_thread(self.told.fields, name, incoming.quotes))
            sending = replace(sending, answers=answers)
        reply = await self.assistant.reply(name, text, locale, sending)
        filled = sending.corrects or reply.filled
        if filled and not incoming.group:
            await asyncio.to_thread(self.told.keep, name, number, filled)
        return reply

    def _go_private(self, case: str, locale: str, begun: Reply | None = None) -> OutgoingMessages:
        """Lead from a group to the private chat."""
        *messages, last = worded_reply(go_private(locale, begun), self.site)
        button = Button(Wording(locale).word(OPEN_CHAT), url=self.private_address(case or "help"))
        return OutgoingMessages((*messages, replace(last, buttons=((button,),))))

    @staticmethod
    def _is_wish(reply: Reply) -> bool:
        """Tell whether a reply leads to reminders; 我说了什么 in a case sounds like one."""
        name = reply.intent.name
        return name in _REMINDING and (name == "remind_set" or not reply.asks)

    def _case_address(self, payload: str) -> str:
        case = case_of_payload(payload)
        return "" if case is None else self.private_address(case or "help")

    def _remind(self, incoming: Incoming, reply: Reply) -> OutgoingMessages:
        """Lead a wish in words to the buttons, for the deadlines it names."""
        locale = reply.language
        if reply.intent.name != "remind_set":
            return self.reminding.listed(incoming.shared, locale)
        return self.reminding.begin(incoming.shared, locale, reply.reminds)

    async def _pressed(self, incoming: Incoming) -> OutgoingMessages:
        pressed = await asyncio.to_thread(self.buttons.meaning, incoming.text)
        if pressed is not None and pressed.kind == "s":
            return await self._ask(incoming, pressed.rest, pressed.locale)
        locale = pressed.locale if pressed else _menu_locale(incoming)
        refused = await self._refused(incoming, locale)
        if refused:
            return refused
        if pressed is not None and pressed.kind == "r":
            return await asyncio.to_thread(
                self.reminding.pressed,
                incoming.shared,
                pressed.locale,
                pressed.rest,
                incoming.thread,
            )
        if pressed is not None and pressed.kind == "l":
            return await self._choose_language(incoming, pressed)
        return OutgoingMessages(worded_lines([Wording(locale).word(OLD_BUTTON)]))

    async def _own_command(self, name: str, incoming: Incoming, locale: str) -> OutgoingMessages:
        wording = Wording(locale)
        if name == "forget":
            # A right, whatever else is refused.
            await asyncio.to_thread(self.archive.forget, incoming.conversation)
            if incoming.group:
                # Before each had one of their own, a group had one conversation.
                await asyncio.to_thread(self.archive.conversations.drop, incoming.shared)
            told = _FORGOTTEN_IN_GROUP if incoming.group else _FORGOTTEN
            return OutgoingMessages(worded_lines([wording.word(told)]))
        refused = await self._refused(incoming, locale)
        if refused:
            return refused
        if name == "remind":
            return await asyncio.to_thread(self.reminding.begin, incoming.shared, locale)
        rows = [(Button(own, payload("l", locale, tag)),) for tag, own in LANGUAGES.items()]
        any_language = wording.word(say("跟着我说的话"))
        rows.append((Button(any_language, payload("l", locale, _ANY)),))
        return OutgoingMessages(worded_lines([wording.word(say("用哪种语言回答?"))], tuple(rows)))

    async def _refused(self, incoming: Incoming, locale: str) -> OutgoingMessages | None:
        """Return the refusal in place of this channel's own words, ``None`` without one."""
        reply = await self.assistant.refusal(incoming.conversation, locale=locale)
        if reply is None:
            return None
        return OutgoingMessages(() if reply.told else tuple(worded_reply(reply, self.site)))

    async def _choose_language(self, incoming: Incoming, pressed: Pressed) -> OutgoingMessages:
        name, tag = incoming.conversation, pressed.rest
        if tag in LANGUAGES:
            await asyncio.to_thread(self.preferences.choose, name, tag)
            await self.show_menu(incoming, tag)
            text = Wording(tag).word(say("好的,以后用中文回答。引用的原文照旧。"))
        else:
            await asyncio.to_thread(self.preferences.forget, name)
            await self.show_menu(incoming, None)
            text = Wording(pressed.locale).word(say("好的,您用什么语言问,就用什么语言回答。"))
        # In a group the question may stand there for somebody else.
        return OutgoingMessages(worded_lines([text]), replaces=not incoming.group)


def _menu_locale(incoming: Incoming) -> str:
    """Return the language of the user's app, where no message tells one."""
    return matching_locale(incoming.language or DEFAULT_LOCALE) or DEFAULT_LOCALE
