"""The words all cases share (``common.yml``)."""

from __future__ import annotations

from actions.guides.script import Script

COMMON = Script("common", type(None))


def wants_result(text: str) -> bool:
    """Tell whether the result of a case is wanted now, however little was told."""
    return COMMON.patterns["enough"].search(text) is not None or wants_letter(text)


def wants_letter(text: str) -> bool:
    """Tell whether something is to be written for somebody, or shown as it will look.

    >>> [wants_letter(text) for text in ("那就写吧", "写个投诉书给我", "申请书怎么写", "写了欠条")]
    [True, True, False, False]
    """
    if text.startswith("/") or COMMON.patterns["writes_not"].search(text):
        return False
    return COMMON.patterns["writes"].search(text) is not None
