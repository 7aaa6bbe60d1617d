"""Hears danger by meaning: a small classifier over the vectors of a sentence encoder.

It is fitted from ``examples.yml``, with the training messages of the intents as further innocent
ones, and kept in a file of some ten kilobytes beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from scipy import sparse

from nlu.encoder.engines import Vectors
from nlu.regression import fit

FOLDER = Path(__file__).parent
EXAMPLES, WEIGHTS = FOLDER / "examples.yml", FOLDER / "weights.npz"
INNOCENT = "innocent"
#: Probability of all dangers together from which on one is heard.
FLOOR = 0.5
#: Vectors of the encoder are all alike to some degree: what they share is taken off, and what is
#: left is stretched to this length, so that the penalty does not swallow it.
_STRENGTH = 30.0
_ITERATIONS = 200


@dataclass(frozen=True)
class Nearness:
    """A fitted classifier.

    Attributes:
        rows: What the columns stand for, the innocent one among them.
        middle: What all vectors share.
        weights: One column a row.
        bias: One number a row.
        encoder: Name of the encoder whose vectors it reads.
        examples: Digest of the examples it was fitted from.
    """

    rows: tuple[str, ...]
    middle: Vectors
    weights: Vectors
    bias: Vectors
    encoder: str
    examples: str

    def chances(self, vectors: Vectors) -> Vectors:
        """Return the probability of each row for each vector."""
        scores = _stretched(vectors, self.middle) @ self.weights + self.bias
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: Vectors = scores / scores.sum(axis=1, keepdims=True)
        return shares

    def hear(self, vectors: Vectors, floor: float = FLOOR) -> frozenset[str]:
        """Return the row each vector is nearest to where the dangers together pass the floor."""
        heard = set()
        place = self.rows.index(INNOCENT)
        for chances in self.chances(vectors):
            if 1 - chances[place] >= floor:
                chances[place] = 0
                heard.add(self.rows[int(chances.argmax())])
        return frozenset(heard)

    def save(self, path: Path = WEIGHTS) -> None:
        """Keep it in a file."""
        np.savez(
            path,
            rows=np.array(self.rows),
            middle=self.middle.astype(np.float32),
            weights=self.weights.astype(np.float32),
            bias=self.bias.astype(np.float32),
            encoder=np.array(self.encoder),
            examples=np.array(self.examples),
        )

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Nearness:
        """Return the one of a file.

        Raises:
            OSError, ValueError, KeyError: It cannot be read.
        """
        with np.load(path, allow_pickle=False) as kept:
            return cls(
                tuple(str(row) for row in kept["rows"]),
                kept["middle"],
                kept["weights"],
                kept["bias"],
                str(kept["encoder"]),
                str(kept["examples"]),
            )


def read_examples(path: Path = EXAMPLES) -> dict[str, list[str]]:
    """Return the examples by row."""
    return dict(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader))


def digest(path: Path = EXAMPLES) -> str:
    """Return what tells one state of the examples from another."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fitted(
    examples: dict[str, list[str]],
    ordinary: Sequence[str],
    encode: Callable[[Sequence[str]], Vectors],
    encoder: str,
) -> Nearness:
    """Return a classifier of the examples.

    Args:
        examples: Messages by row.
        ordinary: More messages without danger.
        encode: Returns the vectors of messages.
        encoder: Name of the encoder.
    """
    rows = tuple(examples)
    texts = [text for row in rows for text in examples[row]] + list(ordinary)
    classes = [place for place, row in enumerate(rows) for _ in examples[row]]
    classes += [rows.index(INNOCENT)] * len(ordinary)
    vectors = encode(texts)
    middle = vectors.mean(axis=0)
    nothing = sparse.csr_matrix((len(texts), 0), dtype=np.float32)
    found = fit(
        nothing,
        _stretched(vectors, middle),
        np.array(classes),
        _STRENGTH,
        _ITERATIONS,
    )
    return Nearness(rows, middle, found.dense, found.bias, encoder, digest())


def _stretched(vectors: Vectors, middle: Vectors) -> Vectors:
    less = vectors - middle
    return less / np.maximum(np.linalg.norm(less, axis=1, keepdims=True), 1e-6)
