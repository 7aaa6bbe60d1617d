"""What every maker of files takes and returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from policies_kb.kb import KnowledgeBase

TEXT = "text/plain; charset=utf-8"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Where the reader writes something in by hand.
BLANK = "________"


@dataclass(frozen=True)
class File:
    """A file that was made.

    Attributes:
        content: Its bytes.
        media_type: Its type (RFC 6838), with the character set where it is text.
    """

    content: bytes
    media_type: str


#: Makes a file of the data of an attachment, the base and the locale of the answer.
Maker = Callable[[Mapping[str, Any], KnowledgeBase, str], File]
