"""Fits, asks and searches with each encoder in turn."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from scipy import sparse

from bot.evaluation.encoders.classifier import Classifier, Grams, Pipeline, Reading, Settings
from bot.evaluation.encoders.corpus import Labelled, held_out
from bot.evaluation.encoders.distilled import DistilledEncoder, Words, vocabulary_of
from bot.evaluation.encoders.search import Base, Meaning, ranks
from nlu.components.encoder import ENCODERS, Encoder, VectorCache, Vectors

DISTILLED = DistilledEncoder.name
#: The encoder that is distilled.
TEACHER = "e5"
PLAIN = "n-grams"
#: Frequent words of the language in the distilled list, beside those of the examples.
_FREQUENT = 15_000


def told(doing: str) -> None:
    """Say on the standard error what is being done."""
    print(f"encoders: {doing} ...", file=sys.stderr, flush=True)


def _progress(done: int, everything: int) -> None:
    if done and done % 2000 == 0:
        told(f"{done}/{everything} vectors")


@dataclass(frozen=True)
class Timed:
    """How a text was understood, and the milliseconds from its words to its intent."""

    reading: Reading
    milliseconds: float


class Encoders:
    """All rivals, with the vectors they have made already.

    Args:
        texts: Training texts, whose words the distilled encoder knows.
        cache: File of vectors.
        frequent: How many frequent words the distilled encoder knows besides.
    """

    def __init__(self, texts: Sequence[str], cache: Path, frequent: int = _FREQUENT) -> None:
        self.words = Words()
        self.by_name: dict[str, Encoder] = {name: make() for name, make in ENCODERS.items()}
        self._caches = {n: VectorCache(cache, encoder) for n, encoder in self.by_name.items()}
        self.vocabulary = vocabulary_of(texts, self.words, frequent)
        told(f"distilling {len(self.vocabulary)} words")
        self.distilled = DistilledEncoder.learn(
            self.vocabulary, self.words, self._caches[TEACHER], _progress
        )
        self.by_name[DISTILLED] = self.distilled

    def embed(self, name: str, texts: Sequence[str], passages: bool = False) -> Vectors:
        """Return the vectors of texts, from the file where they are in it."""
        told(f"vectors of {name} for {len(texts)} texts")
        if name == DISTILLED:
            return self.distilled.encode(texts)
        return self._caches[name].encode(texts, _progress, passages)

    def close(self) -> None:
        """Close the file of vectors."""
        for cache in self._caches.values():
            cache.close()


class Study:
    """Classifiers on the same examples, one an encoder.

    Args:
        examples: The training examples.
        encoders: The rivals.
        settings: Those of ``config.yml``.
    """

    def __init__(
        self, examples: Sequence[Labelled], encoders: Encoders, settings: Settings
    ) -> None:
        self._encoders, self._settings = encoders, settings
        self._examples = list(examples)
        texts = [example.text for example in examples]
        self._grams = Grams()
        self._rows = self._grams.rows([encoders.words.cut(text) for text in texts])
        self._vectors = {name: encoders.embed(name, texts) for name in encoders.by_name}

    def pipelines(self, chosen: Sequence[bool]) -> dict[str, Pipeline]:
        """Fit on the chosen examples and return all pipelines by name."""
        mask = np.array(chosen)
        rows = self._rows[mask]
        intents = [e.intent for e, use in zip(self._examples, chosen, strict=True) if use]
        told(f"fitting n-grams on {len(intents)} examples")
        nothing = np.zeros((len(intents), 0), dtype=np.float32)
        cheap = Classifier(rows, nothing, intents, self._settings.cheap)
        alone, after = {}, {}
        for name, vectors in self._vectors.items():
            told(f"fitting n-grams and {name}")
            full = Classifier(rows, vectors[mask], intents, self._settings.full)
            alone[f"+ {name}"] = Pipeline(self._settings, full=full, encoder=name)
            after[f"n-grams, then {name}"] = Pipeline(self._settings, cheap, full, name)
        return {PLAIN: Pipeline(self._settings, cheap), **alone, **after}

    def cross_validated(self) -> tuple[list[Labelled], dict[str, list[Reading]]]:
        """Return one fold of the examples and how the pipelines fitted on the others read it."""
        tested = held_out(self._examples)
        pipelines = self.pipelines([not test for test in tested])
        places = [place for place, test in enumerate(tested) if test]
        told(f"reading {len(places)} examples")
        readings = {
            name: [
                pipeline.read(self._rows[place], partial(self._stored, place)) for place in places
            ]
            for name, pipeline in pipelines.items()
        }
        return [self._examples[place] for place in places], readings

    def in_turns(
        self, pipelines: Mapping[str, Pipeline], questions: Sequence[Labelled]
    ) -> dict[str, list[Timed]]:
        """Read questions; the pipelines take turns, so that a busy machine slows all alike."""
        found: dict[str, list[Timed]] = {name: [] for name in pipelines}
        for question in questions:
            words = self._encoders.words.cut(question.text)
            vector = partial(self._live, question.text)
            for name, pipeline in pipelines.items():
                began = time.perf_counter()
                reading = pipeline.read(self._row(words), vector)
                seconds = time.perf_counter() - began
                found[name].append(Timed(reading, 1000 * seconds))
        return found

    def _row(self, words: Sequence[str]) -> sparse.csr_matrix:
        return self._grams.rows([words])

    def _live(self, text: str, encoder: str) -> Vectors:
        row: Vectors = self._encoders.by_name[encoder].encode([text])[0]
        return row

    def _stored(self, place: int, encoder: str) -> Vectors:
        row: Vectors = self._vectors[encoder][place]
        return row


def searched(base: Base, encoders: Encoders, every: int = 1) -> dict[str, list[int]]:
    """Return the place of the right provision for each ask, by name of the ranking joined.

    Args:
        base: What is searched.
        encoders: The rivals.
        every: Only every so many asks are searched for.
    """
    meanings: dict[str, Meaning | None] = {"words alone": None}
    for name in encoders.by_name:
        meanings[f"+ {name}"] = Meaning(base, partial(encoders.embed, name))
    asks = base.asks[::every]
    told(f"searching for {len(asks)} asks")
    found = [ranks(base, ask, meanings) for ask in asks]
    return {name: [row[name] for row in found] for name in meanings}
