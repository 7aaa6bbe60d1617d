"""Line breaks that a copy lost, put back before anything else is read.

Only what must be a line of its own is cut off: a number glued to its title, and the parts of a
paper that was pasted as one line. Nothing is added; where the words stand stays as it was.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from policies_kb.parse.document_numbers import glued_number, read_document_number
from policies_kb.parse.lines import Line, raw_length, squeeze
from policies_kb.text.notation import ORDINAL

_FEW_LINES = 3
_LONG_LINE = 80
_N = f"[{ORDINAL}]{{1,3}}"
_OPENS = re.compile(
    rf"\s+(?=(?:{_N}、|[(（]{_N}[)）]|\d{{1,2}}[.．、](?!\d)|第{_N}[条章]|附件))|(?<=[。！])\s+"
)
_WORD = re.compile(r"\S+")


def mend_breaks(lines: list[Line]) -> list[Line]:
    """Return the lines with lost breaks put back."""
    found: list[Line] = []
    for line in lines:
        pieces = _pieces(line) if len(lines) <= _FEW_LINES else [line]
        for piece in pieces:
            cut = 0 if "\t" in piece.text else glued_number(piece.key)
            found += _cut(piece, [raw_length(piece.text, cut)]) if cut else [piece]
    return found


def _pieces(line: Line) -> list[Line]:
    """Cut a whole paper on one line: behind its title, its number and a date, at its ordinals."""
    if len(line.key) < _LONG_LINE:
        return [line]
    words = list(_WORD.finditer(line.text))
    head = next((at for at, word in enumerate(words[:6]) if _is_number(word.group())), None)
    if head is None:
        return [line]
    opening = [word.end() for word in words[: head + 1]]
    if head + 1 < len(words) and re.fullmatch(r"[\d\-/.年月日]{8,11}", words[head + 1].group()):
        opening.append(words[head + 1].end())
    # The words of a title stay together; only its last one is followed by the number.
    cuts = opening[max(0, head - 1) :]
    cuts += [match.end() for match in _OPENS.finditer(line.text, cuts[-1])]
    return _cut(line, cuts)


def _is_number(word: str) -> bool:
    return bool(read_document_number(squeeze(word)) or glued_number(squeeze(word)))


def _cut(line: Line, places: list[int]) -> list[Line]:
    bounds = [0, *places, len(line.text)]
    found = []
    for first, stop in pairwise(bounds):
        text = line.text[first:stop].strip()
        if not text:
            continue
        start = line.start + line.text.index(text, first)
        found.append(
            replace(
                line, start=start, end=start + len(text), text=text, raw=text, key=squeeze(text)
            )
        )
    return found
