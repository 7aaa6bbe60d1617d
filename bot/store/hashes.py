"""Hashes that stand for people in the store; without its salt nobody can tell whose they are."""

from __future__ import annotations

import hashlib
import hmac


def keyed_hash(salt: bytes, name: str) -> str:
    """Return what stands for a name: 64 hexadecimal digits of HMAC-SHA-256."""
    return hmac.new(salt, name.encode(), hashlib.sha256).hexdigest()
