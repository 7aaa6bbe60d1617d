"""The file a paper that was added is kept in: what is known of it, then its text.

One file holds all there is to know of a paper, so that putting it in the place of another is one
step that happens whole or not at all::

    ---
    url: "https://…"
    status: [{"document": "…", "status": "overtaken", …}]
    ---
    某省人民政府办公厅关于…的通知
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from policies_kb.errors import DataFileError, SourceError
from policies_kb.overlay.model import DocumentStatus
from policies_kb.sources import KnownPublication, SideFile, side_file_of
from policies_kb.yaml_file import YamlText

_OPENING, _CLOSING = "---\n", "\n---\n"
_ORIGINAL = re.compile(rb'^original: "(\w+)"$', re.MULTILINE)


@dataclass(frozen=True)
class PaperFile:
    """A paper that was added, or several that came in one file.

    Attributes:
        name: What it is called, without ending.
        text: Its text.
        known: What is known of its publication, see ``sources.KnownPublication``.
        status: How its papers stand today: rows as in ``curated/status.yml``.
        original: Hash of the file it was read from, empty when unknown.
    """

    name: str
    text: str
    known: Mapping[str, Any] = field(default_factory=dict)
    status: Sequence[Mapping[str, Any]] = ()
    original: str = ""

    @property
    def side(self) -> SideFile:
        """What is known of its publication, in words."""
        return side_file_of(self.known)

    def packed(self) -> bytes:
        """Return the file's bytes."""
        told = {**self.known, "status": list(self.status), "original": self.original}
        # JSON is YAML, whatever is in the strings.
        lines = [
            f"{key}: {json.dumps(value, ensure_ascii=False)}"
            for key, value in told.items()
            if value
        ]
        return "".join([_OPENING, "\n".join(lines), _CLOSING, self.text]).encode()


class _Head(KnownPublication):
    status: tuple[DocumentStatus, ...] = ()
    original: str = ""


def unpack_paper(name: str, packed: bytes) -> PaperFile:
    """Return what a file of an added paper holds.

    Args:
        name: Its name without ending.
        packed: Its bytes.

    Raises:
        SourceError: It is no such file, or says what it cannot.
    """
    place = f"{name}.txt"
    try:
        text = packed.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"{place}:1: is not UTF-8 text") from error
    head, closing, body = text.partition(_CLOSING)
    if not closing or not head.startswith(_OPENING):
        raise SourceError(f"{place}:1: does not begin with what is known of the paper (---)")
    # The line of the head stands one below the opening mark.
    told = YamlText(head.removeprefix(_OPENING) or "{}", place, above=1)
    try:
        told.read_as(_Head)
    except DataFileError as error:
        raise SourceError(error.problems[0]) from error
    known = {key: told.data[key] for key in KnownPublication.model_fields if key in told.data}
    status, original = told.data.get("status", ()), told.data.get("original", "")
    return PaperFile(name, body, known, status, original)


def original_of(packed: bytes) -> str:
    """Return the hash of the file a paper was read from, without reading more than that."""
    found = _ORIGINAL.search(packed.partition(_CLOSING.encode())[0])
    return found[1].decode() if found else ""


def hash_of(content: bytes) -> str:
    """Return what tells the bytes of a file from others."""
    return hashlib.sha256(content).hexdigest()
