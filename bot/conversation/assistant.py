"""The one path of a message: clean, mask, ask the model, word the answer."""

from __future__ import annotations

import json
import logging
import re
import traceback
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from actions.answer import Answer, Link, Notice, Suggestion, curated, say
from actions.question import CALM_AGAIN
from actions.routing.combine import combine
from actions.routing.thread import wants_to_begin_anew
from bot.conversation.first_aid import PAYLOAD, FirstAid, kept_open, listening, shortened
from bot.conversation.placeholders import only_placeholders
from bot.monitoring.metrics import count_dangers
from bot.privacy.masking import mask
from bot.rasa.turn import EngineTurn
from bot.wording.catalogues import choose_locale
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
#: A letter or digit as JSON can write it; nothing could be masked in it.
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


class EngineProtocol(Protocol):
    """What the assistant needs of an engine."""

    @property
    def intents(self) -> frozenset[str]:
        """Names of the intents that can be asked for directly."""

    async def ask(self, conversation: str, text: str) -> EngineTurn:
        """Return the answer to one message of a conversation."""

    async def correct(self, conversation: str, text: str, fields: Sequence[str]) -> EngineTurn:
        """Return the answer to what corrects a message these fields were filled from."""

    async def confident_intent(self, text: str) -> str:
        """Return the intent of a text outside any conversation, ``""`` when it is unsure."""

    async def heard_danger(self, conversation: str) -> None:
        """Keep in a conversation that danger was heard in it."""

    async def in_guided_case(self, conversation: str) -> bool:
        """Tell whether the next message of a conversation belongs to a guided case."""

    async def open_question(self, conversation: str) -> Answer | None:
        """Return the question a guided case waits for, ``None`` outside one."""


class Assistant:
    """Answers messages of any channel.

    Args:
        engine: Understands messages and looks the answers up.
        hotline: Shown when something went wrong: whom to ask instead.
        first_aid: Finds what is said first where danger is heard.
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
        corrects: Sequence[str] | None = None,
    ) -> dict[str, Any]:
        """Return the object of the outside contract for one message; never raises.

        Args:
            conversation: Id of the conversation; the caller keeps it apart from others.
            text: What the user typed, or the payload of a suggestion.
            locale: Wished language; told from the message when ``None``.
            corrects: When the text corrects an earlier message, the ``filled`` of the answer to
                that one; ``None`` for a new message.
        """
        first = self._first_aid.first_words(text)
        if first:
            count_dangers(first.dangers)
        words = clean_message(text)
        question = mask(words)[:MAX_MESSAGE]
        unsaid = not question or only_placeholders(question)
        language = choose_locale(locale, "" if unsaid or question.startswith("/") else question)
        number, intent, confidence = 0, "", 0.0
        filled: tuple[str, ...] = ()
        if unsaid:
            answer = self._nothing_said()
        else:
            try:
                read = to_simplified(self._admitted(question))
                matter = self._first_aid.matter(text) if first else ""
                turn = await (
                    self._after_danger(conversation, read, matter)
                    if first
                    else self._ask(conversation, read)
                    if corrects is None
                    else self._correct(conversation, read, corrects)
                )
                number, intent, confidence = turn.number, turn.intent, turn.confidence
                answer, filled = turn.answer, turn.filled
            except Exception as error:
                # Whatever broke, the user gets a sentence and a number; the log gets the trace
                # without the error's message, which may hold the words of the user.
                trace = "".join(traceback.format_tb(error.__traceback__))
                logger.error("no answer: %s\n%s", type(error).__name__, trace)
                answer = self._broken()
        if len(words) > MAX_MESSAGE:
            answer = _shortened(answer)
        return {
            "conversation": conversation,
            "turn": number,
            "question": question,
            "intent": {"name": intent, "confidence": round(confidence, 4)},
            **({"filled": list(filled)} if filled else {}),
            **render(answer, language, self._files, first),
        }

    async def _after_danger(self, conversation: str, text: str, matter: str) -> EngineTurn:
        """Return what follows the lines for danger.

        An open case waits and takes nothing from the message. Of matters only one that the
        message names is answered, and the rule told of what is written of in such need; what a
        message full of fear sounds like besides is no answer.

        Args:
            conversation: Id of the conversation.
            text: The message.
            matter: The intent of the matter it names, ``""`` for none.
        """
        await self._engine.heard_danger(conversation)
        told = self._first_aid.told_besides(text)
        question = await self._engine.open_question(conversation)
        if question and not wants_to_begin_anew(text):
            return EngineTurn(0, "", 0.0, kept_open(question, told))
        if not self._engine.intents:
            # No model is loaded: nobody may be invited to go on.
            return await self._engine.ask(conversation, text)
        if not matter:
            # Who takes back what was said is answered, with the lines all the same.
            calm = wants_to_begin_anew(text) or (
                self._first_aid.takes_back(text)
                and await self._engine.confident_intent(text) == CALM_AGAIN
            )
            return await self._ask(conversation, text) if calm else _listening(told)
        sure = topic_of(await self._engine.confident_intent(text)) == topic_of(matter)
        turn = await (
            self._ask(conversation, text) if sure else self._engine.ask(conversation, f"/{matter}")
        )
        return replace(turn, answer=shortened(turn.answer, matter))

    async def _ask(self, conversation: str, text: str) -> EngineTurn:
        """Return the answer to a message; several questions in it are answered each."""
        pieces = [self._admitted(piece) for piece in questions(text)]
        if pieces and await self._engine.in_guided_case(conversation):
            return await self._engine.ask(conversation, text)
        intents = [await self._engine.confident_intent(piece) for piece in pieces]
        if len(set(intents)) < 2 or not all(is_matter(intent) for intent in intents):
            return await self._engine.ask(conversation, text)
        turns = [await self._engine.ask(conversation, piece) for piece in pieces]
        return replace(turns[-1], answer=combine([turn.answer for turn in turns]))

    async def _correct(self, conversation: str, text: str, fields: Sequence[str]) -> EngineTurn:
        """Return the answer to a message that was changed after it was answered.

        In a guided case it is read for what it was read for before, whatever is asked now.
        """
        if fields:
            return await self._engine.correct(conversation, text, fields)
        question = await self._engine.open_question(conversation)
        if question:
            return EngineTurn(0, "", 0.0, replace(question, lead=(_NOT_READ_AGAIN, *question.lead)))
        return await self._ask(conversation, text)

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

    def _nothing_said(self) -> Answer:
        return Answer(
            status="clarify",
            lead=(say("没有看到文字。请用一两句话说说您遇到了什么事,或者点下面的问题。"),),
            suggestions=(
                Suggestion(curated("被欠薪怎么办", "I was not paid"), "/wages_claim"),
                Suggestion(curated("信用记录问题", "My credit record"), "/credit_kinds"),
                Suggestion(curated("能问什么", "What can I ask"), "/help"),
            ),
        )

    def _broken(self) -> Answer:
        return Answer(
            status="error",
            lead=(BROKEN,),
            links=(self._hotline,),
        )


def _listening(told: Answer) -> EngineTurn:
    return EngineTurn(0, "", 0.0, listening(told))


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
