"""Tells how likely each matter is, and decides what a message by itself is taken for."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.training_data.message import Message

from nlu.chances import load_chances, signals
from nlu.components.evidence_featurizer import EVIDENCE
from nlu.components.linear_classifier import LOOKS
from nlu.components.untrained import UntrainedComponent
from nlu.decision import decided_intent, likeliest_first
from nlu.topics import Ranking, matter_of

#: In the parsed message: what it can be about, the likeliest first; of small talk what it would be
#: about if it were none.
MATTERS_FOUND = "matters"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class MatterDecider(UntrainedComponent, IntentClassifier):
    """Puts the calibrated chances of the matters on a message, and the intent they decide on.

    The intents of one matter share its probability, so the doubt that matters is about the matter:
    an intent passes when its matter is likely enough (``nlu.decision``). What is
    neither answered nor handed over becomes ``nlu_fallback``.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Return the components that must stand before this one."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration.

        ``talk_floor``: least probability of all small talk and follow-ups for a message to be
        taken for one. ``kept``: length of the ranking passed on.
        """
        return {"talk_floor": 0.7, "kept": 10}

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config
        self._chances = load_chances()

    def process(self, messages: list[Message]) -> list[Message]:
        """Decide each message that was looked at."""
        for message in messages:
            looks = message.get(LOOKS)
            if looks:
                self._decide(message, looks)
        return messages

    def _decide(self, message: Message, looks: list[Ranking]) -> None:
        ranking = list(looks[-1])
        chances = self._chances.of(signals(looks, message.get(EVIDENCE) or ()))
        matters = likeliest_first(chances, ranking)
        talk = sum(r["confidence"] for r in ranking if not matter_of(r["name"]))
        if talk >= self._config["talk_floor"]:
            intent = next(dict(r) for r in ranking if not matter_of(r["name"]))
        else:
            intent = decided_intent(matters)
        kept = [intent, *(r for r in ranking if r["name"] != intent["name"])]
        message.set("intent", intent, add_to_output=True)
        message.set("intent_ranking", kept[: self._config["kept"]], add_to_output=True)
        message.set(MATTERS_FOUND, [m.as_json() for m in matters], add_to_output=True)
