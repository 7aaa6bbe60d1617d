"""Tells what a message within a case states from what it asks; the words of all cases."""

from __future__ import annotations

import re

from actions.guides.script import load_script
from policies_kb.text.questions import statements

COMMON = load_script("common")
_CLAUSE = re.compile(r"(?:[^,，。;；!！?？]|(?<=\d)[,，](?=\d))+[,，。;；!！?？]*")


def stated(text: str, opening: bool) -> str:
    """Return what a message states; of a story told at the start a question may be part.

    >>> stated("在义乌,归谁管", opening=False), stated("什么都没有", opening=False)
    ('在义乌,', '什么都没有')
    """
    told = statements(text, opening)
    if opening:
        return told
    clauses = _CLAUSE.findall(told)
    return "".join(clause for clause in clauses if not asks(clause))


def asks(text: str) -> bool:
    """Tell whether a clause asks something; what is only not known asks nothing."""
    plain = COMMON.patterns["indefinite"].sub("", text)
    return COMMON.patterns["asking"].search(plain) is not None


def speaks_to_clerk(text: str) -> bool:
    """Tell whether a message speaks to whoever stands behind the counter, or of its lines.

    >>> speaks_to_clerk("你什么都没帮我"), speaks_to_clerk("什么都没有")
    (True, False)
    """
    return COMMON.patterns["to_clerk"].search(text) is not None
