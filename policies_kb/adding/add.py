"""Adds papers to the sources and rebuilds the base: all or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from policies_kb.adding.publication import Publication
from policies_kb.adding.survey import Preview
from policies_kb.database.build import BuildReport, build
from policies_kb.errors import BuildError, OverlayError, SourceError


def add(
    surveys: Sequence[Preview], publication: Publication, sources: Path, curated: Path, target: Path
) -> BuildReport:
    """Write surveyed papers into the sources and rebuild the base.

    Raises:
        BuildError: The base cannot be built with it; the sources are as they were.
        OSError: The folder cannot be written; likewise.
    """
    files: dict[Path, str] = {}
    for found in surveys:
        text, side = sources / f"{found.name}.txt", sources / f"{found.name}.yml"
        files |= {side: publication.side_file(text.name), text: found.text}
    try:
        with _written(files):
            return build(sources, curated, target)
    except (BuildError, OverlayError, SourceError, sqlite3.Error) as error:
        reason = str(error).splitlines()[0]
        raise BuildError(f"{reason} (nothing was added)") from error


@contextmanager
def _written(files: Mapping[Path, str]) -> Iterator[None]:
    """Write new files for what is done inside; when that fails they are taken away again."""
    made: list[Path] = []
    try:
        for path, words in files.items():
            with path.open("x", encoding="utf-8", newline="\n") as file:
                made.append(path)
                file.write(words)
        yield
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise
