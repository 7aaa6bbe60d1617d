"""What can go wrong in the knowledge base, each with a message fit for one line."""

from __future__ import annotations

from collections.abc import Sequence


class KnowledgeBaseError(Exception):
    """The database cannot be used; the message names the command that mends it."""


class SourceError(Exception):
    """A source file or its side file cannot be read; the message starts with ``file:line``."""


class BuildError(Exception):
    """The sources do not make a sound knowledge base."""


class DataFileError(Exception):
    """A file of data that an expert edits is not sound.

    Attributes:
        problems: Every problem found, one line each, starting with ``file:line``.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class NotInBase(KeyError):
    """The knowledge base holds nothing of that name."""

    def __str__(self) -> str:
        # KeyError prints the repr of its argument, which is no sentence.
        return str(self.args[0]) if self.args else ""


class QuoteNotFound(NotInBase):
    """The quote does not stand word for word in any provision of the document."""
