"""Where the points stand that are asked: ``actions/points``, a folder a topic, a file a matter."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from policies_kb.yaml_file import DataFile, FileRow, merged

POINTS_FOLDER = Path(__file__).with_name("points")


def in_order(
    tried: Iterable[str], files: Iterable[DataFile[dict[str, FileRow]]]
) -> dict[str, FileRow]:
    """Return the points of files, those first that are tried by their words.

    Args:
        tried: Their names, in the order they are tried in.
        files: The files.

    Raises:
        ValueError: No point is called so.
        DataFileError: A file is unsound, or two hold a point of one name.
    """
    points = merged(files)
    for name in tried:
        if name not in points:
            raise ValueError(f"no point is called '{name}'")
    return {name: points[name] for name in tried} | points
