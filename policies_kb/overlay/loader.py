"""Loads and checks the curated files (``policies_kb/curated``).

A fact without a source, a broken reference or a repeated key does not load. Every problem of
every file is collected, so that an editor mends them in one go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from policies_kb.errors import DataFileError
from policies_kb.overlay.model import (
    TABLES,
    Channel,
    Divisions,
    DocumentStatus,
    Law,
    Omission,
    Overlay,
    PhrasingGroup,
    Route,
    Unit,
)
from policies_kb.paths import CURATED
from policies_kb.yaml_file import YamlText, yaml_text

#: Which table the rows of a file go to, and what the file holds.
_FILES: Mapping[str, tuple[str, Any]] = {
    "laws/*.yml": ("law", list[Law]),
    "channels.yml": ("channel", list[Channel]),
    "status.yml": ("status", list[DocumentStatus]),
    "units.yml": ("unit", list[Unit]),
    "divisions.yml": ("division", Divisions),
    "wage_routes.yml": ("wage_route", list[Route]),
    "credit_kinds.yml": ("credit_kind", list[Route]),
    "omissions.yml": ("omission", list[Omission]),
    "phrasings/*.yml": ("phrasing", list[PhrasingGroup]),
}
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
        kind = next((kind for kind in _FILES if _is_of(name, kind)), None)
        if kind is None:
            problems.append(f"{name}:1: is no curated file; known are {', '.join(_FILES)}")
            continue
        table, form = _FILES[kind]
        try:
            text = yaml_text(path, str(name))
            _note_ids(table, text.data, known)
            text.read_as(form)
        except DataFileError as error:
            problems += error.problems
        else:
            placed[table] += _rows(table, text)
    problems += _duplicates(placed) + _dangling(placed, known)
    return placed, problems


def _is_of(name: Path, kind: str) -> bool:
    return len(name.parts) == len(Path(kind).parts) and name.match(kind)


def _rows(table: str, text: YamlText) -> Iterator[Placed]:
    if table == "division":
        yield from _divisions(text)
    elif table == "phrasing":
        yield from _phrasings(text)
    else:
        for index, row in enumerate(text.data):
            yield row, text.place(index)


def _phrasings(text: YamlText) -> Iterator[Placed]:
    """Yield one row a phrasing; the file is called after the document."""
    for i, row in enumerate(text.data):
        common = {key: value for key, value in row.items() if key != "phrasings"}
        common["document"] = Path(text.name).stem
        for j, phrasing in enumerate(row["phrasings"]):
            place = text.place(i, "phrasings", j)
            yield {**common, "text": phrasing, "place": place}, place


def _divisions(text: YamlText) -> Iterator[Placed]:
    """Flatten the tree of divisions; every row inherits the file's evidence."""
    data = text.data
    common = {key: data[key] for key in ("source", "checked", "confidence")}
    empty = {**common, "aliases": [], "predecessors": [], "existed_2017": True}
    for i, city in enumerate(data["cities"]):
        place = text.place("cities", i)
        own = {"name": city["name"], "aliases": city["aliases"]}
        yield {**empty, **own, "level": "city", "parent": "", "zhejiang": True}, place
        for j, county in enumerate(city["counties"]):
            place = text.place("cities", i, "counties", j)
            yield {**empty, **county, "parent": city["name"], "zhejiang": True}, place
    for i, province in enumerate(data["outside"]):
        place = text.place("outside", i)
        own = {"name": province["name"], "aliases": province["aliases"]}
        yield {**empty, **own, "level": "province", "parent": "", "zhejiang": False}, place
        for j, name in enumerate(province.get("cities", ())):
            place = text.place("outside", i, "cities", j)
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


def _note_ids(table: str, data: Any, known: dict[str, set[str]]) -> None:
    """Remember which laws, articles and channels exist, also in files with other faults."""
    rows = [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []
    if table == "channel":
        known["channel"] |= {str(row.get("id")) for row in rows}
    if table == "law":
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
