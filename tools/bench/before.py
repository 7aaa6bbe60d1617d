"""``python -m tools.bench before CHECKOUT``: this checkout beside another one of this project."""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from tools.bench.benchmarks_page import BENCH_PAGE, write_section
from tools.bench.rasa_bench import (
    ROOT,
    MeasuredSide,
    add_value,
    cores,
    machine,
    measure_loading,
    measure_one_core,
    print_at_once,
    train_once,
    wait_for_end,
)
from tools.bench.rasa_sides import Side, checkout
from tools.bench.rasa_table import before_and_now
from tools.bench.typed_questions import mixed

BEFORE_FOLDER = ROOT / "build" / "bench" / "before"
ROUNDS = 3
_PARSE = Path(__file__).with_name("parse_time.py")
#: Questions that are understood without being answered.
_PARSED = 200


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``before``."""
    parser = subparsers.add_parser("before", help="this checkout against another commit")
    parser.add_argument("checkout", type=Path, help="where the other commit is, trained")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"A B A B ... ({ROUNDS})")
    parser.add_argument("--untrained", action="store_true", help="leave out training")
    parser.add_argument(
        "--folder", type=Path, default=BEFORE_FOLDER, help=f"where both run ({BEFORE_FOLDER})"
    )
    parser.add_argument(
        "--page", type=Path, default=BENCH_PAGE, help=f"page to write ({BENCH_PAGE})"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Measure both in turn; what is measured so far is kept in the page.

    Raises:
        EngineError: Something is not made in a checkout, or could not be trained or loaded.
        NoAnswerError: A server did not answer.
    """
    other = options.checkout.resolve()
    commit = _commit(other)
    before = checkout(other, "before", commit, options.folder / "before")
    now = checkout(ROOT, "now", "now", options.folder / "now")
    found: dict[str, MeasuredSide] = {side.name: defaultdict(list) for side in (before, now)}
    questions = mixed()
    for number in range(1, options.rounds + 1):
        for side in (before, now):
            print_at_once(f"round {number} of {options.rounds}: {side.title}")
            _measure(side, questions, found[side.name])
        _show(found, number, commit, options.page)
    if not options.untrained:
        for side in (before, now):
            _train(side, found[side.name])
        _show(found, options.rounds, commit, options.page)


def _measure(side: Side, questions: Sequence[str], found: MeasuredSide) -> None:
    one = {min(cores())}
    measure_loading(side, found, one)
    asked = side.folder / "asked.json"
    asked.write_text(json.dumps(questions[:_PARSED]), encoding="utf-8")
    parsing = side.parsing(_PARSE, asked, one)
    wait_for_end(parsing, f"{side.title} could not understand messages")
    add_value(found, "parse", json.loads(parsing.log.read_text().splitlines()[-1]))
    measure_one_core(side, questions, found, one)


def _train(side: Side, found: MeasuredSide) -> None:
    """Train with the sentence vectors of the texts at hand, then again with one example less."""
    # Not over the model that the checkout serves from.
    side.model.unlink()
    for name in ("kept", "changed"):
        took, busy = train_once(side)
        add_value(found, f"train_{name}", took)
        add_value(found, f"train_{name}_cpu", busy)
        _leave_out_an_example(side.data[0])


def _leave_out_an_example(data: Path) -> None:
    file = min(data.glob("*.yml"), key=lambda file: (file.stat().st_size, file.name))
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    last = max(n for n, line in enumerate(lines) if line.startswith("      - "))
    file.write_text("".join(lines[:last] + lines[last + 1 :]), encoding="utf-8")


def _commit(folder: Path) -> str:
    command = ["git", "-C", str(folder), "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or folder.name


def _show(found: dict[str, MeasuredSide], rounds: int, commit: str, page: Path) -> None:
    text = _SECTION.format(
        table=before_and_now(found["before"], found["now"], commit),
        commit=commit,
        rounds=rounds,
        parsed=_PARSED,
        machine=machine(),
        day=time.strftime("%Y-%m-%d", time.gmtime()),
    )
    write_section("before", text, page)
    print(text)


_SECTION = """\
## Beside an earlier commit

`python -m tools.bench before CHECKOUT`, {day}, {machine}.
Commit {commit} and this one took turns in one sitting; finished rounds: {rounds}. A cell is the
median of the rounds, with the lowest and the highest. Times *of the processor* are what the
programs of a side used themselves, whatever else was running.

{table}

- Each has its own Python, libraries, base and model, learnt from its own examples, and is served as
  an operator serves it, on one core with the clients on the other, over HTTP: questions of
  `questions_dev.tsv`, five a conversation, one after the other, then by four clients at once.
- *Understanding* is the model alone: the intent of {parsed} of the questions, without an answer.
- *Training* has the sentence vectors of all texts at hand and nothing else; *again* is after one
  example was left out, with what the training before it kept.
"""
