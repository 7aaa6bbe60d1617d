"""What the parser's tests share."""

from __future__ import annotations

import re
from pathlib import Path

from policies_kb.parse import parse_papers
from policies_kb.parsed_paper import Paper, ParsedProvision

# Spaces and characters of no width.
_LAYOUT = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]")
GAZETTE = (
    Path(__file__).parents[2] / "policies_kb" / "sources" / "zhejiang-gazette-2017-25.txt"
).read_text(encoding="utf-8")


def fixture(name: str) -> str:
    return (Path(__file__).parents[1] / "policies_kb" / "papers" / name).read_text(encoding="utf-8")


def printed(source: str) -> str:
    """The words of a source without what counts as page layout."""
    source = re.sub(r"<!--.*?-->", "", source, flags=re.DOTALL)
    source = re.sub(r"(?m)^\s*#{1,6}[^\S\r\n]", "", source)
    return _LAYOUT.sub("", source)


def words(paper: Paper) -> str:
    return _LAYOUT.sub("", "".join(node.text for node in paper.walk()))


def by_id(paper: Paper) -> dict[str, ParsedProvision]:
    return {node.id: node for node in paper.walk()}


def gazette_paper(number: str) -> Paper:
    return next(paper for paper in parse_papers(GAZETTE) if paper.number == number)


def assert_whole(paper: Paper, source: str) -> None:
    """The tree holds every word of the paper's span, in order, under ids of its own."""
    start, end = paper.span
    assert words(paper) == printed(source[start:end])
    ids = [node.id for node in paper.walk()]
    assert len(ids) == len(set(ids))
    position = start
    for node in paper.walk():
        own_start, own_end = node.span
        assert position <= own_start < own_end <= end
        position = own_start
