"""Sparse features of a message: hashed character n-grams and words."""

from __future__ import annotations

import unicodedata
from typing import Any

import mmh3
import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse

from nlu.components.untrained import UntrainedFeaturizer
from nlu.fingerprint import of_modules


def grams(words: list[str], longest: int) -> list[str]:
    """Return the character n-grams (1 to ``longest``) and the words of a message.

    n-grams run over word borders, because a wrong character moves the borders.
    """
    text = unicodedata.normalize("NFKC", "".join(words)).lower()
    pieces = [
        text[start : start + size]
        for size in range(1, longest + 1)
        for start in range(len(text) - size + 1)
    ]
    return pieces + [f"word:{word.lower()}" for word in words if len(word) > 1]


def hashed(pieces: list[str], columns: int) -> sparse.coo_matrix:
    """Return one row of unit length that counts the pieces in the columns of their hashes.

    The columns are those of scikit-learn's ``FeatureHasher``, which takes several times as long
    for a single message.
    """
    hashes = np.array([abs(mmh3.hash(piece.encode())) for piece in pieces], dtype=np.int64)
    places, counts = np.unique(hashes % columns, return_counts=True)
    values = (counts / np.linalg.norm(counts)).astype(np.float32)
    return sparse.coo_matrix((values, (np.zeros_like(places), places)), shape=(1, columns))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class CharNgramFeaturizer(UntrainedFeaturizer, SparseFeaturizer):
    """Hashes n-grams and words, so that there is no vocabulary to store or to unpickle."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Return the components that must stand before this one."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration.

        ``longest``: longest n-gram in characters. ``bits``: the features are hashed to
        2**bits columns. ``max_chars``: what stands behind is not looked at.
        """
        return {**SparseFeaturizer.get_default_config(), "longest": 3, "bits": 18, "max_chars": 400}

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._max_chars = config["max_chars"]
        self._longest = config["longest"]
        self._columns = 2 ** config["bits"]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse sizes that make no sense.

        Raises:
            InvalidConfigException: ``longest`` is not 1 to 8 or ``bits`` is not 8 to 22.
        """
        if not (1 <= config["longest"] <= 8 and 8 <= config["bits"] <= 22):
            raise InvalidConfigException("config.yml: longest must be 1 to 8 and bits 8 to 22")

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what the features hang on beside the settings."""
        return of_modules(__name__)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to every training example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features to the messages."""
        for message in messages:
            tokens = message.get(TOKENS_NAMES[TEXT])
            if not tokens:
                continue
            words = [token.text for token in tokens if token.start < self._max_chars]
            row = hashed(grams(words, self._longest), self._columns)
            message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages
