"""Lets an intent through only when the classifier is sure of its topic."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.training_data.message import Message

from nlu.certainty import is_sure
from nlu.components.linear_classifier import SETTLED


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TopicGate(GraphComponent, IntentClassifier):
    """Turns an unsure intent into ``nlu_fallback``.

    An intent passes when the probabilities of its whole topic add up to ``topic_floor`` and its
    own is at least ``intent_floor``, or when a cheaper classifier has settled the message. The
    ranking behind a fallback stays, so that the action can offer the likeliest readings.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Return the components that must stand before this one."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration; ``kept``: length of the ranking passed on."""
        return {"topic_floor": 0.6, "intent_floor": 0.2, "kept": 10}

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicGate:
        """Return a new component."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Pass or replace the intent of each message."""
        for message in messages:
            ranking = message.get("intent_ranking") or []
            if not ranking:
                continue
            floors = self._config["topic_floor"], self._config["intent_floor"]
            if not message.get(SETTLED) and not is_sure(ranking, *floors):
                fallback = {
                    "name": DEFAULT_NLU_FALLBACK_INTENT_NAME,
                    "confidence": 1.0 - ranking[0]["confidence"],
                }
                message.set("intent", fallback, add_to_output=True)
                ranking = [fallback, *ranking]
            message.set("intent_ranking", ranking[: self._config["kept"]], add_to_output=True)
        return messages
