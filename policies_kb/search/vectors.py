"""Vectors of the passages of a base, kept in a file beside it.

They are made after the base, since that takes minutes and the base is searched by words meanwhile.
A vector is kept under the digest of its text and the encoder's name: only what changed is embedded,
and what was interrupted goes on. The encoder belongs to a room above and is handed in.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from policies_kb.base_file import Store
from policies_kb.errors import KnowledgeBaseError
from policies_kb.paths import vectors_file
from policies_kb.search.filters import SearchFilter, SearchSelect
from policies_kb.search.pieces import vector_pieces

#: Numbers from -1 to 1, one for each passage or piece.
FloatMatrix: TypeAlias = "npt.NDArray[np.float32]"
#: Pieces that are embedded between two savings: some seconds.
_BATCH = 100
#: Pieces multiplied at once: they stay in the processor's cache.
_CHUNK = 2048
_KEPT = np.dtype("<f2")
#: Numbers of a vector of unit length are small; in 8 bits this one is the largest.
_LARGEST = 127
_MEND = "then run `make vectors` or `python -m nlu.passage_vectors`"


class EncoderProtocol(Protocol):
    """Turns texts into vectors of unit length; a text without words becomes zeros."""

    name: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one row for each question."""

    def encode_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one row for each piece of a paper."""


def make_vectors(
    database: Path,
    encoder: EncoderProtocol,
    progress: Callable[[int, int], None] = lambda done, all: None,
) -> int:
    """Embed what has no vector yet, forget what is gone; return how many pieces were embedded.

    It works on a copy that takes the place of the vectors when it is whole; a copy that a stopped
    run left is gone on with.

    Args:
        database: The base.
        encoder: Makes the vectors.
        progress: Called with (done, all) of the pieces to embed.

    Raises:
        KnowledgeBaseError: The base is missing, damaged or of another version.
    """
    base = Store(database)
    texts: dict[bytes, str] = {}
    places: list[tuple[str, str, bytes]] = []
    for document, provision, parts in vector_pieces(base.rows):
        for part in parts:
            digest = _digest(encoder.name, part)
            texts[digest] = part
            places.append((document, provision, digest))
    base.close()
    file = vectors_file(database)
    draft = file.with_name(f"{file.name}.part")
    if file.exists() and not draft.exists():
        shutil.copyfile(file, draft)
    with closing(_open(draft)) as kept:
        before = set(kept.execute("SELECT document, provision, digest FROM place"))
        known = {digest for (digest,) in kept.execute("SELECT digest FROM vector")}
        with kept:
            kept.execute("DELETE FROM place")
            kept.executemany("INSERT INTO place VALUES (?, ?, ?)", places)
            gone = [(digest,) for digest in known - texts.keys()]
            kept.executemany("DELETE FROM vector WHERE digest = ?", gone)
            kept.execute("INSERT OR REPLACE INTO made VALUES ('encoder', ?)", [encoder.name])
        new = [(digest, text) for digest, text in texts.items() if digest not in known]
        _embed(kept, encoder, new, progress)
    if new or before != set(places) or not file.exists():
        draft.replace(file)
    draft.unlink(missing_ok=True)
    return len(new)


def _embed(
    kept: sqlite3.Connection,
    encoder: EncoderProtocol,
    new: Sequence[tuple[bytes, str]],
    progress: Callable[[int, int], None],
) -> None:
    for start in range(0, len(new), _BATCH):
        progress(start, len(new))
        batch = new[start : start + _BATCH]
        rows = encoder.encode_passages([text for _, text in batch]).astype(_KEPT)
        with kept:
            kept.executemany(
                "INSERT INTO vector VALUES (?, ?)",
                [(digest, row.tobytes()) for (digest, _), row in zip(batch, rows, strict=True)],
            )
    if new:
        progress(len(new), len(new))


def _open(file: Path) -> sqlite3.Connection:
    kept = sqlite3.connect(file)
    kept.executescript(
        "CREATE TABLE IF NOT EXISTS vector (digest BLOB PRIMARY KEY, value BLOB);"
        "CREATE TABLE IF NOT EXISTS place (document TEXT, provision TEXT, digest BLOB);"
        "CREATE TABLE IF NOT EXISTS made (name TEXT PRIMARY KEY, value TEXT);"
    )
    return kept


def _digest(encoder: str, text: str) -> bytes:
    return hashlib.sha256(f"{encoder}\0{text}".encode()).digest()[:16]


@dataclass(frozen=True)
class PassageNearness:
    """How near the passages of a base are to a question.

    Attributes:
        keys: The passages that were looked for, in order.
        cosines: The cosine of each.
        mean: Mean over all passages: vectors of one encoder are all alike to some degree, and only
            the distance from it tells something.
        spread: Standard deviation over all passages.
    """

    keys: npt.NDArray[np.int64]
    cosines: FloatMatrix
    mean: float
    spread: float

    def nearest(self, count: int) -> list[int]:
        """Return the keys of the nearest passages, nearest first."""
        best = np.arange(len(self.keys))
        if count < len(best):
            best = np.argpartition(-self.cosines, count)[:count]
        found: list[int] = self.keys[best[np.argsort(-self.cosines[best])]].tolist()
        return found

    def of(self, keys: Sequence[int]) -> dict[int, float]:
        """Return the cosines of those of some passages that have one."""
        places = np.searchsorted(self.keys, keys)
        pairs = zip(keys, places.tolist(), strict=True)
        return {
            key: float(self.cosines[place])
            for key, place in pairs
            if place < len(self.keys) and self.keys[place] == key
        }


class PassageVectors:
    """The vectors of one base in memory, 8 bits a number.

    Args:
        database: The base.
        query: Runs SQL on it and returns rows.
        encoder: Makes the vectors of questions; those of another encoder are not read.

    Raises:
        KnowledgeBaseError: The file of the vectors is damaged.
    """

    def __init__(self, database: Path, query: SearchSelect, encoder: EncoderProtocol) -> None:
        self._encoder = encoder
        self._query = query
        sql = "SELECT h.document, h.id, h.key FROM passage g JOIN provision h ON h.key = g.key"
        keys = {(document, id_): key for document, id_, key in query(sql, ())}
        file = vectors_file(database)
        try:
            self._rows, self._scales, self._keys = _read(file, encoder, keys)
        except sqlite3.DatabaseError as error:
            raise KnowledgeBaseError(f"{file} is damaged ({error}): delete it, {_MEND}.") from error
        self._firsts = np.flatnonzero(np.diff(self._keys, prepend=-1))

    def __len__(self) -> int:
        return len(self._keys)

    def nearness(self, question: str, within: SearchFilter) -> PassageNearness:
        """Return how near passages are to a question; a passage is as near as its nearest piece."""
        [vector] = self._encoder.encode([question])
        if not (len(self) and vector.any()):
            return PassageNearness(np.zeros(0, np.int64), np.zeros(0, np.float32), 0.0, 1.0)
        near = np.maximum.reduceat(self._products(vector), self._firsts)
        keys, mean, spread = self._keys[self._firsts], float(near.mean()), float(near.std())
        if within.documents is not None:
            chosen = self._of(within.documents, keys)
            keys, near = keys[chosen], near[chosen]
        return PassageNearness(keys, near, mean, spread or 1.0)

    def _of(self, documents: Collection[str], keys: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Tell which keys are of some documents; those of one were written one after the other."""
        chosen = np.zeros(len(keys), bool)
        for document in documents:
            sql = "SELECT min(key), max(key) FROM provision WHERE document = ?"
            [(first, last)] = self._query(sql, [document])
            if first is not None:
                chosen |= (keys >= first) & (keys <= last)
        return chosen

    def _products(self, vector: FloatMatrix) -> FloatMatrix:
        found = np.empty(len(self._rows), np.float32)
        part = np.empty((_CHUNK, self._rows.shape[1]), np.float32)
        for start in range(0, len(self._rows), _CHUNK):
            rows = self._rows[start : start + _CHUNK]
            np.copyto(part[: len(rows)], rows)
            np.dot(part[: len(rows)], vector, out=found[start : start + len(rows)])
        found *= self._scales
        return found


#: Vectors in 8 bits, what each is multiplied by, and the key of the passage of each.
_Read: TypeAlias = "tuple[npt.NDArray[np.int8], FloatMatrix, npt.NDArray[np.int64]]"


def _read(file: Path, encoder: EncoderProtocol, keys: Mapping[tuple[str, str], int]) -> _Read:
    """Return the vectors of a file in the order of the keys; none when it holds another encoder's.

    Args:
        file: The file.
        encoder: Whose vectors are wanted.
        keys: The passages of the base by document and provision; others are left out.
    """
    none = np.zeros((0, encoder.dimension), np.int8), np.zeros(0, np.float32), np.zeros(0, np.int64)
    if not file.is_file():
        return none
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as kept:
        if kept.execute("SELECT value FROM made").fetchone() != (encoder.name,):
            return none
        joined = "FROM place JOIN vector USING (digest)"
        [count] = kept.execute(f"SELECT count(*) {joined}").fetchone()
        found = kept.execute(f"SELECT document, provision, value {joined}")
        rows = np.zeros((count, encoder.dimension), np.int8)
        scales, owners = np.zeros(count, np.float32), np.zeros(count, np.int64)
        place = 0
        for batch in _batches(found):
            known = [(keys[a, b], value) for a, b, value in batch if (a, b) in keys]
            end = place + len(known)
            owners[place:end] = [key for key, _ in known]
            values = np.frombuffer(b"".join(value for _, value in known), _KEPT)
            wide = values.reshape(len(known), encoder.dimension).astype(np.float32)
            scales[place:end] = np.abs(wide).max(axis=1, initial=1e-6) / _LARGEST
            rows[place:end] = np.round(wide / scales[place:end, None])
            place = end
    order = np.argsort(owners[:place], kind="stable")
    return rows[order], scales[order], owners[order]


def _batches(rows: Iterable[tuple[str, str, bytes]]) -> Iterator[list[tuple[str, str, bytes]]]:
    every = iter(rows)
    while batch := list(islice(every, 1000)):
        yield batch
