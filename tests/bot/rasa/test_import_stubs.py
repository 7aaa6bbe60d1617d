"""What Rasa imports and this model does not need is not there, and says so when it is used."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.rasa.import_stubs import UNNEEDED

ROOT = Path(__file__).parents[3]


def run(code: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Run code in a process that serves; here the libraries may be loaded already."""
    prepare = "from bot.rasa.import_stubs import prepare_for_serving\nprepare_for_serving()"
    return subprocess.run(
        [sys.executable, "-c", f"{before}\n{prepare}\n{code}"],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_engine_is_imported_without_them() -> None:
    done = run(
        "import sys, bot.rasa.engine\n"
        "from bot.rasa.import_stubs import UNNEEDED\n"
        "print(*(n for n in UNNEEDED if getattr(sys.modules.get(n), '__file__', None)))"
    )
    assert (done.stdout.strip(), done.returncode) == ("", 0), done.stderr


def test_a_component_that_needs_one_says_which_lists_it_stands_in() -> None:
    done = run(
        "from rasa.utils.tensorflow.layers import Embed\n"
        "def build():\n"
        "    return Embed(2, 0.1, 'name')\n"
        "build()"
    )
    assert "ImportError" in done.stderr
    assert "the lists in bot/rasa/import_stubs.py" in done.stderr


def test_a_stub_may_be_used_where_a_module_is_read_in_but_not_in_a_function() -> None:
    """Before Python 3.12 the frame of a comprehension looks like that of a function."""
    done = run(
        "from tensorflow import keras\n"
        "print(len({name: keras.Model() for name in 'ab'}), len([keras.Model() for _ in 'ab']))\n"
        "def build():\n"
        "    return [keras.Model() for _ in 'ab']\n"
        "build()"
    )
    assert done.stdout.strip() == "2 2"
    assert "ImportError" in done.stderr


def test_what_is_loaded_already_stays() -> None:
    done = run("import tqdm.std\nprint(tqdm.std.__file__)", "import tqdm")
    assert done.stdout.strip().endswith("std.py"), done.stderr


def test_old_names_are_those_of_the_libraries() -> None:
    done = run(
        "import numpy, packaging.version as v\n"
        "print(numpy.VisibleDeprecationWarning is numpy.exceptions.VisibleDeprecationWarning)\n"
        "print(isinstance(v.parse('1.2'), v.LegacyVersion))"
    )
    assert done.stdout.split() == ["True", "False"], done.stderr


@pytest.mark.parametrize("name", sorted(UNNEEDED))
def test_no_code_of_the_project_imports_one(name: str) -> None:
    imported = re.compile(rf"^\s*(?:import|from) {re.escape(name)}\b", re.MULTILINE)
    # Its command line is Rasa's, with what is installed.
    commands = ROOT / "bot" / "rasa" / "__main__.py"
    for room in ("actions", "bot", "nlu", "policies_kb"):
        for path in (ROOT / room).rglob("*.py"):
            if path != commands:
                assert not imported.search(path.read_text(encoding="utf-8")), path
