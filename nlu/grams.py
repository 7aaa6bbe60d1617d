"""The short runs of characters and of sounds in a text, as numbers below a fixed size."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from nlu.sounds import sounds

HASH_SIZE = 1 << 18
#: Longest run of characters, and of syllables or words.
_CHARACTERS, _SOUNDS = 4, 4

Places = npt.NDArray[np.int64]


def hashed_grams(text: str) -> Places:
    """Return the places of the runs of a plain text, each as often as it stands there."""
    padded = f"^{text}$"
    runs = [*_runs(padded, _CHARACTERS, "c"), *_runs(["^", *sounds(text), "$"], _SOUNDS, "s")]
    return np.array(
        [zlib.crc32(run.encode("utf-8", "replace")) % HASH_SIZE for run in runs], np.int64
    )


def _runs(parts: Sequence[str], longest: int, kind: str) -> Iterator[str]:
    for length in range(1, longest + 1):
        for start in range(len(parts) - length + 1):
            yield f"{kind}{length} {' '.join(parts[start : start + length])}"


def matrix(texts: Sequence[str]) -> sparse.csr_matrix:
    """Return one row of unit length a text."""
    found = [np.unique(hashed_grams(text)) for text in texts]
    borders = np.cumsum([0, *map(len, found)])
    values = [np.full(len(row), len(row) ** -0.5, np.float32) for row in found]
    return sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(found), borders), (len(texts), HASH_SIZE)
    )
