"""From pieces of print with their places to lines of text: order, paragraphs, page furniture.

Print knows no paragraphs. A line that reaches the right margin goes on in the next one, unless
that one is indented; what stands at the same height of most pages is a running head.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from policies_kb.parse.lines import squeeze
from policies_kb.parse.portal import is_page_number

_EDGE = 0.12
_FEW_PAGES = 3
_WIDE_GAP = 1.6
_GAP = 0.35
#: A line is full that ends so near the right margin, in heights of its own.
_FULL = 1.8
#: A first line is set in by two characters, more or less.
_INDENT = (1.2, 3.5)
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、]\D|第[^条章]{1,5}[条章])"
)
_STOPS = "。；：！？;:!?"
#: Lines of one paragraph differ by less in height.
_ALIKE = 0.25


@dataclass(frozen=True)
class Piece:
    """A character, or words read from a picture, in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.bottom + self.top) / 2

    @property
    def size(self) -> float:
        """How high it is."""
        return self.top - self.bottom


@dataclass(frozen=True)
class PrintedLine:
    """A line of print, or a whole row of a table (``ruled``)."""

    text: str
    left: float
    right: float
    top: float
    size: float
    ruled: bool = False


@dataclass
class Page:
    """One page.

    Attributes:
        height: Its height in points.
        lines: Its lines from top to bottom.
    """

    height: float
    lines: list[PrintedLine] = field(default_factory=list)


def lines_of(pieces: Iterable[Piece]) -> list[PrintedLine]:
    """Return pieces as lines, from top to bottom and left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda it: -it.middle):
        row = rows[-1] if rows else []
        if row and abs(row[0].middle - piece.middle) < 0.5 * max(row[0].size, piece.size, 1):
            row.append(piece)
        else:
            rows.append([piece])
    return [_line(sorted(row, key=lambda it: it.left)) for row in rows]


def _line(row: Sequence[Piece]) -> PrintedLine:
    size = median(piece.size for piece in row) or 1
    words = row[0].text
    for before, piece in pairwise(row):
        gap = piece.left - before.right
        if gap > _WIDE_GAP * size:
            words += "  "
        elif gap > _GAP * size and not words.endswith(" "):
            words += " "
        words += piece.text
    return PrintedLine(
        words.strip(), row[0].left, max(it.right for it in row), max(it.top for it in row), size
    )


def text_of(pages: Sequence[Page]) -> str:
    """Return the lines of all pages with paragraphs healed and page furniture left out."""
    kept = _without_furniture(pages)
    margins = _margins([line for line in kept if not line.ruled])
    lines: list[PrintedLine] = []
    for line in _without_second_heads(kept):
        last = lines[-1] if lines else None
        if last is not None and _goes_on(last, line, margins):
            lines[-1] = replace(line, text=_joined(last.text, line.text))
        else:
            lines.append(line)
    return "\n".join(line.text for line in lines) + "\n" if lines else ""


@dataclass(frozen=True)
class _Margins:
    """Where print begins and ends, and whether paragraphs are set in."""

    left: float
    right: float
    indents: bool


def _margins(lines: Sequence[PrintedLine]) -> _Margins:
    left = min((line.left for line in lines), default=0.0)
    right = max((line.right for line in lines), default=0.0)
    indents = any(_INDENT[0] < (it.left - left) / it.size < _INDENT[1] for it in lines)
    return _Margins(left, right, indents)


def _without_furniture(pages: Sequence[Page]) -> list[PrintedLine]:
    heads = Counter(
        key for page in pages for key in {_place(page, line) for line in page.lines} if key
    )
    often = max(_FEW_PAGES, (len(pages) + 1) // 2)
    found: list[PrintedLine] = []
    for page in pages:
        for line in page.lines:
            key = _place(page, line)
            if key and (heads[key] >= often or is_page_number(squeeze(line.text))):
                continue
            found.append(line)
    return found


def _place(page: Page, line: PrintedLine) -> tuple[int, str] | None:
    """Return height and words of a line at the edge of its page, its figures left out."""
    middle = line.top - line.size / 2
    if line.ruled or _EDGE * page.height < middle < (1 - _EDGE) * page.height:
        return None
    return round(middle / 6), re.sub(r"\d+", "", squeeze(line.text))


def _without_second_heads(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Leave out the head of a table that is printed again on the next page."""
    found: list[PrintedLine] = []
    head: PrintedLine | None = None
    for line in lines:
        if not line.ruled:
            head = None
        elif head is None:
            head = line
        elif line.text == head.text:
            continue
        found.append(line)
    return found


def _goes_on(last: PrintedLine, line: PrintedLine, margins: _Margins) -> bool:
    if last.ruled or line.ruled:
        return False
    alike = abs(last.size - line.size) <= _ALIKE * max(last.size, line.size)
    full = last.right >= margins.right - _FULL * last.size
    if not (alike and full and line.left <= margins.left + 0.8 * line.size):
        return False
    # Where no paragraph is set in, a full stop at the margin may end one; before a number it does.
    ended = last.text[-1] in _STOPS
    return not ended or (margins.indents and not _NUMBERED.match(line.text))


def _joined(before: str, after: str) -> str:
    latin = re.search(r"[0-9A-Za-z]$", before) and re.match(r"[0-9A-Za-z]", after)
    return f"{before} {after}" if latin and before[-1:].isalpha() else before + after
