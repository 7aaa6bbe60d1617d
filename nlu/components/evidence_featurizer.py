"""Word evidence of a message, as features of the classifiers and for the chances of its matters."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse

from nlu.components.spelling_reader import meant_text
from nlu.components.untrained import UntrainedFeaturizer
from nlu.evidence import EVIDENCE_WORDS, load_evidence
from nlu.fingerprint import of_modules

#: On a message: names of the evidence that stands in it.
EVIDENCE = "evidence"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class EvidenceFeaturizer(UntrainedFeaturizer, SparseFeaturizer):
    """Tells which evidence of ``nlu/evidence.yml`` stands in a message, a column each."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Return the components that must stand before this one."""
        return []

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration.

        ``weight``: how much a piece of evidence counts; all n-grams of a message together are 1.
        """
        return {**SparseFeaturizer.get_default_config(), "weight": 0.3}

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._weight = config["weight"]
        self._evidence = load_evidence()

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Take any settings."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what the features hang on beside the settings."""
        return of_modules(__name__, "nlu.evidence") + EVIDENCE_WORDS.file.read_text(
            encoding="utf-8"
        )

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to every training example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features to the messages that have a text."""
        for message in messages:
            text = meant_text(message)
            if not text:
                continue
            found = np.array(self._evidence.of(text))
            names = [n for n, is_so in zip(self._evidence.names, found, strict=True) if is_so]
            message.set(EVIDENCE, names)
            row = sparse.coo_matrix(found[None, :].astype(np.float32) * np.float32(self._weight))
            message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages
