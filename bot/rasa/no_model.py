"""Stands in for a model that cannot be loaded: whoever writes is told, and given a number."""

from __future__ import annotations

from collections.abc import Sequence

from actions.answer import Answer, Link, say
from actions.question import PLAIN, MessageContext
from bot.rasa.engine_turn import EngineTurn

_NOT_NOW = say("问策现在回答不了问题,正在等人修。请直接打电话问。")


class NoModel:
    """Answers every message with the same sentence and the hotlines.

    Args:
        hotlines: Whom to ask instead.
    """

    #: Nothing can be asked for: what looks for a model finds none.
    intents: frozenset[str] = frozenset()

    def __init__(self, hotlines: tuple[Link, ...]) -> None:
        self._answer = Answer("error", lead=(_NOT_NOW,), links=hotlines)

    async def ask(
        self, conversation: str, text: str, sending: MessageContext = PLAIN
    ) -> EngineTurn:
        """Say that there are no answers now."""
        return EngineTurn(0, "", 0.0, self._answer)

    async def correction(self, text: str, fields: Sequence[str]) -> str:
        """Return the text: it is not read for anything."""
        return text

    async def confident_intent(self, text: str) -> str:
        """Return nothing: nobody understands the text."""
        return ""

    async def heard_danger(self, conversation: str, rows: Sequence[str]) -> None:
        """Keep nothing: there is no conversation."""

    async def in_guided_case(self, conversation: str) -> bool:
        """Tell that there is no case: a case that is open waits in the store."""
        return False

    async def open_question(self, conversation: str) -> EngineTurn | None:
        """Return nothing: what a case waits for could not be read."""
        return None

    async def language(self, conversation: str) -> str:
        """Return nothing: each message tells its own."""
        return ""

    def take_unsaved(self, conversation: str) -> None:
        """Return nothing: no conversation changes."""
