"""The way of a message, from what was typed to the reply: :attr:`Assistant.steps`, one by one."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, nullcontext
from dataclasses import dataclass, replace
from time import perf_counter

from actions.answer import Answer, Link, Notice, say
from actions.question import PLAIN, MessageContext
from actions.routing.combine import combine
from bot.conversation.cleaning import clean_message
from bot.conversation.first_aid import FirstAid, in_a_moment, shortened
from bot.conversation.guard import Guard
from bot.conversation.protocol import EngineProtocol
from bot.conversation.turn import MAX_MESSAGE, Turn
from bot.conversation.understanding import Understanding, as_turn
from bot.limits.refusals import OFF_FOR
from bot.monitoring.metrics import count_dangers, count_rate_limited
from bot.privacy.masking import mask
from bot.rasa.engine_turn import EngineTurn
from bot.recording.recorder import Recorder
from bot.reply import Reply, ReplyIntent
from bot.store.conversation_ids import WEB, channel_of
from bot.wording.languages import choose_locale
from bot.wording.render import Addresses, render

logger = logging.getLogger(__name__)

BROKEN = say("系统出了问题,这次没能回答。请过一会儿再问;着急的话请直接打热线。")
_LONG = Notice("shortened", say("消息太长,只读了前{count}个字。", count=MAX_MESSAGE))

Step = Callable[[Turn], Awaitable[None]]
#: Holds a conversation, against other tasks and processes, as long as its context lasts.
Hold = Callable[[str], AbstractAsyncContextManager[None]]


@dataclass(frozen=True)
class Assistant:
    """Answers messages of any channel.

    Attributes:
        engine: Understands messages and looks the answers up.
        hotline: Shown when something went wrong: whom to ask instead.
        first_aid: Finds the lines that come first where danger is heard.
        files: Gives files their addresses; without it answers have none.
        guard: Refuses messages; without it all are answered.
        recorder: Keeps turns; without it nothing is kept.
        hold: Lets one message of a conversation be answered at a time.
    """

    engine: EngineProtocol
    hotline: Link
    first_aid: FirstAid
    files: Addresses | None = None
    guard: Guard | None = None
    recorder: Recorder | None = None
    hold: Hold = lambda _: nullcontext()

    @property
    def steps(self) -> tuple[Step, ...]:
        """What happens to a message, in this order, until one of them has an answer."""
        return (
            self.clean,
            self.hear_danger,
            self.mask,
            self.choose_language,
            self.limit,
            self.look_at_switch,
            self.wait_and_recall,
            self.understand,
            self.answer,
        )

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
        async with AsyncExitStack() as held:
            turn = Turn(conversation, text, locale, sending, held)
            await self._take(turn, self.steps)
            return await self.record(turn, self.word(turn))

    async def clean(self, turn: Turn) -> None:
        """Drop control characters and lone surrogates, fold spaces."""
        turn.words = clean_message(turn.text)

    async def hear_danger(self, turn: Turn) -> None:
        """Find the lines that come first, before anything may refuse the message."""
        turn.first = self.first_aid.first_words(turn.text)

    async def mask(self, turn: Turn) -> None:
        """Take out what is personal; read no more than a message's beginning."""
        turn.question = mask(turn.words)[:MAX_MESSAGE]

    async def choose_language(self, turn: Turn) -> None:
        """Choose by the wish and the words; that of the conversation is looked up with it."""
        turn.language = choose_locale(turn.locale, turn.own_words)

    async def limit(self, turn: Turn) -> None:
        """Refuse one message too many."""
        if self.guard:
            turn.admission = await self.guard.limits.message(turn.conversation)
            self._refuse_too_many(turn, self.guard, channel_of(turn.conversation))

    async def look_at_switch(self, turn: Turn) -> None:
        """Refuse all messages while answers are switched off."""
        off = await self.guard.off() if self.guard else None
        if off:
            turn.answered, turn.retry_after = as_turn(off), OFF_FOR

    async def wait_and_recall(self, turn: Turn) -> None:
        """Wait for the message before this one; what is sent again gets the reply it got."""
        await turn.held.enter_async_context(self.hold(turn.conversation))
        if self.recorder and turn.sending.id:
            turn.reply = await self.recorder.recall(turn.conversation, turn.sending.id)
            turn.kept_before = turn.reply is not None

    async def understand(self, turn: Turn) -> None:
        """Find what is asked, in the language the conversation goes on in."""
        if not turn.locale:
            before = await self.engine.language(turn.conversation)
            turn.language = choose_locale(None, turn.own_words, before)
        read = await Understanding(self.engine, self.first_aid).read(turn)
        if isinstance(read, EngineTurn):
            turn.answered = read
        else:
            turn.asked = read

    async def answer(self, turn: Turn) -> None:
        """Ask the engine; Rasa chooses the action that answers."""
        in_danger = turn.first is not None
        sending = replace(turn.sending, language=turn.language, in_danger=in_danger)
        turns = [
            await self.engine.ask(turn.conversation, piece, sending) for piece in turn.asked.pieces
        ]
        answered = turns[0] if len(turns) == 1 else _joined(turns)
        if turn.asked.beside_danger:
            short = shortened(answered.answer, turn.asked.beside_danger)
            answered = replace(answered, answer=short)
        turn.answered = answered

    def word(self, turn: Turn) -> Reply:
        """Return the answer worded, the lines for danger first."""
        if turn.reply:
            return turn.reply
        answered = turn.answered or self._no_answer()
        answer = answered.answer
        if turn.is_long and not turn.is_refused:
            answer = replace(answer, notices=(*answer.notices, _LONG))
        return replace(
            render(answer, turn.language, self.files, turn.first),
            conversation=turn.conversation,
            turn=answered.number,
            question=turn.question,
            intent=ReplyIntent(answered.intent, round(answered.confidence, 4)),
            filled=answered.filled,
            asks=answered.asks,
            facts=answered.facts,
            retry_after=turn.retry_after,
            told=None if turn.retry_after is None else turn.admission.told,
        )

    async def record(self, turn: Turn, reply: Reply) -> Reply:
        """Keep and count a turn; return the reply, another where it must not go out unkept."""
        if turn.first and not turn.kept_before:
            count_dangers(turn.first.dangers)
        if turn.is_refused or turn.kept_before or not self.recorder:
            return reply
        unsaved = self.engine.take_unsaved(turn.conversation)
        events = unsaved.events if unsaved else None
        kept = await self.recorder.keep(reply, events, turn.sending.id)
        if not kept and unsaved and unsaved.in_case:
            # The next answer would be taken for that to an older question.
            turn.answered = self._no_answer()
            reply = self.word(turn)
        self.recorder.count(reply, perf_counter() - turn.begun)
        return reply

    async def open_question(self, conversation: str, locale: str | None = None) -> Reply | None:
        """Return what a guided case waits for as a reply nobody asked for, ``None`` outside one."""
        turn = Turn(conversation, "", locale)
        turn.answered = await self.engine.open_question(conversation)
        if turn.answered is None:
            return None
        before = await self.engine.language(conversation)
        turn.language = choose_locale(locale, "", before)
        return self.word(turn)

    async def refusal(self, conversation: str, locale: str | None = None) -> Reply | None:
        """Count a message that a channel answers by itself; return why it may not."""
        turn = Turn(conversation, "", locale)
        await self._take(turn, (self.choose_language, self.limit, self.look_at_switch))
        return self.word(turn) if turn.answered else None

    async def address_refusal(
        self, host: str, text: str = "", locale: str | None = None
    ) -> Reply | None:
        """Count a request from an address; return why it is refused, ``None`` when it is not.

        Args:
            host: The address.
            text: The message that came from it; in danger it gets the lines all the same.
            locale: Language of a refusal; told from the message when ``None``.
        """
        admission = await self.guard.limits.address(host) if self.guard else None
        if not self.guard or not admission or admission.granted:
            return None
        turn = Turn("", text, locale, admission=admission)
        await self._take(turn, (self.clean, self.hear_danger, self.mask, self.choose_language))
        self._refuse_too_many(turn, self.guard, WEB)
        return await self.record(turn, self.word(turn))

    async def _take(self, turn: Turn, steps: Sequence[Step]) -> None:
        """Take the steps until one has an answer; whatever breaks, there is one."""
        try:
            for step in steps:
                await step(turn)
                if turn.answered or turn.reply:
                    return
        except Exception as error:
            # The user gets a sentence and a number; the log gets the trace without the error's
            # message, which may hold the words of the user.
            trace = "".join(traceback.format_tb(error.__traceback__))
            logger.error("no answer: %s\n%s", type(error).__name__, trace)
            self.engine.take_unsaved(turn.conversation)
            turn.answered = self._no_answer()

    @staticmethod
    def _refuse_too_many(turn: Turn, guard: Guard, channel: str) -> None:
        wait = turn.admission.wait
        if not wait:
            return
        count_rate_limited(channel)
        if turn.first:
            turn.answered = as_turn(in_a_moment(wait))
        else:
            turn.answered, turn.retry_after = as_turn(guard.busy(wait)), wait

    def _no_answer(self) -> EngineTurn:
        return as_turn(Answer(status="error", lead=(BROKEN,), links=(self.hotline,)))


def _joined(turns: Sequence[EngineTurn]) -> EngineTurn:
    """Return the answers to several questions as one."""
    facts = tuple(dict.fromkeys(fact for turn in turns for fact in turn.facts))
    return replace(turns[-1], answer=combine([turn.answer for turn in turns]), facts=facts)
