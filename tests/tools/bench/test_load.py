from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from aiohttp import web

from nlu.questions import questions
from tools.bench import load
from tools.bench.__main__ import main
from tools.bench.load import Run
from tools.bench.load_client import Client
from tools.bench.load_plot import load_plot
from tools.bench.load_server import BenchServer, ServerError
from tools.bench.load_tally import LoadTally, Timed, slope

MIB = 2**20
#: Makes a reply of the number of the message, the turn that is right, and the request.
AnswerFunction = Callable[[int, int, dict[str, Any]], Any]


@pytest.fixture(autouse=True)
def short_conversations_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few conversations, so that each has many turns in a short run."""
    monkeypatch.setattr("tools.bench.load_client._THINKING", 0)
    monkeypatch.setattr("tools.bench.load_client._FEWEST", 8)


@asynccontextmanager
async def serving(answering: AnswerFunction) -> AsyncIterator[str]:
    """A server that counts turns and answers as it is told."""
    turns: dict[str, int] = {}
    messages = 0

    async def chat(request: web.Request) -> web.StreamResponse:
        nonlocal messages
        asked = await request.json()
        turns[asked["conversation"]] = turns.get(asked["conversation"], 0) + 1
        messages += 1
        made = answering(messages, turns[asked["conversation"]], asked)
        if made is None:
            assert request.transport
            request.transport.close()
            return web.Response()
        if isinstance(made, int):
            return web.Response(status=made)
        if isinstance(made, float):
            await asyncio.sleep(made)
            made = {}
        sound = {
            "conversation": asked["conversation"],
            "question": asked["message"],
            "status": "answered",
            "turn": turns[asked["conversation"]],
        }
        return web.json_response({**sound, **made})

    app = web.Application()
    app.router.add_post("/api/chat", chat)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def run(answering: AnswerFunction, *, retry: bool = False, rate: float = 200) -> LoadTally:
    tally = LoadTally()
    async with serving(answering) as url:
        await Client(url, ["问题"], 1, retry).open(rate, 0.5, tally)
    return tally


async def test_a_sound_server_loses_and_doubles_nothing() -> None:
    tally = await run(lambda number, turn, asked: {})
    assert tally.sound and tally.sent == tally.answered > 50


@pytest.mark.parametrize(
    ("answering", "count"),
    [
        (lambda number, turn, asked: {"turn": turn * 2}, lambda tally: tally.doubled),
        (lambda number, turn, asked: {"turn": 1}, lambda tally: tally.set_back),
        (lambda number, turn, asked: {"conversation": "x"}, lambda tally: tally.strayed),
        (lambda number, turn, asked: {"question": "x"}, lambda tally: tally.strayed),
        (lambda number, turn, asked: {"status": "error"}, lambda tally: tally.errors),
        (lambda number, turn, asked: 503, lambda tally: tally.lost["HTTP 503"]),
        (
            lambda number, turn, asked: None,
            lambda tally: tally.lost["ServerDisconnectedError"],
        ),
    ],
)
async def test_what_goes_wrong_is_counted(
    answering: AnswerFunction, count: Callable[[LoadTally], int]
) -> None:
    tally = await run(answering)
    assert count(tally) > 10 and not tally.sound


async def test_a_message_whose_connection_broke_is_sent_again_and_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tools.bench.load_client._PAUSE", 0.01)
    tally = await run(lambda number, turn, asked: None if number % 10 == 5 else {}, retry=True)
    # This server counts the turn before the connection breaks: it was answered twice, knowingly.
    assert tally.sound and tally.broken == tally.repeated > 3


async def test_time_counts_from_when_a_message_was_to_be_sent() -> None:
    # One answer takes half a second: what its conversation was to say meanwhile waits, and tells.
    tally = await run(lambda number, turn, asked: 0.5 if number == 1 else {}, rate=400)
    assert tally.sound
    late = [timed for timed in tally.times if timed.seconds > 0.05]
    assert max(timed.seconds for timed in late) >= 0.5


async def test_messages_of_a_conversation_go_one_after_the_other() -> None:
    open_now: set[str] = set()
    overlapping: list[str] = []

    def answering(number: int, turn: int, asked: dict[str, Any]) -> Any:
        name = asked["conversation"]
        if name in open_now:
            overlapping.append(name)
        open_now.add(name)
        asyncio.get_running_loop().call_later(0.02, open_now.discard, name)
        return 0.03

    async with serving(answering) as url:
        tally, seconds = await Client(url, ["问题"], 1).closed(4, 0.5)
    assert overlapping == []
    assert tally.sound and seconds >= 0.5 and 4 < tally.answered < 80


def test_the_growth_of_memory_leaves_out_the_beginning() -> None:
    memory = [(0.0, 0), (100.0, 50 * MIB), (400.0, 100 * MIB), (700.0, 100 * MIB)]
    grown = Run(1000, 1, 1, memory=[*memory, (1000.0, 100 * MIB)])
    assert grown.growth == 0
    assert slope([(0, 0), (3600, MIB)]) * 3600 == MIB
    assert slope([(1, 5)]) == 0


def test_a_count_of_the_server_that_differs_is_not_sound() -> None:
    tally = LoadTally(sent=2, times=[Timed(0, 0.1), Timed(1, 0.1)])
    assert Run(10, 1, 1, tally, counted=2).sound
    assert not Run(10, 1, 1, tally, counted=3).sound
    assert not Run(10, 1, 1, tally, counted=1).sound
    tally.broken = 1
    assert Run(10, 1, 1, tally, counted=3).sound


def test_questions_are_one_turn_each() -> None:
    texts = load.load_questions()
    assert len(texts) > 200
    assert not any(questions(text) or text.startswith("[") for text in texts)


def test_the_picture_shows_latency_memory_and_events() -> None:
    times = [Timed(at / 10, 0.02 + at / 10_000) for at in range(600)]
    drawn = load_plot(times, [(0, 700 * MIB), (60, 710 * MIB)], 60, [(20, "loaded anew")])
    lines = [e for e in ElementTree.fromstring(drawn).iter() if e.tag.endswith("polyline")]
    assert [line.get("class") for line in lines] == ["median", "p99", "memory"]
    assert len(lines[0].get("points", "").split()) == 60
    assert "loaded anew" in drawn and "710" in drawn and "1 minutes" in drawn
    assert load_plot([], [], 60).startswith("<svg")


@pytest.mark.slow
def test_a_server_that_does_not_start_is_told_in_one_line(tmp_path: Path) -> None:
    server = BenchServer(2, tmp_path, "sqlite://")
    with pytest.raises(ServerError, match="cannot share a store in memory"):
        server.start()


@pytest.mark.timeout(600)
def test_a_run_over_the_real_server_is_sound_and_written_down(
    parts: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "_WARMING", 1.0)
    monkeypatch.setattr(load, "_MEASURING", 3.0)
    page, plot = tmp_path / "benchmarks.md", tmp_path / "load.svg"
    options = ["--minutes", "0.1", "--workers", "1", "--share", "0.5"]
    assert main(["load", *options, "--page", str(page), "--plot", str(plot)]) == 0
    told = page.read_text(encoding="utf-8")
    assert "| lost | 0 |" in told and "| answered twice | 0 |" in told and "load.svg" in told
    assert "polyline" in plot.read_text(encoding="utf-8")
    assert os.environ.get("WENCE_RATE_USER") is None
