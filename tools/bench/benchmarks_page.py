"""Writes one section of docs/benchmarks.md and leaves the others as they are."""

from __future__ import annotations

from pathlib import Path

BENCH_PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
_TITLE = "# Benchmarks\n\nEach section is written by `python -m tools.bench` and its own command.\n"


def write_section(name: str, text: str, page: Path = BENCH_PAGE) -> None:
    """Put a section between its marks; where it has none yet, at the end.

    Args:
        name: Name of the section in the marks, e.g. ``search``.
        text: Markdown with its heading.
        page: The page, made when it is missing.

    Raises:
        ValueError: A mark has lost its other half.
    """
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    section = f"{begin}\n{text.strip()}\n{end}"
    old = page.read_text(encoding="utf-8") if page.is_file() else _TITLE
    if (begin in old) != (end in old):
        raise ValueError(f"{page}: only one of {begin} and {end} is there")
    if begin in old:
        before, _, rest = old.partition(begin)
        new = before + section + rest.partition(end)[2]
    else:
        new = f"{old.rstrip()}\n\n{section}\n"
    page.write_text(new, encoding="utf-8")
