"""Cuts a message into the pieces in which danger may stand by itself."""

from __future__ import annotations

import re
from itertools import pairwise

#: A message up to this length is cut at every comma; of a longer one sentences are heard.
_SHORT = 40
#: A sentence longer than this is cut at its commas as well.
_LONG = 60
#: A clause of a short message up to this length says too little by itself.
_LEAST = 3
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]*|[。！？!?；;\n]+")
_CLAUSE = re.compile(r"[^，,、：:]+[，,、：:]*|[，,、：:]+")
_MARKS = " ，,、：:"
#: English sentences end with a full stop and a blank.
_STOP = re.compile(r"(?<=[a-z0-9])\. ")


def pieces(text: str) -> list[str]:
    """Return the parts of a plain text that are heard by themselves, without the whole.

    Of a short text these are its clauses, of a longer one its sentences and each two that stand
    together.
    """
    if len(text) <= _SHORT:
        parts = [part for part in _clauses(text) if len(part) > _LEAST]
        pairs = []
    else:
        parts = [part for part in _parts(_STOP.sub(".\n", text)) if part]
        pairs = [f"{one}{other}" for one, other in pairwise(parts)]
    return list(dict.fromkeys(piece for piece in parts + pairs if piece != text))


def _clauses(text: str) -> list[str]:
    return [
        clause.strip(_MARKS)
        for sentence in _SENTENCE.findall(text)
        for clause in _CLAUSE.findall(sentence)
    ]


def _parts(text: str) -> list[str]:
    """Return sentences, long ones in parts of up to about thirty characters."""
    found = []
    for sentence in _SENTENCE.findall(text):
        if len(sentence) <= _LONG:
            found.append(sentence.strip())
            continue
        part = ""
        for clause in _CLAUSE.findall(sentence):
            if part and len(part) + len(clause) > _LONG // 2:
                found.append(part.strip())
                part = ""
            part += clause
        found.append(part.strip())
    return found
