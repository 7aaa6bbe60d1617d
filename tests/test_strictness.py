"""Every test can fail."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from strictness import all_of_some, powerless

TESTS = Path(__file__).parent


def test_no_assertion_of_the_suite_is_powerless() -> None:
    files = sorted(TESTS.rglob("*.py"))
    assert len(files) > 100
    found = {
        f"{file.relative_to(TESTS)}:{line}"
        for file in files
        for line in powerless(ast.parse(file.read_text("utf-8")))
    }
    assert found == set()


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("assert True", [1]),
        ("assert (1 == 2, 'told')", [1]),
        ("try:\n    assert f()\nexcept Exception:\n    pass", [2]),
        ("try:\n    assert f()\nexcept (OSError, AssertionError):\n    pass", [2]),
        ("try:\n    assert f()\nexcept OSError:\n    pass", []),
        ("try:\n    assert f()\nfinally:\n    g()", []),
        ("assert f() == 1", []),
        ("assert False, 'never comes here'", []),
    ],
)
def test_a_powerless_assertion_is_seen(source: str, lines: list[int]) -> None:
    assert list(powerless(ast.parse(source))) == lines


def test_all_of_nothing_fails_in_every_module_of_tests() -> None:
    assert all is all_of_some
    assert all([1, True]) and not all([1, 0])
    with pytest.raises(AssertionError, match="of nothing"):
        all([])
