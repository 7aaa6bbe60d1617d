"""Tells what a message states from what it asks, and to whom it speaks (``clauses.yml``)."""

from __future__ import annotations

import re
from pathlib import Path

from policies_kb.text.stated_text import statements
from policies_kb.yaml_file import AnyCase, DataFile, DataRow

_CLAUSE = re.compile(r"(?:[^,，。;；!！?？]|(?<=\d)[,，](?=\d))+[,，。;；!！?？]*")


class _Clauses(DataRow):
    asking: AnyCase
    indefinite: AnyCase
    to_clerk: AnyCase


CLAUSES = DataFile(Path(__file__).with_suffix(".yml"), _Clauses)


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
    plain = CLAUSES.data.indefinite.sub("", text)
    return CLAUSES.data.asking.search(plain) is not None


def speaks_to_clerk(text: str) -> bool:
    """Tell whether a message speaks to whoever stands behind the counter, or of its lines.

    >>> speaks_to_clerk("你什么都没帮我"), speaks_to_clerk("什么都没有")
    (True, False)
    """
    return CLAUSES.data.to_clerk.search(text) is not None
