"""Puts the entities of ``nlu.entities`` on Rasa's messages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.untrained import UntrainedComponent
from nlu.entities import Entity, find_entities
from nlu.vocabulary import PolicyVocabulary
from policies_kb.kb import KnowledgeBase


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PolicyEntityExtractor(UntrainedComponent, EntityExtractorMixin):
    """Finds what the knowledge base knows by name, and dates and amounts.

    The vocabulary is read from the built base when the model is loaded, so that a paper added
    to the base is known by its number without a new training.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration (``database``: the built knowledge base)."""
        return {"database": "build/policies.db"}

    def __init__(self, config: dict[str, Any]) -> None:
        with KnowledgeBase.open(Path(config["database"])) as kb:
            self.use_base(kb)

    def use_base(self, kb: KnowledgeBase) -> None:
        """Know the names of this base from now on."""
        self._vocabulary = PolicyVocabulary.of(kb)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities found to each message."""
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            found = [self._canonical(e).as_rasa() for e in find_entities(text, self._vocabulary)]
            entities = message.get(ENTITIES, []) + self.add_extractor_name(found)
            message.set(ENTITIES, entities, add_to_output=True)
        return messages

    def _canonical(self, entity: Entity) -> Entity:
        """Cut the words a document number was found glued to, where the base knows it."""
        if entity.entity != "document_number":
            return entity
        return replace(entity, value=self._vocabulary.known_number(entity.value))
