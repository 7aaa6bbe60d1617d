"""Hears danger by nearness to examples: a linear classifier over short runs and a sentence vector.

``python -m nlu.danger`` fits it (``nlu/danger/fitting.py``) and keeps it in a file of a megabyte.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nlu.danger.pieces import pieces
from nlu.encoder.engines import Encode, Vectors
from nlu.grams import matrix
from nlu.regression import Matrix, chances_of

WEIGHTS = Path(__file__).parents[2] / "models" / "danger.npz"
#: Of a vector to the unit length of the runs, which are rarer and say more each.
VECTOR_WEIGHT = np.float32(0.7)
#: Chance of all dangers together from which on one is heard, and of a wish to die by itself: who
#: does not want to live seldom says so plainly, and a kind word too many harms nobody.
FLOOR, TO_DIE = 0.7, 0.45
#: A message up to this length gets a sentence vector as a whole; of a longer one it says little.
_WHOLE = 120
#: Pieces that are embedded at most, the most suspicious by their runs; none below this margin.
_LOOKED_AT, _SUSPICIOUS = 2, -9.0
_ROWS, _ARRAYS = "rows", ("middle", "by_run", "by_vector", "bias")


@dataclass(frozen=True)
class Near:
    """What is near a message.

    Attributes:
        rows: The dangers that are heard.
        danger: Chance of any danger in its most suspicious part.
    """

    rows: frozenset[str]
    danger: float


@dataclass(frozen=True)
class Nearness:
    """A fitted classifier.

    Attributes:
        rows: What the columns stand for; the first one for no danger.
        middle: What the vectors of all messages share.
        by_run: One row of weights a place of a run.
        by_vector: One row of weights a number of the vector.
        bias: One number a column.
    """

    rows: tuple[str, ...]
    middle: Matrix
    by_run: Matrix
    by_vector: Matrix
    bias: Matrix

    def hear(self, text: str, encode: Encode) -> Near:
        """Return what is near a message.

        Args:
            text: A message in plain characters (``nlu.danger.spelling.narrow``).
            encode: Returns the sentence vectors of texts.
        """
        chances = self.chances(text, encode)
        danger = 1 - chances[:, 0]
        heard = {self.rows[1 + place] for place in chances[danger >= FLOOR, 1:].argmax(axis=1)}
        if chances[:, self.rows.index("self_harm")].max() >= TO_DIE:
            heard.add("self_harm")
        return Near(frozenset(heard), float(danger.max()))

    def chances(self, text: str, encode: Encode) -> Matrix:
        """Return the chance of each row, for the whole message and its most suspicious parts."""
        parts = [text, *pieces(text)]
        by_run = matrix(parts) @ self.by_run + self.bias
        margins = by_run[:, 1:].max(axis=1) - by_run[:, 0]
        looked_at = _suspicious(margins, whole=len(text) <= _WHOLE)
        vectors = encode([parts[place] for place in looked_at])
        return chances_of(by_run[looked_at] + less(vectors, self.middle) @ self.by_vector)

    def save(self, path: Path = WEIGHTS) -> None:
        """Keep it in a file, which a server may be waiting for: it is whole when it is there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        arrays = {name: getattr(self, name).astype(np.float16) for name in _ARRAYS}
        begun = path.with_suffix(f".{os.getpid()}.npz")
        np.savez_compressed(begun, allow_pickle=False, **{_ROWS: np.array(self.rows)}, **arrays)
        begun.replace(path)

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Nearness:
        """Return the one of a file.

        Raises:
            OSError, ValueError, KeyError, zipfile.BadZipFile: It cannot be read.
        """
        with np.load(path, allow_pickle=False) as kept:
            arrays = [kept[name].astype(np.float32) for name in _ARRAYS]
            return cls(tuple(str(row) for row in kept[_ROWS]), *arrays)


def _suspicious(margins: Matrix, whole: bool) -> list[int]:
    """Return the places of what is looked at closely; the first one is the whole message."""
    pieces_first = 1 + np.argsort(-margins[1:], kind="stable")[:_LOOKED_AT]
    found = [int(place) for place in pieces_first if margins[place] > _SUSPICIOUS]
    return [0, *found] if whole or not found else found


def less(vectors: Vectors, middle: Matrix) -> Matrix:
    """Return vectors without what all share, in the length that weighs them against the runs."""
    left = vectors - middle
    length = np.linalg.norm(left, axis=1, keepdims=True)
    found: Matrix = VECTOR_WEIGHT * left / np.maximum(length, 1e-6)
    return found
