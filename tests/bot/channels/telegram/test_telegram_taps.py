"""Buttons of Telegram pressed twice, and buttons further up in the chat."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram_rig import Rig

from bot.channels.telegram.incoming import Incoming
from bot.channels.telegram.taps import TOGETHER, Taps


async def says(rig: Rig, text: str, chat: int) -> dict[str, Any]:
    rig.api.write(text, chat, person=chat)
    await rig.idle()
    return rig.api.shown[chat][-1]


async def presses(rig: Rig, message: dict[str, Any], label: str, chat: int, times: int = 1) -> int:
    """Press a button; return how many messages it brought."""
    before = len(rig.api.shown[chat])
    for _ in range(times):
        rig.api.press(message, label, chat)
        await asyncio.sleep(0.15)
    await rig.idle()
    return len(rig.api.shown[chat]) - before


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("label", "chat"), [("跳过这一题", 501), ("回到上一题", 502)])
async def test_a_double_tap_moves_a_case_by_one_question(real: Rig, label: str, chat: int) -> None:
    await says(real, "一步步帮我讨薪", chat)
    for text in ("义乌", "工厂", "今年3月", "还在干"):
        asked = await says(real, text, chat)
    assert await presses(real, asked, label, chat, times=2) == 1
    assert len(real.api.acknowledged) == 2
    now_open = real.api.shown[chat][-1]
    # Later the same button stands further up.
    await asyncio.sleep(TOGETHER + 0.1)
    assert await presses(real, asked, label, chat) == 1
    late = real.api.shown[chat][-1]["text"]
    assert "前面的按钮" in late
    assert now_open["text"].splitlines()[-1] in late


@pytest.mark.timeout(300)
async def test_a_button_of_a_message_too_old_to_be_shown_is_pressed_all_the_same(real: Rig) -> None:
    """Of such a message Telegram tells only its number, and 0 for its date."""
    shown = await says(real, "老板三个月没发工资", 503)
    data = shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    old = {"chat": shown["chat"], "message_id": shown["message_id"], "date": 0}
    real.api.press_data(old, data, 503)
    await real.idle()
    assert "哪个县" in real.api.texts(503)[-1]
    assert len(real.api.acknowledged) == 1


def press(number: int, **changed: Any) -> Incoming:
    given = {"chat": 7, "kind": "button", "text": "s|en|/help", "message": 9, "person": 7}
    return Incoming(number, **{**given, **changed})


def test_the_same_button_at_once_is_one_wish() -> None:
    now = [0.0]
    taps = Taps(lambda: now[0])
    assert not taps.is_repeated(press(1))
    # The first one, taken up once more.
    assert not taps.is_repeated(press(1))
    now[0] = 0.15
    assert taps.is_repeated(press(2))
    for other in ({"person": 8}, {"message": 10}, {"text": "s|en|/greet"}, {"chat": 8}):
        assert not taps.is_repeated(press(3, **other)), other
    now[0] = TOGETHER
    assert not taps.is_repeated(press(4))


def test_words_written_twice_are_two_messages() -> None:
    taps = Taps(lambda: 0.0)
    assert not taps.is_repeated(press(1, kind="text"))
    assert not taps.is_repeated(press(2, kind="text"))
