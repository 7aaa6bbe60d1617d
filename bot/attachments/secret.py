"""The key that signs the addresses of files."""

from __future__ import annotations

import logging
import os
import secrets
from pathlib import Path

logger = logging.getLogger(__name__)

KEY_FILE = Path(__file__).resolve().parents[2] / "var" / "secret"
#: A shorter key could be guessed.
SHORTEST = 16


def secret_key(given: str = "", path: Path = KEY_FILE) -> bytes:
    """Return the key: the one that is set, else the one kept in a file, made on first use.

    Several machines that serve one site need the same key. Where no file can be kept, a key for
    this process alone is returned and the log warns of it.

    Args:
        given: What ``WENCE_SECRET`` is set to, empty for nothing.
        path: The file.
    """
    if given:
        key = given.encode()
        if len(key) < SHORTEST:
            logger.warning("WENCE_SECRET is shorter than %d bytes and can be guessed", SHORTEST)
        return key
    try:
        return _kept(path)
    except OSError as error:
        logger.warning(
            "no key can be kept in %s (%s): links to files end with this process; "
            "make the folder writable or set WENCE_SECRET",
            path,
            error.strerror or error,
        )
        return _new()


def _kept(path: Path) -> bytes:
    """Return the key in the file; of processes that start at once the first one makes it.

    Raises:
        OSError: The file cannot be read or made, or holds no key.
    """
    if not path.exists():
        _make(path)
    key = path.read_bytes().strip()
    if len(key) < SHORTEST:
        raise OSError(f"it holds no key of {SHORTEST} bytes; delete it")
    return key


def _make(path: Path) -> None:
    """Write a new key, whole or not at all, unless another process was faster."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_new())
            file.flush()
            os.fsync(file.fileno())
        # Unlike a rename, a link never replaces the key another process has begun to use.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)


def _new() -> bytes:
    return secrets.token_urlsafe(32).encode()
