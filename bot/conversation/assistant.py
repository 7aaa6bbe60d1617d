"""The one path of a message: clean, mask, ask the model, word the answer."""

from __future__ import annotations

import json
import logging
import re
import traceback
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from actions.answer import Answer, Link, Notice, Phrase, Suggestion, curated, say
from actions.question import CALM_AGAIN, PLAIN, MessageContext
from actions.routing.combine import combine
from actions.routing.thread import wants_to_begin_anew
from actions.statements.dangers import FirstWords
from bot.conversation.first_aid import PAYLOAD, FirstAid, kept_open, listening, shortened
from bot.conversation.placeholders import only_placeholders
from bot.monitoring.metrics import count_dangers
from bot.privacy.masking import mask
from bot.rasa.engine_turn import EngineTurn
from bot.reply import Reply, ReplyIntent
from bot.wording.languages import choose_locale
from bot.wording.render import Addresses, render
from nlu.questions import questions
from nlu.simplified import to_simplified
from nlu.topics import is_matter, topic_of

logger = logging.getLogger(__name__)

#: More of a message than this is not read.
MAX_MESSAGE = 2000
BROKEN = say("系统出了问题,这次没能回答。请过一会儿再问;着急的话请直接打热线。")
_NOT_READ_AGAIN = say(
    "您改的那句话没有重新读,填过的都没有动。要改填过的,请直接说,比如“人数改成5个”。现在问的是:"
)
OLD_BUTTON = say("这个按钮太旧了,不知道它问的是什么。请直接打字问。")
NOT_SEEN = say("图片、语音、文件这里看不了,所以没有记。请打字回答。现在问的是:")
#: A letter or digit as JSON can write it; nothing could be masked in it.
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


class EngineProtocol(Protocol):
    """What the assistant needs of an engine."""

    @property
    def intents(self) -> frozenset[str]:
        """Names of the intents that can be asked for directly."""

    async def ask(
        self, conversation: str, text: str, sending: MessageContext = PLAIN
    ) -> EngineTurn:
        """Return the answer to one message of a conversation."""

    async def correct(
        self, conversation: str, text: str, fields: Sequence[str], sending: MessageContext = PLAIN
    ) -> EngineTurn:
        """Return the answer to what corrects a message these fields were filled from."""

    async def confident_intent(self, text: str) -> str:
        """Return the intent of a text outside any conversation, ``""`` when it is unsure."""

    async def heard_danger(self, conversation: str) -> None:
        """Keep in a conversation that danger was heard in it."""

    async def in_guided_case(self, conversation: str) -> bool:
        """Tell whether the next message of a conversation belongs to a guided case."""

    async def open_question(self, conversation: str) -> EngineTurn | None:
        """Return the question a guided case waits for, ``None`` outside one."""

    async def language(self, conversation: str) -> str:
        """Return the language a conversation was answered in last, ``""`` for a new one."""


class Assistant:
    """Answers messages of any channel.

    Args:
        engine: Understands messages and looks the answers up.
        hotline: Shown when something went wrong: whom to ask instead.
        first_aid: Finds the lines that come first where danger is heard.
        files: Gives files their addresses; without it answers have none.
    """

    def __init__(
        self,
        engine: EngineProtocol,
        hotline: Link,
        first_aid: FirstAid,
        files: Addresses | None = None,
    ) -> None:
        self._engine = engine
        self._hotline = hotline
        self._first_aid = first_aid
        self._files = files

    async def reply(
        self,
        conversation: str,
        text: str,
        locale: str | None = None,
        sending: MessageContext = PLAIN,
    ) -> Reply:
        """Return the reply to one message; never raises.

        Args:
            conversation: Id of the conversation; the caller keeps it apart from others.
            text: What the user typed, or the payload of a suggestion.
            locale: Wished language; told from the message, and the conversation before it, when
                ``None``.
            sending: How it came.
        """
        first = self._first_aid.first_words(text)
        if first:
            count_dangers(first.dangers)
        words = clean_message(text)
        question = mask(words)[:MAX_MESSAGE]
        wordless = not question or only_placeholders(question)
        telling = "" if wordless or question.startswith("/") else question
        language = choose_locale(locale, telling)
        try:
            before = "" if locale else await self._engine.language(conversation)
            language = choose_locale(locale, telling, before)
            turn = await (
                self._to_no_words(conversation)
                if wordless
                else self._turn(text, question, conversation, replace(sending, language=language))
            )
        except Exception as error:
            # Whatever broke, the user gets a sentence and a number; the log gets the trace
            # without the error's message, which may hold the words of the user.
            trace = "".join(traceback.format_tb(error.__traceback__))
            logger.error("no answer: %s\n%s", type(error).__name__, trace)
            turn = _unasked(self._broken())
        answer = _shortened(turn.answer) if len(words) > MAX_MESSAGE else turn.answer
        return self._reply(conversation, question, replace(turn, answer=answer), language, first)

    async def open_question(self, conversation: str, locale: str | None = None) -> Reply | None:
        """Return what a guided case waits for as a reply nobody asked for, ``None`` outside one."""
        turn = await self._engine.open_question(conversation)
        if turn is None:
            return None
        language = choose_locale(locale, "", await self._engine.language(conversation))
        return self._reply(conversation, "", turn, language)

    def _reply(
        self,
        conversation: str,
        question: str,
        turn: EngineTurn,
        language: str,
        first: FirstWords | None = None,
    ) -> Reply:
        """Return a turn worded."""
        return replace(
            render(turn.answer, language, self._files, first),
            conversation=conversation,
            turn=turn.number,
            question=question,
            intent=ReplyIntent(turn.intent, round(turn.confidence, 4)),
            filled=turn.filled,
            asks=turn.asks,
            facts=turn.facts,
        )

    async def _turn(
        self, text: str, question: str, conversation: str, sending: MessageContext
    ) -> EngineTurn:
        """Return the answer to words, those for danger apart."""
        admitted = self._admitted(question)
        if sending.pressed and admitted != question:
            again = _repeated(await self._engine.open_question(conversation), OLD_BUTTON)
            return again or _unasked(Answer(status="clarify", lead=(OLD_BUTTON,)))
        read = to_simplified(admitted)
        if self._first_aid.first_words(text):
            return await self._after_danger(
                conversation, read, self._first_aid.matter(text), sending
            )
        if sending.corrects is not None:
            return await self._correct(conversation, read, sending.corrects, sending)
        return await self._ask(conversation, read, sending)

    async def _after_danger(
        self, conversation: str, text: str, matter: str, sending: MessageContext
    ) -> EngineTurn:
        """Return what follows the lines for danger.

        An open case waits and takes nothing from the message. Of matters only one that the
        message names is answered, and the rule told of what is written of in such need; what a
        message full of fear sounds like besides is no answer.

        Args:
            conversation: Id of the conversation.
            text: The message.
            matter: The intent of the matter it names, ``""`` for none.
            sending: How it came.
        """
        await self._engine.heard_danger(conversation)
        told = self._first_aid.told_besides(text)
        open_turn = await self._engine.open_question(conversation)
        if open_turn and not wants_to_begin_anew(text):
            return replace(open_turn, answer=kept_open(open_turn.answer, told))
        if not self._engine.intents:
            # No model is loaded: nobody may be invited to go on.
            return await self._engine.ask(conversation, text, sending)
        if not matter:
            # Who takes a message back gets an answer to that, after the lines all the same.
            calm = wants_to_begin_anew(text) or (
                self._first_aid.takes_back(text)
                and await self._engine.confident_intent(text) == CALM_AGAIN
            )
            if not calm:
                return _unasked(listening(told))
            return await self._ask(conversation, text, sending)
        sure = topic_of(await self._engine.confident_intent(text)) == topic_of(matter)
        turn = await (
            self._ask(conversation, text, sending)
            if sure
            else self._engine.ask(conversation, f"/{matter}", sending)
        )
        return replace(turn, answer=shortened(turn.answer, matter))

    async def _ask(self, conversation: str, text: str, sending: MessageContext) -> EngineTurn:
        """Return the answer to a message; several questions in it are answered each."""
        pieces = [self._admitted(piece) for piece in questions(text)]
        if pieces and await self._engine.in_guided_case(conversation):
            return await self._engine.ask(conversation, text, sending)
        intents = [await self._engine.confident_intent(piece) for piece in pieces]
        if len(set(intents)) < 2 or not all(is_matter(intent) for intent in intents):
            return await self._engine.ask(conversation, text, sending)
        turns = [await self._engine.ask(conversation, piece, sending) for piece in pieces]
        facts = tuple(dict.fromkeys(fact for turn in turns for fact in turn.facts))
        combined = combine([turn.answer for turn in turns])
        return replace(turns[-1], answer=combined, facts=facts)

    async def _correct(
        self, conversation: str, text: str, fields: tuple[str, ...], sending: MessageContext
    ) -> EngineTurn:
        """Return the answer to a message that was changed after it was answered.

        In a guided case it is read for what it was read for before, whatever is asked now.
        """
        if fields:
            return await self._engine.correct(conversation, text, fields, sending)
        question = await self._engine.open_question(conversation)
        return _repeated(question, _NOT_READ_AGAIN) or await self._ask(conversation, text, sending)

    def _admitted(self, question: str) -> str:
        """Return the text as Rasa may see it: only known payloads may begin with a slash."""
        if not question.startswith("/"):
            return question
        payload = PAYLOAD.fullmatch(question)
        if (
            payload
            and payload["intent"] in self._engine.intents
            and _is_object(payload["entities"])
        ):
            return question
        return question.lstrip("/ ") or "?"

    async def _to_no_words(self, conversation: str) -> EngineTurn:
        """Return the reply to a message without words; an open case asks its question again."""
        again = _repeated(await self._engine.open_question(conversation), NOT_SEEN)
        return again or _unasked(
            Answer(
                status="clarify",
                lead=(say("没有看到文字。请用一两句话说说您遇到了什么事,或者选下面的问题。"),),
                suggestions=(
                    Suggestion(curated("被欠薪怎么办", "I was not paid"), "/wages_claim"),
                    Suggestion(curated("信用记录问题", "My credit record"), "/credit_kinds"),
                    Suggestion(curated("能问什么", "What can I ask"), "/help"),
                ),
            )
        )

    def _broken(self) -> Answer:
        return Answer(
            status="error",
            lead=(BROKEN,),
            links=(self._hotline,),
        )


def _unasked(answer: Answer) -> EngineTurn:
    """Return an answer the engine was not asked for."""
    return EngineTurn(0, "", 0.0, answer)


def _repeated(question: EngineTurn | None, why: Phrase) -> EngineTurn | None:
    """Return the question of an open case once more, after why it is repeated."""
    if question is None:
        return None
    return replace(question, answer=replace(question.answer, lead=(why, *question.answer.lead)))


def clean_message(text: str) -> str:
    """Return the text without control characters and lone surrogates, spaces folded."""
    # Far more than is read, far less than would take long to look through.
    head = text[: 4 * MAX_MESSAGE]
    if head.startswith("/"):
        head = _ESCAPED.sub(_spelled_out, head)
    printable = (
        " " if unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} else char for char in head
    )
    return " ".join("".join(printable).split())


def _spelled_out(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char.isalnum() else match[0]


def _shortened(answer: Answer) -> Answer:
    text = say("消息太长,只读了前{count}个字。", count=MAX_MESSAGE)
    return replace(answer, notices=(*answer.notices, Notice("shortened", text)))


def _is_object(text: str | None) -> bool:
    if text is None:
        return True
    try:
        data = json.loads(text)
        # Half a character, which JSON can write as an escape, can be kept nowhere.
        json.dumps(data, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict)
