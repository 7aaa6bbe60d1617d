"""The form to ask an authority for information."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.attachments.file import BLANK, File
from bot.attachments.letter import letter_file
from bot.attachments.values import text
from policies_kb.kb import KnowledgeBase


def request_letter(data: Mapping[str, Any], kb: KnowledgeBase, locale: str) -> File:
    """Return the form as ``docx`` or ``txt``; it is Chinese whatever the locale.

    Args:
        data: ``facts`` of the case and the ``form`` of the file.
        kb: Holds the clauses.
        locale: Not used: the form is handed to an authority.
    """
    wanted = text(data["facts"], "wanted")
    # Its place is a cell of a form: empty, not a line to write on.
    words = {"wanted": "" if wanted == BLANK else wanted}
    return letter_file("request", data["form"], words, data["facts"], kb)
