"""Words a paper prints for the values of facts."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from actions.guides.estimates import is_estimate
from actions.guides.model import UNKNOWN, CaseFacts, FieldKind
from actions.guides.stretches import is_stretches, stretches
from actions.guides.summary import ends_text, stretches_text
from bot.attachments.file import BLANK
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.model import Division

BLANK_MONTH = "____年__月"
#: More of one text is not written.
_LONGEST = 2000


def text(facts: CaseFacts, name: str) -> str:
    """Return a fact as it was told, a blank when it is not known."""
    value = facts.get(name, UNKNOWN)
    return BLANK if value == UNKNOWN else field_text(value) or BLANK


def figure(facts: CaseFacts, name: str, kind: FieldKind) -> str:
    """Return money or people as they were read back, an estimate with both its ends."""
    value = facts.get(name, UNKNOWN)
    if not is_estimate(value):
        return text(facts, name)
    return field_text(ends_text(kind, value).translations["zh"])


def month(facts: CaseFacts, name: str) -> str:
    """Return a month (``YYYY-MM``) as Chinese papers print it, a blank when it is not known.

    >>> month({"since": "2026-03"}, "since")
    '2026年3月'
    """
    value = facts.get(name)
    if is_estimate(value):
        return field_text(ends_text("month", value).translations["zh"])
    try:
        found = date.fromisoformat(f"{value}-01")
    except ValueError:
        return BLANK_MONTH
    return f"{found.year}年{found.month}月"


def unpaid_time(facts: CaseFacts, name: str) -> str:
    """Return when nothing was paid: from a month on, or the months with their ends.

    >>> unpaid_time({"since": "2026-03"}, "since")
    '从2026年3月起'
    >>> unpaid_time({"since": {"months": [["2025-11", "2026-02"]]}}, "since")
    '从2025年11月到2026年2月'
    """
    value = facts.get(name)
    if not is_stretches(value):
        return f"从{month(facts, name)}起"
    told = field_text(stretches_text(value).translations["zh"])
    [first, *more] = stretches(value)
    return f"从{told}" if not more and first[0] != first[1] else told


def division(kb: KnowledgeBase, name: Any) -> Division | None:
    """Return a division of Zhejiang by its full name, ``None`` for any other place."""
    return next((row for row in kb.divisions() if row.zhejiang and row.name == name), None)


def full_name(place: Division) -> str:
    """Return the name of a division as papers print it: districts with their city.

    >>> from types import SimpleNamespace
    >>> full_name(SimpleNamespace(name="西湖区", parent="杭州市", level="district"))
    '杭州市西湖区'
    """
    return f"{place.parent}{place.name}" if place.level == "district" else place.name


def clause(kb: KnowledgeBase, provision_id: str) -> str:
    """Return a clause of current law with number, title and article, in our own words.

    Raises:
        NotInBase: There is no such clause.
    """
    provision = kb.law_provision(provision_id)
    law = kb.law(provision.law)
    number = "" if "《" in law.number else f"（{law.number}）"
    return f"《{law.title.zh}》{number}{provision.label.zh}：{provision.text.zh}"


def field_text(value: Any) -> str:
    """Return a value as it may be written into a file: one line, nothing XML forbids."""
    text = str(value)[:_LONGEST]
    shown = (" " if unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"} else c for c in text)
    return " ".join("".join(shown).split())
