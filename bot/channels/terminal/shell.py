"""``python -m bot shell``: a talk in the terminal, with the buttons of an answer by number."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence

from actions.question import MessageContext
from bot.conversation.protocol import AssistantProtocol
from bot.reply import ReplySuggestion


def talk(assistant: AssistantProtocol, locale: str | None) -> None:
    """Answer what is typed until a line is empty or the input ends.

    Args:
        assistant: Answers.
        locale: Wished language, ``None`` to tell it from the messages.
    """
    conversation = f"shell-{uuid.uuid4().hex[:12]}"
    print("问策:请说。空行退出。", flush=True)
    buttons: Sequence[ReplySuggestion] = ()
    seen = 0
    while text := _typed():
        written = MessageContext(seen=seen)
        reply = asyncio.run(assistant.reply(conversation, _pressed(text, buttons), locale, written))
        seen = max(seen, reply.turn)
        buttons = reply.suggestions
        shown = (f"/{place} {button.label}" for place, button in enumerate(buttons, 1))
        print(reply.text, *shown, sep="\n", end="\n\n", flush=True)


def _typed() -> str:
    """Return the next line, an empty one at the end of the input."""
    try:
        return input("> ").strip()
    except EOFError:
        return ""


def _pressed(text: str, buttons: Sequence[ReplySuggestion]) -> str:
    """Return the payload of a button named by its number (``/1``), any other text as it is."""
    number = text.removeprefix("/")
    if text != number and number.isdecimal() and 1 <= int(number) <= len(buttons):
        return buttons[int(number) - 1].payload
    return text
