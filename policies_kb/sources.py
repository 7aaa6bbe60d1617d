"""Reads official papers and their side files as they lie on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policies_kb.errors import SourceError
from policies_kb.overlay import yaml_lines
from policies_kb.overlay.loader import describe, validate
from policies_kb.parse import ParseError, parse_papers
from policies_kb.parsed_paper import Paper
from policies_kb.text.files import decode, read_bytes

#: What can be known of a paper's publication, each with the JSON schema of its value.
PUBLICATION_FIELDS: Mapping[str, Any] = {
    "title": {"type": "string", "minLength": 1},
    "year": {"type": "integer", "minimum": 1949},
    "issue": {"type": "integer", "minimum": 1},
    "total_issue": {"type": "integer", "minimum": 1},
    "published": {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    "publisher": {"type": "string", "minLength": 1},
    "url": {"type": "string", "pattern": r"^https?://\S+$"},
}
#: What has to be known beside something else.
PUBLICATION_RULES = {"issue": ["title", "year"], "year": ["issue"], "total_issue": ["issue"]}
_SIDE_FILE_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["text"],
    "dependentRequired": PUBLICATION_RULES,
    "properties": {**PUBLICATION_FIELDS, "text": {"type": "string", "minLength": 1}},
}


@dataclass(frozen=True)
class SideFile:
    """What is known about a source file; a single paper may say nothing of a publication.

    Attributes:
        title: Title of the publication, may be empty.
        issue: Its number within the year, e.g. ``2017年第25期``, may be empty.
        published: Date of publication (ISO), may be empty.
        publisher: Who published it, may be empty.
        url: Where it was published, may be empty.
    """

    title: str
    issue: str
    published: str
    publisher: str
    url: str


def read_text(path: Path) -> str:
    """Return the text of a source file with line feeds as line ends.

    Raises:
        SourceError: The file is missing, a directory, unreadable or no text.
    """
    return decode(read_bytes(path), path)


def parse_text(text: str, path: Path) -> list[Paper]:
    """Return the papers of a source's text; the path is named when it goes wrong.

    Raises:
        SourceError: No official paper is in it.
    """
    try:
        papers = parse_papers(text)
    except ParseError as error:
        raise SourceError(f"{path}:{error.line}: {error.message}") from error
    if not papers:
        raise SourceError(f"{path}:1: holds no official paper")
    return papers


def read_side_file(path: Path) -> SideFile:
    """Return what the YAML beside a source says.

    Raises:
        SourceError: It is missing or not as the schema asks.
    """
    if not path.is_file():
        raise SourceError(f"{path}:1: a source needs this file beside it")
    loaded = yaml_lines.load(path)
    problems = list(loaded.problems)
    if not problems:
        for error in validate(loaded.data, _SIDE_FILE_SCHEMA):
            line = loaded.line(tuple(error.absolute_path))
            problems.append((line, describe(error, loaded.data)))
    if problems:
        line, message = min(problems)
        raise SourceError(f"{path}:{line}: {message}")
    data = loaded.data
    if data["text"] != path.with_suffix(".txt").name:
        raise SourceError(f"{path}:{loaded.line(('text',))}: 'text' names another file")
    return side_file_of(data)


def side_file_of(data: Mapping[str, Any]) -> SideFile:
    """Return what sound data says of a publication, see ``PUBLICATION_FIELDS``."""
    return SideFile(
        title=data.get("title", ""),
        issue=f"{data['year']}年第{data['issue']}期" if "issue" in data else "",
        published=data.get("published", ""),
        publisher=data.get("publisher", ""),
        url=data.get("url", ""),
    )
