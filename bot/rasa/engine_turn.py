"""One answered message, as it comes out of the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actions.answer import Answer


@dataclass(frozen=True)
class EngineTurn:
    """What the engine made of one message.

    Attributes:
        number: How many messages of the conversation were answered, this one included.
        intent: Name of the intent.
        confidence: Its probability.
        answer: The answer, not yet worded in a language.
        filled: The fields of a guided case the message was read for.
        facts: Of a message that others read along: the fields of a case it tells outside one.
        asks: The field an open case waits for, empty outside one.
    """

    number: int
    intent: str
    confidence: float
    answer: Answer
    filled: tuple[str, ...] = ()
    asks: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unsaved:
    """What a conversation has become in a turn that is not kept yet.

    Attributes:
        events: Its events, see ``bot.rasa.compact_events``.
        in_case: Whether a guided case is open in it.
    """

    events: list[dict[str, Any]]
    in_case: bool
