"""``python -m tools.fuzz``: hostile conversations with the whole assistant.

All in one process and with the real model. The same seed and number make the same conversation on
the same day (answers know what day it is), so a fault can be played again with ``--only``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.rasa.errors import EngineError
from policies_kb.errors import KnowledgeBaseError
from tools.bench.measurements import milliseconds, percentile
from tools.bench.typed_questions import typed
from tools.fuzz.checks import Checks
from tools.fuzz.messages import HostileConversation

if TYPE_CHECKING:
    from bot.server.start import App

#: Seconds between two lines of progress.
_EVERY = 30
#: Intents that are Rasa's own: no button sends them.
_NO_PAYLOAD = frozenset({"nlu_fallback"})


@dataclass(frozen=True)
class Fault:
    """Something a reply must not be.

    Attributes:
        conversation: Number of the conversation.
        turn: Number of the message in it, from 0.
        message: What the user wrote.
        trouble: What is wrong.
    """

    conversation: int
    turn: int
    message: str
    trouble: str


@dataclass
class FuzzTally:
    """What came of a run.

    Attributes:
        turns: Messages sent.
        statuses: How often each status was the answer.
        intents: Intents that were understood.
        faults: What was wrong.
        seconds: Time of each answer.
        slowest: Time, conversation and turn of the slowest answer.
    """

    turns: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    intents: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    slowest: tuple[float, int, int] = (0.0, 0, 0)


class Fuzzer:
    """Holds hostile conversations with a running assistant.

    Args:
        app: The assistant and what it stands on.
        seed: Makes the run again.
        listener: Hears every message and its reply, e.g. to print them.
    """

    def __init__(
        self,
        app: App,
        seed: int,
        listener: Callable[[str, dict[str, Any]], None] | None = None,
    ) -> None:
        self._app = app
        self._seed = seed
        self._listener = listener
        self._checks = Checks(app.kb, app.links)
        self._questions = typed()
        self._intents = sorted(app.engine.intents - _NO_PAYLOAD)
        self.tally = FuzzTally()

    async def hold(self, number: int) -> None:
        """Hold the conversation of a number and forget it."""
        thought = HostileConversation(self._seed, number, self._questions, self._intents)
        name = f"fuzz-{self._seed}-{number}"
        heard = ""
        last: dict[str, Any] | None = None
        for turn in range(thought.length):
            message = thought.message(turn, last)
            heard += f"{message.text}\n"
            with _traces() as traces:
                started = time.perf_counter()
                try:
                    reply = await self._app.assistant.reply(name, message.text, message.locale)
                    last = reply.as_json()
                    troubles = list(self._checks.faults(last, heard))
                except Exception:
                    troubles = [traceback.format_exc()]
                self._count(time.perf_counter() - started, number, turn)
            if last:
                self.tally.statuses[last["status"]] += 1
                self.tally.intents.add(last["intent"]["name"])
            if last and self._listener:
                self._listener(message.text, last)
            for trouble in [*troubles, *traces]:
                self.tally.faults.append(Fault(number, turn, message.text, trouble))
        self._app.archive.forget(name)

    def _count(self, seconds: float, number: int, turn: int) -> None:
        self.tally.turns += 1
        self.tally.seconds.append(seconds)
        self.tally.slowest = max(self.tally.slowest, (seconds, number, turn))


@contextmanager
def _traces() -> Iterator[list[str]]:
    """Lend a list that fills with what the assistant logs of its own failures."""
    kept: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(record.getMessage())

    keeper = Keeper(logging.ERROR)
    logger = logging.getLogger("bot")
    logger.addHandler(keeper)
    try:
        yield kept
    finally:
        logger.removeHandler(keeper)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; exit with 1 when a reply was not as it must be or nothing can run."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="how many messages at least")
    parser.add_argument("--minutes", type=float, help="end after so long, whatever the count")
    parser.add_argument("--seed", type=int, default=1, help="makes the run again")
    parser.add_argument("--start", type=int, default=0, help="number of the first conversation")
    parser.add_argument("--only", type=int, help="play this conversation alone and print it")
    try:
        run(parser.parse_args(arguments))
    except (KnowledgeBaseError, EngineError) as error:
        sys.exit(f"fuzz: {error}")


def run(options: argparse.Namespace) -> None:
    """Hold the conversations; exit with 1 when a reply was not as it must be."""
    from bot.server.start import start

    app = start()
    if options.only is not None:
        fuzzer = Fuzzer(app, options.seed, _print)
        asyncio.run(fuzzer.hold(options.only))
        _tell(options.seed, fuzzer.tally.faults)
    else:
        fuzzer = Fuzzer(app, options.seed)
        asyncio.run(_hold_all(fuzzer, options))
    print(fuzz_summary(fuzzer.tally))
    if fuzzer.tally.faults:
        raise SystemExit(1)


async def _hold_all(fuzzer: Fuzzer, options: argparse.Namespace) -> None:
    tally, number = fuzzer.tally, options.start
    told, began = 0, time.monotonic()
    next_line = began + _EVERY
    end = began + 60 * options.minutes if options.minutes else float("inf")
    while tally.turns < options.count and time.monotonic() < end:
        await fuzzer.hold(number)
        number += 1
        _tell(options.seed, tally.faults[told:])
        told = len(tally.faults)
        if time.monotonic() >= next_line:
            rate = tally.turns / (time.monotonic() - began)
            print(
                f"{tally.turns:,} messages in {number - options.start:,} conversations, "
                f"{rate:.1f} a second, {told} faults",
                flush=True,
            )
            next_line += _EVERY


def _tell(seed: int, faults: Iterable[Fault]) -> None:
    for fault in faults:
        print(
            f"--seed {seed} --only {fault.conversation}, message {fault.turn + 1} "
            f"{fault.message[:80]!r}: {fault.trouble}",
            flush=True,
        )


def _print(message: str, reply: dict[str, Any]) -> None:
    print(f"> {message!r}\n{json.dumps(reply, ensure_ascii=False)}\n", flush=True)


def fuzz_summary(tally: FuzzTally) -> str:
    """Return the figures of a run as lines of text."""
    statuses = ", ".join(f"{name} {count:,}" for name, count in tally.statuses.most_common())
    times = _times(tally.seconds)
    slowest, number, turn = tally.slowest
    return (
        f"{tally.turns:,} messages, {len(tally.faults)} faults; {statuses}; "
        f"{len(tally.intents)} intents\n"
        f"{times}; slowest {milliseconds(slowest)} ms: --only {number}, message {turn + 1}"
    )


def _times(seconds: Sequence[float]) -> str:
    median, p99 = (milliseconds(percentile(seconds, share)) for share in (0.5, 0.99))
    return f"with all checks median {median} ms, p99 {p99} ms"


if __name__ == "__main__":
    main()
