"""Hostile conversations with the real assistant; a long run is ``python -m tools.fuzz``."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from actions.context import AnswerContext
from bot.attachments.links import SignedLinks
from bot.reply import ReplyIntent
from bot.wording.render import render
from tools.fuzz.__main__ import Fuzzer, fuzz_summary
from tools.fuzz.checks import Checks
from tools.fuzz.messages import LONGEST_MESSAGE, HostileConversation

if TYPE_CHECKING:
    from bot.server.start import App

COUNT = int(os.environ.get("WENCE_FUZZ_MESSAGES", "150"))
SEED = int(os.environ.get("WENCE_FUZZ_SEED", "3"))
LINKS = SignedLinks(b"a key of this test alone")
Spoil = Callable[[dict[str, Any]], Any]


@pytest.mark.timeout(900)
async def test_no_message_breaks_the_assistant_or_shows_its_inside(parts: App) -> None:
    fuzzer = Fuzzer(parts, SEED)
    number = 0
    while fuzzer.tally.turns < COUNT:
        await fuzzer.hold(number)
        number += 1
    assert fuzzer.tally.faults == []
    # Hostile as they are, the messages get everywhere.
    assert {"answered", "clarify", "no_provision"} <= set(fuzzer.tally.statuses)
    assert len(fuzzer.tally.intents) > 20
    assert f"{fuzzer.tally.turns} messages, 0 faults" in fuzz_summary(fuzzer.tally)


async def test_nothing_is_kept_of_a_conversation(parts: App) -> None:
    await Fuzzer(parts, SEED).hold(0)
    assert not [name for name in parts.archive.conversations.names() if name.startswith("fuzz-")]


def test_the_same_seed_and_number_make_the_same_messages() -> None:
    def texts(seed: int, number: int) -> list[str]:
        thought = HostileConversation(
            seed, number, ["老板不发工资", "信用怎么修复"], ["greet", "help"]
        )
        return [thought.message(turn, None).text for turn in range(thought.length)]

    assert [texts(1, n) for n in range(50)] == [texts(1, n) for n in range(50)]
    assert texts(1, 5) != texts(2, 5)
    assert {len(texts(1, n)) for n in range(200)} == set(range(1, LONGEST_MESSAGE + 1))


@pytest.fixture
def said(context: AnswerContext) -> dict[str, Any]:
    worded = render(context.card_answer("wages_claim"), "zh-Hans", LINKS)
    about = {"conversation": "c", "turn": 1, "question": "?"}
    return replace(worded, **about, intent=ReplyIntent("wages_claim", 1.0)).as_json()


@pytest.fixture
def checks(context: AnswerContext) -> Checks:
    return Checks(context.kb, LINKS)


def test_a_sound_reply_has_no_faults(checks: Checks, said: dict[str, Any]) -> None:
    assert list(checks.faults(said, "?")) == []


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda said: said.pop("links"), "fields: links"),
        (lambda said: said.update(status="error"), "status error"),
        (lambda said: said.update(text=" "), "nothing said"),
        (lambda said: said["lead"].append("Traceback (most recent"), "the inside shows: Traceback"),
        (lambda said: said["lead"].append("在['杭州']没有"), "the inside shows: ['"),
        (lambda said: said["steps"].append("{count}项"), "the inside shows: {count}"),
        (lambda said: said["lead"].append("a\x00b"), "control characters [0]"),
        (lambda said: said["lead"].append("a\ud800b"), "control characters [55296]"),
        (lambda said: said["citations"][0].update(quote="没有这句话"), "no such words"),
        (lambda said: said["citations"][0].update(provision="part_99"), "no such words"),
        (lambda said: said["citations"][-1].update(quote="法律没有这样说"), "no such words"),
        (lambda said: said["rows"].append({"text": "x", "citation": 99}), "a row without"),
    ],
)
def test_a_spoiled_reply_is_told(
    checks: Checks, said: dict[str, Any], spoil: Spoil, told: str
) -> None:
    spoil(said)
    # Lone surrogates break the channels, too: the first fault is enough.
    assert next(iter(checks.faults(said, "?"))).startswith(told)


def test_none_of_these_is_english_and_none_is_not(checks: Checks, said: dict[str, Any]) -> None:
    offered = {"label": "None of these", "payload": "/help"}
    assert list(checks.faults({**said, "suggestions": [offered]}, "")) == []
    lost = {"label": "None", "payload": "/help"}
    assert list(checks.faults({**said, "suggestions": [lost]}, ""))


def test_what_the_user_said_may_be_said_back(checks: Checks, said: dict[str, Any]) -> None:
    said["lead"].append("您说的是:{count}")
    assert list(checks.faults(said, "请看{count}")) == []
