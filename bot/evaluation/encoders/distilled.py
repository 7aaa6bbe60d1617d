"""Word vectors distilled from a sentence encoder: the cheapest rival, known to this study only.

Every word of a list is embedded once; a text is the mean of its words, rare ones counting more
(Arora, Liang and Ma 2017), in the directions in which the words differ most.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import jieba
import numpy as np
import numpy.typing as npt

from nlu.components.encoder import VectorCache, Vectors, clean
from policies_kb.index import read_words
from policies_kb.paths import CURATED

#: Share of all words at which a word counts half.
_COMMON = 1e-3
Cut = Callable[[str], list[str]]
Progress = Callable[[int, int], None]


class Words:
    """jieba with the words of the trade, and how frequent each word is."""

    def __init__(self) -> None:
        jieba.setLogLevel(logging.WARNING)
        self._jieba = jieba.Tokenizer()
        self._jieba.initialize()
        for word in read_words(CURATED / "words.txt"):
            self._jieba.add_word(word)

    def cut(self, text: str) -> list[str]:
        """Return the words of a text."""
        return [str(word) for word in self._jieba.cut(text)]

    def frequent(self, count: int) -> list[str]:
        """Return the most frequent words of the language."""
        counts = Counter({word: int(n) for word, n in self._jieba.FREQ.items()})
        return [word for word, _ in counts.most_common(count)]

    def share(self, word: str) -> float:
        """Return how much of running text a word makes up, from 0 to 1."""
        return float(self._jieba.FREQ.get(word) or 0) / float(self._jieba.total)


class DistilledEncoder:
    """Turns texts into weighted means of word vectors, of unit length."""

    name = "distilled"

    def __init__(self, words: Sequence[str], vectors: Vectors, cut: Cut) -> None:
        self._places: Mapping[str, int] = {word: place for place, word in enumerate(words)}
        self._vectors = vectors
        self._cut = cut
        self.dimension = int(vectors.shape[1])

    @classmethod
    def learn(
        cls, vocabulary: Sequence[str], words: Words, cache: VectorCache, progress: Progress
    ) -> DistilledEncoder:
        """Embed a vocabulary and keep what tells its words apart.

        Args:
            vocabulary: The words to know; a word outside it is read by its characters.
            words: Cuts texts and tells how frequent a word is.
            cache: The encoder that is distilled.
            progress: Called with (done, all) now and then.
        """
        rows = cache.encode(list(vocabulary), progress)
        weights = [_COMMON / (_COMMON + words.share(word)) for word in vocabulary]
        weighted = _narrow(rows) * np.array(weights, dtype=np.float32)[:, None]
        return cls(vocabulary, weighted, words.cut)

    @classmethod
    def load(cls, path: Path, cut: Cut) -> DistilledEncoder:
        """Return a stored encoder."""
        with np.load(path, allow_pickle=False) as stored:
            return cls([str(word) for word in stored["words"]], stored["vectors"], cut)

    def save(self, path: Path) -> None:
        """Store the words and their vectors."""
        np.savez(path, words=np.array(list(self._places)), vectors=self._vectors)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of unit length for each text; zeros when it knows no word of it."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            found = [place for word in self._cut(clean(text)) for place in self._known(word)]
            if found:
                total = self._vectors[found].sum(axis=0)
                rows[row] = total / (np.linalg.norm(total) or 1)
        return rows

    # A question and a passage are read alike.
    encode_passages = encode

    def _known(self, word: str) -> list[int]:
        parts = [word] if word in self._places else list(word)
        return [self._places[part] for part in parts if part in self._places]


def vocabulary_of(texts: Sequence[str], words: Words, frequent: int) -> list[str]:
    """Return the words and characters of texts, and the most frequent words of the language."""
    cut = [word for text in texts for word in words.cut(clean(text))]
    characters = [char for text in texts for char in clean(text)]
    every = dict.fromkeys([*cut, *characters, *words.frequent(frequent)])
    return [word for word in every if word.strip()]


def _narrow(rows: Vectors, dimension: int = 256) -> npt.NDArray[np.float32]:
    """Return the rows about their mean, in the directions of their greatest spread."""
    centred = rows - rows.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    narrowed: npt.NDArray[np.float32] = centred @ directions[:, ::-1][:, :dimension]
    return narrowed
