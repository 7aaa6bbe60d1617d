"""One thing wrong with the base, and where."""

from __future__ import annotations

from dataclasses import dataclass

from policies_kb.place import file_line
from policies_kb.rows import Issue


@dataclass(frozen=True)
class Problem:
    """Something a check found.

    Attributes:
        place: ``file:line``.
        message: What is wrong, one sentence.
        warning: Whether the base can be used all the same.
        due: Whether it says only that something is to be checked again.
    """

    place: str
    message: str
    warning: bool = False
    due: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {'warning: ' if self.warning else ''}{self.message}"

    @classmethod
    def of(cls, line: str) -> Problem:
        """Make a problem from a line ``file:line: message``."""
        place, _, message = line.partition(": ")
        return cls(place, message)


def line_of(issue: Issue, position: int) -> str:
    """Return ``file:line`` of a position in a publication's text."""
    return file_line(issue.file, issue.text, position)
