"""A written paper without the marks of a file format: a title and blocks in reading order."""

from __future__ import annotations

from dataclasses import dataclass

#: Where the reader writes something in by hand.
BLANK = "________"


@dataclass(frozen=True)
class Heading:
    """The heading of a part."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``small`` for a remark to the reader."""

    text: str
    small: bool = False


@dataclass(frozen=True)
class Items:
    """A numbered list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Fields:
    """A form: rows of labels, each with a place to write in or what stands there already."""

    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class LetterGrid:
    """A table whose last column is left to be filled in."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Addressee:
    """To whom the paper goes."""

    greeting: str
    name: str


@dataclass(frozen=True)
class Closing:
    """Signature and date, at the right."""

    lines: tuple[str, ...]


LetterBlock = Heading | Paragraph | Items | Fields | LetterGrid | Addressee | Closing


@dataclass(frozen=True)
class Letter:
    """A whole paper."""

    title: str
    blocks: tuple[LetterBlock, ...]
