"""Another checkout is measured with its own Python, code, base and model."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from needs import needs

from bot.rasa.errors import EngineError
from bot.server.start import MODEL
from policies_kb.paths import DATABASE
from tools.bench import before, rasa_sides
from tools.bench.processes import Program
from tools.bench.rasa_sides import checkout
from tools.bench.rasa_table import before_and_now

EXAMPLES = """version: "3.1"
nlu:
  - intent: greet
    examples: |
      - 你好
      - 您好
"""


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A checkout in which everything was made."""
    home = tmp_path / "other"
    for name in ("models/wence.tar.gz", "build/policies.db", "build/vectors.db", "config.yml"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(name)
    python = home / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.touch()
    (home / "nlu/data").mkdir(parents=True)
    (home / "nlu/data/greet.yml").write_text(EXAMPLES, encoding="utf-8")
    return home


def test_a_checkout_is_run_with_what_is_its_own(
    other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[list[str], dict[str, str]]] = []

    def start(self: Program, command: list[str], log: Path, cores: set[int], *given: dict) -> None:
        started.append((command, given[0]))

    monkeypatch.setattr(Program, "__init__", start)
    side = checkout(other, "before", "abc1234", tmp_path / "run")
    side.training({0})
    side.server({0})
    side.parsing(Path("program.py"), Path("asked.json"), {0})
    for command, environment in started:
        assert Path(command[0]).parent == other / ".venv/bin"
        assert environment["PYTHONPATH"] == str(other)
    assert str(other / "nlu/domain.yml") in started[0][0]
    assert str(other / "build/policies.db") in started[2][0]
    assert side.model.resolve() == other / "models/wence.tar.gz"
    assert (side.folder / "build/policies.db").read_text() == "build/policies.db"
    assert (side.folder / "build/vectors.db").read_text() == "build/vectors.db"


@pytest.mark.parametrize("name", ["models/wence.tar.gz", "build/vectors.db", ".venv/bin/python"])
def test_what_is_not_made_in_a_checkout_is_named(other: Path, tmp_path: Path, name: str) -> None:
    (other / name).unlink()
    with pytest.raises(EngineError, match=rf"no {other / name}; run `make train` there"):
        checkout(other, "before", "abc1234", tmp_path / "run")


def test_one_example_is_left_out_before_training_again(other: Path, tmp_path: Path) -> None:
    side = checkout(other, "before", "abc1234", tmp_path / "run")
    before._leave_out_an_example(side.data[0])
    left = (side.data[0] / "greet.yml").read_text(encoding="utf-8")
    assert left == EXAMPLES.replace("      - 您好\n", "")
    assert (other / "nlu/data/greet.yml").read_text(encoding="utf-8") == EXAMPLES


def test_the_table_shows_what_both_were_measured_by() -> None:
    shown = before_and_now(
        {"cold": [8.0, 10.0, 9.0], "pss": [2 << 20]},
        {"cold": [3.0, 3.0, 3.0], "rate": [5.0]},
        "abc1234",
    )
    head, _, *rows = shown.splitlines()
    assert head == "|  | abc1234 | now | times better |"
    assert rows == ["| cold start to the first answer | 9.0 s (8.0 s to 10.0 s) | 3.0 s | 3.00 |"]


@needs("model")
def test_the_time_of_understanding_is_printed_last(tmp_path: Path) -> None:
    asked = tmp_path / "asked.json"
    asked.write_text(json.dumps(["老板不发工资", "信用怎么修复"]))
    done = subprocess.run(
        [sys.executable, before._PARSE, DATABASE, MODEL, asked],
        env={"PYTHONPATH": str(rasa_sides.ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert 0 < json.loads(done.stdout.splitlines()[-1]) < 5
