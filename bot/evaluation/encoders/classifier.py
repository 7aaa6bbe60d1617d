"""The intent classifier with one encoder or another, as arrays without Rasa around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer

from actions.topics import topic_of
from nlu.certainty import is_sure
from nlu.components.char_featurizer import CharNgramFeaturizer, grams
from nlu.components.encoder import Vectors
from nlu.components.topic_gate import TopicGate
from nlu.regression import Matrix, fit

Floors = tuple[float, float]


@dataclass(frozen=True)
class Settings:
    """What ``config.yml`` says of the cascade.

    Attributes:
        cheap: Settings of the classifier on n-grams alone.
        full: Settings of the classifier on n-grams and a sentence vector.
        settles: Least probabilities of topic and intent at which the cheap one is enough.
        passes: Least probabilities of topic and intent at the gate.
    """

    cheap: dict[str, Any]
    full: dict[str, Any]
    settles: Floors
    passes: Floors

    @classmethod
    def read(cls, path: Path) -> Settings:
        """Read them from a Rasa configuration with two linear classifiers and a gate."""
        pipeline = yaml.safe_load(path.read_text(encoding="utf-8"))["pipeline"]
        cheap, full = (part for part in pipeline if "LinearIntentClassifier" in part["name"])
        found = next(part for part in pipeline if "TopicGate" in part["name"])
        gate = {**TopicGate.get_default_config(), **found}
        return cls(
            cheap=cheap,
            full=full,
            settles=(cheap["settles_topic"], cheap["settles_intent"]),
            passes=(gate["topic_floor"], gate["intent_floor"]),
        )


class Grams:
    """Sparse rows of cut texts, as ``CharNgramFeaturizer`` makes them by default."""

    def __init__(self) -> None:
        default = CharNgramFeaturizer.get_default_config()
        longest = default["longest"]
        self._hash = HashingVectorizer(
            analyzer=lambda words: grams(words, longest),
            n_features=2 ** default["bits"],
            alternate_sign=False,
            norm="l2",
        )

    def rows(self, texts: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """Return one row a text, which comes as its words."""
        return self._hash.transform(texts).astype(np.float32).tocsr()


class Classifier:
    """Fitted and applied as ``LinearIntentClassifier`` does it.

    Args:
        rows: n-grams, one row an example.
        vectors: Sentence vectors, one row an example; of no column for n-grams alone.
        intents: Intent of each example.
        settings: ``C``, ``dense_weight`` and ``iterations``.
    """

    def __init__(
        self,
        rows: sparse.csr_matrix,
        vectors: Vectors,
        intents: Sequence[str],
        settings: dict[str, Any],
    ) -> None:
        names, classes = np.unique(intents, return_inverse=True)
        self._intents = [str(name) for name in names]
        columns, examples_with = np.unique(rows.indices, return_counts=True)
        self._columns = columns[examples_with > 1]
        self._mean: Matrix = np.zeros(vectors.shape[1], dtype=np.float32)
        self._scale = np.float32(1)
        if vectors.shape[1]:
            self._mean = vectors.mean(axis=0)
            spread = float((vectors - self._mean).std()) * np.sqrt(vectors.shape[1])
            self._scale = np.float32(settings["dense_weight"] / spread)
        self._weights = fit(
            rows[:, self._columns],
            (vectors - self._mean) * self._scale,
            classes,
            strength=settings["C"],
            iterations=settings["iterations"],
        )

    def ranking(self, row: sparse.csr_matrix, vector: Vectors) -> list[dict[str, Any]]:
        """Return the intents with their probabilities, the likeliest first.

        Args:
            row: n-grams of one text.
            vector: Its sentence vector; empty for n-grams alone.
        """
        places = np.searchsorted(self._columns, row.indices)
        places = np.minimum(places, len(self._columns) - 1)
        known = self._columns[places] == row.indices
        scores = (
            row.data[known] @ self._weights.sparse[places[known]]
            + (vector - self._mean) * self._scale @ self._weights.dense
            + self._weights.bias
        ).astype(np.float64)
        exponents = np.exp(scores - scores.max())
        shares: npt.NDArray[np.float64] = exponents / exponents.sum()
        return [
            {"name": self._intents[place], "confidence": float(shares[place])}
            for place in np.argsort(-shares)
        ]


@dataclass(frozen=True)
class Reading:
    """How a text was understood.

    Attributes:
        intent: The likeliest intent.
        mass: Probability of its topic.
        settled: Whether n-grams were enough.
        passed: Whether the gate lets the intent through.
    """

    intent: str
    mass: float
    settled: bool
    passed: bool


@dataclass(frozen=True)
class Pipeline:
    """n-grams first, a sentence vector behind; either may be missing.

    Attributes:
        settings: The floors.
        cheap: Classifier on n-grams alone.
        full: Classifier on n-grams and the vector of ``encoder``.
        encoder: Name of the encoder, ``""`` for none.
    """

    settings: Settings
    cheap: Classifier | None = None
    full: Classifier | None = None
    encoder: str = ""

    def read(self, row: sparse.csr_matrix, vector: Callable[[str], Vectors]) -> Reading:
        """Understand one text.

        Args:
            row: Its n-grams.
            vector: Gives its vector by the name of an encoder; asked only when it is needed.
        """
        ranking: list[dict[str, Any]] = []
        if self.cheap:
            ranking = self.cheap.ranking(row, np.zeros(0, dtype=np.float32))
            if self.full and is_sure(ranking, *self.settings.settles):
                return _reading(ranking, settled=True, passed=True)
        if self.full:
            ranking = self.full.ranking(row, vector(self.encoder))
        return _reading(ranking, settled=False, passed=is_sure(ranking, *self.settings.passes))


def _reading(ranking: list[dict[str, Any]], settled: bool, passed: bool) -> Reading:
    intent = ranking[0]["name"]
    topic = topic_of(intent)
    mass = sum(item["confidence"] for item in ranking if topic_of(item["name"]) == topic)
    return Reading(intent, mass, settled, passed)
