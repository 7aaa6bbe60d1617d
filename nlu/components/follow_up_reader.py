"""Tells what a message wants if it follows up what was spoken of before."""

from __future__ import annotations

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
from nlu.fingerprint import encoder_name, of_modules
from nlu.follow_ups import FOLLOW_UP_LINES, FollowUpKinds, examples
from nlu.progress import ProgressLine
from nlu.topics import NO_KIND, topic_of

#: In the parsed message: what it wants, the likeliest first.
FOLLOW_UPS = "follow_ups"
_WEIGHTS = "follow_ups.npz"
#: Follow-ups that have an intent of their own.
_OWN_INTENTS = ("follow_source", "follow_phone", "follow_simpler", "follow_more", "follow_back")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FollowUpReader(TrainedComponent):
    """Reads short messages by ``nlu/follow_ups.yml``; a conversation tells whether they are any."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration.

        ``longest``: length of the longest message that is read, a word in Latin letters counting as
        two. ``others``: so many examples of intents at most that are no follow-up. ``kept``: so
        many kinds are passed on.
        """
        return {
            "encoder": "e5",
            "cache": "build/vectors.db",
            "longest": 24,
            "others": 1500,
            "kept": 5,
        }

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(config, model_storage, resource)
        self._kinds: FollowUpKinds | None = None
        self._encoder = open_encoder(config["encoder"])

    def _restore(self, folder: Path) -> None:
        self._kinds = FollowUpKinds.load(folder / _WEIGHTS)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what the weights hang on beside settings and examples."""
        code = of_modules(
            __name__,
            "nlu.components.trained",
            "nlu.follow_ups",
            "nlu.grams",
            "nlu.regression",
        )
        return code + FOLLOW_UP_LINES.file.read_text(encoding="utf-8") + encoder_name(config)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the kinds and store them."""
        told = examples()
        told[NO_KIND] = [*told[NO_KIND], *self._others(training_data)]
        cache = VectorCache(Path(self._config["cache"]), self._encoder)
        line = ProgressLine("sentence vectors of follow-ups")
        try:
            self._kinds = FollowUpKinds.fitted(told, lambda texts: cache.encode(texts, line))
        finally:
            cache.close()
        with self._model_storage.write_to(self._resource) as folder:
            self._kinds.save(folder / _WEIGHTS)
        return self._resource

    def _others(self, training_data: TrainingData) -> list[str]:
        """Return short examples that are no follow-up of a kind, from all over the data."""
        found = dict.fromkeys(
            meant_text(example)
            for example in training_data.intent_examples
            if example.get(TEXT) and _is_other(example.get(INTENT))
        )
        short = [text for text in found if length_of(text) <= self._config["longest"]]
        step = max(1, -(-len(short) // self._config["others"]))
        return short[::step]

    def process(self, messages: list[Message]) -> list[Message]:
        """Put the kinds on short messages."""
        for message in messages:
            text = meant_text(message)
            if not self._kinds or not text or text.startswith("/"):
                continue
            if length_of(text) <= self._config["longest"]:
                # The vector is remembered by the encoder: danger was heard in the same words.
                kinds = self._kinds.read(text, self._encoder.encode)[: self._config["kept"]]
                message.set(FOLLOW_UPS, [list(kind) for kind in kinds], add_to_output=True)
        return messages


def _is_other(intent: str) -> bool:
    return intent in _OWN_INTENTS or topic_of(intent) in ("outside", "social")
