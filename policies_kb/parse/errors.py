"""The one error the parser raises."""

from __future__ import annotations


class ParseError(ValueError):
    """The text is not an official paper.

    Attributes:
        line: The line of the source, from 1, on which the reader gave up.
        message: Why, in words for an operator.
    """

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.message = message
