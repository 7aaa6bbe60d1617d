"""``python -m nlu.encoder.calibrate``: make ``smooth.npz`` anew (about a minute).

Runs some examples and sentences of papers through the encoder in full precision and notes how loud
each channel gets before each matrix. A loud channel is divided by more, so that rounding a text's
numbers to 8 bits by one scale leaves the quiet ones something. Deterministic: the same texts and
weights make the same file.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML
from scipy.special import erf

from nlu.encoder.graph import SMOOTHED, SMOOTHING_FILE, matrix_of
from nlu.encoder.text import clean_text
from nlu.encoder.tokenizer import Tokenizer, save_pieces
from nlu.encoder.weights import EncoderWeights, Floats, installed_weights
from nlu.progress import ProgressLine
from policies_kb.kb import KnowledgeBase
from policies_kb.paths import DATABASE

_DATA = Path(__file__).parent.parent / "data"
#: Texts of each kind.
_TEXTS = 200
#: How far the loudness of a channel counts against the size of its weights: of 0.3 to 1.0 the
#: best on questions that people asked.
_ALPHA = 0.8


class _FullPrecision:
    """The encoder in 32 bits, which notes the loudest value of each channel."""

    def __init__(self, weights: EncoderWeights, tokenizer: Tokenizer) -> None:
        self._weights = weights
        self._tokenizer = tokenizer
        self._matrices = {
            (layer, name): matrix_of(weights, layer, name)
            for layer in range(weights.layers)
            for name in ("q", "k", "v", "ao", "fi", "fo")
        }
        self._places = weights.positions()
        self.loudest: dict[str, Floats] = {}

    def read(self, text: str) -> None:
        """Run a text and note."""
        weights = self._weights
        pieces = [weights.begin, *self._tokenizer(text), weights.end]
        found = self._norm(weights.words(pieces) + self._places[: len(pieces)], "emb.ln")
        for layer in range(weights.layers):
            self._note(f"{layer}.qkv", found)
            attended = found + self._product(layer, "ao", self._attention(layer, found))
            attended = self._norm(attended, f"l{layer}.aln")
            self._note(f"{layer}.fi", attended)
            inner = self._product(layer, "fi", attended)
            bent = (0.5 * inner * (1 + erf(inner / np.sqrt(2)))).astype(np.float32)
            self._note(f"{layer}.fo", bent)
            found = self._norm(attended + self._product(layer, "fo", bent), f"l{layer}.oln")

    def _attention(self, layer: int, given: Floats) -> Floats:
        heads = self._weights.heads
        query, key, value = (
            self._product(layer, name, given).reshape(len(given), heads, -1).transpose(1, 0, 2)
            for name in "qkv"
        )
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(np.float32(query.shape[2]))
        chances = np.exp(scores - scores.max(axis=2, keepdims=True))
        chances /= chances.sum(axis=2, keepdims=True)
        return (chances @ value).transpose(1, 0, 2).reshape(given.shape)

    def _product(self, layer: int, name: str, given: Floats) -> Floats:
        return given @ self._matrices[layer, name].T + self._weights.vector(f"l{layer}.{name}.b")

    def _norm(self, given: Floats, name: str) -> Floats:
        centred = given - given.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + self._weights.epsilon)
        return centred / spread * self._weights.vector(f"{name}.w") + self._weights.vector(
            f"{name}.b"
        )

    def _note(self, name: str, given: Floats) -> None:
        loud = np.abs(given).max(axis=0)
        self.loudest[name] = np.maximum(self.loudest.get(name, loud), loud)


def smoothing(
    weights: EncoderWeights, tokenizer: Tokenizer, texts: Iterable[str]
) -> dict[str, Any]:
    """Return the divisor of each channel before each smoothed matrix, by layer and matrix."""
    read = list(texts)
    encoder, told = _FullPrecision(weights, tokenizer), ProgressLine("calibrating, text")
    for number, text in enumerate(read, start=1):
        encoder.read(text)
        told(number, len(read))
    found = {}
    for layer in range(weights.layers):
        for name in SMOOTHED:
            loud = np.maximum(encoder.loudest[f"{layer}.{name}"], 1e-4)
            sizes = np.maximum(np.abs(matrix_of(weights, layer, name)).max(axis=0), 1e-4)
            factor = loud**_ALPHA / sizes ** (1 - _ALPHA)
            found[f"{layer}.{name}"] = (factor / np.exp(np.log(factor).mean())).astype(np.float16)
    return found


def _texts() -> list[str]:
    """Return questions and sentences as the encoder is given them, always the same ones."""
    with KnowledgeBase.open(DATABASE) as kb:
        sentences = [
            sentence.text
            for document in kb.documents()
            for provision in kb.provisions(document.id)
            for sentence in kb.sentences(document.id, provision.id)
        ]
    dice = random.Random(1)
    chosen = [("query: ", dice.sample(_examples(), _TEXTS))]
    chosen.append(("passage: ", dice.sample(sentences, _TEXTS)))
    return [prefix + clean_text(text) for prefix, texts in chosen for text in texts]


def _examples() -> list[str]:
    """Return the messages the assistant is trained on."""
    found: list[str] = []
    for file in sorted(_DATA.glob("*.yml")):
        for intent in YAML(typ="safe", pure=True).load(file).get("nlu", []):
            found += (line[2:] for line in intent.get("examples", "").splitlines())
    return found


def main() -> None:
    """Make the file beside this one."""
    weights = EncoderWeights(installed_weights())
    with tempfile.TemporaryDirectory() as folder:
        save_pieces(weights, Path(folder))
        found = smoothing(weights, Tokenizer(weights, Path(folder)), _texts())
    np.savez(SMOOTHING_FILE, **found)


if __name__ == "__main__":
    main()
