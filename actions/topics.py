"""The topic of an intent, told from its name."""

from __future__ import annotations

_TOPICS = {
    "wages": "wages",
    "credit": "credit",
    "gov": "credit",
    "disclosure": "disclosure",
    "pilot": "disclosure",
    "env": "environment_reports",
    "climate": "climate",
    "commendation": "commendation",
    "deadlines": "documents",
    "remind": "documents",
    "unit": "documents",
    "document": "documents",
    "find": "documents",
    "follow": "follow",
    "request": "disclosure",
    "guide": "follow",
    "out": "outside",
}


#: Topics whose messages name no matter that a paper or a law speaks of.
_NO_MATTER = frozenset({"outside", "social", "follow"})


def is_matter(intent: str) -> bool:
    """Tell whether an intent asks about a matter that can be answered.

    >>> is_matter("wages_claim"), is_matter("out_family"), is_matter("nlu_fallback"), is_matter("")
    (True, False, False, False)
    """
    return topic_of(intent) not in _NO_MATTER


def topic_of(intent: str) -> str:
    """Return the topic of an intent; ``social`` for greetings and the like.

    >>> topic_of("gov_promise_broken"), topic_of("out_family"), topic_of("greet")
    ('credit', 'outside', 'social')
    """
    return _TOPICS.get(intent.split("_", 1)[0], "social")
