"""Cuts a provision's text into sentences and whole clauses fit to be quoted."""

from __future__ import annotations

_ENDS = "。；;！？!?"
_CLOSING = "”’」』）)》"
_OPEN = "“‘「『（(《"


def cut_sentences(text: str, lead: str = "") -> list[str]:
    """Return the sentences of a text; joined they give the text back, outer space aside.

    Cuts after 。！？ and after semicolons, never within brackets or quotation marks, because a
    part of a bracket is no whole clause. The lead (ordinal and heading) says nothing alone and
    stays with the sentence after it.

    Args:
        text: A provision's own text.
        lead: The words it begins with that are ordinal and heading.
    """
    pieces: list[str] = []
    start = depth = 0
    lead_end = _lead_end(text, lead)
    for index, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSING:
            depth = max(depth - 1, 0)
        elif char == "\n":
            depth = 0
        if char == "\n" or (char in _ENDS and depth == 0 and index > lead_end):
            pieces.append(text[start : index + 1].strip())
            start = index + 1
    pieces.append(text[start:].strip())
    return [piece for piece in pieces if piece]


def _lead_end(text: str, lead: str) -> int:
    """Return where the lead ends in the text, space aside; -1 where the text has none."""
    wanted = "".join(lead.split())
    seen = 0
    for index, char in enumerate(text):
        if seen == len(wanted):
            return index if wanted else -1
        if not char.isspace():
            if char != wanted[seen]:
                return -1
            seen += 1
    return len(text)
