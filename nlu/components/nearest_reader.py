"""Tells which examples a message is nearest to, for what no classifier foresaw."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.spelling_reader import meant_text
from nlu.components.trained import TrainedComponent
from nlu.decision import length_of
from nlu.encoder.engines import open_encoder
from nlu.encoder.vector_cache import VectorCache
from nlu.example_labels import kind_label, page_label
from nlu.fingerprint import encoder_name, of_modules
from nlu.follow_ups import FOLLOW_UP_LINES, examples
from nlu.nearest_examples import EXAMPLE_FILES, NearestExamples, point_examples
from nlu.progress import ProgressLine
from nlu.topics import is_national

#: In the parsed message: labels of the nearest examples with their closeness, the nearest first.
NEAREST = "nearest"
_EXAMPLES = "examples.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NearestExampleReader(TrainedComponent):
    """Compares a message with the examples of points (``nlu/points``), of the intents on
    somebody's own case and of follow-ups."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration.

        ``longest``: length of the longest message that is read, a word in Latin letters counting as
        two. ``kept``: so many labels are passed on.
        """
        return {"encoder": "e5", "cache": "build/vectors.db", "longest": 48, "kept": 24}

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(config, model_storage, resource)
        self._examples: NearestExamples | None = None
        self._encoder = open_encoder(config["encoder"])

    def _restore(self, folder: Path) -> None:
        self._examples = NearestExamples.load(folder / _EXAMPLES)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what is stored hangs on beside settings and examples."""
        code = of_modules(
            __name__,
            "nlu.components.trained",
            "nlu.follow_ups",
            "nlu.grams",
            "nlu.example_labels",
            "nlu.nearest_examples",
        )
        lines = (*EXAMPLE_FILES, FOLLOW_UP_LINES)
        return code + "".join(f.file.read_text("utf-8") for f in lines) + encoder_name(config)

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the examples with their vectors."""
        told = {**point_examples(), **beside_points(training_data)}
        cache = VectorCache(Path(self._config["cache"]), self._encoder)
        line = ProgressLine("sentence vectors of points")
        try:
            self._examples = NearestExamples.made_of(told, lambda texts: cache.encode(texts, line))
        finally:
            cache.close()
        with self._model_storage.write_to(self._resource) as folder:
            self._examples.save(folder / _EXAMPLES)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Put the nearest labels on messages that tell no long story."""
        for message in messages:
            text = meant_text(message)
            if not self._examples or not text or text.startswith("/"):
                continue
            if length_of(text) <= self._config["longest"]:
                near = self._examples.read(text, self._encoder.encode, self._config["kept"])
                message.set(NEAREST, [list(one) for one in near], add_to_output=True)
        return messages


def beside_points(training_data: TrainingData) -> dict[str, list[str]]:
    """Return the examples of what stands beside points, by label: follow-ups and the intents on
    somebody's own case."""
    told = defaultdict(list, {kind_label(kind): texts for kind, texts in examples().items()})
    for example in training_data.intent_examples:
        if example.get(TEXT) and is_national(example.get(INTENT)):
            told[page_label(example.get(INTENT))].append(meant_text(example))
    return dict(told)
