"""Reads and writes the flat XML of WeChat."""

from __future__ import annotations

import re
from xml.etree import ElementTree

#: All of it that may stand before the content. A document type, where entities are declared, can
#: only stand here; in the text of a user the same characters are just text.
_BEGINNING = re.compile(r"\ufeff?\s*(?:<\?xml[^<>]*\?>\s*)?<xml[\s>]")
#: What XML 1.0 cannot hold.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class BrokenXMLError(Exception):
    """What was sent is no XML as WeChat writes it."""


def read_xml(body: bytes) -> dict[str, str]:
    """Return the text of each element right under the root; elements inside them are left out.

    Raises:
        BrokenXMLError: It is not in UTF-8, not well-formed, or has a document type.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BrokenXMLError("not in UTF-8") from error
    if not _BEGINNING.match(text):
        raise BrokenXMLError("no <xml> at the beginning")
    try:
        # Of a text the parser ignores what encoding it claims to be in.
        root = ElementTree.fromstring(text.lstrip("\ufeff \t\r\n"))
    except (ElementTree.ParseError, ValueError) as error:
        raise BrokenXMLError("not well-formed") from error
    return {child.tag: child.text or "" for child in root}


def as_xml(**values: str | int) -> str:
    """Return values as WeChat's XML, the texts in CDATA sections."""
    lines = (f"<{name}>{_written(value)}</{name}>" for name, value in values.items())
    return "<xml>" + "".join(lines) + "</xml>"


def _written(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    # The end of a section inside a text is split over two sections.
    safe = _UNWRITABLE.sub("", value).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{safe}]]>"
