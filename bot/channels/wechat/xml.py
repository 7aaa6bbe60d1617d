"""Reads and writes the flat XML of WeChat."""

from __future__ import annotations

import re
import sys
from xml.etree import ElementTree

#: All of it that may stand before the content. A document type, where entities are declared, can
#: only stand here; in the text of a user the same characters are just text.
_BEGINNING = re.compile(r"\ufeff?\s*(?:<\?xml[^<>]*\?>\s*)?<xml[\s>]")
#: What XML 1.0 cannot hold. WeChat delivers it all the same: texts are pasted from anywhere.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: A section is text as it stands; elsewhere a character can be written as its number.
_SECTION_OR_NUMBER = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&#(?:x([0-9a-fA-F]+)|([0-9]+));", re.DOTALL
)
#: Digits of a character's number, leading zeros included.
_LONGEST_NUMBER = 12


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
    text = _SECTION_OR_NUMBER.sub(_readable, _UNWRITABLE.sub("", text))
    if not _BEGINNING.match(text):
        raise BrokenXMLError("no <xml> at the beginning")
    try:
        # Of a text the parser ignores what encoding it claims to be in.
        root = ElementTree.fromstring(text.lstrip("\ufeff \t\r\n"))
    except (ElementTree.ParseError, ValueError) as error:
        raise BrokenXMLError("not well-formed") from error
    return {child.tag: child.text or "" for child in root}


def _readable(found: re.Match[str]) -> str:
    """Return a section as it is, a character's number unless it names one that cannot be."""
    hexadecimal, decimal = found.groups()
    if hexadecimal is None and decimal is None:
        return found[0]
    digits = hexadecimal or decimal
    if len(digits) > _LONGEST_NUMBER:
        return ""
    code = int(digits, 16 if hexadecimal else 10)
    possible = code <= sys.maxunicode and not _UNWRITABLE.match(chr(code))
    return found[0] if possible else ""


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
