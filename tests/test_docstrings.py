"""Every error a docstring says is raised is there: a class of the house, of Python or of a library.

A renamed error leaves its old name behind in docstrings, where no other tool looks for it.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name

import pytest

from tools.house import House

HOUSE = House(Path(__file__).parents[1])
CLASSES = {
    node.name
    for tree in HOUSE.trees.values()
    for node in ast.walk(tree)
    if isinstance(node, ast.ClassDef)
}


def raised(docstring: str) -> Iterator[str]:
    """Yield the names in the section ``Raises:`` of a docstring, as written."""
    section = re.search(r"^Raises:\n((?:[ ]+.*\n?|\n)+)", inspect.cleandoc(docstring), re.M)
    for line in section[1].splitlines() if section else ():
        entry = re.match(r" {4}(\S[^:]*):", line)
        if entry:
            yield from re.split(r", | or ", entry[1])


def imported(tree: ast.AST) -> set[str]:
    """Return the names a module imports from others, as they are called there."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def is_there(name: str, tree: ast.AST) -> bool:
    """Tell whether a module can mean a class by a name: a bare one, or one with its module."""
    if "." not in name:
        return name in CLASSES or name in imported(tree) or is_error(getattr(builtins, name, None))
    try:
        return is_error(resolve_name(name))
    except (ImportError, AttributeError):
        return False


def is_error(found: object) -> bool:
    """Tell whether something can be raised."""
    return isinstance(found, type) and issubclass(found, BaseException)


def unknown(tree: ast.AST) -> list[str]:
    """Return the names that docstrings of a module say are raised and nobody knows."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    documented = (node for node in ast.walk(tree) if isinstance(node, kinds))
    docstrings = (ast.get_docstring(node, clean=False) or "" for node in documented)
    return [name for text in docstrings for name in raised(text) if not is_there(name, tree)]


@pytest.mark.parametrize("module", sorted(HOUSE.trees))
def test_what_is_said_to_be_raised_is_there(module: str) -> None:
    assert unknown(HOUSE.trees[module]) == []


def test_many_errors_are_documented() -> None:
    texts = (
        ast.get_docstring(node) or ""
        for tree in HOUSE.trees.values()
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    )
    assert sum(1 for text in texts for _ in raised(text)) > 150


def test_a_name_that_is_gone_is_found() -> None:
    tree = ast.parse('''
import yaml

def read():
    """Read.

    Raises:
        ValueError, OSError: It is no file,
            or: a broken one.
        yaml.YAMLError: It is no YAML.
        yaml.Refused: Never there.
        Refused: Long gone.
    """
''')
    assert unknown(tree) == ["yaml.Refused", "Refused"]
