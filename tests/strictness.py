"""What makes a test unable to fail: ``all`` of nothing, a constant, an assertion that is caught."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

_CATCH_ALL = {"AssertionError", "Exception", "BaseException"}


def all_of_some(rows: Iterable[Any]) -> bool:
    """Do what ``all`` does, but fail where there is nothing to look at.

    Raises:
        AssertionError: There is nothing.
    """
    looked_at = list(rows)
    if not looked_at:
        raise AssertionError("all() of nothing holds always")
    return builtins.all(looked_at)


def all_if_any(rows: Iterable[Any]) -> bool:
    """Do what ``all`` does, where it is right that there may be nothing to look at."""
    return builtins.all(rows)


def be_strict(module: ModuleType) -> None:
    """Make ``all`` in a module of tests fail where there is nothing to look at."""
    vars(module).setdefault("all", all_of_some)


def powerless(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of assertions that cannot fail: of a constant, or caught where they stand."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and _is_constant(node.test):
            yield node.lineno
        elif isinstance(node, ast.Try) and any(map(_catches_assertions, node.handlers)):
            inside = (part for row in node.body for part in ast.walk(row))
            yield from (part.lineno for part in inside if isinstance(part, ast.Assert))


def _is_constant(test: ast.expr) -> bool:
    """Tell whether it is a constant that holds, or a tuple with a message, which does too."""
    if isinstance(test, ast.Tuple):
        return bool(test.elts)
    return isinstance(test, ast.Constant) and bool(test.value)


def _catches_assertions(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(kind, ast.Name) and kind.id in _CATCH_ALL for kind in kinds)
