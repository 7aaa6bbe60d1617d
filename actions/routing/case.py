"""What is kept of a guided case between two messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from actions.guides import GUIDES
from actions.guides.model import CaseFacts

#: Places of a case besides its questions.
STOPPED, ADVISED = "stopped", "advised"


@dataclass(frozen=True)
class Case:
    """What is kept of a guided case between two messages.

    Attributes:
        guide: Its name, empty before any was begun.
        facts: What was told.
        pending: The field asked for, ``None`` when the advice was given.
        open: Whether the next message belongs to it.
        told: The fields the last message was read for.
        aside: Whether the last message asked something beside the case.
        asked_in: Number of the turn since which it waits for the same.
        heard: The last message.
        heard_as: What its sender called it, hashed; empty for nothing.
    """

    guide: str = ""
    facts: CaseFacts = field(default_factory=dict)
    pending: str | None = None
    open: bool = False
    told: tuple[str, ...] = field(default=(), compare=False)
    aside: bool = field(default=False, compare=False)
    asked_in: int = field(default=0, compare=False)
    heard: str = field(default="", compare=False)
    heard_as: str = field(default="", compare=False)

    @property
    def is_left(self) -> bool:
        """Whether it was stopped before its end."""
        return bool(self.guide) and self.pending is not None and not self.open

    @property
    def place(self) -> str:
        """Where it stands: the field asked for, or that it is stopped or done."""
        if self.pending is None:
            return ADVISED
        return self.pending if self.open else STOPPED

    def as_json(self) -> dict[str, Any]:
        """Return the case as plain data, to be kept in a slot."""
        return {
            "guide": self.guide,
            "facts": dict(self.facts),
            "pending": self.pending,
            "open": self.open,
            "told": list(self.told),
            "asked_in": self.asked_in,
            "heard": self.heard,
            "heard_as": self.heard_as,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Case:
        """Return the case that :meth:`as_json` made plain data of."""
        if not data or data["guide"] not in GUIDES:
            return cls()
        return cls(**{**data, "told": tuple(data.get("told", ()))})
