"""``python -m bot ask``: answers standard input, a conversation a line."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable

from actions.question import MessageContext
from bot.conversation.protocol import AssistantProtocol


async def answer_lines(
    assistant: AssistantProtocol, lines: Iterable[str], as_json: bool, locale: str | None
) -> None:
    """Print the answers to lines.

    Args:
        assistant: Answers.
        lines: A message or a JSON list of messages each.
        as_json: Whether whole replies are printed, one a turn, or their texts.
        locale: Wished language, ``None`` to tell it from the messages.
    """
    for number, line in enumerate(lines, 1):
        conversation = f"ask-{number}-{uuid.uuid4().hex[:8]}"
        seen = 0
        for turn in turns(line.rstrip("\n")):
            # Each was written after the answer to the one before.
            reply = await assistant.reply(conversation, turn, locale, MessageContext(seen=seen))
            seen = max(seen, reply.turn)
            print(
                json.dumps(reply.as_json(), ensure_ascii=False) if as_json else reply.text,
                flush=True,
            )


def turns(line: str) -> list[str]:
    """Return the user turns of one input line: a JSON list of texts, or the line itself."""
    if line.lstrip().startswith("["):
        try:
            data = json.loads(line)
        except (ValueError, RecursionError):
            return [line]
        if isinstance(data, list) and data and all(isinstance(turn, str) for turn in data):
            return data
    return [line]
