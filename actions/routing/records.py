"""Which kind of credit record a thread speaks of: a bank's, a public one, the court's list."""

from __future__ import annotations

from actions.question import Question
from actions.routing.short_kinds import load_short_kinds


def record_named(text: str) -> str:
    """Return the intent of the record a message names and does not deny, ``""`` for none.

    >>> record_named("不是银行的 是信用浙江上的"), record_named("多久能好")
    ('credit_repair', '')
    """
    record = load_short_kinds().record
    told = record.denied.sub(" ", text)
    return next((intent for intent, words in record.named.items() if words.search(told)), "")


def record_spoken_of(question: Question) -> str:
    """Return the intent of the record a message is on: one it names, or the last one spoken of."""
    own = record_named(question.text)
    if own:
        return own
    known = load_short_kinds().record.named
    for past in question.history:
        found = record_named(past.text) or (past.intent if past.intent in known else "")
        if found:
            return found
    return ""
