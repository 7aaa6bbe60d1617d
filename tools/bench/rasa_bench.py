"""``python -m tools.bench rasa``: this project beside stock Rasa."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from bot.rasa.errors import EngineError
from bot.server.start import MODEL
from policies_kb.paths import ROOT
from tools.bench.benchmarks_page import BENCH_PAGE, write_section
from tools.bench.measurements import percentile
from tools.bench.processes import Program, on_cores
from tools.bench.rasa_data import TRAINING_DATA, read_examples, write_data
from tools.bench.rasa_sides import Side, stock, wence, wence_in_full
from tools.bench.rasa_table import comparison_table
from tools.bench.timed_client import Asker, at_once, first_answer, in_one_conversation, in_turn
from tools.bench.typed_questions import mixed

RASA_FOLDER = ROOT / "build" / "bench" / "rasa"
PER_INTENT = 2
RASA_ROUNDS = 2
_TURNS = 200
#: Clients that ask at once, and for how many seconds.
_CLIENTS, _SECONDS = 4, 15.0
#: The long conversation asks so many questions again and again, so that its early and its late
#: turns are the same ones.
_CYCLE = 10
_EARLY, _LATE = 5, 500
_STARTING = 180.0

MeasuredSide = dict[str, list[float]]
BenchResult = TypeVar("BenchResult")


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``rasa``."""
    parser = subparsers.add_parser("rasa", help="this project against stock Rasa")
    parser.add_argument(
        "--examples-per-intent",
        type=int,
        default=PER_INTENT,
        metavar="N",
        help=f"examples both sides learn from ({PER_INTENT}); stock Rasa takes minutes more each",
    )
    parser.add_argument(
        "--rounds", type=int, default=RASA_ROUNDS, help=f"A B A B ... ({RASA_ROUNDS})"
    )
    parser.add_argument(
        "--trained", action="store_true", help="use the models and times of the last training"
    )
    parser.add_argument(
        "--folder", type=Path, default=RASA_FOLDER, help=f"where both are trained ({RASA_FOLDER})"
    )
    parser.add_argument("--model", type=Path, default=MODEL, help=f"the users' model ({MODEL})")
    parser.add_argument(
        "--page", type=Path, default=BENCH_PAGE, help=f"page to write ({BENCH_PAGE})"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Measure all sides in turn; what is measured so far is kept in the page.

    Raises:
        EngineError: A model could not be trained or loaded.
        NoAnswerError: A server did not answer.
    """
    if options.trained:
        trained = json.loads((options.folder / "trained.json").read_text(encoding="utf-8"))
    else:
        trained = _train(options)
    full = wence_in_full(options.folder / "full", TRAINING_DATA, options.model)
    sides = (*_sides(options.folder), full)
    found: dict[str, MeasuredSide] = {
        side.name: defaultdict(list, trained["figures"].get(side.name, {})) for side in sides
    }
    questions = mixed()
    for number in range(1, options.rounds + 1):
        for side in sides:
            print_at_once(f"round {number} of {options.rounds}: {side.title}")
            _measure(side, questions, found[side.name])
            finished = number if side is full else number - 1
            _show(found, sides, trained["examples"], finished, options)


def _sides(folder: Path) -> tuple[Side, Side]:
    data, stories = folder / "data", folder / "stories.yml"
    return wence(folder / "wence", data), stock(folder / "stock", data, stories)


def _train(options: argparse.Namespace) -> dict[str, Any]:
    """Train both and note what it took, for a run that only measures answers."""
    _, _, examples = write_data(options.folder, options.examples_per_intent)
    own, other = _sides(options.folder)
    figures: dict[str, MeasuredSide] = {own.name: {}, other.name: {}}
    for side in (own, other):
        side.prepare()
        spent = train_once(side)
        figures[side.name].update({"train": [spent[0]], "train_cpu": [spent[1]]})
    # Stock Rasa keeps nothing of its networks once a single example has changed.
    figures[other.name]["retrain"] = figures[other.name]["train"]
    own.prepare(keep_vectors=True)
    figures[own.name]["retrain"] = [train_once(own)[0]]
    trained = {"examples": examples, "figures": figures}
    (options.folder / "trained.json").write_text(json.dumps(trained), encoding="utf-8")
    return trained


def train_once(side: Side) -> tuple[float, float]:
    """Return the seconds a training took, by the clock and of the processor."""
    print_at_once(f"training {side.title} ...")
    before = os.times()
    began = time.perf_counter()
    wait_for_end(side.training(cores()), f"{side.title} could not be trained")
    took, after = time.perf_counter() - began, os.times()
    busy = after.children_user + after.children_system
    busy -= before.children_user + before.children_system
    print_at_once(f"training {side.title}: {took:.0f} s, {busy:.0f} s of the processor")
    return took, busy


def _measure(side: Side, questions: Sequence[str], found: MeasuredSide) -> None:
    """Add one value of every figure of answering."""
    one = {min(cores())}
    measure_loading(side, found, one)
    measure_one_core(side, questions, found, one)
    _measure_two_cores(side, questions, found)


def measure_loading(side: Side, found: MeasuredSide, one: set[int]) -> None:
    """Add how long the imports take, and loading the model after them."""
    loading = side.loading(one)
    wait_for_end(loading, f"the model of {side.title} could not be loaded")
    for name, took in json.loads(loading.log.read_text().splitlines()[-1]).items():
        add_value(found, name, took)


def measure_one_core(
    side: Side, questions: Sequence[str], found: MeasuredSide, one: set[int]
) -> None:
    """Add the figures of a server on one core, its clients on the other."""
    began = time.perf_counter()
    # The clients are elsewhere, where there is an elsewhere.
    with side.server(one) as server, on_cores(cores() - one or one):
        askers = [Asker(server.ports[0], side.protocol) for _ in range(_CLIENTS)]
        first_answer(askers[0], questions[0], lambda: server.ended, _STARTING)
        add_value(found, "cold", time.perf_counter() - began)
        # What is read when it is first needed; nobody is to pay for it here.
        in_turn(askers[0], questions, _CYCLE, "warm")
        took, busy = _busy(
            server.cpu_seconds, lambda: in_turn(askers[0], questions, _TURNS, "turn")
        )
        add_value(found, "median", statistics.median(took))
        add_value(found, "p99", percentile(took, 0.99))
        add_value(found, "cpu", busy / len(took))
        shared, resident = server.memory()
        add_value(found, "pss", shared)
        add_value(found, "rss", resident)
        _add_rates(found, "", askers, questions, server.cpu_seconds)
        # Vectors of the last texts are kept: without this only the early turns would make some.
        in_turn(askers[0], questions[:_CYCLE], _CYCLE, "asked-before")
        long = in_one_conversation(
            askers[0], questions[:_CYCLE], _LATE + _CYCLE - 1, "one-conversation"
        )
        early = statistics.median(long[_EARLY - 1 : _EARLY - 1 + _CYCLE])
        late = statistics.median(long[_LATE - 1 :])
        add_value(found, "early", early)
        add_value(found, "late", late)
        add_value(found, "growth", late / early)
        _close(askers)


def _measure_two_cores(side: Side, questions: Sequence[str], found: MeasuredSide) -> None:
    with side.server(cores(), processes=2) as server:
        askers = [
            Asker(server.ports[number % len(server.ports)], side.protocol)
            for number in range(2 * _CLIENTS)
        ]
        for asker in askers[: len(server.ports)]:
            first_answer(asker, questions[0], lambda: server.ended, _STARTING)
        at_once(askers, questions, 2.0, "warm")
        _add_rates(found, "_two", askers, questions, server.cpu_seconds)
        add_value(found, "pss_two", server.memory()[0])
        _close(askers)


def _add_rates(
    found: MeasuredSide,
    suffix: str,
    askers: Sequence[Asker],
    questions: Sequence[str],
    cpu_seconds: Callable[[], float],
) -> None:
    (count, took), busy = _busy(
        cpu_seconds, lambda: at_once(askers, questions, _SECONDS, f"rate{suffix}")
    )
    add_value(found, f"rate{suffix}", count / took)
    add_value(found, f"per_cpu{suffix}", count / busy)


def _busy(
    cpu_seconds: Callable[[], float], work: Callable[[], BenchResult]
) -> tuple[BenchResult, float]:
    """Return what some work gave, and the processor time a server spent meanwhile."""
    before = cpu_seconds()
    result = work()
    return result, cpu_seconds() - before


def wait_for_end(program: Program, reproach: str) -> None:
    """Wait for the end of a program.

    Raises:
        EngineError: It ended with an error; the reproach, and where its log is.
    """
    try:
        code = program.wait()
    finally:
        program.stop()
    if code:
        raise EngineError(f"{reproach}; see {program.log}")


def _close(askers: Sequence[Asker]) -> None:
    for asker in askers:
        asker.close()


def add_value(found: MeasuredSide, name: str, value: float) -> None:
    """Note a value and show it."""
    found[name].append(value)
    print_at_once(f"  {name} {value:.4g}")


def print_at_once(words: str) -> None:
    """Print at once how far the work is."""
    print(words, flush=True)


def cores() -> set[int]:
    """Return two of the cores this program may use."""
    return set(sorted(os.sched_getaffinity(0))[:2])


def _show(
    found: Mapping[str, MeasuredSide],
    sides: tuple[Side, Side, Side],
    examples: int,
    rounds: int,
    options: argparse.Namespace,
) -> None:
    own, other, full = sides
    titles = (own.title, other.title, full.title)
    shown = comparison_table(found[own.name], found[other.name], found[full.name], titles)
    text = _SECTION.format(
        table=shown,
        rounds=rounds,
        examples=examples,
        everything=sum(map(len, read_examples().values())),
        machine=machine(),
        day=time.strftime("%Y-%m-%d", time.gmtime()),
        turns=_TURNS,
        clients=_CLIENTS,
        twice=2 * _CLIENTS,
    )
    write_section("rasa", text, options.page)
    print(text)


def machine() -> str:
    """Return the processor and the number of its cores."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{os.cpu_count()} cores of {names[0] if names else platform.machine()}"


_SECTION = """\
## Beside stock Rasa

`python -m tools.bench rasa`, {day}, {machine}. The sides took turns;
finished rounds: {rounds}. A cell is the median of the rounds, with the lowest and the highest.
Times *of the processor* are what the programs of a side used themselves, whatever else
was running.

{table}

- The two learn from the same {examples} examples, drawn at even distances from those of every
  intent: over all {everything}, one of the hundred passes of stock Rasa takes minutes. They have
  the same domain and rules and run the same actions.
- Stock Rasa is what `rasa init` writes, with jieba (`tools/bench/rasa_stock.yml`), on Python 3.10
  with the libraries its metadata names (`tools/bench/stock-rasa.txt`), and an action server over
  HTTP in this project's environment. Its dialogue network learns from stories alone, so that it has
  the rules as stories too.
- *All examples* is the model that users get, beside the same stock Rasa: learnt from more, its
  cheap first look is sure of more messages, and fewer need a sentence vector.
- All are asked over HTTP: questions of `questions_dev.tsv`, five a conversation; {turns} one after
  the other, then by {clients} clients at once ({twice} on two cores). On one core all processes of
  a side share it, and the clients have the other; on two cores all share both.
- Wence is `python -m bot serve` as an operator runs it: it also masks, words the answer for people
  and keeps conversations in SQLite. Stock Rasa sends bare data and keeps them in memory. It cannot
  have several workers without a lock in Redis, so it gets two processes with half of the clients
  each, and one action server.
- Training begins with nothing kept: Wence embeds every text and every provision anew. *Again* is
  after a change of the examples, with the vectors of the other texts kept.
"""
