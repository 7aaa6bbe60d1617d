"""What a few words want after an answer: a classifier of kinds, fitted to ``follow_ups.yml``.

A follow-up seldom says of what it wants something; how it is asked is told by a sentence vector and
by short runs of characters and sounds, so that words no example has are read by what they mean.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from nlu.encoder.engines import Encode, Vectors
from nlu.grams import matrix
from nlu.regression import Matrix, chances_of, fit_regression
from policies_kb.yaml_file import DataFile

#: The lines of each kind.
FOLLOW_UP_LINES = DataFile(Path(__file__).with_suffix(".yml"), dict[str, tuple[str, ...]])
#: Inverse strength of the penalty, and steps of the fit.
_STRENGTH, _STEPS = 100.0, 60
#: How much the vector counts against the runs of a text, which together are 1.
_VECTOR_WEIGHT = np.float32(1.2)
#: Examples made of one line at most.
_COPIES = 6
_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_ARRAYS = ("middle", "by_run", "by_vector", "bias")


def expanded(line: str) -> Iterator[str]:
    """Yield the examples of a line, one of each choice in brackets taken; none twice.

    What is taken hangs on the line alone, so that a training can be repeated.

    >>> sorted(expanded("(要|得)多久")), list(expanded("如何收费"))
    (['得多久', '要多久'], ['如何收费'])
    """
    chance = random.Random(line)
    variants = {
        _CHOICE.sub(lambda found: chance.choice(found[1].split("|")), line).strip(): None
        for _ in range(2 * _COPIES)
    }
    yield from list(variants)[:_COPIES]


def examples() -> dict[str, list[str]]:
    """Return the examples of each kind."""
    return {
        kind: [example for line in lines for example in expanded(line)]
        for kind, lines in FOLLOW_UP_LINES.data.items()
    }


@dataclass(frozen=True)
class FollowUpKinds:
    """A fitted classifier.

    Attributes:
        kinds: What the columns stand for.
        places: The places of the runs that have weights, in order.
        middle: What the vectors of all examples share.
        by_run: One row of weights a place.
        by_vector: One row of weights a number of the vector.
        bias: One number a kind.
    """

    kinds: tuple[str, ...]
    places: npt.NDArray[np.int64]
    middle: Matrix
    by_run: Matrix
    by_vector: Matrix
    bias: Matrix

    @classmethod
    def fitted(cls, told: Mapping[str, Sequence[str]], encode: Encode) -> FollowUpKinds:
        """Return a classifier of examples.

        Args:
            told: The examples of each kind.
            encode: Returns the sentence vectors of texts.
        """
        kinds = tuple(told)
        texts = [text for kind in kinds for text in told[kind]]
        classes = np.array([place for place, kind in enumerate(kinds) for _ in told[kind]])
        vectors = encode(texts)
        middle = vectors.mean(axis=0)
        rows = matrix(texts)
        places, often = np.unique(rows.indices, return_counts=True)
        # What stands in a single example tells nothing of others.
        places = places[often > 1].astype(np.int64)
        found = fit_regression(
            sparse.csr_matrix(rows[:, places]), _apart(vectors, middle), classes, _STRENGTH, _STEPS
        )
        return cls(kinds, places, middle, found.sparse, found.dense, found.bias)

    def read(self, text: str, encode: Encode) -> list[tuple[str, float]]:
        """Return the kinds of a text with their chances, the likeliest first."""
        runs = matrix([text])
        scores = (
            sparse.csr_matrix(runs[:, self.places]) @ self.by_run
            + _apart(encode([text]), self.middle) @ self.by_vector
            + self.bias
        )
        [chances] = chances_of(scores)
        best: Iterable[int] = np.argsort(-chances)
        return [(self.kinds[place], float(chances[place])) for place in best]

    def save(self, path: Path) -> None:
        """Keep it in a file."""
        arrays = {name: getattr(self, name).astype(np.float16) for name in _ARRAYS}
        np.savez(path, allow_pickle=False, kinds=np.array(self.kinds), places=self.places, **arrays)

    @classmethod
    def load(cls, path: Path) -> FollowUpKinds:
        """Return the one of a file."""
        with np.load(path, allow_pickle=False) as kept:
            arrays = [kept[name].astype(np.float32) for name in _ARRAYS]
            return cls(tuple(str(kind) for kind in kept["kinds"]), kept["places"], *arrays)


def _apart(vectors: Vectors, middle: Matrix) -> Matrix:
    """Return what tells vectors apart, in the length that weighs it against the runs."""
    left = vectors - middle
    length = np.linalg.norm(left, axis=1, keepdims=True)
    found: Matrix = _VECTOR_WEIGHT * left / np.maximum(length, 1e-6)
    return found
