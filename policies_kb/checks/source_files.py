"""Checks that every source has the file that says where it was published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from policies_kb.checks.problem import Problem
from policies_kb.errors import SourceError
from policies_kb.sources import read_side_file


def check_source_files(folder: Path) -> Iterator[Problem]:
    """Yield sources without a sound side file and side files without a source."""
    for text in sorted(folder.glob("*.txt")):
        side = text.with_suffix(".yml")
        try:
            read_side_file(side)
        except SourceError as error:
            yield Problem.of(str(error).removeprefix(f"{folder}/"))
    for side in sorted(folder.glob("*.yml")):
        if not side.with_suffix(".txt").is_file():
            yield Problem(f"{side.name}:1", "stands beside no source text")
