"""``python -m tools.third_party``: writes docs/third-party.md, what is here by others.

The packages come from uv.lock (on Linux and macOS, all supported Pythons), their licences from the
metadata of what is installed, so set up for tests first (``make lint``). What those do not say
stands in third_party.yml.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import yaml
from packaging.markers import Marker

from policies_kb.paths import ROOT
from policies_kb.text.markdown import markdown_table

THIRD_PARTY_PAGE = ROOT / "docs/third-party.md"
SYSTEMS = (
    ("linux", "Linux", "x86_64"),
    ("linux", "Linux", "aarch64"),
    ("darwin", "Darwin", "arm64"),
)
#: The first release of 3.11 counts apart: a package stands in for what came with 3.11.3.
PYTHONS = ("3.11.0", "3.11.9", "3.12.0", "3.13.0")
COPYLEFT = re.compile(r"\b(A|L)?GPL|\bMPL")
THIRD_PARTY_HEAD = """# Third-party software and data

Made by `python -m tools.third_party` from `uv.lock`, the packages' metadata and
`tools/third_party.yml`; change those, not this page. Wence itself: Apache-2.0
([LICENSE](../LICENSE)). Nothing below is in the repository: set-up installs it from the package
registry. Linux and macOS, Python 3.11 to 3.13.
"""
COPYLEFT_HEAD = """### With copyleft

Used unchanged, as libraries of their own that anybody can replace. Who hands on an image with them
hands on their licences, and their source or where to get it.
"""
#: Words in the field of the licence that name none.
VAGUE = {"UNKNOWN", "BSD", "Apache", "LGPL", "GPL"}


class UnknownError(Exception):
    """A licence or a reason is not known; the message says of what and where to write it."""


@dataclass
class Package:
    """A package of the lock and who asks for it."""

    name: str
    versions: set[str] = field(default_factory=set)
    brought_by: set[str] = field(default_factory=set)


class Lock:
    """uv.lock as a graph."""

    def __init__(self, file: Path) -> None:
        self._entries: dict[str, list[dict[str, Any]]] = {}
        for entry in tomllib.loads(file.read_text("utf-8"))["package"]:
            self._entries.setdefault(entry["name"], []).append(entry)
        self._project = self._entries["wence"][0]

    def installed(self, group: str | None = None) -> dict[str, Package]:
        """Return what ``make run`` installs, or what a group needs."""
        edges = self._project["dev-dependencies"][group] if group else self._project["dependencies"]
        found: dict[str, Package] = {}
        waiting = [(edge, "") for edge in edges]
        walked = set()
        while waiting:
            edge, parent = waiting.pop()
            if not applies(edge):
                continue
            package = found.setdefault(edge["name"], Package(edge["name"]))
            package.brought_by.add(parent)
            for entry in self._entries[edge["name"]]:
                if edge.get("version", entry["version"]) != entry["version"]:
                    continue
                package.versions.add(entry["version"])
                step = (entry["name"], entry["version"], *edge.get("extra", ()))
                if step not in walked:
                    walked.add(step)
                    waiting += [(below, entry["name"]) for below in edges_of(entry, edge)]
        return found


def edges_of(entry: dict[str, Any], edge: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """Yield what a package asks for, with the extras that were asked of it."""
    yield from entry.get("dependencies", ())
    for extra in edge.get("extra", ()):
        yield from entry.get("optional-dependencies", {}).get(extra, ())


def applies(edge: dict[str, Any]) -> bool:
    """Whether a dependency is needed on any system and Python we run on."""
    if "marker" not in edge:
        return True
    marker = Marker(edge["marker"])
    for (platform, system, machine), python in product(SYSTEMS, PYTHONS):
        here: dict[str, str] = {
            "sys_platform": platform,
            "platform_system": system,
            "platform_machine": machine,
            "platform_python_implementation": "CPython",
            "implementation_name": "cpython",
            "os_name": "posix",
            "python_full_version": python,
            "python_version": python.rpartition(".")[0],
        }
        if marker.evaluate(here):
            return True
    return False


def licence_of(name: str, known: dict[str, Any]) -> str:
    """Return a package's licence by its SPDX name.

    Raises:
        UnknownError: Neither its metadata nor third_party.yml tells it.
    """
    if name in known["licences"]:
        return str(known["licences"][name])
    try:
        metadata = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        raise UnknownError(f"{name} is not installed here: write it under licences") from None
    classifiers = [
        value.rpartition(" :: ")[2]
        for value in metadata.get_all("Classifier") or ()
        if value.startswith("License :: OSI Approved :: ")
    ]
    for told in (metadata["License-Expression"], metadata["License"], *classifiers):
        spdx = known["spelled"].get(told, told)
        if spdx and re.fullmatch(r"[\w.+-]+( (AND|OR|WITH) [\w.+-]+)*", spdx) and spdx not in VAGUE:
            return str(spdx)
    raise UnknownError(f"the licence of {name} is not told: write it under licences")


def third_party_table(packages: Iterable[Package], known: dict[str, Any]) -> str:
    """Return the table of packages: name, version, licence, why."""
    rows = []
    for package in sorted(packages, key=lambda package: package.name):
        versions = ", ".join(sorted(package.versions))
        licence = licence_of(package.name, known)
        if package.name in known["carries"]:
            licence += f"; carries {known['carries'][package.name]}"
        rows.append((package.name, versions, licence, why(package, known)))
    return markdown_table(("package", "version", "licence", "why"), rows)


def why(package: Package, known: dict[str, Any]) -> str:
    """Return the reason of a package that is named, or who brings one that is not.

    Raises:
        UnknownError: It is named in pyproject.toml, and third_party.yml gives no reason.
    """
    if "" not in package.brought_by:
        return "brought by " + ", ".join(sorted(package.brought_by))
    if package.name not in known["reasons"]:
        raise UnknownError(f"why {package.name} is here is not told: write it under reasons")
    return str(known["reasons"][package.name])


def copyleft(packages: Iterable[Package], known: dict[str, Any]) -> Iterable[str]:
    """Yield those whose licence, or that of a part, asks for the same licence of changes."""
    for package in sorted(packages, key=lambda package: package.name):
        licence = licence_of(package.name, known)
        if COPYLEFT.search(licence):
            yield f"- {package.name}: {licence}"
        elif COPYLEFT.search(known["carries"].get(package.name, "")):
            yield f"- {package.name}: carries {known['carries'][package.name]}"


def third_party_page() -> str:
    """Return docs/third-party.md."""
    known = yaml.safe_load((ROOT / "tools/third_party.yml").read_text("utf-8"))
    lock = Lock(ROOT / "uv.lock")
    run = lock.installed()
    dev = {name: package for name, package in lock.installed("dev").items() if name not in run}
    scans = {name: it for name, it in lock.installed("ocr").items() if name not in run}
    others = [(row["what"], row["licence"], row["why"]) for row in known["others"]]
    return "\n".join(
        [
            THIRD_PARTY_HEAD,
            f"## What `make run` installs ({len(run)})",
            "",
            third_party_table(run.values(), known),
            "",
            COPYLEFT_HEAD,
            *copyleft(run.values(), known),
            "",
            f"## What the extra for scans adds ({len(scans)})",
            "",
            "Not installed unless asked for: `make setup GROUP=ocr`.",
            "",
            third_party_table(scans.values(), known),
            "",
            *copyleft(scans.values(), known),
            "",
            "## Weights, data, tools",
            "",
            markdown_table(("what", "licence", "why"), others),
            "",
            f"## What tests and checks need beside it ({len(dev)})",
            "",
            third_party_table(dev.values(), known),
            "",
        ]
    )


if __name__ == "__main__":
    try:
        THIRD_PARTY_PAGE.write_text(third_party_page(), "utf-8")
    except UnknownError as error:
        sys.exit(f"tools/third_party.yml: {error}")
