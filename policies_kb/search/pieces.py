"""Cuts passages into pieces short enough for a sentence encoder, each under its paper's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from policies_kb.search.filters import FORMAL_KINDS, SearchSelect, marks
from policies_kb.sentences import cut_sentences

#: Characters of a piece, and the least that one may be left with.
_LONG, _SHORT = 160, 25
#: A sentence may be longer by so much before it is cut at a comma.
_SLACK = 1.25
_NAME, _ALL = 40, 240
_STATE = "中华人民共和国"
_ARTICLE = re.compile(r"\A第[一二三四五六七八九十百千零〇]+条(?:之[一二三四五六七八九十]+)?\s*")
_COMMAS = "，、：,"
#: A heading with provisions below it, which says nothing alone.
_BARE = (
    "g.last = g.key AND trim(h.text) IN ('', h.ordinal || h.heading) AND EXISTS "
    "(SELECT 1 FROM provision b WHERE b.key = h.key + 1 AND b.parent = h.id)"
)


def vector_pieces(query: SearchSelect) -> Iterator[tuple[str, str, list[str]]]:
    """Yield document, provision and the texts to embed of every passage that holds a rule.

    Args:
        query: Runs SQL on the base and returns rows.
    """
    sql = (
        "SELECT g.key, h.document, h.id, d.title, p.text FROM passage g "
        "JOIN provision h ON h.key = g.key JOIN document d ON d.id = h.document "
        "JOIN provision p ON p.key BETWEEN g.key AND g.last "
        f"WHERE h.kind NOT IN ({marks(FORMAL_KINDS)}) AND NOT ({_BARE}) ORDER BY p.key"
    )
    for _, rows in groupby(query(sql, FORMAL_KINDS), itemgetter(0)):
        told = list(rows)
        _, document, provision, title, _ = told[0]
        yield document, provision, named(title, "\n".join(row[4] for row in told if row[4]))


def named(title: str, text: str) -> list[str]:
    """Return the pieces of a text, each under the short name of its paper."""
    name = title.removeprefix(_STATE)[:_NAME]
    return [f"{name}：{piece}"[:_ALL] for piece in _pieces(_ARTICLE.sub("", text))]


def _pieces(text: str) -> list[str]:
    found: list[str] = []
    open_piece = ""
    for part in _parts(cut_sentences(text)):
        if open_piece and len(open_piece) + len(part) > _LONG:
            found.append(open_piece)
            open_piece = ""
        open_piece += part
    if found and len(open_piece) < _SHORT:
        found[-1] += open_piece
    elif open_piece:
        found.append(open_piece)
    return found


def _parts(sentences: Iterable[str]) -> Iterator[str]:
    """Yield the sentences, long ones in parts that end at a comma."""
    for sentence in sentences:
        rest = sentence
        while len(rest) > _LONG * _SLACK:
            comma = max(rest.rfind(mark, 0, _LONG) for mark in _COMMAS) + 1
            end = comma if comma > _LONG // 2 else _LONG
            yield rest[:end]
            rest = rest[end:]
        yield rest
