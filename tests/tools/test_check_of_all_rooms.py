"""``make check`` and the start of the assistant refuse unsound data in one sentence."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest

from actions.cards.cards import LABELS
from bot import __main__ as cli
from bot.attachments.letter_check import letter_problems
from bot.attachments.letter_fields import LETTER_FIELDS, LETTERS
from policies_kb.checks.problem import Problem
from policies_kb.paths import ROOT
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
    """A base of the tests; the docs have tests of their own."""
    monkeypatch.setattr(check, "DATABASE", database)
    monkeypatch.setattr(check, "check_docs", lambda: iter(()))
    return database


def test_make_check_names_file_and_line(
    told: str, own_base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check.main(["--today", "2026-11-30"]) == 1
    assert capsys.readouterr().err == told


def test_the_start_stops_with_the_sentence(
    told: str, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--database", str(database), "ask"]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"wence: {told}")


def test_sound_data_are_told_so(own_base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["--today", "2026-11-30"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("sound: ") and err == ""


def test_what_is_wrong_in_several_rooms_is_all_told(
    told: str,
    own_base: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fields = tmp_path / "fields.yml"
    text = LETTER_FIELDS.file.read_text(encoding="utf-8").replace("\nletters:", "\nleters:")
    fields.write_text(text, encoding="utf-8")
    monkeypatch.setattr(LETTER_FIELDS, "file", fields)
    monkeypatch.delitem(LETTER_FIELDS.__dict__, "data", raising=False)
    stale = Problem("tests/test_readme.py::test_commands", "assert 1 == 2")
    monkeypatch.setattr(check, "check_docs", lambda: iter((stale,)))
    assert check.main(["--today", "2026-11-30"]) == 1
    err = capsys.readouterr().err
    line = text[: text.index("\nleters:")].count("\n") + 2
    wrong_letters = f"{fields}:{line}: leters: unknown key, did you mean 'letters'?\n"
    assert err == f"{told}{wrong_letters}{stale}\n"


def test_a_letter_that_cannot_be_filled_is_told(
    own_base: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(LETTERS, tmp_path / "letters")
    (tmp_path / "letters" / "quit.docx").unlink()
    monkeypatch.setattr(
        "bot.checks.letter_problems", partial(letter_problems, folder=tmp_path / "letters")
    )
    assert check.main(["--today", "2026-11-30"]) == 1
    assert capsys.readouterr().err == f"{tmp_path}/letters/quit.docx: the letter is missing\n"


def test_make_check_is_this_command_alone() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = makefile.split("\ncheck:")[1].split("\n\n")[0].splitlines()[1:]
    assert recipe == ["\t@$(PYTHON) -m tools.check $(ARGS)"]
