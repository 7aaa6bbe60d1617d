"""What reading a message for one field needs, and how it fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


class Impossible(ValueError):
    """A value that cannot be true.

    Attributes:
        problem: Key of the sentence for the user in ``common.yml``.
    """

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


class Unsettled(ValueError):
    """A value that a message gives two readings of.

    Attributes:
        readings: Both, as facts, the likelier one first.
        question: Key of the sentence in ``common.yml`` that asks which one is meant.
        other: The field the second reading belongs to, empty for the same.
    """

    def __init__(self, readings: tuple[Any, Any], question: str, other: str = "") -> None:
        self.readings = readings
        self.question = question
        self.other = other
        super().__init__(readings)


@dataclass(frozen=True)
class StatedMessage:
    """A message as all fields are read from it.

    Attributes:
        said: Its words, one blank between them.
        stated: What it states; a question is no part of it.
        today: The day relative dates count from.
        places: Names of the places in it, those in Zhejiang first.
    """

    said: str
    stated: str
    today: date
    places: tuple[str, ...]


@dataclass(frozen=True)
class FieldMessage:
    """A message, read for one field.

    Attributes:
        text: The words, personal data masked.
        today: The day relative dates count from.
        places: Names of the places in it, those in Zhejiang first.
        asked: Whether this field was asked for, so that a bare number or word is its answer.
    """

    text: str
    today: date
    places: tuple[str, ...]
    asked: bool
