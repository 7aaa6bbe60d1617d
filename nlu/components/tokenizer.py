"""jieba with the policy vocabulary, without jieba's global state."""

from __future__ import annotations

import logging
from typing import Any

import jieba
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from policies_kb.index import read_words
from policies_kb.paths import CURATED


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class PolicyTokenizer(Tokenizer):
    """Cuts a message into words; the terms of the knowledge base stay whole."""

    @staticmethod
    def supported_languages() -> list[str] | None:
        """Return the languages the component is for."""
        return ["zh"]

    @staticmethod
    def required_packages() -> list[str]:
        """Return the packages the component needs."""
        return ["jieba"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration (see the parent class)."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        jieba.setLogLevel(logging.WARNING)
        self._jieba = jieba.Tokenizer()
        for word in read_words(CURATED / "words.txt"):
            self._jieba.add_word(word)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PolicyTokenizer:
        """Return a new component."""
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the words of the message with their places."""
        words = self._jieba.tokenize(message.get(attribute))
        return self._apply_token_pattern([Token(word, start) for word, start, _ in words])
