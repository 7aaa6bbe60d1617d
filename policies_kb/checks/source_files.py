"""Checks that every source has the file that says where it was published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..errors import SourceError
from ..sources import read_side_file
from .problem import Problem


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
