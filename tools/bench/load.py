"""``python -m tools.bench load``: the real server under a steady load, for minutes."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nlu.danger.hearing import open_hearing
from nlu.questions import questions
from policies_kb.text.markdown import markdown_table
from tools.bench.benchmarks_page import BENCH_PAGE, write_section
from tools.bench.load_client import Client
from tools.bench.load_plot import load_plot
from tools.bench.load_server import BenchServer, ServerError
from tools.bench.load_tally import LoadTally, slope
from tools.bench.measurements import mebibytes, milliseconds, percentile
from tools.bench.typed_questions import typed

PLOT = BENCH_PAGE.with_name("benchmarks-load.svg")
#: Seconds before anything counts, and those in which the capacity is measured.
_WARMING, _MEASURING = 10.0, 30.0
#: Conversations at once while the capacity is measured.
_AT_ONCE = 16
#: Seconds between two looks at the memory, and between two lines of progress.
_LOOK, _EVERY = 10, 30
#: The part of a run before the memory is judged: workers fill their caches.
_SETTLING = 0.25
#: When the server is told to load anew, and when a worker is killed, as parts of the run.
_RELOAD, _KILL = 1 / 3, 2 / 3
_SEED = 1


@dataclass
class Run:
    """One load run.

    Attributes:
        seconds: How long messages were sent.
        capacity: Messages a second that were answered when all were sent at once.
        rate: Messages a second that were sent on average.
        tally: What became of them.
        counted: Messages the server says it answered meanwhile.
        memory: Second of the run and bytes of memory of master and workers.
        events: Second of the run and what was done to the server.
    """

    seconds: float
    capacity: float
    rate: float
    tally: LoadTally = field(default_factory=LoadTally)
    counted: int = 0
    memory: list[tuple[float, int]] = field(default_factory=list)
    events: list[tuple[float, str]] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """Bytes by which the memory grew in an hour, after it had settled."""
        settled = [(at, size) for at, size in self.memory if at >= _SETTLING * self.seconds]
        return slope(settled) * 3600

    @property
    def sound(self) -> bool:
        """Tell whether nothing was lost or doubled, by the server's own count too."""
        uncertain = self.tally.broken
        return self.tally.sound and 0 <= self.counted - self.tally.answered <= uncertain


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``load``."""
    parser = subparsers.add_parser("load", help="the real server under a steady load")
    parser.add_argument("--minutes", type=float, default=10, help="how long")
    parser.add_argument("--share", type=float, default=0.8, help="load as a part of the capacity")
    parser.add_argument("--workers", type=int, default=2, help="processes that answer")
    parser.add_argument("--store", default="", help="a PostgreSQL database; else a new SQLite file")
    parser.add_argument("--redis", default="", help="a Redis server for locks and limits")
    parser.add_argument(
        "--faults", action="store_true", help="load the model anew and kill a worker meanwhile"
    )
    parser.add_argument("--page", type=Path, default=BENCH_PAGE, help="where the section goes")
    parser.add_argument("--plot", type=Path, default=PLOT, help="where the picture goes")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Measure and write the section; exit with 1 when a message was lost or doubled."""
    with tempfile.TemporaryDirectory(prefix="wence-load-") as folder:
        store = options.store or f"sqlite:///{folder}/wence.db"
        server = BenchServer(options.workers, Path(folder), store, options.redis)
        try:
            measured = asyncio.run(_measure(server, options))
        except ServerError as error:
            print(f"bench: {error}", file=sys.stderr)
            raise SystemExit(2) from error
        finally:
            server.stop()
    options.plot.write_text(
        load_plot(measured.tally.times, measured.memory, measured.seconds, measured.events),
        encoding="utf-8",
    )
    text = load_section(measured, options)
    write_section("load", text, options.page)
    print(text)
    if not measured.sound:
        raise SystemExit(1)


async def _measure(server: BenchServer, options: argparse.Namespace) -> Run:
    print(f"ready after {server.start():.0f} s", flush=True)
    client = Client(server.url, load_questions(), _SEED, retry=options.faults)
    await client.closed(_AT_ONCE, _WARMING)
    tally, seconds = await client.closed(_AT_ONCE, _MEASURING)
    capacity = tally.answered / seconds
    print(f"capacity {capacity:.1f} messages a second", flush=True)
    seconds = 60 * options.minutes
    measured = Run(seconds, capacity, capacity * options.share)
    before = server.turns()
    watching = asyncio.create_task(_watch(server, measured, options.faults))
    try:
        await client.open(measured.rate, seconds, measured.tally)
    finally:
        watching.cancel()
    measured.memory.append((seconds, server.memory()))
    measured.counted = server.turns() - before
    return measured


async def _watch(server: BenchServer, measured: Run, faults: bool) -> None:
    """Look at the memory, print how it goes, and do to the server what is to be done."""
    began, looks = time.monotonic(), 0
    planned = [
        (_RELOAD, "loaded anew", server.reload),
        (_KILL, "worker killed", server.kill_worker),
    ]
    while True:
        at = time.monotonic() - began
        size = await asyncio.to_thread(server.memory)
        if at <= measured.seconds:
            measured.memory.append((at, size))
        if looks * _LOOK % _EVERY == 0:
            print(progress(measured, at), flush=True)
        if faults and planned and at >= planned[0][0] * measured.seconds:
            _, told, act = planned.pop(0)
            act()
            measured.events.append((at, told))
            print(f"  {told}", flush=True)
        looks += 1
        await asyncio.sleep(began + looks * _LOOK - time.monotonic())


def load_questions() -> list[str]:
    """Return questions of the dev split.

    A message with several questions counts as several turns, one that tells of danger as none;
    both are left out: every answer here must be exactly one turn after the last.
    """
    hearing = open_hearing()
    return [text for text in typed() if not questions(text) and not hearing.hear(text)]


def progress(measured: Run, at: float) -> str:
    """Return one line on how it goes."""
    tally = measured.tally
    times = [timed.seconds for timed in tally.times] or [0.0]
    return (
        f"{at:4.0f} s: sent {tally.sent:,}, answered {tally.answered:,}, "
        f"lost {sum(tally.lost.values())}, doubled {tally.doubled}, broken {tally.broken}; "
        f"median {milliseconds(percentile(times, 0.5))} ms, "
        f"p99 {milliseconds(percentile(times, 0.99))} ms; "
        f"{mebibytes(measured.memory[-1][1])} MiB"
    )


def load_section(measured: Run, options: argparse.Namespace) -> str:
    """Return the section of docs/benchmarks.md."""
    return _SECTION.format(
        options=_told(options),
        cores=os.cpu_count(),
        table=markdown_table(("", "value"), _rows(measured, options.faults), numbers=True),
        picture=options.plot.name,
    )


def _rows(measured: Run, faults: bool) -> Iterator[tuple[str, str]]:
    tally = measured.tally
    times = [timed.seconds for timed in tally.times] or [0.0]
    reasons = ", ".join(f"{why} {count}" for why, count in sorted(tally.lost.items()))
    yield "capacity, messages a second", f"{measured.capacity:.1f}"
    yield "sent a second", f"{tally.sent / measured.seconds:.1f}"
    yield "sent", f"{tally.sent:,}"
    yield "answered", f"{tally.answered:,}"
    yield "answered by the server's own count", f"{measured.counted:,}"
    yield "lost", f"{sum(tally.lost.values())}{f' ({reasons})' if reasons else ''}"
    yield "answered twice", f"{tally.doubled}"
    yield "out of order or forgotten", f"{tally.set_back}"
    yield "answer to something else", f"{tally.strayed}"
    yield "answers that tell of an error", f"{tally.errors}"
    if faults:
        yield "connections that broke, message sent again", f"{tally.broken}"
        yield "of them answered before, only the answer had not arrived", f"{tally.repeated}"
    for name, share in (("median", 0.5), ("p95", 0.95), ("p99", 0.99), ("longest", 1.0)):
        yield f"{name}, ms", milliseconds(percentile(times, share))
    sizes = [size for _, size in measured.memory]
    yield "memory at the start, MiB", mebibytes(sizes[0])
    yield "memory at the end, MiB", mebibytes(sizes[-1])
    if not faults:
        # What a reload holds for some seconds has nothing to do with growth.
        yield "memory growth an hour, MiB", f"{measured.growth / 2**20:+,.1f}"


def _told(options: argparse.Namespace) -> str:
    """Return the options that matter; addresses may hold a password."""
    told = f"--minutes {options.minutes:g} --share {options.share:g} --workers {options.workers}"
    told += " --store postgresql://…" if options.store else ""
    told += " --redis redis://…" if options.redis else ""
    return told + (" --faults" if options.faults else "")


_SECTION = """\
## Load

`python -m tools.bench load {options}`, on a machine with {cores} cores.

The client takes part of the machine. The capacity is what 16 conversations at once get answered in
30 s. Then messages are sent at times that do not depend on the answers, in conversations of 1 to 12
questions of `questions_dev.tsv`; an answer's time counts from when its message was to be sent. Each
answer must be exactly one turn after the last one of its conversation.

{table}

Memory is the proportional set size of master and workers together. Its growth is that of the
straight line through the last three quarters of the run.

![Latency and memory over time]({picture})
"""
