"""Stock Rasa is where it is made, and told in one line where it cannot be."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.rasa.errors import EngineError
from tools.bench import rasa_sides
from tools.bench.processes import Program

SCRIPTS = Path(__file__).parents[3] / "tools" / "bench"


def test_without_stock_rasa_the_error_names_what_makes_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(rasa_sides, "_STOCK_PROGRAMS", tmp_path)
    with pytest.raises(EngineError, match=r"sh tools/bench/stock_rasa\.sh"):
        rasa_sides.stock(tmp_path, tmp_path, tmp_path)


def test_each_side_has_its_programs_and_the_actions_are_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(rasa_sides, "_STOCK_PROGRAMS", tmp_path)
    (tmp_path / "rasa").touch()
    started: list[str] = []

    def start(self: Program, command: list[str], *_: object) -> None:
        started.append(command[0])

    monkeypatch.setattr(Program, "__init__", start)
    ours = str(Path(sys.executable).parent)
    rasa_sides.stock(tmp_path, tmp_path, tmp_path).server(set(), processes=2)
    assert started == [f"{ours}/rasa", f"{tmp_path}/rasa", f"{tmp_path}/rasa"]
    started.clear()
    rasa_sides.wence(tmp_path, tmp_path).training(set())
    assert started == [f"{ours}/rasa"]


def test_without_python_3_10_it_is_left_out_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "tools" / "bench").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    for name in ("stock_rasa.sh", "stock-rasa.txt"):
        shutil.copy(SCRIPTS / name, tmp_path / "tools" / "bench")
    for name in ("cmp", "dirname"):
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    done = subprocess.run(
        ["/bin/sh", "tools/bench/stock_rasa.sh"],
        cwd=tmp_path,
        env={"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr == (
        "wence: stock Rasa runs on Python 3.10 at most and there is none on this machine; "
        "the comparison is left out\n"
    )
    assert not (tmp_path / ".tools").exists()
