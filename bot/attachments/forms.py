"""The file formats a paper can have."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.attachments.as_docx import docx_file
from bot.attachments.as_text import text_file
from bot.attachments.file import File
from bot.attachments.letter_blocks import Letter

_WRITERS: Mapping[str, Callable[[Letter], File]] = {"docx": docx_file, "txt": text_file}


def write_paper(paper: Letter, form: str) -> File:
    """Return a paper in a format, ``docx`` or ``txt``; the words are the same.

    Raises:
        KeyError: There is no such format.
    """
    return _WRITERS[form](paper)
