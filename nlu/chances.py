"""How likely each matter is, from what the classifiers and the words of a message say.

The probabilities of the classifiers are those of examples written by hand; what they are worth for
messages of people is told by messages that no example was made of. A logistic regression with a
handful of weights (``chances.yml``, fitted by ``python -m tools.evaluation.calibrate``) brings them
together (docs/decisions/0018-decision-by-price.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.topics import MATTERS, OUTSIDE, Ranking, matter_of
from policies_kb.yaml_file import DataFile, DataRow

#: A matter is never less likely than this to a classifier.
_LEAST = 1e-4


@dataclass(frozen=True)
class Signals:
    """What is known of one message.

    Attributes:
        first: Probability of each matter by the first look at the message.
        last: The same by the last look; by the first where that settled it.
        evidence: Names of the evidence in its words.
    """

    first: Mapping[str, float]
    last: Mapping[str, float]
    evidence: Collection[str]


def signals(looks: Sequence[Ranking], evidence: Collection[str]) -> Signals:
    """Return what is known of a message from the rankings of its looks, the first one first."""
    return Signals(_masses(looks[0]), _masses(looks[-1]), evidence)


class Weights(DataRow):
    """What ``chances.yml`` holds; its fields are explained there."""

    evidence: dict[str, list[str]]
    weights: dict[str, float]


CHANCES = DataFile(Path(__file__).with_suffix(".yml"), Weights)


class Chances:
    """The fitted weights."""

    def __init__(self, fitted: Weights) -> None:
        self._names = parameters(fitted.evidence)
        self._evidence = fitted.evidence
        self._weights = np.array([fitted.weights[name] for name in self._names])

    def of(self, known: Signals) -> dict[str, float]:
        """Return the probability of each matter."""
        scores = design(known, self._evidence) @ self._weights
        exponents = np.exp(scores - scores.max())
        return dict(zip(MATTERS, (exponents / exponents.sum()).tolist(), strict=True))


def parameters(evidence: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the names of the weights, given the evidence that counts for each matter."""
    return [
        "first_look",
        "last_look",
        *(matter for matter in MATTERS if matter != OUTSIDE),
        *(f"{matter}.{name}" for matter, names in evidence.items() for name in names),
    ]


def design(known: Signals, evidence: Mapping[str, Sequence[str]]) -> npt.NDArray[np.float64]:
    """Return what each weight is multiplied with: a row a matter, a column a weight."""
    columns = [
        [np.log(max(look[matter], _LEAST)) for matter in MATTERS]
        for look in (known.first, known.last)
    ]
    columns += [_only(matter, True) for matter in MATTERS if matter != OUTSIDE]
    columns += [
        _only(matter, name in known.evidence)
        for matter, names in evidence.items()
        for name in names
    ]
    return np.array(columns).T


@cache
def load_chances() -> Chances:
    """Return the weights of the file."""
    return Chances(CHANCES.data)


def _only(matter: str, is_so: bool) -> list[float]:
    return [float(is_so and other == matter) for other in MATTERS]


def _masses(ranking: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Return the share of each matter; small talk is left out."""
    masses = dict.fromkeys(MATTERS, 0.0)
    for reading in ranking:
        matter = matter_of(reading["name"])
        if matter:
            masses[matter] += reading["confidence"]
    total = sum(masses.values()) or 1.0
    return {matter: mass / total for matter, mass in masses.items()}
