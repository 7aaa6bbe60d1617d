"""``make house``: the rooms, how large they are, and whether imports only go downward."""

from __future__ import annotations

import argparse
import ast
import io
import statistics
import tokenize
from collections.abc import Iterator
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from policies_kb.paths import ROOT

ROOMS = ("policies_kb", "nlu", "actions", "bot", "tools")
#: The floors of each room, the lowest first: a file imports those of its own floor and of lower
#: ones. A floor is a module or a package with all that is in it and has no floor of its own.
ORDER = {
    "policies_kb": "errors exit_codes paths place text yaml_file identifiers parsed_paper sentences"
    " parse overlay rows facts base_file search sources paper_file paper_folder database kb"
    " calendar questions facts_report checks adding cli",
    "nlu": "progress topics simplified clauses pool spelling retractions evidence entities"
    " regression sounds grams fact_questions questions chances confidence decision encoder"
    " vocabulary fingerprint passage_vectors follow_ups example_labels nearest_examples danger"
    " tables components",
    "actions": "point_files dates answer figure_words question nearness citations pagination cards"
    " context statements self_check lookups guides routing tables checks rasa_actions",
    "bot": "settings reply store privacy monitoring wording limits attachments reminders recording"
    " rasa conversation channels.http channels.tasks channels.terminal channels.wechat"
    " channels.telegram channels.web channels tables checks server",
    "tools": "bench evaluation fuzz",
}
FLOORS = tuple(
    floor
    for room, parts in ORDER.items()
    for floor in (*(f"{room}.{part}" for part in parts.split()), room)
)
#: Lines of a file from which on it is two files.
LONG_FILE = 400
#: What several modules may call by one name, for each is found by its own module's.
SHARED_NAMES = {
    "main": "the entry of a program",
    "add_command": "adds the module's command to a command line",
    "run": "what the module's command does",
    "logger": "the logger of the module",
}
_NO_CODE = frozenset(
    {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
)


class House:
    """The Python files of the project as rooms that import each other.

    Args:
        root: The folder of a checkout.
    """

    def __init__(self, root: Path = ROOT) -> None:
        self._root = root

    @cached_property
    def modules(self) -> dict[str, Path]:
        """The file of each module."""
        paths = (path for room in ROOMS for path in sorted((self._root / room).rglob("*.py")))
        return {self._name(path): path for path in paths}

    @cached_property
    def trees(self) -> dict[str, ast.Module]:
        """The syntax tree of each module."""
        return {name: ast.parse(path.read_text("utf-8")) for name, path in self.modules.items()}

    @cached_property
    def imports(self) -> dict[str, set[str]]:
        """The modules of the house each imports: at its top, lazily, or for types alone."""
        return {name: self._imported(name) for name in self.modules}

    def names_imported(self, module: str) -> Iterator[str]:
        """Yield every module a module imports, also those of libraries."""
        package = self.modules[module].relative_to(self._root).parent.parts
        for node in ast.walk(self.trees[module]):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                above = package[: len(package) - node.level + 1] if node.level else ()
                whole = ".".join((*above, *(part for part in (node.module,) if part)))
                yield whole
                # What is imported from a package may be a module of it.
                yield from (f"{whole}.{alias.name}" for alias in node.names)

    def upward(self) -> list[tuple[str, str]]:
        """Return who imports whom from a floor above."""
        height = {floor: number for number, floor in enumerate(FLOORS)}
        return [
            (module, other)
            for module, others in self.imports.items()
            for other in sorted(others)
            if height[room_floor(other)] > height[room_floor(module)]
        ]

    def circle(self) -> list[str]:
        """Return modules or inner rooms that import each other in a circle; empty for none."""
        rooms: dict[str, set[str]] = {}
        for module, others in self.imports.items():
            room = self._inner_room(module)
            rooms.setdefault(room, set()).update({*map(self._inner_room, others)} - {room})
        for graph in (self.imports, rooms):
            try:
                TopologicalSorter(graph).prepare()
            except CycleError as error:
                return list(error.args[1])
        return []

    def _inner_room(self, module: str) -> str:
        """Return the package a module is in; one right below a top room stands for itself."""
        package = module.rpartition(".")[0]
        return package if "." in package else module

    def shared_names(self) -> dict[str, list[str]]:
        """Return the public names that stand in several modules, with these."""
        places: dict[str, list[str]] = {}
        for module, tree in self.trees.items():
            for name in defined_names(tree) - SHARED_NAMES.keys():
                if not name.startswith("_"):
                    places.setdefault(name, []).append(module)
        return {name: found for name, found in places.items() if len(found) > 1}

    def lines(self) -> dict[str, int]:
        """Return the lines of code of each module, without comments and docstrings."""
        return {
            name: _lines_of_code(path.read_text("utf-8")) for name, path in self.modules.items()
        }

    def _name(self, path: Path) -> str:
        inside = path.relative_to(self._root).with_suffix("").parts
        return ".".join(inside[:-1] if inside[-1] == "__init__" else inside)

    def _imported(self, module: str) -> set[str]:
        found = {name for name in self.names_imported(module) if name in self.modules}
        # ``from package import module`` names both; a package's own words are on its floor.
        inner = {name for name in found if any(o.startswith(f"{name}.") for o in found)}
        return found - inner - {module}


def room_floor(module: str) -> str:
    """Return the floor a module is on.

    >>> room_floor("actions.guides.wages"), room_floor("bot.server.start")
    ('actions.guides', 'bot.server')
    """
    while module and module not in FLOORS:
        module = module.rpartition(".")[0]
    return module


def defined_names(tree: ast.Module) -> set[str]:
    """Return what a module defines at its top: classes, functions, constants."""
    return {name for node in tree.body for name in _names(node)}


def _names(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def _lines_of_code(source: str) -> int:
    docstrings = {
        line
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    code = {
        line
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in _NO_CODE and token.string.strip()
        for line in range(token.start[0], token.end[0] + 1)
    }
    return len(code - docstrings)


def _rooms(lines: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Return files and lines by room and by the inner rooms of each."""
    rooms: dict[str, tuple[int, int]] = {}
    for module, count in lines.items():
        parts = module.split(".")
        for room in dict.fromkeys((parts[0], ".".join(parts[:2]) if len(parts) > 2 else parts[0])):
            files, total = rooms.get(room, (0, 0))
            rooms[room] = files + 1, total + count
    return rooms


def main() -> int:
    """Print the house; return 1 where imports go upward or in a circle, or a file is too long."""
    parser = argparse.ArgumentParser(prog="python -m tools.house", description=__doc__)
    parser.add_argument("root", type=Path, nargs="?", default=ROOT, help="folder of a checkout")
    house = House(parser.parse_args().root.resolve())
    lines = house.lines()
    print("room                        files    lines of code")
    for room, (files, total) in _rooms(lines).items():
        inner = "  " if "." in room else ""
        print(f"{inner + room:<26} {files:>6} {total:>10,}")
    lengths = {n: len(p.read_text("utf-8").splitlines()) for n, p in house.modules.items()}
    long = [f"{name} ({length})" for name, length in lengths.items() if length > LONG_FILE]
    upward, circle = house.upward(), house.circle()
    print(f"\n{len(lines)} files, {sum(lines.values()):,} lines without comments and docstrings")
    print(
        f"median {statistics.median(lengths.values()):.0f} lines, longest {max(lengths.values())}"
    )
    print(f"files over {LONG_FILE} lines: {', '.join(long) or 0}")
    print(f"imports upward: {len(upward)}", *(f"  {a} -> {b}" for a, b in upward), sep="\n")
    print(f"circles: {' -> '.join(circle) or 0}")
    print(f"public names in several modules: {', '.join(house.shared_names()) or 0}")
    return bool(upward or circle or long)


if __name__ == "__main__":
    raise SystemExit(main())
