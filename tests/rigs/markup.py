"""Telegram's HTML, as strict as its own parser."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

_TAGS = {"b": "bold", "i": "italic", "code": "code", "a": "text_link", "blockquote": "blockquote"}
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)")


class Refused(Exception):
    """The server refuses a call."""

    def __init__(self, told: str, status: int = 400) -> None:
        super().__init__(told)
        self.status = status


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parsed(html: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the text and the entities of HTML.

    Raises:
        Refused: A tag is unknown, not closed or crossed; a bare ``&``; a link of another scheme.
    """
    if _ENTITY.search(html):
        raise Refused("Bad Request: can't parse entities: bare &")
    parser = _Parser()
    parser.feed(html)
    parser.close()
    if parser.open:
        raise Refused(f"Bad Request: can't parse entities: can't find end tag of {parser.open[-1]}")
    return parser.text, parser.entities


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[tuple[str, int, dict[str, Any]]] = []
        self.entities: list[dict[str, Any]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag not in _TAGS:
            raise Refused(f"Bad Request: can't parse entities: unsupported start tag {tag}")
        kind = _TAGS[tag]
        more = {}
        if tag == "a":
            more["url"] = given.pop("href", None) or ""
            if not re.match(r"(https?|tg)://", more["url"]):
                raise Refused("Bad Request: can't parse entities: link of no known scheme")
        if tag == "blockquote" and "expandable" in given:
            given.pop("expandable")
            kind = "expandable_blockquote"
        if given:
            raise Refused(f"Bad Request: can't parse entities: attributes {sorted(given)}")
        if tag == "blockquote" and any(name == "blockquote" for name, _, _ in self.open):
            raise Refused("Bad Request: can't parse entities: nested blockquote")
        self.open.append((tag, units(self.text), {"type": kind, **more}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            raise Refused(f"Bad Request: can't parse entities: unexpected end tag {tag}")
        _, start, entity = self.open.pop()
        self.entities.append({**entity, "offset": start, "length": units(self.text) - start})

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise Refused("Bad Request: can't parse entities: comment")
