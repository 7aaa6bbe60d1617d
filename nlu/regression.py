"""Multinomial logistic regression over a sparse and a dense block of features.

The best weights are a sum of the examples' own features, each example taken so many times for
each class. There are a hundred times fewer such shares than weights, so L-BFGS runs on them: it
takes the same way as on the weights, and only the product with the features is as large as before
(docs/decisions/0014-fit-by-shares.md).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

Matrix = npt.NDArray[np.float32]

#: Steps whose curvature is remembered.
_MEMORY = 8
#: Looks at most so often for the end of a step, and until it moves by less than this part.
_LOOKS = 6
_NEAR = 0.1
#: Cores that a fit uses.
_CORES = 2


@dataclass(frozen=True)
class RegressionWeights:
    """Fitted weights: one column a class."""

    sparse: Matrix
    dense: Matrix
    bias: Matrix


def fit_regression(
    sparse_rows: sparse.csr_matrix,
    dense_rows: Matrix,
    classes: npt.NDArray[np.int64],
    strength: float,
    iterations: int,
    progress: Callable[[int, int], None] = lambda step, steps: None,
    *,
    balanced: bool = True,
) -> RegressionWeights:
    """Fit by L-BFGS.

    Args:
        sparse_rows: One row an example.
        dense_rows: One row an example.
        classes: Class of each example, counted from 0.
        strength: Inverse strength of the L2 penalty (scikit-learn's ``C``).
        iterations: At most so many steps; stopping early smooths as the penalty does.
        progress: Called with the number of the step just done and of the last one.
        balanced: Whether every class weighs the same however many examples it has; otherwise
            every example does.
    """
    features = _Features(sparse_rows, dense_rows)
    examples = _Examples(classes, np.float32(1 / (strength * len(classes))), balanced)
    memory = _Memory(examples.shape)
    at = Point.zero(examples.shape)
    for step in range(1, iterations + 1):
        error = examples.error(at)
        slope = Point(
            error + examples.penalty * at.shares,
            features.scores(error) + examples.penalty * at.scores,
            # The bias is free of the penalty.
            error.sum(axis=0),
        )
        memory.keep_slope(slope)
        direction = memory.direction()
        length = examples.length(at, slope, direction)
        if not length:
            progress(iterations, iterations)
            break
        memory.keep_step(direction, length)
        at = at.plus(length, direction)
        progress(step, iterations)
    by_gram, by_vector = features.weights(at.shares)
    return RegressionWeights(by_gram, by_vector, at.bias)


@dataclass(frozen=True)
class Point:
    """Weights, or a change of them.

    Attributes:
        shares: How many times each example's features are taken, for each class.
        scores: What each example scores by the weights that makes, for each class.
        bias: Added to the scores.
    """

    shares: Matrix
    scores: Matrix
    bias: Matrix

    @classmethod
    def zero(cls, shape: tuple[int, int]) -> Point:
        """Return the point of no weights at all."""
        nothing = np.zeros(shape, np.float32)
        return cls(nothing, nothing, nothing[0])

    def plus(self, times: np.float32, other: Point) -> Point:
        """Return this point and so many times another."""
        return Point(
            self.shares + times * other.shares,
            self.scores + times * other.scores,
            self.bias + times * other.bias,
        )


class _Features:
    """What examples hold, in halves that two cores multiply at the same time."""

    def __init__(self, sparse_rows: sparse.csr_matrix, dense_rows: Matrix) -> None:
        self._columns = sparse_rows.shape[1]
        self._used = _in_order_of_use(sparse_rows)
        ordered = sparse_rows[:, self._used]
        ordered.sort_indices()
        self._by_example = _halves(ordered)
        self._by_column = _halves(ordered.T.tocsr())
        self._dense = np.array_split(dense_rows, _CORES)

    def weights(self, shares: Matrix) -> tuple[Matrix, Matrix]:
        by_column = np.zeros((self._columns, shares.shape[1]), np.float32)
        with ThreadPoolExecutor(_CORES) as pool:
            by_column[self._used] = _together(pool, self._by_column, shares)
            return by_column, self._by_vector(pool, shares)

    def scores(self, shares: Matrix) -> Matrix:
        """Return what the examples score by the weights of shares."""
        with ThreadPoolExecutor(_CORES) as pool:
            found = _together(pool, self._by_example, _together(pool, self._by_column, shares))
            found += _together(pool, self._dense, self._by_vector(pool, shares))
        return found

    def _by_vector(self, pool: ThreadPoolExecutor, shares: Matrix) -> Matrix:
        halves = np.array_split(shares, _CORES)
        parts = pool.map(lambda rows, half: rows.T @ half, self._dense, halves)
        found: Matrix = np.sum(list(parts), axis=0)
        return found


def _in_order_of_use(rows: sparse.csr_matrix) -> npt.NDArray[np.int64]:
    """Return the columns that examples have, in the order of the first that has each.

    What an example needs then lies close together in memory: the products take half the time.
    """
    count = len(rows.indices)
    first = np.full(rows.shape[1], count)
    first[rows.indices[::-1]] = np.arange(count)[::-1]
    order: npt.NDArray[np.int64] = np.argsort(first, kind="stable")
    return order[: np.count_nonzero(first < count)]


def _halves(rows: sparse.csr_matrix) -> list[sparse.csr_matrix]:
    """Return the rows in parts that take equally long to multiply."""
    borders = np.searchsorted(rows.indptr, np.linspace(0, rows.nnz, _CORES + 1)[1:-1])
    return [rows[start:end] for start, end in pairwise([0, *borders, rows.shape[0]])]


def _together(pool: ThreadPoolExecutor, parts: Sequence[Any], other: Matrix) -> Matrix:
    """Return the product of all parts with a matrix."""
    return np.concatenate(list(pool.map(lambda part: part @ other, parts)))


class _Examples:
    """What is to be learnt: the class of each example, and small weights."""

    def __init__(self, classes: npt.NDArray[np.int64], penalty: np.float32, balanced: bool) -> None:
        self.shape = len(classes), int(np.max(classes)) + 1
        self.penalty = penalty
        self._places = np.arange(len(classes)), classes
        by_class = np.full(self.shape[1], 1 / len(classes))
        if balanced:
            by_class = 1 / (np.bincount(classes) * self.shape[1])
        self._weight = by_class[classes].astype(np.float32)

    def error(self, at: Point) -> Matrix:
        """Return the slope of the loss by the scores."""
        found = _chances(at.scores + at.bias)
        found[self._places] -= 1
        found *= self._weight[:, None]
        return found

    def length(self, at: Point, slope: Point, direction: Point) -> np.float32:
        """Return how far to go: where the loss is least along the direction, by Newton's steps.

        Costs no product with the features; 0 when it leads nowhere.
        """
        scores, change = at.scores + at.bias, direction.scores + direction.bias
        start = float(np.vdot(slope.shares, direction.scores) + slope.bias @ direction.bias)
        if start >= 0:
            return np.float32(0)
        bend = float(self.penalty) * float(np.vdot(direction.shares, direction.scores))
        length, least, most, first = 0.0, 0.0, np.inf, None
        for _ in range(_LOOKS):
            chances = _chances(scores + np.float32(length) * change)
            chances *= change
            mean = chances.sum(axis=1)
            spread = np.einsum("ij,ij->i", chances, change) - mean * mean
            pull = float(self._weight @ mean)
            first = pull if first is None else first
            steep = start + pull - first + length * bend
            if steep < 0:
                least = length
            else:
                most = length
            curve = float(self._weight @ spread) + bend
            if curve <= 0:
                break
            before, length = length, length - steep / curve
            if not least <= length <= most:
                length = (least + most) / 2 if most < np.inf else 2 * least
            if abs(length - before) <= _NEAR * abs(length):
                break
        return np.float32(length)


def _chances(scores: Matrix) -> Matrix:
    found = scores - np.max(scores, axis=1, keepdims=True)
    np.exp(found, out=found)
    found /= found.sum(axis=1, keepdims=True)
    return found


class _Memory:
    """The slope, and the last steps with the change of the slope over each (L-BFGS)."""

    def __init__(self, shape: tuple[int, int]) -> None:
        # All in one block, so that a mixture of them is one product.
        count = 2 * _MEMORY + 1
        self._shares = np.zeros((count, *shape), np.float32)
        self._scores = np.zeros((count, *shape), np.float32)
        self._bias = np.zeros((count, shape[1]), np.float32)
        self._products = np.zeros((count, count))
        #: Places of a step and of the change over it, the oldest first.
        self._pairs: deque[tuple[int, int]] = deque(maxlen=_MEMORY)

    def keep_slope(self, slope: Point) -> None:
        """Take a slope; what it differs from the last belongs to the last step."""
        if self._pairs:
            _, change = self._pairs[-1]
            for kept, now in zip(self._kept(), _parts(slope), strict=True):
                np.subtract(now, kept[0], out=kept[change])
        for kept, now in zip(self._kept(), _parts(slope), strict=True):
            kept[0] = now

    def keep_step(self, direction: Point, length: np.float32) -> None:
        place = self._pairs[-1][0] % _MEMORY + 1 if self._pairs else 1
        self._pairs.append((place, place + _MEMORY))
        for kept, now in zip(self._kept(), _parts(direction), strict=True):
            np.multiply(now, length, out=kept[place])

    def direction(self) -> Point:
        """Return where to go: down the slope, as the curvature met so far bends it."""
        products = self._all_products()
        if self._pairs:
            step, change = self._pairs[-1]
            if min(products[step, change], products[change, change]) <= 0:
                # Nothing but rounding is left of the change.
                self._pairs.pop()
        mixture = np.zeros(len(products))
        mixture[0] = -1
        taken = {}
        for step, change in reversed(self._pairs):
            taken[step] = products[step] @ mixture / products[step, change]
            mixture[change] -= taken[step]
        if self._pairs:
            step, change = self._pairs[-1]
            mixture *= products[step, change] / products[change, change]
        else:
            mixture /= np.sqrt(products[0, 0]) or 1
        for step, change in self._pairs:
            mixture[step] += taken[step] - products[change] @ mixture / products[step, change]
        return Point(*(np.tensordot(mixture.astype(np.float32), kept, 1) for kept in self._kept()))

    def _all_products(self) -> npt.NDArray[np.float64]:
        """Return the product of each two that are kept; only the new ones are worked out."""
        new = [0, *(self._pairs[-1] if self._pairs else ())]
        count = len(self._bias)
        found = self._shares[new].reshape(len(new), -1) @ self._scores.reshape(count, -1).T
        found += self._bias[new] @ self._bias.T
        self._products[new] = found
        self._products[:, new] = found.T
        return self._products

    def _kept(self) -> tuple[Matrix, Matrix, Matrix]:
        return self._shares, self._scores, self._bias


def _parts(point: Point) -> tuple[Matrix, Matrix, Matrix]:
    return point.shares, point.scores, point.bias


def chances_of(scores: Matrix) -> Matrix:
    """Return the chances of each line of scores, which sum to one."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Matrix = raised / raised.sum(axis=1, keepdims=True)
    return found
