"""The source as lines that remember where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from policies_kb.parse.errors import ParseError
from policies_kb.text.notation import LOOK_ALIKE

# Full-width forms are matched as their half-width twins; always one character for one.
_HALF_WIDTH = (
    str.maketrans(
        "０１２３４５６７８９（）［］：．，；！？％｜",
        "0123456789()[]:.,;!?%|",
    )
    | LOOK_ALIKE
)
_SPACES = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_HEADING_MARK = re.compile(r"\s*(#{1,6})\s")
_ASCII_GAP = re.compile(r"(?<=[0-9A-Za-z])\s+(?=[0-9A-Za-z])")


def squeeze(text: str) -> str:
    """Return ``text`` without spaces, with half-width and ordinary forms, for matching only."""
    return _SPACES.sub("", text).translate(_HALF_WIDTH)


def one_line(text: str) -> str:
    """Return a title on one line: spaces go, save those between two Latin words."""
    words = _ASCII_GAP.sub("\0", text.strip())
    return _SPACES.sub("", words).replace("\0", " ")


def raw_length(text: str, squeezed: int) -> int:
    """Return how many characters of ``text`` hold its first ``squeezed`` non-space ones."""
    seen = 0
    for index, char in enumerate(text):
        if seen == squeezed:
            return index
        if not _SPACES.fullmatch(char):
            seen += 1
    return len(text)


@dataclass(frozen=True)
class Line:
    """One line of the source that is not blank.

    Attributes:
        number: Line number in the source, from 1.
        start: Offset of its first printed character in the source.
        end: Offset after its last printed character.
        text: Its words as printed, without the spaces around them or Markdown heading marks.
        raw: The line with the tabs around its words, which bound empty table cells.
        key: ``text`` squeezed, for matching.
        level: Number of Markdown heading marks, 0 for an ordinary line.
    """

    number: int
    start: int
    end: int
    text: str
    raw: str
    key: str
    level: int = 0


def read_lines(source: str) -> list[Line]:
    """Return the lines of ``source`` that are not blank.

    Characters of no width (such as a byte order mark), Markdown comments and Markdown heading
    marks count as page layout, like spaces and line ends.

    Raises:
        ParseError: A control character shows that the source is no text.
    """
    text = _without_comments("\n" + source[1:] if source.startswith("\ufeff") else source)
    # The replaced byte order mark added a line; the count starts one lower to make up for it.
    number = 0 if source.startswith("\ufeff") else 1
    lines: list[Line] = []
    start = 0
    for end, following in _line_bounds(text):
        line = _read_line(text[start:end], start, number)
        if line is not None:
            lines.append(line)
        start = following
        number += 1
    return lines


def _line_bounds(text: str) -> Iterable[tuple[int, int]]:
    for match in _LINE_END.finditer(text):
        yield match.span()
    yield len(text), len(text)


def _read_line(raw: str, offset: int, number: int) -> Line | None:
    if not raw.strip():
        return None
    if _CONTROL.search(raw):
        raise ParseError(number, "a control character: this is not a text file")
    mark = _HEADING_MARK.match(raw)
    body = mark.end() if mark else 0
    text = raw[body:].strip()
    key = squeeze(text)
    if not key:
        # Marks and zero-width characters alone print nothing.
        return None
    start = offset + raw.index(text, body)
    level = len(mark.group(1)) if mark else 0
    return Line(number, start, start + len(text), text, raw[body:], key, level)


def _without_comments(text: str) -> str:
    """Blank Markdown comments, keeping every offset and line end."""
    opened = text.find("<!--")
    if opened < 0:
        return text
    pieces: list[str] = []
    done = 0
    while opened >= 0:
        closed = text.find("-->", opened)
        if closed < 0:
            break
        pieces.append(text[done:opened])
        pieces.append(re.sub(r"[^\r\n]", " ", text[opened : closed + 3]))
        done = closed + 3
        opened = text.find("<!--", done)
    return "".join([*pieces, text[done:]])
