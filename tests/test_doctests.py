"""What docstrings show is what the code gives."""

from __future__ import annotations

import doctest
import importlib

import pytest

from tools.house import House

HOUSE = House()
SHOWING = sorted(
    name for name, path in HOUSE.modules.items() if ">>> " in path.read_text(encoding="utf-8")
)


def test_many_modules_show_what_they_do() -> None:
    assert len(SHOWING) > 50


@pytest.mark.parametrize("module", SHOWING)
def test_the_examples_of_docstrings_hold(module: str) -> None:
    failed, tried = doctest.testmod(
        importlib.import_module(module), optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert tried and not failed
