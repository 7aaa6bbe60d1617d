"""The page of others' software tells what the lock holds, and of everything the licence."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from tools import third_party
from tools.third_party import (
    ROOT,
    THIRD_PARTY_PAGE,
    Lock,
    UnknownError,
    licence_of,
    third_party_page,
)


@pytest.fixture
def lock() -> Lock:
    return Lock(ROOT / "uv.lock")


@pytest.fixture
def known() -> dict:
    return yaml.safe_load((ROOT / "tools/third_party.yml").read_text("utf-8"))


@pytest.mark.docs
def test_the_page_is_what_the_lock_makes() -> None:
    made = third_party_page()
    assert THIRD_PARTY_PAGE.read_text("utf-8") == made, "run python -m tools.third_party"


def test_every_installed_package_has_a_licence_that_says_which(lock: Lock, known: dict) -> None:
    for name in lock.installed() | lock.installed("dev") | lock.installed("ocr"):
        assert re.search(r"MIT|BSD|Apache|MPL|LGPL|PSF|ISC", licence_of(name, known)), name


def test_what_is_written_by_hand_is_of_packages_in_the_lock(lock: Lock, known: dict) -> None:
    there = set(lock.installed() | lock.installed("dev") | lock.installed("ocr"))
    named = {name for key in ("licences", "carries", "reasons") for name in known[key]}
    assert not named - there


def test_an_unknown_licence_is_refused_not_guessed(known: dict) -> None:
    with pytest.raises(UnknownError, match="write it under licences"):
        licence_of("no-such-package", known)


def test_a_package_without_a_reason_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(ROOT / "uv.lock", tmp_path)
    (tmp_path / "tools").mkdir()
    text = (ROOT / "tools/third_party.yml").read_text("utf-8")
    (tmp_path / "tools/third_party.yml").write_text(text.replace("\n  jieba: Chinese words", ""))
    monkeypatch.setattr(third_party, "ROOT", tmp_path)
    with pytest.raises(UnknownError, match="why jieba is here"):
        third_party_page()


def test_a_package_only_for_other_systems_is_left_out(lock: Lock) -> None:
    assert "colorama" not in lock.installed()
    assert "async-timeout" in lock.installed()
