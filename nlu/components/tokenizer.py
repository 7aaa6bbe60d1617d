"""Cuts a message into words by the word list of the knowledge base."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.spelling_reader import meant_text
from nlu.components.untrained import UntrainedComponent
from nlu.fingerprint import of_base, of_modules
from policies_kb.kb import KnowledgeBase
from policies_kb.search.words import HAN

#: Stretches of Chinese characters, words and numbers of other scripts, every other character.
_PIECE = re.compile(rf"(?P<han>[{HAN}]+)|(?:(?![{HAN}])\w)+|.", re.DOTALL)


class Word(Token):
    """A word whose fingerprint costs nothing.

    Rasa asks half a million words for theirs in a training, and hashes what they say anyway.
    """

    def fingerprint(self) -> str:
        """Return what tells the word from others."""
        return f"{self.start}:{self.text}"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class PolicyTokenizer(UntrainedComponent, Tokenizer):
    """Cuts a message as search does, so that the terms of the knowledge base stay whole.

    Nothing is left out: the tokens in order are the message as it was meant.
    """

    @staticmethod
    def supported_languages() -> list[str] | None:
        """Return the languages the component is for."""
        return ["zh"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration (see the parent class; ``database``: the base)."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
            "database": "build/policies.db",
        }

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        with KnowledgeBase.open(Path(config["database"])) as kb:
            self._segmenter = kb.segmenter

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what the words hang on beside the settings."""
        return of_base(config) + of_modules(__name__)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the words of the message with their places."""
        tokens: list[Token] = []
        text = meant_text(message) if attribute == TEXT else message.get(attribute)
        for piece in _PIECE.finditer(text):
            start = piece.start()
            for word in self._segmenter.cut(piece[0]) if piece["han"] else [piece[0]]:
                tokens.append(Word(word, start))
                start += len(word)
        return self._apply_token_pattern(tokens)
