"""How a message is answered: the reply of the least expected price (``decision.yml``)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from nlu.topics import (
    FALLBACK_INTENT,
    MATTERS,
    OUTSIDE,
    PAPERS,
    PERSONAL,
    Ranking,
    is_national,
    matter_of,
)
from policies_kb.yaml_file import AnyCase, DataFile, DataRow

#: How sure of its matter an answer is.
ReplyKind = Literal["sure", "likely", "two_readings", "asked", "handed_over"]
_LATIN = re.compile(r"[A-Za-z']+")


@dataclass(frozen=True)
class Matter:
    """One thing a message can be about.

    Attributes:
        name: One of ``nlu.topics.MATTERS``.
        chance: Its probability.
        intent: The intent that answers if it is this one.
    """

    name: str
    chance: float
    intent: str

    def as_json(self) -> dict[str, Any]:
        """Return the matter as plain data, to be sent through Rasa."""
        return {"name": self.name, "chance": self.chance, "intent": self.intent}


class Prices(DataRow):
    """What each kind of reply costs, by what the message was about."""

    right: dict[ReplyKind, float]
    wrong: dict[ReplyKind, float]
    none: dict[ReplyKind, float]
    outside: dict[ReplyKind, float]


class OpenMatter(DataRow):
    """How much likelier a matter is that was spoken of before."""

    short: float
    long: float
    at_most: int


class ToldTogether(DataRow):
    """Facts of a case that make its matter so many times likelier where all are told."""

    fields: tuple[str, ...]
    words: AnyCase
    times: float


class ExampleNearness(DataRow):
    """From which closeness to an example on a message is what the example is."""

    point: float
    point_first: float
    beside: float
    perhaps: float
    foreign: float


class DecisionRules(DataRow):
    """What ``decision.yml`` holds; its fields are explained there."""

    prices: Prices
    general: dict[str, str]
    clear: dict[str, float]
    beyond_doubt: float
    offered: float
    open_matter: OpenMatter
    near: ExampleNearness
    told: tuple[ToldTogether, ...]


DECISION = DataFile(Path(__file__).with_suffix(".yml"), DecisionRules)


def rules() -> DecisionRules:
    """Return the rules of the file."""
    return DECISION.data


def likeliest_first(chances: Mapping[str, float], ranking: Ranking) -> list[Matter]:
    """Return what a message can be about, the likeliest first, each with the intent that answers.

    Args:
        chances: How likely each matter is.
        ranking: The intents, the likeliest first.
    """
    found = (Matter(name, chances[name], _intent(name, ranking)) for name in MATTERS)
    return sorted(found, key=lambda matter: -matter.chance)


def decided_intent(matters: Sequence[Matter]) -> dict[str, Any]:
    """Return the intent a message by itself is answered by, as Rasa has it."""
    reply, about = decide(matters)
    if reply in ("two_readings", "asked"):
        return {"name": FALLBACK_INTENT, "confidence": 1.0 - matters[0].chance}
    return {"name": about[0].intent, "confidence": about[0].chance}


def _intent(matter: str, ranking: Ranking) -> str:
    """Return the intent that answers if a message is about a matter.

    The best one where it is clear; else the general card where it is somebody's own case, or what
    a search of the papers finds.
    """
    own = [reading for reading in ranking if matter_of(reading["name"]) == matter]
    total = sum(reading["confidence"] for reading in own)
    if own and own[0]["confidence"] >= rules().clear[matter] * total:
        return str(own[0]["name"])
    if own and matter in PERSONAL:
        own_case = sum(reading["confidence"] for reading in own if is_national(reading["name"]))
        if own_case < total / 2:
            return str(own[0]["name"])
    return rules().general.get(matter, FALLBACK_INTENT)


def decide(matters: Sequence[Matter]) -> tuple[ReplyKind, tuple[Matter, ...]]:
    """Return the cheapest kind of reply, and the matters it speaks of.

    Args:
        matters: What the message can be about.

    >>> wages, outside = Matter("wages", 0.97, "wages_iou"), Matter("outside", 0.03, "out_labour")
    >>> reply, about = decide([outside, wages])
    >>> reply, about[0].intent
    ('sure', 'wages_iou')
    """
    ranked = sorted(matters, key=lambda matter: -matter.chance)
    ours = [matter for matter in ranked if matter.name != OUTSIDE]
    others = [matter for matter in ranked if matter.name == OUTSIDE]
    choices: dict[ReplyKind, tuple[Matter, ...]] = {
        "sure": tuple(ours[:1]),
        "likely": tuple(ours[:1]),
        "two_readings": tuple(ours[:2]),
        "asked": (),
        "handed_over": tuple(others),
    }
    outside = sum(matter.chance for matter in others)
    cheapest = min(choices, key=lambda reply: _price(reply, choices[reply], outside))
    return cheapest, choices[cheapest]


def with_open_matter(
    matters: Iterable[Matter], before: Iterable[str], text: str
) -> tuple[Matter, ...]:
    """Return the matters as likely as they are after a matter was spoken of.

    Args:
        matters: What the message by itself can be about.
        before: The intents answered before, the last one first.
        text: The message.
    """
    open_intent = next((name for name in before if matter_of(name) not in ("", OUTSIDE)), "")
    leaned_on = {matter_of(open_intent)}
    if open_intent and not is_national(open_intent):
        leaned_on.add(PAPERS)
    lean = rules().open_matter
    times = lean.short if length_of(text) <= lean.at_most else lean.long
    raised = [replace(m, chance=m.chance * times) if m.name in leaned_on else m for m in matters]
    total = sum(matter.chance for matter in raised)
    return tuple(replace(matter, chance=matter.chance / total) for matter in raised)


def likelier(fields: Collection[str], text: str) -> float:
    """Return how many times likelier unpaid work is for what a message tells of it.

    Args:
        fields: The fields of the case of unpaid wages that the message tells.
        text: The message.

    >>> likelier(("monthly", "since"), "四千一个月 三个月没给") > 1, likelier(("place",), "在义乌")
    (True, 1.0)
    """
    return max(
        (
            rule.times
            for rule in rules().told
            if {*rule.fields} <= {*fields} and rule.words.search(text)
        ),
        default=1.0,
    )


def could_be_likelier(matters: Sequence[Matter], name: str, text: str) -> bool:
    """Tell whether what a message tells of a case could change its reply: whether it must be read.

    Prices are linear in the chances: what holds with a matter as likely as it is and as likely as
    it can get holds in between.
    """
    times = max((rule.times for rule in rules().told if rule.words.search(text)), default=1.0)
    raised = with_matter_likelier(matters, name, times)
    (reply, about), (other, about_other) = decide(matters), decide(raised)
    if reply != other or [m.name for m in about] != [m.name for m in about_other]:
        return True
    # Beside an answer that is not sure, the button of a matter may stand.
    chance = next(matter.chance for matter in raised if matter.name == name)
    return times > 1 and reply != "sure" and chance >= rules().offered


def with_matter_likelier(matters: Iterable[Matter], name: str, times: float) -> tuple[Matter, ...]:
    """Return the matters with one of them so many times as likely."""
    raised = [replace(m, chance=m.chance * times) if m.name == name else m for m in matters]
    total = sum(matter.chance for matter in raised)
    return tuple(replace(matter, chance=matter.chance / total) for matter in raised)


def length_of(text: str) -> int:
    """Return how long a message is in Chinese characters; a word in Latin letters is two."""
    plain = _LATIN.sub("", text)
    return len("".join(plain.split())) + 2 * len(_LATIN.findall(text))


def of_a_paper(matters: Sequence[Matter]) -> tuple[Matter, ...]:
    """Return the matters of a message that names a paper: the likeliest of ours it is.

    A paper can be asked for by its number or by what it is about, and either answers.
    """
    best = max((m for m in matters if m.name != OUTSIDE), key=lambda matter: matter.chance)
    return tuple(replace(matter, chance=float(matter is best)) for matter in matters)


def _price(reply: ReplyKind, about: Sequence[Matter], outside: float) -> float:
    prices = rules().prices
    if reply in prices.none:
        return prices.none[reply] * (1 - outside) + prices.outside[reply] * outside
    right = sum(matter.chance for matter in about)
    wrong = 1 - outside - right
    return (
        prices.right[reply] * right + prices.wrong[reply] * wrong + prices.outside[reply] * outside
    )
