"""Cuts long texts into messages Telegram accepts, at the ends of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape

#: Limit of the Bot API for a message, in UTF-16 code units. It counts the text without marks;
#: counting them too stays below it in any case.
MAX_MESSAGE_UNITS = 4096
_SENTENCES = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]+[”’」』)）]*|[^。！？!?；;\n]+")


@dataclass(frozen=True)
class MessageBlock:
    """A paragraph.

    Attributes:
        text: Plain text.
        before: Mark before it, closed by ``after``.
        after: Mark after it.
        tail: HTML that stays with the end of the paragraph, e.g. a link.
        apart: Whether an empty line stands before it.
        heads: Whether it is a short title that stays with the next paragraph.
    """

    text: str
    before: str = ""
    after: str = ""
    tail: str = ""
    apart: bool = True
    heads: bool = False

    @property
    def html(self) -> str:
        """The paragraph in HTML, everything of the text escaped."""
        return f"{self.before}{escape(self.text, quote=False)}{self.tail}{self.after}"


def utf16_length(text: str) -> int:
    """Return the length of a text in UTF-16 code units, as Telegram counts.

    >>> utf16_length("字"), utf16_length("😀")
    (1, 2)
    """
    return len(text.encode("utf-16-le")) // 2


def pack_blocks(blocks: Iterable[MessageBlock], limit: int = MAX_MESSAGE_UNITS) -> list[str]:
    """Return the paragraphs as HTML texts of at most ``limit`` code units each."""
    texts: list[str] = []
    title = ""
    for block in blocks:
        if block.heads:
            title = block.html
            continue
        for piece in _pieces(block, limit - utf16_length(title) - 1):
            html = f"{title}\n{piece.html}" if title else piece.html
            gap = "\n\n" if piece.apart or title else "\n"
            joined = f"{texts[-1]}{gap}{html}" if texts else html
            if texts and utf16_length(joined) <= limit:
                texts[-1] = joined
            else:
                texts.append(html)
            title = ""
    return texts


def _pieces(block: MessageBlock, limit: int) -> Iterator[MessageBlock]:
    """Cut a paragraph that is too long for one message."""
    if utf16_length(block.html) <= limit:
        yield block
        return
    room = limit - utf16_length(block.before + block.after + block.tail)
    parts = _filled(block.text, room)
    for part in parts[:-1]:
        yield replace(block, text=part, tail="")
    yield replace(block, text=parts[-1])


def _filled(text: str, room: int) -> list[str]:
    """Return the text in parts as long as ``room`` allows, cut where a sentence ends if it can."""
    parts = [""]
    for sentence in _SENTENCES.findall(text):
        for piece in _chopped(sentence, room):
            if _room(parts[-1] + piece) <= room:
                parts[-1] += piece
            else:
                parts.append(piece)
    return [part.strip() for part in parts if part.strip()] or [""]


def _chopped(sentence: str, room: int) -> Iterator[str]:
    """Cut a sentence that alone is too long, between characters."""
    while _room(sentence) > room:
        # A character takes at most five units escaped (&amp;).
        end = next(n for n in range(min(len(sentence), room), 0, -1) if _room(sentence[:n]) <= room)
        yield sentence[:end]
        sentence = sentence[end:]
    yield sentence


def _room(text: str) -> int:
    return utf16_length(escape(text, quote=False))
