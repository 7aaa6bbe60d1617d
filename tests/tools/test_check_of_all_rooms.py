"""``make check`` and the start of the assistant refuse unsound data in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.cards.cards import LABELS
from bot import __main__ as cli
from policies_kb.paths import DATABASE, ROOT
from tools import check

#: A slip, and what is told of it.
SLIP = ("wages_claim: {zh:", "wages_claim: {zn:")
TOLD = "labels.yml:{line}: wages_claim.zn: unknown key, known are zh, en\n"


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A misspelt key in the labels, and what is told of it."""
    text = LABELS.file.read_text(encoding="utf-8")
    copy = tmp_path / "labels.yml"
    assert SLIP[0] in text
    copy.write_text(text.replace(*SLIP), encoding="utf-8")
    monkeypatch.setattr(LABELS, "file", copy)
    monkeypatch.delitem(LABELS.__dict__, "data", raising=False)
    line = text[: text.index(SLIP[0])].count("\n") + 1
    return f"{tmp_path}/{TOLD.format(line=line)}"


@pytest.fixture
def own_base(database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(check, "DATABASE", database)
    return database


def test_make_check_names_file_and_line(
    told: str, own_base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check.main(["--today", "2026-11-28"]) == 1
    assert capsys.readouterr().err == told


def test_the_start_stops_with_the_sentence(
    told: str, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--database", str(database), "ask"]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"wence: {told}")


def test_sound_data_are_told_so(own_base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["--today", "2026-11-28"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("sound: ") and err == ""


def test_make_check_asks_every_room(tmp_path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "-m tools.check" in makefile and DATABASE.name == "policies.db"
