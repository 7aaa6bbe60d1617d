"""Which examples a message is nearest to: of points that are asked, of intents, of follow-ups.

A classifier spreads all its belief over what it knows, so a question that nobody foresaw comes out
as one of them for sure. Nearness to the examples of each tells how well the best of them fits, and
needs few examples.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse

from nlu.encoder.engines import Encode
from nlu.example_labels import point_label
from nlu.follow_ups import expanded
from nlu.grams import HASH_SIZE, matrix
from nlu.regression import Matrix
from nlu.topics import PERSONAL
from policies_kb.yaml_file import files_in, merged

#: Example questions of the points of a matter, by topic.
_FILES = {
    topic: files_in(Path(__file__).with_name("points") / topic, dict[str, tuple[str, ...]])
    for topic in PERSONAL
}
EXAMPLE_FILES = tuple(file for files in _FILES.values() for file in files)
#: How much the vector counts, and the runs of characters and sounds: they are seldom alike.
_VECTOR_SHARE, _RUNS_SHARE = 0.85, 0.3
#: Examples made of one line of a point at most.
_COPIES = 4
_ARRAYS = ("middle", "stretch", "by_vector", "rarity")


def point_lines() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the lines of each point, by topic.

    Raises:
        DataFileError: A file is unsound, or two hold lines of one point.
    """
    return {topic: merged(files) for topic, files in _FILES.items()}


def point_examples() -> dict[str, list[str]]:
    """Return the examples of each point, by label."""
    return {
        point_label(topic, name): examples_of(lines)
        for topic, points in point_lines().items()
        for name, lines in points.items()
    }


def examples_of(lines: Iterable[str]) -> list[str]:
    """Return the examples that are made of lines."""
    return [example for line in lines for example in list(expanded(line))[:_COPIES]]


@dataclass(frozen=True)
class NearestExamples:
    """The middles of the examples of each label, to be compared with messages.

    Vectors are stretched so that the examples of one label differ equally little in every direction
    (linear discriminant analysis): what tells labels apart counts, not what all wordings vary in.

    Attributes:
        labels: What the rows stand for.
        middle: The mean vector of all labels.
        stretch: What makes a vector comparable, a square matrix.
        by_vector: One row a label, of unit length.
        rarity: How much a run of characters or sounds tells, by its place.
        by_run: One row a run's place, one column a label.
    """

    labels: tuple[str, ...]
    middle: Matrix
    stretch: Matrix
    by_vector: Matrix
    rarity: Matrix
    by_run: sparse.csr_matrix

    @classmethod
    def made_of(cls, told: Mapping[str, Sequence[str]], encode: Encode) -> NearestExamples:
        """Return the middles of the examples of each label.

        Args:
            told: The examples of each label.
            encode: Returns the sentence vectors of texts.
        """
        labels = tuple(told)
        texts = [text for label in labels for text in told[label]]
        owner = np.array([at for at, label in enumerate(labels) for _ in told[label]])
        number = np.array([len(told[label]) for label in labels], np.float32)
        means = sparse.csr_matrix(
            (1 / number[owner], (owner, np.arange(len(texts)))), dtype=np.float32
        )
        vectors = np.asarray(encode(texts), np.float32)
        of_labels = means @ vectors
        middle = of_labels.mean(axis=0)
        stretch = _stretch(vectors - of_labels[owner], 1 / number[owner])
        rows = matrix(texts)
        often = np.bincount(rows.indices, minlength=HASH_SIZE)
        rarity = np.log(len(texts) / np.maximum(often, 1)).astype(np.float32)
        by_run = sparse.csr_matrix((means @ _weighed(rows, rarity)).T, dtype=np.float32)
        return cls(labels, middle, stretch, _unit((of_labels - middle) @ stretch), rarity, by_run)

    def read(self, text: str, encode: Encode, kept: int) -> list[tuple[str, float]]:
        """Return the labels nearest to a text with their closeness; from about 0.4 on it is meant.

        Args:
            text: The message.
            encode: Returns the sentence vectors of texts.
            kept: So many labels at most.
        """
        [vector] = _unit(np.float32(encode([text]) - self.middle) @ self.stretch)
        runs = np.asarray((_weighed(matrix([text]), self.rarity) @ self.by_run).todense()).ravel()
        closeness = _VECTOR_SHARE * (self.by_vector @ vector) + _RUNS_SHARE * runs
        return [(self.labels[at], float(closeness[at])) for at in np.argsort(-closeness)[:kept]]

    def save(self, path: Path) -> None:
        """Keep it in a file."""
        arrays = {name: getattr(self, name).astype(np.float16) for name in _ARRAYS}
        np.savez(
            path,
            allow_pickle=False,
            labels=np.array(self.labels),
            weights=self.by_run.data.astype(np.float16),
            columns=self.by_run.indices.astype(np.uint16),
            borders=self.by_run.indptr,
            **arrays,
        )

    @classmethod
    def load(cls, path: Path) -> NearestExamples:
        """Return the one of a file."""
        with np.load(path, allow_pickle=False) as kept:
            middle, stretch, by_vector, rarity = (kept[name].astype(np.float32) for name in _ARRAYS)
            labels = tuple(map(str, kept["labels"]))
            weights, columns = kept["weights"].astype(np.float32), kept["columns"].astype(np.int32)
            by_run = sparse.csr_matrix(
                (weights, columns, kept["borders"]), (HASH_SIZE, len(labels))
            )
            return cls(labels, middle, stretch, by_vector, rarity, by_run)


def _stretch(within: Matrix, weights: Matrix) -> Matrix:
    """Return what makes the examples of a label differ equally in every direction.

    Args:
        within: How far each example is from the middle of its label.
        weights: How much each example counts.
    """
    spread = (within * weights[:, None]).T @ within / weights.sum()
    size, directions = np.linalg.eigh(spread)
    # Directions in which nothing differs would count without end.
    shrunk = 1 / np.sqrt(size + size.mean())
    found: Matrix = ((directions * shrunk) @ directions.T).astype(np.float32)
    return found


def _weighed(rows: sparse.csr_matrix, rarity: Matrix) -> sparse.csr_matrix:
    """Return rows of unit length in which a rare run counts more."""
    weighed = rows.copy()
    weighed.data = rarity[rows.indices]
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(length, 1e-6)) @ weighed)


def _unit(rows: Matrix) -> Matrix:
    found: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return found
