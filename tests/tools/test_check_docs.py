"""A page that went stale is a problem of ``make check``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.check_docs import check_docs

HEAD = "import pytest\n\n"


def test_each_failing_test_of_the_docs_is_told(tmp_path: Path) -> None:
    marked = "@pytest.mark.docs\ndef test_{}():\n    assert {} == 2, 'the page names {}'\n\n"
    tests = "".join(marked.format(name, n, name) for name, n in (("one", 1), ("two", 2)))
    unmarked = "def test_three():\n    assert False\n"
    (tmp_path / "test_pages.py").write_text(f"{HEAD}{tests}{unmarked}", encoding="utf-8")
    (tmp_path / "test_other.py").write_text(unmarked, encoding="utf-8")
    [problem] = check_docs(tmp_path)
    assert problem.place.endswith("test_pages.py::test_one")
    assert problem.message.startswith("AssertionError: the page names one")
    assert not problem.warning


def test_pages_without_a_fault_are_told_nothing_of(tmp_path: Path) -> None:
    sound = "@pytest.mark.docs\ndef test_one():\n    assert 1 + 1 == 2\n"
    (tmp_path / "test_pages.py").write_text(HEAD + sound, encoding="utf-8")
    assert list(check_docs(tmp_path)) == []


@pytest.mark.parametrize("text", ["import nothing_like_it\n", "(\n"])
def test_tests_that_cannot_run_are_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "test_pages.py").write_text(f"{text}# pytest.mark.docs\n", encoding="utf-8")
    found = list(check_docs(tmp_path))
    assert found[0].place.endswith("test_pages.py")
    assert "their tests cannot run" in found[-1].message
