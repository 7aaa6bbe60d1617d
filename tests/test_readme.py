"""What README shows of the assistant is what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.server.start import App

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
INTRODUCTION, CONVERSATION = README.split("## A conversation")


def exchanges(part: str) -> list[tuple[str, list[str]]]:
    """Return the messages of the part's transcripts, each with the pieces of its answer shown."""
    transcript = "\n".join(re.findall(r"```\n(> .*?)```", part, re.DOTALL))
    found = []
    for block in re.split(r"^> ", transcript, flags=re.MULTILINE)[1:]:
        message, _, answer = block.partition("\n")
        pieces = re.split(r"[…\n]", answer)
        found.append((message, [piece.strip() for piece in pieces if piece.strip()]))
    return found


@pytest.mark.parametrize(("message", "pieces"), exchanges(INTRODUCTION))
async def test_the_first_questions_are_answered_as_shown(
    parts: App, message: str, pieces: list[str]
) -> None:
    text = (await parts.assistant.reply(f"readme-{message}", message)).text
    assert len(pieces) > 1
    for piece in pieces:
        assert piece in text


async def test_the_conversation_goes_as_shown(parts: App) -> None:
    shown = exchanges(CONVERSATION)
    assert len(shown) == 2
    for message, pieces in shown:
        text = (await parts.assistant.reply("readme", message)).text
        for piece in pieces:
            assert piece in text


def test_three_questions_stand_on_the_first_screen() -> None:
    assert len(exchanges(INTRODUCTION)) == 3
