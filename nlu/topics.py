"""The topic of an intent, told from its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

#: Intents as Rasa ranks them, each with its ``name`` and ``confidence``, the likeliest first.
Ranking = Sequence[Mapping[str, Any]]
#: The intent of a message the classifier was unsure of.
FALLBACK_INTENT = "nlu_fallback"
#: What a message wants that is no follow-up (``nlu/follow_ups.yml``).
NO_KIND = "none"
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
#: What a message can be about, as far as it decides who answers: matters on which people come with
#: a case of their own, all other papers, what none speaks of.
PERSONAL = ("wages", "credit", "disclosure")
PAPERS, OUTSIDE = "papers", "outside"
MATTERS = (*PERSONAL, PAPERS, OUTSIDE)
#: Intents of these topics that are about what the province wants of its offices.
_PROVINCIAL = frozenset(
    {
        "wages_county_standard",
        "wages_county_process",
        "wages_governance",
        "wages_campaign",
        "wages_self_check",
        "wages_unsaid",
        "disclosure_unsaid",
    }
)


def is_talk(intent: str | None) -> bool:
    """Tell whether an intent is small talk or a follow-up, and no doubt about a matter.

    >>> is_talk("greet"), is_talk("follow_more"), is_talk("out_family"), is_talk("nlu_fallback")
    (True, True, False, False)
    """
    return bool(intent) and intent != "nlu_fallback" and not matter_of(str(intent))


def is_matter(intent: str) -> bool:
    """Tell whether an intent asks about a matter that can be answered.

    >>> is_matter("wages_claim"), is_matter("out_family"), is_matter("nlu_fallback"), is_matter("")
    (True, False, False, False)
    """
    return topic_of(intent) not in _NO_MATTER


@cache
def matter_of(intent: str) -> str:
    """Return the matter of an intent, ``""`` for small talk and follow-ups.

    >>> [matter_of(name) for name in ("gov_unsaid", "climate_city", "out_family", "greet")]
    ['credit', 'papers', 'outside', '']
    """
    topic = topic_of(intent)
    if topic in MATTERS:
        return topic
    return PAPERS if is_matter(intent) else ""


def is_national(intent: str) -> bool:
    """Tell whether the answer to an intent rests on national law and holds everywhere."""
    provincial = intent in _PROVINCIAL or intent.startswith(("gov_", "pilot_"))
    return topic_of(intent) in PERSONAL and not provincial


@cache
def topic_of(intent: str) -> str:
    """Return the topic of an intent; ``social`` for greetings and the like.

    >>> topic_of("gov_promise_broken"), topic_of("out_family"), topic_of("greet")
    ('credit', 'outside', 'social')
    """
    return _TOPICS.get(intent.split("_", 1)[0], "social")
