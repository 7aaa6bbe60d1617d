"""How sure a ranking of intents is of its best one."""

from __future__ import annotations

from collections import defaultdict

from nlu.topics import Ranking, topic_of


def is_sure(ranking: Ranking, topic_floor: float, intent_floor: float) -> bool:
    """Tell whether the best intent and its topic are likely enough.

    Neighbouring intents of one topic share the probability of a message, so the doubt that
    matters is about the topic.

    Args:
        ranking: Intents with their ``name`` and ``confidence``, the best first.
        topic_floor: Least sum of the probabilities of the best intent's topic.
        intent_floor: Least probability of the best intent itself.

    >>> claim, iou = ("wages_claim", 0.5), ("wages_iou", 0.4)
    >>> ranking = [{"name": name, "confidence": share} for name, share in (claim, iou)]
    >>> is_sure(ranking, 0.8, 0.2), is_sure(ranking, 0.8, 0.6)
    (True, False)
    """
    masses: dict[str, float] = defaultdict(float)
    for reading in ranking:
        masses[topic_of(reading["name"])] += reading["confidence"]
    best = ranking[0]
    likely = masses[topic_of(best["name"])] >= topic_floor
    return bool(likely and best["confidence"] >= intent_floor)
