"""Multinomial logistic regression over a sparse and a dense block of features.

scikit-learn would hold both blocks in one sparse matrix; with a few hundred dense columns its
fit takes ten times as long as this one, which keeps the blocks apart
(docs/decisions/0006-own-fit.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """Fitted weights: one column a class."""

    sparse: Matrix
    dense: Matrix
    bias: Matrix


def fit(
    sparse_rows: sparse.csr_matrix,
    dense_rows: Matrix,
    classes: npt.NDArray[np.int64],
    strength: float,
    iterations: int,
    progress: Callable[[int], None] = lambda step: None,
) -> Weights:
    """Fit by L-BFGS, every class weighing the same however many examples it has.

    Args:
        sparse_rows: One row an example.
        dense_rows: One row an example.
        classes: Class of each example, counted from 0.
        strength: Inverse strength of the L2 penalty (scikit-learn's ``C``).
        iterations: At most so many steps; stopping early smooths as the penalty does.
        progress: Called with the number of the step just done.
    """
    examples, count = len(classes), int(classes.max()) + 1
    wanted = np.zeros((examples, count), dtype=np.float32)
    wanted[np.arange(examples), classes] = 1
    weight = (1 / np.bincount(classes))[classes].astype(np.float32)[:, None] / count
    transposed = sparse_rows.T.tocsr()
    borders = [sparse_rows.shape[1], sparse_rows.shape[1] + dense_rows.shape[1]]
    penalty = np.float32(1 / (strength * examples))

    def blocks(flat: npt.NDArray[np.float64]) -> list[Matrix]:
        return np.split(flat.astype(np.float32).reshape(borders[1] + 1, count), borders)

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        by_gram, by_vector, bias = blocks(flat)
        scores = sparse_rows @ by_gram + dense_rows @ by_vector + bias
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        error = (np.exp(logs) - wanted) * weight
        size = (by_gram**2).sum() + (by_vector**2).sum()
        value = -(weight * wanted * logs).sum() + penalty / 2 * size
        slope = [
            transposed @ error + penalty * by_gram,
            dense_rows.T @ error + penalty * by_vector,
            error.sum(axis=0, keepdims=True),
        ]
        return float(value), np.concatenate(slope).ravel().astype(np.float64)

    steps = iter(range(1, iterations + 1))
    found = minimize(
        loss,
        np.zeros((borders[1] + 1) * count),
        jac=True,
        method="L-BFGS-B",
        callback=lambda _: progress(next(steps, iterations)),
        options={"maxiter": iterations, "maxcor": 8},
    )
    by_gram, by_vector, bias = blocks(found.x)
    return Weights(by_gram, by_vector, bias[0])
