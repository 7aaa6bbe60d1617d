"""What nobody sees of a message parts no word and is none itself."""

from __future__ import annotations

from uuid import uuid4

import pytest

from bot.conversation.cleaning import clean_message
from bot.server.start import App


@pytest.mark.parametrize(
    "text",
    [
        "工\u200b资没发",
        "工\u034f资没发",
        "\u202e工资没发\u202c",
        "工\ufe0f资\u2060没\u00ad发",
        "工资\x00 没发",
    ],
)
def test_what_nobody_sees_is_dropped(text: str) -> None:
    assert clean_message(text).replace(" ", "") == "工资没发"


@pytest.mark.parametrize("text", ["\u200b\u200b", "\ufeff", "\u2066\u2069", "\u3164"])
def test_a_message_of_nothing_seen_is_empty(text: str) -> None:
    assert clean_message(text) == ""


async def test_a_message_with_blanks_without_width_is_understood(parts: App) -> None:
    reply = await parts.assistant.reply(uuid4().hex, "工\u200b资\u200b没发怎么办")
    assert (reply.status, reply.intent.name) == ("answered", "wages_claim")


@pytest.mark.parametrize("text", ["😭😭😭", "\u200b", "！！！"])
async def test_faces_and_signs_are_asked_for_words(parts: App, text: str) -> None:
    reply = await parts.assistant.reply(uuid4().hex, text)
    assert reply.status == "clarify" and "没有看到文字" in reply.text
