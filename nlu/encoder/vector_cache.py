"""Vectors of texts already encoded, kept in a file."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlu.encoder.engines import Encoder, Vectors
from nlu.encoder.text import clean_text

#: Texts encoded between two times of storing and of telling the progress.
_BATCH = 250
_KEPT = np.float16


class VectorCache:
    """Vectors of texts already encoded, kept in a file so that a second training is quick.

    16 bits a number are kept: the encoder itself rounds to 8. What is returned is what is kept, so
    that a training from the file and one without it are the same.
    """

    def __init__(self, path: Path, encoder: Encoder) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._encoder = encoder
        self._db = sqlite3.connect(path)
        # A table of 32 bits a number was kept before.
        self._db.execute("DROP TABLE IF EXISTS vector")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS half (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID"
        )

    def encode(
        self, texts: Sequence[str], progress: Callable[[int, int], None], passages: bool = False
    ) -> Vectors:
        """Return the vectors of the texts, encoding only those not seen before.

        Args:
            texts: What to encode.
            progress: Called with (done, all) of those now and then.
            passages: Whether the texts are pieces of papers, not messages.
        """
        kind = "passage" if passages else "query"
        embed = self._encoder.encode_passages if passages else self._encoder.encode
        keys = [self._key(kind, text) for text in texts]
        known = {key: vector for key in set(keys) if (vector := self._known(key)) is not None}
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        fresh = list(new)
        for start in range(0, len(fresh), _BATCH):
            progress(start, len(fresh))
            batch = fresh[start : start + _BATCH]
            vectors = embed([new[key] for key in batch]).astype(_KEPT)
            known.update(zip(batch, vectors, strict=True))
            self._db.executemany(
                "INSERT OR REPLACE INTO half VALUES (?, ?)",
                [(key, known[key].tobytes()) for key in batch],
            )
            self._db.commit()
        if fresh:
            progress(len(fresh), len(fresh))
        rows = np.zeros((len(texts), self._encoder.dimension), dtype=np.float32)
        for row, key in zip(rows, keys, strict=True):
            row[:] = known[key]
        return rows

    def _key(self, kind: str, text: str) -> bytes:
        text_hash = hashlib.sha256(clean_text(text).encode()).hexdigest()
        return hashlib.sha256(f"{self._encoder.name}:{kind}:{text_hash}".encode()).digest()

    def _known(self, key: bytes) -> npt.NDArray[np.float16] | None:
        found = self._db.execute("SELECT value FROM half WHERE key = ?", (key,)).fetchone()
        return np.frombuffer(found[0], dtype=_KEPT) if found else None

    def close(self) -> None:
        """Close the file."""
        self._db.close()
