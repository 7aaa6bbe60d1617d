"""A case is asked in one file and recognised by another; neither can speak past the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from actions.guides.script import Script
from actions.guides.scripts import CREDIT, REQUEST, SCRIPTS, WAGES
from policies_kb.errors import DataFileError
from policies_kb.yaml_file import DataFile, read_all, read_yaml

CASES = [pytest.param(script, id=script.file.stem) for script in SCRIPTS]


def changed(file: DataFile[Any], old: str, new: str, folder: Path) -> Path:
    """Return a copy of a file with one thing changed."""
    text = file.file.read_text(encoding="utf-8")
    assert old in text
    copy = folder / file.file.name
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


@pytest.mark.parametrize("key", ["called", "dropped", "before", "after", "describes", "slip"])
def test_a_pattern_in_a_guide_is_refused(key: str, tmp_path: Path) -> None:
    kind = "    kind: choice\n"
    copy = changed(WAGES, kind, f"{kind}    {key}: 'a|b'\n", tmp_path)
    with pytest.raises(DataFileError, match=rf"wages.yml:\d+: fields.employer.{key}: unknown key"):
        read_yaml(copy, WAGES.kind)


def test_patterns_of_a_guide_of_its_own_are_refused(tmp_path: Path) -> None:
    copy = changed(CREDIT, "texts:\n", "patterns: {quit: 'a|b'}\ntexts:\n", tmp_path)
    with pytest.raises(DataFileError, match=r"credit.yml:\d+: patterns: unknown key"):
        read_yaml(copy, CREDIT.kind)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  seen:\n", "  sean:\n", "fields.sean: the case has none that is called 'sean'"),
        ("      bank:\n", "      benk:\n", "fields.seen.choices.benk: "),
    ],
)
def test_a_pattern_of_what_is_not_asked_is_refused_at_its_line(
    old: str, new: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = CREDIT.pattern_file
    text = file.file.read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    monkeypatch.setattr(file, "file", changed(file, old, new, tmp_path))
    monkeypatch.delitem(file.__dict__, "data", raising=False)
    with pytest.raises(DataFileError) as caught:
        read_all([CREDIT, file])
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith(f"{tmp_path}/credit.yml:{line}: {told}")


def test_what_is_wrong_with_a_guide_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(REQUEST, "file", changed(REQUEST, "  hint:", "  hind:", tmp_path))
    for file in (REQUEST, REQUEST.pattern_file):
        monkeypatch.delitem(file.__dict__, "data", raising=False)
    with pytest.raises(DataFileError) as caught:
        read_all([REQUEST, REQUEST.pattern_file])
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize("script", CASES)
def test_every_choice_and_part_can_be_told_in_words(script: Script[Any]) -> None:
    fields = script.entries.items()
    asked = {(n, one) for n, e in fields for one in (*e.words.choices, *e.words.partly)}
    patterns = script.pattern_file.data.fields.items()
    heard = {(name, one) for name, field in patterns for one in (*field.choices, *field.partly)}
    assert asked == heard
