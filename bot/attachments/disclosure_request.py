"""The form to ask an authority for information."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.guides.model import CaseFacts
from bot.attachments.file import File
from bot.attachments.forms import write_paper
from bot.attachments.letter_blocks import BLANK, Letter
from bot.attachments.template import make_paper
from bot.attachments.values import text
from policies_kb.kb import KnowledgeBase

_TEMPLATE = Path(__file__).parent / "letters" / "request.yml"


def request_letter(data: Mapping[str, Any], kb: KnowledgeBase, locale: str) -> File:
    """Return the form as ``docx`` or ``txt``; it is Chinese whatever the locale.

    Args:
        data: ``facts`` of the case and the ``form`` of the file.
        kb: Holds the clauses.
        locale: Not used: the form is handed to an authority.
    """
    return write_paper(request_paper(data["facts"], kb), data["form"])


def request_paper(facts: CaseFacts, kb: KnowledgeBase) -> Letter:
    """Return the form for the facts of a case, with blanks for what is not known."""
    organ = template()["organs"].get(facts.get("organ"), BLANK)
    return make_paper(template(), facts, {"wanted": text(facts, "wanted"), "organ": organ}, kb)


@cache
def template() -> Mapping[str, Any]:
    """Return the template of the form."""
    return yaml.safe_load(_TEMPLATE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
