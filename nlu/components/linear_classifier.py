"""A linear intent classifier whose weights are plain arrays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse

from nlu.components.trained import TrainedComponent
from nlu.confidence import is_sure
from nlu.fingerprint import of_modules
from nlu.progress import ProgressLine
from nlu.regression import Matrix, RegressionWeights, fit_regression

#: On a message: its intent is sure enough, nothing dearer needs to look at it.
EARLY_EXIT = "settled"
#: On a message: the ranking of each classifier that looked at it, the first one first.
LOOKS = "looks"
WEIGHTS_FILE = "weights.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(TrainedComponent, IntentClassifier):
    """Multinomial logistic regression over all sparse and dense sentence features.

    Stored as ``.npz`` without pickled objects and applied with numpy,
    so that loading a model neither unpickles anything nor imports skops.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Return the components that must stand before this one."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration.

        ``C``: inverse strength of the L2 penalty. ``dense_weight``: how much the dense features
        count against the sparse ones; 0 leaves them out, so that the classifier may stand before
        them. ``iterations``: steps of the fit. ``ranking_length``: how many intents are reported,
        0 for all. ``settles_topic``, ``settles_intent``: from these probabilities of the topic
        and of the intent on, what stands behind in the pipeline leaves the message alone.
        """
        return {
            "C": 10.0,
            "dense_weight": 1.0,
            "iterations": 60,
            "ranking_length": 0,
            "settles_topic": None,
            "settles_intent": 0.0,
        }

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(config, model_storage, resource)
        self._intents: list[str] = []
        self._columns: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        nothing: Matrix = np.zeros((0, 0), dtype=np.float32)
        self._weights = RegressionWeights(nothing, nothing, nothing)
        self._mean: Matrix = np.zeros(0, dtype=np.float32)
        self._scale = np.float32(1)

    def _restore(self, folder: Path) -> None:
        with np.load(folder / WEIGHTS_FILE, allow_pickle=False) as stored:
            self._intents = [str(name) for name in stored["intents"]]
            self._columns = stored["columns"]
            self._weights = RegressionWeights(stored["sparse"], stored["dense"], stored["bias"])
            self._mean = stored["mean"]
            self._scale = stored["scale"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what the weights hang on beside settings and features."""
        return of_modules(__name__, "nlu.components.trained", "nlu.regression")

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the weights and store them."""
        examples = [
            example
            for example in training_data.intent_examples
            if example.get(INTENT) and example.get(TEXT)
        ]
        sparse_rows, dense_rows = self._features(examples)
        columns, examples_with = np.unique(sparse_rows.indices, return_counts=True)
        # What stands in a single example tells nothing of others, and is most of all columns.
        self._columns = columns[examples_with > 1].astype(np.int64)
        self._fit(sparse_rows[:, self._columns], dense_rows, [e.get(INTENT) for e in examples])
        self._store()
        return self._resource

    def _fit(self, sparse_rows: sparse.csr_matrix, dense_rows: Matrix, intents: list[str]) -> None:
        names, classes = np.unique(intents, return_inverse=True)
        self._intents = [str(name) for name in names]
        if dense_rows.shape[1]:
            # Sentence vectors of one encoder point nearly the same way: what tells them apart is
            # their distance from the mean.
            self._mean = dense_rows.mean(axis=0)
            spread = float((dense_rows - self._mean).std()) * np.sqrt(dense_rows.shape[1])
            self._scale = np.float32(self._config["dense_weight"] / spread)
        found = fit_regression(
            sparse_rows,
            (dense_rows - self._mean) * self._scale,
            classes,
            strength=self._config["C"],
            iterations=self._config["iterations"],
            progress=ProgressLine("intent classifier, step"),
        )
        # Nearly all of a model: in half precision it is half as large and loads in half the time,
        # and a score differs by less than a thousandth.
        self._weights = replace(found, sparse=found.sparse.astype(np.float16))

    def _store(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(
                folder / WEIGHTS_FILE,
                intents=np.array(self._intents),
                columns=self._columns,
                sparse=self._weights.sparse,
                dense=self._weights.dense,
                bias=self._weights.bias,
                mean=self._mean,
                scale=self._scale,
            )

    def _features(self, messages: list[Message]) -> tuple[sparse.csr_matrix, Matrix]:
        rows = [_sparse_row(message) for message in messages]
        borders = np.cumsum([0, *(row.nnz for row in rows)])
        values, columns = (np.concatenate([getattr(r, of) for r in rows]) for of in ("data", "col"))
        sparse_rows = sparse.csr_matrix(
            (values, columns, borders), shape=(len(rows), rows[0].shape[1]), dtype=np.float32
        )
        dense_rows = np.vstack([self._dense_row(message) for message in messages])
        return sparse_rows, dense_rows

    def _dense_row(self, message: Message) -> Matrix:
        if not self._config["dense_weight"]:
            return np.zeros(0, dtype=np.float32)
        return np.concatenate([row[0] for row in _sentence_features(message, dense=True)])

    def _probabilities(self, message: Message) -> npt.NDArray[np.float64]:
        row = _sparse_row(message)
        places = np.searchsorted(self._columns, row.col)
        places = np.minimum(places, len(self._columns) - 1)
        known = self._columns[places] == row.col
        scores = (
            row.data[known] @ self._weights.sparse[places[known]].astype(np.float32)
            + (self._dense_row(message) - self._mean) * self._scale @ self._weights.dense
            + self._weights.bias
        ).astype(np.float64)
        exponents = np.exp(scores - scores.max())
        return exponents / exponents.sum()

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking of each message that has features."""
        for message in messages:
            if not message.features or message.get(EARLY_EXIT):
                continue
            probabilities = self._probabilities(message)
            best = np.argsort(-probabilities)[: self._config["ranking_length"] or None]
            ranking = [
                {"name": self._intents[place], "confidence": float(probabilities[place])}
                for place in best
            ]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set(LOOKS, [*message.get(LOOKS, ()), ranking])
            message.set(EARLY_EXIT, self._settles(ranking))
        return messages

    def _settles(self, ranking: list[dict[str, Any]]) -> bool:
        floor = self._config["settles_topic"]
        return floor is not None and is_sure(ranking, floor, self._config["settles_intent"])


def _sparse_row(message: Message) -> sparse.coo_matrix:
    rows = _sentence_features(message, dense=False)
    return rows[0] if len(rows) == 1 else sparse.hstack(rows, format="coo")


def _sentence_features(message: Message, *, dense: bool) -> list[Any]:
    """Return what the featurizers gave for the whole message, not copied as Rasa's getters do."""
    return [
        found.features
        for found in message.features
        if found.is_dense() == dense
        and (found.attribute, found.type) == (TEXT, FEATURE_TYPE_SENTENCE)
    ]
