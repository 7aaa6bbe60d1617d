"""A provision's text as the rules read it, and the way back to the exact words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policies_kb.text.notation import LOOK_ALIKE

_SAME = str.maketrans("，；：（）％．０１２３４５６７８９", ",;:()%.0123456789") | LOOK_ALIKE
#: The rules look at every phrase beside every other one: text made to be slow ends here.
LONGEST_SENTENCE = 1500
_OPEN = "(“《〈‘["
_CLOSE = ")”》〉’]"


@dataclass(frozen=True)
class Span:
    """A stretch of a reading's plain text."""

    start: int
    end: int

    def holds(self, position: int) -> bool:
        """Tell whether a position lies in it."""
        return self.start <= position < self.end


class DateReading:
    """Plain text (no white space, one form of punctuation) with a map to the original.

    Args:
        text: The provision's own text.
        ordinal: The ordinal it begins with, which the rules do not read.

    Attributes:
        plain: The text the rules match.
    """

    def __init__(self, text: str, ordinal: str = "") -> None:
        skip = len(ordinal) if text.startswith(ordinal) else 0
        kept = [(i, char) for i, char in enumerate(text) if i >= skip and not char.isspace()]
        self._text = text
        self._places = [index for index, _ in kept]
        self.plain = "".join(char for _, char in kept).translate(_SAME)

    def quote(self, start: int, end: int) -> str:
        """Return the exact words of a stretch, without punctuation at its end."""
        while end > start + 1 and self.plain[end - 1] in ",;。:、":
            end -= 1
        return self._text[self._places[start] : self._places[end - 1] + 1]

    def words(self, span: Span) -> str:
        """Return the plain text of a stretch."""
        return self.plain[span.start : span.end]

    def sentences(self) -> Iterator[Span]:
        """Yield what ends with a full stop; what runs on without end is no sentence."""
        for span in self.split(Span(0, len(self.plain)), "。！？"):
            if span.end - span.start <= LONGEST_SENTENCE:
                yield span

    @property
    def longest(self) -> int:
        """How many characters stand between two full stops at most."""
        return max((len(part) for part in re.split("[。！？]", self.plain)), default=0)

    def clauses(self, span: Span) -> list[Span]:
        """Return the clauses of a stretch, cut at commas, semicolons and colons."""
        return list(self.split(span, ",;:"))

    def split(self, span: Span, marks: str) -> Iterator[Span]:
        """Yield the parts of a stretch between marks that stand outside brackets and quotes."""
        start, depth = span.start, 0
        for index in range(span.start, span.end):
            char = self.plain[index]
            if char in _OPEN:
                depth += 1
            elif char in _CLOSE:
                depth = max(depth - 1, 0)
            elif char in marks and depth == 0 and not self._in_figure(index):
                if index > start:
                    yield Span(start, index)
                start = index + 1
        if start < span.end:
            yield Span(start, span.end)

    def _in_figure(self, index: int) -> bool:
        """Tell whether a comma only parts the thousands of a figure: 1,200."""
        after = self.plain[index + 1 : index + 4]
        return self.plain[index - 1 : index].isdigit() and len(after) == 3 and after.isdigit()
