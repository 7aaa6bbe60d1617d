"""Sets of provision keys as bytes, added up by numpy.

A set is stored as a list of keys or, where that is smaller, as one bit a key: adding a number to
the members of a set then costs a fraction of a millisecond at a million keys, however many members
there are.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

#: One number for every key from 0 to the largest.
PerKey: TypeAlias = "npt.NDArray[np.uint16]"
_KEY = np.dtype("<u4")


def pack_set(keys: npt.ArrayLike, size: int) -> bytes:
    """Return a set as bytes.

    Args:
        keys: The members, each once.
        size: One more than the largest key there can be.
    """
    members = np.asarray(keys, dtype=_KEY)
    if is_listed(len(members), size):
        return members.tobytes()
    bits = np.zeros(size, dtype=np.uint8)
    bits[members] = 1
    return np.packbits(bits).tobytes()


def unpack_set(packed: bytes, count: int, size: int) -> npt.NDArray[np.uint32]:
    """Return the members of a set.

    Args:
        packed: The set as made by ``pack_set`` with this size.
        count: How many members it has.
        size: One more than the largest key there can be.
    """
    if is_listed(count, size):
        return np.frombuffer(packed, dtype=_KEY)
    bits = np.unpackbits(np.frombuffer(packed, dtype=np.uint8), count=size)
    return np.flatnonzero(bits).astype(_KEY)


def add_amount(numbers: PerKey, packed: bytes, count: int, amount: int) -> None:
    """Add an amount to the number of every member of a set.

    Args:
        numbers: One number for every key; changed in place.
        packed: The set as made by ``pack_set`` with the size of ``numbers``.
        count: How many members it has.
        amount: What to add.
    """
    if is_listed(count, len(numbers)):
        numbers[np.frombuffer(packed, dtype=_KEY)] += np.uint16(amount)
    else:
        bits = np.unpackbits(np.frombuffer(packed, dtype=np.uint8), count=len(numbers))
        numbers += np.multiply(bits, np.uint16(amount), dtype=np.uint16)


def is_listed(count: int, size: int) -> bool:
    """Tell whether a set of so many members is stored as a list, see ``pack_set``."""
    return count * _KEY.itemsize < size / 8
