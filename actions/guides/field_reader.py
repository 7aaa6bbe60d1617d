"""What reads the fields of a case, as the modules see it that choose the field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from actions.guides.model import Field
from actions.guides.script import Script
from actions.question import Question


class FieldReader(Protocol):
    """The fields of a case and what each would take from a message."""

    script: Script

    @property
    def fields(self) -> Mapping[str, Field]:
        """Its fields by name, in the order they are asked for."""

    def reads(self, name: str, question: Question, asked: bool = True) -> Any:
        """Return what a field would take from a message, ``None`` for nothing or for a slip."""

    def value_of(self, name: str, question: Question) -> Any:
        """Return what a field would take from a message if it were asked for."""
