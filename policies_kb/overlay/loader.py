"""Loads and checks the curated files (``policies_kb/curated``).

A fact without a source, a broken reference or a repeated key does not load. Every problem of
every file is collected, so that an editor mends them in one go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema

from policies_kb.errors import DataFileError
from policies_kb.overlay import yaml_lines
from policies_kb.overlay.model import TABLES, Overlay
from policies_kb.paths import CURATED

_SCHEMA_FILE = Path(__file__).with_name("schema.yml")
#: A curated row with the file and line it stands on.
Placed = tuple[dict[str, Any], str]


def load_overlay(folder: Path = CURATED) -> Overlay:
    """Read every ``*.yml`` below a folder into a typed overlay.

    Raises:
        DataFileError: One or more problems, each ``file:line: message``.
    """
    placed, problems = read_curated(folder)
    if problems:
        raise DataFileError(problems)
    return Overlay.from_rows({name: tuple(row for row, _ in rows) for name, rows in placed.items()})


def read_curated(folder: Path) -> tuple[dict[str, list[Placed]], list[str]]:
    """Return the rows of all sound files by table, and every problem of the others."""
    problems: list[str] = []
    placed: dict[str, list[Placed]] = {table: [] for table in TABLES}
    known: dict[str, set[str]] = {"law": set(), "law provision": set(), "channel": set()}
    for path in sorted(folder.rglob("*.yml")):
        name = path.relative_to(folder)
        entry = _entry_of(name)
        if entry is None:
            problems.append(f"{name}:1: overlay_schema.yml knows no such curated file")
            continue
        kind, loaded = entry["kind"], yaml_lines.load(path)
        problems += [f"{name}:{line}: {message}" for line, message in loaded.problems]
        faults = sorted(_faults(kind, loaded))
        problems += [f"{name}:{line}: {message}" for line, message in faults]
        _note_ids(kind, loaded.data, known)
        if not loaded.problems and not faults:
            placed[entry["table"]] += _rows(kind, loaded, str(name))
    problems += _duplicates(placed) + _dangling(placed, known)
    return placed, problems


def validate(data: Any, schema: dict[str, Any]) -> Iterator[jsonschema.ValidationError]:
    """Yield what is wrong with plain data, dates included."""
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    yield from checker.iter_errors(data)


def schema_of(kind: str) -> dict[str, Any]:
    """Return the schema of a kind of curated file, or with ``$defs`` what all of them refer to."""
    return dict(_schema()["$defs"] if kind == "$defs" else _schema()["kinds"][kind])


def describe(error: jsonschema.ValidationError, data: Any) -> str:
    """Word a schema error in one line, with the id or name of the entry it is in."""
    return f"{_entry_name(error, data)}{_message(error)}"


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    return dict(yaml_lines.load(_SCHEMA_FILE).data)


def _entry_of(name: Path) -> dict[str, str] | None:
    """Return which kind of file this is and which table its rows go to."""
    for pattern, entry in _schema()["files"].items():
        if len(name.parts) == len(Path(pattern).parts) and name.match(pattern):
            return dict(entry)
    return None


def _faults(kind: str, loaded: yaml_lines.Loaded) -> Iterator[tuple[int, str]]:
    if loaded.data is None and loaded.problems:
        return
    schema = {**schema_of(kind), "$defs": schema_of("$defs")}
    for error in validate(loaded.data, schema):
        yield loaded.line(tuple(error.absolute_path)), describe(error, loaded.data)


def _entry_name(error: jsonschema.ValidationError, data: Any) -> str:
    value, name = data, ""
    for step in error.absolute_path:
        value = value[step]
        if isinstance(value, dict):
            found = next((value[key] for key in ("id", "document", "name") if key in value), "")
            name = f"{found}: " if isinstance(found, str) and found else name
    field = [str(step) for step in error.absolute_path if isinstance(step, str)]
    return name + (f"'{field[-1]}': " if field else "")


def _message(error: jsonschema.ValidationError) -> str:
    if error.validator == "anyOf" and error.schema.get("type") == "object":
        needed = [row["required"][0] for row in error.validator_value if "required" in row]
        return f"one of {', '.join(needed)} is required"
    if error.validator in ("pattern", "format"):
        return f"{str(error.instance)[:80]!r} has not the right form ({error.validator_value})"
    text = " ".join(error.message.split())
    return text if len(text) <= 200 else text[:200] + "…"


def _rows(kind: str, loaded: yaml_lines.Loaded, file: str) -> Iterator[Placed]:
    if kind == "divisions":
        yield from _divisions(loaded, file)
        return
    if kind == "phrasings":
        yield from _phrasings(loaded, file)
        return
    for index, row in enumerate(loaded.data or ()):
        yield row, f"{file}:{loaded.line((index,))}"


def _phrasings(loaded: yaml_lines.Loaded, file: str) -> Iterator[Placed]:
    """Yield one row a phrasing; the file is called after the document."""
    for i, row in enumerate(loaded.data or ()):
        common = {key: value for key, value in row.items() if key != "phrasings"}
        common["document"] = Path(file).stem
        for j, text in enumerate(row["phrasings"]):
            place = f"{file}:{loaded.line((i, 'phrasings', j))}"
            yield {**common, "text": text, "place": place}, place


def _divisions(loaded: yaml_lines.Loaded, file: str) -> Iterator[Placed]:
    """Flatten the tree of divisions; every row inherits the file's evidence."""
    data = loaded.data
    common = {key: data[key] for key in ("source", "checked", "confidence")}
    empty = {**common, "aliases": [], "predecessors": [], "existed_2017": True}
    for i, city in enumerate(data["cities"]):
        place = f"{file}:{loaded.line(('cities', i))}"
        own = {"name": city["name"], "aliases": city["aliases"]}
        yield {**empty, **own, "level": "city", "parent": "", "zhejiang": True}, place
        for j, county in enumerate(city["counties"]):
            place = f"{file}:{loaded.line(('cities', i, 'counties', j))}"
            yield {**empty, **county, "parent": city["name"], "zhejiang": True}, place
    for i, province in enumerate(data["outside"]):
        place = f"{file}:{loaded.line(('outside', i))}"
        own = {"name": province["name"], "aliases": province["aliases"]}
        yield {**empty, **own, "level": "province", "parent": "", "zhejiang": False}, place
        for j, name in enumerate(province.get("cities", ())):
            place = f"{file}:{loaded.line(('outside', i, 'cities', j))}"
            own = {"name": name, "aliases": [name.removesuffix("市")]}
            place_of = {"level": "city", "parent": province["name"], "zhejiang": False}
            yield {**empty, **own, **place_of}, place


def _duplicates(placed: dict[str, list[Placed]]) -> list[str]:
    """Report ids that stand twice in one table, articles twice in a law, aliases of two units."""
    keys = {"status": "document", "unit": "name", "division": "name"}
    keys |= {"omission": "text", "phrasing": "text"}
    problems: list[str] = []
    for table, rows in placed.items():
        key = keys.get(table, "id")
        problems += _twice(((row[key], place) for row, place in rows), f"{table} {key}")
    for row, place in placed["law"]:
        articles = ((f"{row['id']}.{part['id']}", place) for part in row.get("provisions", ()))
        problems += _twice(articles, "law provision")
    names = ((name, place) for row, place in placed["unit"] for name in _names(row))
    return problems + _twice(names, "unit name")


def _names(unit: dict[str, Any]) -> list[str]:
    return [name for name in unit["aliases"] if name != unit["name"]] + [unit["name"]]


def _twice(items: Iterable[tuple[str, str]], what: str) -> list[str]:
    first: dict[str, str] = {}
    problems = []
    for name, place in items:
        if name in first:
            problems.append(f"{place}: {what} '{name}' stands already at {first[name]}")
        else:
            first[name] = place
    return problems


def _note_ids(kind: str, data: Any, known: dict[str, set[str]]) -> None:
    """Remember which laws, articles and channels exist, also in files with other faults."""
    rows = [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []
    if kind == "channels":
        known["channel"] |= {str(row.get("id")) for row in rows}
    if kind == "laws":
        known["law"] |= {str(row.get("id")) for row in rows}
        known["law provision"] |= {
            f"{row.get('id')}.{part.get('id')}"
            for row in rows
            for part in row.get("provisions") or ()
            if isinstance(part, dict)
        }


def _dangling(placed: dict[str, list[Placed]], known: dict[str, set[str]]) -> list[str]:
    """Report references to laws, articles and channels that do not exist."""
    wanted = (
        ("status", "superseded_by", "law"),
        ("wage_route", "law", "law provision"),
        ("wage_route", "channels", "channel"),
        ("credit_kind", "law", "law provision"),
        ("credit_kind", "channels", "channel"),
    )
    return [
        f"{place}: unknown {what} '{name}'"
        for table, key, what in wanted
        for row, place in placed[table]
        for name in row.get(key, ())
        if name not in known[what]
    ]
