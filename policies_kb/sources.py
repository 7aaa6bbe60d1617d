"""Reads official papers and their side files as they lie on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pydantic import Field, model_validator

from policies_kb.errors import DataFileError, SourceError
from policies_kb.overlay.model import Day, WebAddress
from policies_kb.parse import ParseError, parse_papers
from policies_kb.parsed_paper import Paper
from policies_kb.text.files import decode, read_bytes
from policies_kb.yaml_file import DataRow, Words, yaml_text

#: What has to be known beside something else.
_TOGETHER = {"issue": ("title", "year"), "year": ("issue",), "total_issue": ("issue",)}


class KnownPublication(DataRow):
    """What can be known of a paper's publication."""

    title: Words | None = None
    year: int | None = Field(None, ge=1949)
    issue: int | None = Field(None, ge=1)
    total_issue: int | None = Field(None, ge=1)
    published: Day | None = None
    publisher: Words | None = None
    url: WebAddress | None = None

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        for key, others in _TOGETHER.items():
            lacking = [other for other in others if getattr(self, other) is None]
            if getattr(self, key) is not None and lacking:
                raise ValueError(f"'{lacking[0]}' is missing beside '{key}'")
        return self


class _SideFileData(KnownPublication):
    text: Words


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
        SourceError: It is missing or unsound.
    """
    if not path.is_file():
        raise SourceError(f"{path}:1: a source needs this file beside it")
    text = yaml_text(path, str(path))
    try:
        text.read_as(_SideFileData)
    except DataFileError as error:
        raise SourceError(error.problems[0]) from error
    if text.data["text"] != path.with_suffix(".txt").name:
        raise SourceError(f"{text.place('text')}: 'text' names another file")
    return side_file_of(text.data)


def side_file_of(data: Mapping[str, Any]) -> SideFile:
    """Return what sound data says of a publication, see ``KnownPublication``."""
    return SideFile(
        title=data.get("title", ""),
        issue=f"{data['year']}年第{data['issue']}期" if "issue" in data else "",
        published=data.get("published", ""),
        publisher=data.get("publisher", ""),
        url=data.get("url", ""),
    )
