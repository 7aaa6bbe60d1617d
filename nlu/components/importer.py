"""Reads the training files once a training, fills the places in examples, copies quickly.

The examples come in one order, in whatever file or place of it they stand.
"""

from __future__ import annotations

import copy
from typing import Any

import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import (
    KEY_INTENT,
    KEY_INTENT_EXAMPLES,
    KEY_NLU,
    RasaYAMLReader,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from nlu.pool import filled


class TrainingExample(Message):
    """A message that is copied and hashed quickly.

    On its way to the components Rasa copies and hashes every example half a dozen times.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> TrainingExample:
        """Return a copy that shares nothing that changes."""
        twin = copy.copy(self)
        twin.data = {
            name: value if isinstance(value, str) else copy.deepcopy(value, memo)
            for name, value in self.data.items()
        }
        twin.features = list(self.features)
        twin.output_properties = set(self.output_properties)
        return twin

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """Set a property; the hash is forgotten only if that changes anything."""
        if add_to_output or self.data.get(prop) != info:
            super().set(prop, info, add_to_output)


class OnceImporter(RasaFileImporter):
    """Rasa's own, which reads every file three times in a training."""

    @cached_method
    def get_domain(self) -> Domain:
        """Return the domain."""
        return super().get_domain()

    @cached_method
    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Return the rules."""
        return super().get_stories(exclusion_percentage)

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return the examples, those with places in braces filled from the pool.

        Rasa asks with a language and without one; its own format has none.
        """
        return self._filled_examples()

    @cached_method
    def _filled_examples(self) -> TrainingData:
        found = TrainingData().merge(*map(_filled_file, self._nlu_files))
        # A fit that is cut off hangs a little on the order: it must not hang on who stands in which
        # file.
        found.training_examples.sort(key=lambda one: (one.get(INTENT), one.get(TEXT)))
        return found


class _QuickReader(RasaYAMLReader):
    """Rasa's own with a parser in C; the one in Python took half the time beside the fits."""

    def reads(self, string: str, **options: Any) -> TrainingData:
        """Return the examples of a file; what is not plain is left to Rasa and its errors."""
        try:
            blocks = yaml.load(string, yaml.CSafeLoader).get(KEY_NLU)
            plain = all(set(block) == {KEY_INTENT, KEY_INTENT_EXAMPLES} for block in blocks)
        except (yaml.YAMLError, AttributeError, TypeError):
            plain = False
        if not plain:
            return super().reads(string, **options)
        self._parse_nlu(blocks)
        return TrainingData(self.training_examples)


def _filled_file(path: str) -> TrainingData:
    found = _QuickReader().read(path)
    found.training_examples = [
        TrainingExample({**example.data, TEXT: text}, example.output_properties)
        for example in found.training_examples
        for text in filled(example.get(TEXT))
    ]
    return found
