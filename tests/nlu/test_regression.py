"""The fit of the intent classifier, held against scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from nlu.regression import RegressionWeights, fit_regression

CLASSES = np.array([0] * 30 + [1] * 10 + [2] * 5)


@pytest.fixture(scope="module")
def blocks() -> tuple[sparse.csr_matrix, np.ndarray]:
    chance = np.random.default_rng(7)
    centres = chance.normal(size=(3, 6))
    rows = centres[CLASSES] + chance.normal(scale=0.8, size=(len(CLASSES), 6))
    return sparse.csr_matrix(np.maximum(rows[:, :3], 0), dtype=np.float32), rows[:, 3:].astype(
        np.float32
    )


def probabilities(
    weights: RegressionWeights, words: sparse.csr_matrix, dense: np.ndarray
) -> np.ndarray:
    scores = words @ weights.sparse + dense @ weights.dense + weights.bias
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(exponents / exponents.sum(axis=1, keepdims=True))


def test_it_finds_what_scikit_learn_finds(blocks: tuple[sparse.csr_matrix, np.ndarray]) -> None:
    from sklearn.linear_model import LogisticRegression

    words, dense = blocks
    ours = probabilities(fit_regression(words, dense, CLASSES, 2.0, 500), words, dense)
    together = np.hstack([words.toarray(), dense])
    theirs = LogisticRegression(C=2.0, class_weight="balanced", max_iter=2000, tol=1e-8)
    assert np.abs(ours - theirs.fit(together, CLASSES).predict_proba(together)).max() < 0.001


def test_a_rare_class_counts_as_much_as_a_frequent_one(
    blocks: tuple[sparse.csr_matrix, np.ndarray],
) -> None:
    words, dense = blocks
    nothing = sparse.csr_matrix(words.shape, dtype=np.float32)
    weights = fit_regression(nothing, np.zeros_like(dense), CLASSES, 1.0, 50)
    assert np.allclose(probabilities(weights, nothing, np.zeros_like(dense)), 1 / 3, atol=1e-3)


def test_the_shapes_and_types_are_those_of_the_blocks(
    blocks: tuple[sparse.csr_matrix, np.ndarray],
) -> None:
    words, dense = blocks
    weights = fit_regression(words, dense, CLASSES, 1.0, 5)
    assert weights.sparse.shape == (3, 3)
    assert weights.dense.shape == (3, 3)
    assert weights.bias.shape == (3,)
    assert {block.dtype for block in (weights.sparse, weights.dense, weights.bias)} == {
        np.dtype(np.float32)
    }


def test_a_stronger_penalty_makes_smaller_weights(
    blocks: tuple[sparse.csr_matrix, np.ndarray],
) -> None:
    words, dense = blocks
    sizes = [
        float(np.abs(fit_regression(words, dense, CLASSES, strength, 200).dense).sum())
        for strength in (0.01, 1.0, 100.0)
    ]
    assert sizes == sorted(sizes)


def test_it_tells_its_progress_step_by_step(
    blocks: tuple[sparse.csr_matrix, np.ndarray],
) -> None:
    words, dense = blocks
    told: list[tuple[int, int]] = []
    fit_regression(words, dense, CLASSES, 1.0, 10, lambda step, steps: told.append((step, steps)))
    assert told == [(step, 10) for step in range(1, 11)]


def test_it_stops_where_nothing_is_left_to_gain(
    blocks: tuple[sparse.csr_matrix, np.ndarray],
) -> None:
    words, dense = blocks
    told: list[int] = []
    with np.errstate(all="raise", under="ignore"):
        fit_regression(words, dense, CLASSES, 0.001, 400, lambda step, steps: told.append(step))
    assert len(told) < 400
    assert told[-1] == 400
