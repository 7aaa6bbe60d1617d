"""Puts beside each message how it was meant, for what reads its words and its meaning."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.untrained import UntrainedComponent
from nlu.fingerprint import of_base, of_modules
from nlu.retractions import without_taken_back
from nlu.simplified import to_simplified
from nlu.spelling import SPELLING, load_spelling
from policies_kb.kb import KnowledgeBase

#: On a message: its text as it was meant. The text itself stays, for entities, search and files.
MEANT = "meant"
#: A message of several questions is read piece by piece and then answered.
_REMEMBERED = 32


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SpellingReader(UntrainedComponent):
    """Reads every message with its slips mended and without what it takes back."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration (``database``: the built knowledge base)."""
        return {"database": "build/policies.db"}

    def __init__(self, config: dict[str, Any]) -> None:
        with KnowledgeBase.open(Path(config["database"])) as kb:
            spelling = load_spelling(kb.segmenter.cut)
        self._meant = lru_cache(maxsize=_REMEMBERED)(
            lambda text: without_taken_back(spelling.meant(to_simplified(text)))
        )

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what the reading hangs on beside the settings."""
        words = SPELLING.file.read_text(encoding="utf-8")
        return of_base(config) + of_modules(__name__, "nlu.spelling", "nlu.retractions") + words

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Read every training example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Read the messages."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                message.set(MEANT, self._meant(text))
        return messages


def meant_text(message: Message) -> str:
    """Return a message as it was meant, as it was typed where nothing has read it."""
    return str(message.get(MEANT) or message.get(TEXT) or "")
