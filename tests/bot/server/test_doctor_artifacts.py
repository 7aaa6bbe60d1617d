"""What the doctor says of what is made: the base, the model, the hearing of danger."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from found import grades, only

from bot.server.doctor import artifacts
from policies_kb.checks.built_base import check_base
from policies_kb.checks.problem import Problem

pytestmark = pytest.mark.usefixtures("plain_environment")

ROOT = Path(__file__).parents[3]


def checked_on(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    def check_then(*arguments: Any) -> Iterator[Problem]:
        return check_base(*arguments, today=day)

    monkeypatch.setattr(artifacts, "check_base", check_then)


def test_a_sound_base_is_ok(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked_on(date(2026, 11, 30), monkeypatch)
    law, finding = artifacts.knowledge_base(database)
    assert (law.grade, law.what) == ("ok", "law")
    assert finding.grade == "ok" and "6 papers" in finding.found


def test_what_is_due_to_be_checked_again_is_told(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked_on(date(2027, 3, 1), monkeypatch)
    law, finding = artifacts.knowledge_base(database)
    due = re.match(r"(\d+) curated rows are due", law.found)
    assert law.grade == "warn" and due and int(due[1]) > 1
    assert "reg_zj_credit_2018" in law.found and "docs/law-watch.md" in law.remedy
    assert finding.grade == "ok"


def test_a_base_that_is_missing_or_damaged_is_built_again(tmp_path: Path) -> None:
    finding = only(artifacts.knowledge_base(tmp_path / "none.db"))
    assert (finding.grade, finding.remedy) == ("bad", "make build")
    (tmp_path / "bad.db").write_bytes(b"no database" * 500)
    assert only(artifacts.knowledge_base(tmp_path / "bad.db")).grade == "bad"


def test_a_base_older_than_its_sources_is_bad(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    curated = tmp_path / "curated"
    shutil.copytree(artifacts.CURATED, curated)
    words = curated / "words.txt"
    words.write_text(words.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    monkeypatch.setattr(artifacts, "CURATED", curated)
    findings = artifacts.knowledge_base(database)
    assert any("changed since it was built" in finding.found for finding in findings)
    assert "bad" in grades(findings)


def test_a_missing_or_broken_model_is_trained(tmp_path: Path) -> None:
    model = tmp_path / "wence.tar.gz"
    assert only(artifacts.model(model)).remedy == "make train"
    model.write_bytes(b"\x1f\x8b" + b"half" * 100)
    finding = only(artifacts.model(model))
    assert finding.grade == "bad" and "make train" in finding.remedy


def test_the_training_is_compared_with_the_inputs_of_the_makefile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recipe = artifacts._recipe(artifacts._TARGET)
    assert recipe is not None
    inputs, command = recipe
    assert {"config.yml", "nlu/data", "uv.lock"} <= set(inputs)
    assert command[:4] == [".venv/bin/python", "-m", "bot.rasa", "train"]
    assert all((ROOT / name).exists() for name in inputs)
    recipe = artifacts._recipe(artifacts._DANGER)
    assert recipe is not None and "nlu/danger" in recipe[0]
    assert recipe[1] == [".venv/bin/python", "-m", "nlu.danger"]


def test_hearing_danger_by_rules_alone_is_bad(tmp_path: Path) -> None:
    weights = tmp_path / "danger.npz"
    for content in (None, b"", b"PK half"):
        if content is not None:
            weights.write_bytes(content)
        finding = only(artifacts.danger(weights))
        assert (finding.grade, finding.what) == ("bad", "danger")
        assert "rules alone" in finding.found and "make train" in finding.remedy


def test_a_model_of_other_inputs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.server.fresh import content_hash as hash_of
    from bot.server.fresh import digest

    (tmp_path / "models").mkdir()
    (tmp_path / "config.yml").write_text("one")
    model = tmp_path / "models" / "wence.tar.gz"
    subprocess.run(["tar", "-czf", model, "-C", tmp_path, "config.yml"], check=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(artifacts, "ROOT", tmp_path)
    monkeypatch.setattr(artifacts, "_recipe", lambda target: (["config.yml"], ["train"]))
    assert grades(artifacts.model(model)) == ["ok", "warn"]
    stamp = model.with_name(".wence.tar.gz.inputs")
    stamp.write_text(f"{digest(['config.yml'], ['train'])} {hash_of(model)}")
    assert grades(artifacts.model(model)) == ["ok", "ok"]
    (tmp_path / "config.yml").write_text("two")
    told = artifacts.model(model)[1]
    assert (told.grade, told.remedy) == ("warn", "make train")
    stamp.write_text(f"{digest(['config.yml'], ['train'])} another")
    assert grades(artifacts.model(model)) == ["ok", "bad"]
