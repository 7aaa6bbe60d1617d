"""What Rasa imports and this model does not need is not there, and says so when it is used."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.model.left_out import UNNEEDED

ROOT = Path(__file__).parents[3]


def run(code: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Run code in a process that leaves libraries out; here they may be loaded already."""
    leave_out = "from bot.model.left_out import leave_out\nleave_out()"
    return subprocess.run(
        [sys.executable, "-c", f"{before}\n{leave_out}\n{code}"],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_engine_is_imported_without_them() -> None:
    done = run(
        "import sys, bot.model.engine\n"
        "from bot.model.left_out import UNNEEDED\n"
        "print(*(n for n in UNNEEDED if getattr(sys.modules.get(n), '__file__', None)))"
    )
    assert (done.stdout.strip(), done.returncode) == ("", 0), done.stderr


def test_a_component_that_needs_one_says_which_list_it_stands_in() -> None:
    done = run(
        "from rasa.utils.tensorflow.layers import Embed\n"
        "def build():\n"
        "    return Embed(2, 0.1, 'name')\n"
        "build()"
    )
    assert "ImportError" in done.stderr
    assert "UNNEEDED in bot/model/left_out.py" in done.stderr


def test_stock_rasa_keeps_its_own_where_both_are_measured() -> None:
    before = "from bot.evaluation.baseline import import_stock\nimport_stock()"
    code = "import rasa.nlu.classifiers.diet_classifier as diet\nprint(float(diet.tf.ones(1)[0]))"
    done = run(code, before)
    assert done.stdout.strip() == "1.0", done.stderr


def test_what_is_loaded_already_stays() -> None:
    done = run("import matplotlib.colors\nprint(matplotlib.colors.__file__)", "import matplotlib")
    assert done.stdout.strip().endswith("colors.py"), done.stderr


@pytest.mark.parametrize("name", sorted(UNNEEDED))
def test_no_code_of_the_project_imports_one(name: str) -> None:
    for room in ("actions", "bot", "nlu", "policies_kb"):
        for path in (ROOT / room).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            assert f"import {name}" not in text and f"from {name}" not in text, path
