"""Ranks the provisions of the knowledge base by the meaning of a message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.trained import TrainedComponent
from nlu.encoder.engines import open_encoder
from nlu.encoder.vector_cache import VectorCache
from nlu.fingerprint import encoder_name, of_base, of_modules
from nlu.progress import ProgressLine
from policies_kb.kb import KnowledgeBase
from policies_kb.search.fusion import FORMAL_KINDS

VECTORS_FILE = "provisions.npz"
#: Key of the ranking in the parsed message: a list of (document id, provision id, nearness).
RANKING = "provision_ranking"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ProvisionRanker(TrainedComponent):
    """Compares a message with every sentence of the base, and with the ways people ask for it.

    The vector of the message is the one the intent classifier uses: a message is embedded once.
    The nearness is the cosine less its median over all provisions, since vectors of one encoder
    are all alike to some degree. A paper added after the training is not ranked until the next
    one; the search of the base finds it by words and by vectors of its own meanwhile.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Return the components that must stand before this one."""
        return [DenseFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration.

        ``encoder`` must be that of the sentence featurizer. ``kept``: length of the ranking.
        """
        return {
            "encoder": "e5",
            "cache": "build/vectors.db",
            "database": "build/policies.db",
            "kept": 20,
        }

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(config, model_storage, resource)
        self._places: list[tuple[str, str]] = []
        self._rows: npt.NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self._owners: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)

    def _restore(self, folder: Path) -> None:
        with np.load(folder / VECTORS_FILE, allow_pickle=False) as stored:
            self._places = [(str(a), str(b)) for a, b in stored["places"]]
            self._rows = stored["rows"].astype(np.float32)
            self._owners = stored["owners"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Return what the vectors hang on beside the settings."""
        return (
            of_base(config) + encoder_name(config) + of_modules(__name__, "nlu.components.trained")
        )

    def train(self, training_data: TrainingData) -> Resource:
        """Embed the provisions of the base and store their vectors."""
        with KnowledgeBase.open(Path(self._config["database"])) as kb:
            places, texts, phrasings = _texts(kb)
        cache = VectorCache(Path(self._config["cache"]), open_encoder(self._config["encoder"]))
        try:
            told = ProgressLine("sentence vectors of provisions")
            rows = [cache.encode([text for _, text in texts], told, passages=True)]
            told = ProgressLine("sentence vectors of questions about them")
            rows.append(cache.encode([text for _, text in phrasings], told))
        finally:
            cache.close()
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(
                folder / VECTORS_FILE,
                places=np.array(places),
                rows=np.concatenate(rows).astype(np.float16),
                owners=np.array([owner for owner, _ in (*texts, *phrasings)]),
            )
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the ranking to every message that has a sentence vector."""
        for message in messages:
            _, dense = message.get_dense_features(TEXT)
            if dense is None or not self._places:
                continue
            message.set(RANKING, self._ranking(dense.features[0]), add_to_output=True)
        return messages

    def _ranking(self, vector: npt.NDArray[np.float32]) -> list[list[Any]]:
        nearness = np.full(len(self._places), -1.0, dtype=np.float32)
        np.maximum.at(nearness, self._owners, self._rows @ vector)
        nearness -= np.median(nearness)
        best = np.argsort(-nearness)[: self._config["kept"]]
        return [[*self._places[place], round(float(nearness[place]), 4)] for place in best]


Owned = list[tuple[int, str]]


def _texts(kb: KnowledgeBase) -> tuple[list[tuple[str, str]], Owned, Owned]:
    """Return the places, their sentences and the questions people ask, by place."""
    places: list[tuple[str, str]] = []
    texts: Owned = []
    for document in kb.documents():
        for provision in kb.provisions(document.id):
            if provision.kind in FORMAL_KINDS:
                continue
            owner = len(places)
            places.append((document.id, provision.id))
            sentences = kb.sentences(document.id, provision.id)
            texts += [(owner, sentence.text) for sentence in sentences]
    numbers = {place: number for number, place in enumerate(places)}
    phrasings = [
        (numbers[phrasing.document, phrasing.provision], phrasing.text)
        for phrasing in kb.phrasings()
        if (phrasing.document, phrasing.provision) in numbers
    ]
    return places, texts, phrasings
