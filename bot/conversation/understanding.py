"""Finds what a message asks the engine; what asks it nothing is answered here."""

from __future__ import annotations

import json
from dataclasses import replace

from actions.answer import Answer, Phrase, Suggestion, curated, say
from actions.question import CALM_AGAIN
from actions.routing.thread import wants_to_begin_anew
from bot.conversation.first_aid import PAYLOAD, FirstAid, kept_open, listening
from bot.conversation.protocol import EngineProtocol
from bot.conversation.turn import Asked, Turn
from bot.rasa.engine_turn import EngineTurn
from nlu.questions import questions
from nlu.simplified import to_simplified
from nlu.topics import is_matter, topic_of

_NOT_READ_AGAIN = say(
    "您改的那句话没有重新读,填过的都没有动。要改填过的,请直接说,比如“人数改成5个”。现在问的是:"
)
OLD_BUTTON = say("这个按钮太旧了,不知道它问的是什么。请直接打字问。")
NOT_SEEN = say("图片、语音、文件这里看不了,所以没有记。请打字回答。现在问的是:")
_NO_WORDS = Answer(
    status="clarify",
    lead=(say("没有看到文字。请用一两句话说说您遇到了什么事,或者选下面的问题。"),),
    suggestions=(
        Suggestion(curated("被欠薪怎么办", "I was not paid"), "/wages_claim"),
        Suggestion(curated("信用记录问题", "My credit record"), "/credit_kinds"),
        Suggestion(curated("能问什么", "What can I ask"), "/help"),
    ),
)
_OLD = Answer(status="clarify", lead=(OLD_BUTTON,))


class Understanding:
    """Reads messages.

    Args:
        engine: Knows intents and what a guided case waits for.
        first_aid: Knows what may be answered beside a danger.
    """

    def __init__(self, engine: EngineProtocol, first_aid: FirstAid) -> None:
        self._engine = engine
        self._first_aid = first_aid

    async def read(self, turn: Turn) -> Asked | EngineTurn:
        """Return what a message asks the engine, or the answer to one that asks it nothing."""
        if turn.is_wordless:
            return await self._repeated(turn, NOT_SEEN) or as_turn(_NO_WORDS)
        admitted = self._admitted(turn.question)
        if turn.sending.pressed and admitted != turn.question:
            return await self._repeated(turn, OLD_BUTTON) or as_turn(_OLD)
        text = to_simplified(admitted)
        if turn.first:
            return await self._beside_danger(turn, text)
        if turn.sending.corrects is not None:
            return await self._corrected(turn, text, turn.sending.corrects)
        return await self._questions(turn, text)

    async def _beside_danger(self, turn: Turn, text: str) -> Asked | EngineTurn:
        """Return what follows the lines for danger.

        An open case waits and takes nothing from the message. Of matters only one that the
        message names is answered, and the rule told of what is written of in such need; what a
        message full of fear sounds like besides is no answer.
        """
        await self._engine.heard_danger(turn.conversation, turn.first.dangers if turn.first else ())
        told = self._first_aid.told_besides(text)
        open_turn = await self._engine.open_question(turn.conversation)
        if open_turn and not wants_to_begin_anew(text):
            return replace(open_turn, answer=kept_open(open_turn.answer, told))
        if not self._engine.intents:
            # No model is loaded: nobody may be invited to go on.
            return Asked((text,))
        matter = self._first_aid.matter(turn.text)
        if not matter:
            # Who takes a message back gets an answer to that, after the lines all the same.
            calm = wants_to_begin_anew(text) or (
                self._first_aid.takes_back(text)
                and await self._engine.confident_intent(text) == CALM_AGAIN
            )
            return await self._questions(turn, text) if calm else as_turn(listening(told))
        sure = topic_of(await self._engine.confident_intent(text)) == topic_of(matter)
        asked = await self._questions(turn, text) if sure else Asked((f"/{matter}",))
        return replace(asked, beside_danger=matter)

    async def _corrected(
        self, turn: Turn, text: str, fields: tuple[str, ...]
    ) -> Asked | EngineTurn:
        """Return what a message asks that was changed after it was answered.

        In a guided case it is read for what it was read for before, whatever is asked now.
        """
        if fields:
            return Asked((await self._engine.correction(text, fields),))
        return await self._repeated(turn, _NOT_READ_AGAIN) or await self._questions(turn, text)

    async def _questions(self, turn: Turn, text: str) -> Asked:
        """Return a message, or each of the questions in it where they are of several matters."""
        pieces = tuple(self._admitted(piece) for piece in questions(text))
        if pieces and await self._engine.in_guided_case(turn.conversation):
            return Asked((text,))
        intents = [await self._engine.confident_intent(piece) for piece in pieces]
        several = len(set(intents)) > 1 and all(is_matter(intent) for intent in intents)
        return Asked(pieces if several else (text,))

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

    async def _repeated(self, turn: Turn, why: Phrase) -> EngineTurn | None:
        """Return the question of an open case once more, after why it is repeated."""
        question = await self._engine.open_question(turn.conversation)
        if question is None:
            return None
        return replace(question, answer=replace(question.answer, lead=(why, *question.answer.lead)))


def as_turn(answer: Answer) -> EngineTurn:
    """Return an answer the engine was not asked for."""
    return EngineTurn(0, "", 0.0, answer)


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
