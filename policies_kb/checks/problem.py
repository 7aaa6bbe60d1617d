"""One thing wrong with the base, and where."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from policies_kb.errors import DataFileError
from policies_kb.exit_codes import FOUND_PROBLEMS, OK
from policies_kb.place import file_line
from policies_kb.rows import Issue
from policies_kb.yaml_file import DataFile, read_all


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


def form_problems(files: Iterable[DataFile[Any]]) -> Iterator[Problem]:
    """Yield what is wrong with the form of files of data."""
    try:
        read_all(files)
    except DataFileError as error:
        yield from map(Problem.of, error.problems)


def print_problems(problems: Sequence[Problem], checked: str) -> int:
    """Print problems, or that all is sound, and return the exit code.

    Args:
        problems: What was found.
        checked: What was looked at, in a word.
    """
    for problem in problems:
        print(problem, file=sys.stderr)
    if not all(problem.warning for problem in problems):
        return FOUND_PROBLEMS
    due = sum(problem.due for problem in problems)
    others = len(problems) - due
    warnings = f", {others} warnings" if others else ""
    rows = f", {due} curated rows due to be checked again (docs/law-watch.md)" if due else ""
    print(f"sound: {checked}{warnings}{rows}")
    return OK


def line_of(issue: Issue, position: int) -> str:
    """Return ``file:line`` of a position in a publication's text."""
    return file_line(issue.file, issue.text, position)
