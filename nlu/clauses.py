"""Tells what a message states from what it asks, and to whom it speaks (``clauses.yml``)."""

from __future__ import annotations

import re
from pathlib import Path

from policies_kb.text.stated_text import statements
from policies_kb.yaml_file import AnyCase, DataFile, DataRow

_CLAUSE = re.compile(r"(?:[^,，。;；!！?？]|(?<=\d)[,，](?=\d))+[,，。;；!！?？]*")

_SENTENCE_END = re.compile(r"[。;；!！?？]|\.\s|\.$")


class _Clauses(DataRow):
    asking: AnyCase
    indefinite: AnyCase
    to_clerk: AnyCase
    claimed: AnyCase


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


def without_claims(text: str) -> str:
    """Return a message without what it says that the other side says.

    >>> without_claims("老板说我六月就走了,我没走")
    ' ,我没走'
    """
    return CLAUSES.data.claimed.sub(" ", text)


def claim_in(text: str) -> str:
    """Return what a message says that the other side says, ``""`` for nothing.

    >>> claim_in("公司讲没这个人,不给"), claim_in("我老婆说去投诉")
    ('没这个人,不给', '')
    """
    found = CLAUSES.data.claimed.search(text)
    if found is None:
        return ""
    told = text[found.start("claim" if found["claim"] else "claim_en") :]
    return _SENTENCE_END.split(told)[0].strip()
