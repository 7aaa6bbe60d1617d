"""Weighs settings of the gate by what their mistakes cost; knows no model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from nlu.evaluation.judge import Verdict

#: A false answer harms somebody; a hand-over or a question back costs a minute.
FALSE_ANSWER_COST = 10
SILENCE_COST = 1


@dataclass(frozen=True)
class Floors:
    """The gate's settings, see ``TopicGate`` and ``actions.fallback``."""

    topic: float
    intent: float
    outside: float

    def distance(self, other: Floors) -> float:
        """Return how much would have to be changed to get to other settings."""
        return (
            abs(self.topic - other.topic)
            + abs(self.intent - other.intent)
            + abs(self.outside - other.outside)
        )


@dataclass(frozen=True)
class Case:
    """One question with everything the gate can make of it.

    Attributes:
        topic: Probability of the likeliest intent's whole topic.
        intent: Probability of the likeliest intent.
        outside: Probability of all outside intents together.
        passed: Cost of the answer when the gate lets it through.
        handed_over: Cost of calling it outside.
        searched: Cost of the careful answer.
    """

    topic: float
    intent: float
    outside: float
    passed: int
    handed_over: int
    searched: int

    def cost(self, floors: Floors) -> int:
        """Return the cost of the question at these settings."""
        if self.topic >= floors.topic and self.intent >= floors.intent:
            return self.passed
        return self.handed_over if self.outside >= floors.outside else self.searched


@dataclass(frozen=True)
class Calibration:
    """The result of a sweep: settings with their costs.

    Attributes:
        questions: How many questions were weighed.
        current: The settings of today.
        best: The cheapest settings; among equals those nearest to today's.
        equals: How many settings cost as little as the best.
    """

    questions: int
    current: Floors
    current_cost: int
    best: Floors
    best_cost: int
    equals: int


def cost_of(verdict: Verdict) -> int:
    """Return what one answer costs."""
    if verdict.false_answer:
        return FALSE_ANSWER_COST
    silent = verdict.reply.status != "answered"
    return SILENCE_COST if silent and "answered" in verdict.row.statuses else 0


def sweep(cases: Sequence[Case], current: Floors, settings: Iterable[Floors]) -> Calibration:
    """Return the cheapest of the settings."""
    costs = {floors: sum(case.cost(floors) for case in cases) for floors in settings}
    lowest = min(costs.values())
    equals = [floors for floors, cost in costs.items() if cost == lowest]
    return Calibration(
        questions=len(cases),
        current=current,
        current_cost=sum(case.cost(current) for case in cases),
        best=min(equals, key=current.distance),
        best_cost=lowest,
        equals=len(equals),
    )


def grid() -> Iterable[Floors]:
    """Yield the settings to try."""
    topics = [step / 20 for step in range(6, 20)]
    intents = [step / 20 for step in range(1, 11)]
    outsides = [step / 20 for step in range(4, 18)]
    return (Floors(*floors) for floors in product(topics, intents, outsides))
