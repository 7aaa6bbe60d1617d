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
    "unit": "documents",
    "document": "documents",
    "find": "documents",
    "follow": "follow",
    "out": "outside",
}


def topic_of(intent: str) -> str:
    """Return the topic of an intent; ``social`` for greetings and the like.

    >>> topic_of("gov_promise_broken"), topic_of("out_family"), topic_of("greet")
    ('credit', 'outside', 'social')
    """
    return _TOPICS.get(intent.split("_", 1)[0], "social")
