"""Reads YAML into plain data and remembers the line of every value.

Strict where a curated fact could go wrong unseen: a repeated key, a date that does not exist,
a merge key or an unknown tag is a problem, and all problems of a file are reported together.
Dates come out as ISO strings, so that a row is the same in YAML, JSON and the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

KeyPath = tuple[Any, ...]


@dataclass
class Loaded:
    """What a YAML file holds.

    Attributes:
        data: Plain data; ``None`` for an empty file.
        lines: Line number (from 1) by path into the data.
        problems: ``(line, message)`` of everything wrong with the file.
    """

    data: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)

    def line(self, path: KeyPath) -> int:
        """Return the line of a path, or of the nearest thing above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def load(path: Path) -> Loaded:
    """Read one YAML file; every problem is in ``Loaded.problems``, none is raised."""
    try:
        return load_text(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return Loaded(problems=[(1, "is not UTF-8 text")])
    except OSError as error:
        return Loaded(problems=[(1, error.strerror or str(error))])


def load_text(text: str) -> Loaded:
    """Read YAML; every problem is in ``Loaded.problems``, none is raised."""
    loaded = Loaded()
    try:
        node = YAML(typ="safe").compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = " ".join(str(error.problem or error.context).split())
        loaded.problems.append((mark.line + 1 if mark else 1, message))
    except YAMLError as error:
        loaded.problems.append((1, " ".join(str(error).split())))
    else:
        if node is not None:
            loaded.data = _value(node, (), loaded)
    return loaded


def _value(node: Node, path: KeyPath, loaded: Loaded) -> Any:
    line = node.start_mark.line + 1
    loaded.lines[path] = line
    if isinstance(node, SequenceNode):
        return [_value(item, (*path, index), loaded) for index, item in enumerate(node.value)]
    if isinstance(node, MappingNode):
        return _mapping(node, path, loaded)
    return _scalar(node, line, loaded)


def _mapping(node: MappingNode, path: KeyPath, loaded: Loaded) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key == "<<":
            loaded.problems.append((line, "merge keys are not allowed"))
            continue
        if key in values:
            loaded.problems.append((line, f"key '{key}' stands here twice"))
            continue
        inside = (*path, key)
        values[key] = _value(value_node, inside, loaded)
        loaded.lines[inside] = line
    return values


def _scalar(node: Node, line: int, loaded: Loaded) -> Any:
    kind = str(node.tag).removeprefix("tag:yaml.org,2002:")
    read = _SCALARS.get(kind)
    if read is None:
        loaded.problems.append((line, f"unknown tag {node.tag}"))
        return node.value
    try:
        return read(node.value)
    except ValueError:
        what = "date" if kind == "timestamp" else kind
        loaded.problems.append((line, f"'{node.value}' is not a valid {what}"))
        return node.value


_SCALARS: Mapping[str, Callable[[str], Any]] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": lambda text: text.lower() == "true",
    "null": lambda text: None,
    "timestamp": lambda text: date.fromisoformat(text).isoformat(),
}
