"""Fits the hearing by nearness from its examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy import sparse

from nlu.danger.examples import INNOCENT, DangerExample
from nlu.danger.nearness import Nearness, less
from nlu.encoder.engines import Vectors
from nlu.grams import HASH_SIZE, matrix
from nlu.regression import fit_regression

#: Inverse strength of the penalty, and steps of the fit: by then hardly a message still moves.
_STRENGTH, _STEPS = 100.0, 240


def fitted(
    examples: Sequence[DangerExample],
    encode: Callable[[Sequence[str]], Vectors],
    progress: Callable[[int, int], None] = lambda step, steps: None,
) -> Nearness:
    """Return a classifier of the examples.

    Args:
        examples: Messages of every row, each once.
        encode: Returns the sentence vectors of texts.
        progress: Called with the steps of the fit done and all of them.
    """
    rows = (INNOCENT, *sorted({example.row for example in examples} - {INNOCENT}))
    classes = np.array([rows.index(example.row) for example in examples])
    texts = [example.text for example in examples]
    vectors = encode([example.meant for example in examples])
    middle = vectors[classes == 0].mean(axis=0)
    runs = matrix(texts)
    # What stands in a single example tells nothing of others, and costs a quarter of the time.
    known = np.flatnonzero(np.bincount(runs.indices, minlength=HASH_SIZE) > 1)
    # By far most messages are innocent, in the examples and in life: no class is raised.
    found = fit_regression(
        sparse.csr_matrix(runs[:, known]),
        less(vectors, middle),
        classes,
        _STRENGTH,
        _STEPS,
        progress,
        balanced=False,
    )
    by_run = np.zeros((HASH_SIZE, len(rows)), np.float32)
    by_run[known] = found.sparse
    return Nearness(rows, middle, by_run, found.dense, found.bias)
