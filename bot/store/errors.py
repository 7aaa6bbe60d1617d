"""What can go wrong with the store, each with a message fit for one line.

No message holds anything a user wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

#: Codes of PostgreSQL (appendix A of its manual): read-only transaction, insufficient privilege.
_READ_ONLY_CODES = frozenset({"25006", "42501"})
#: Lock not available, deadlock detected.
_LOCKED_CODES = frozenset({"55P03", "40P01"})
#: Disk full.
_FULL_CODES = frozenset({"53100"})
#: What SQLite says; it gives no codes before Python 3.11.
_READ_ONLY_WORDS = ("readonly database", "read-only")
_LOCKED_WORDS = ("is locked",)
_FULL_WORDS = ("disk is full",)


class StoreError(Exception):
    """The store cannot be used; the message says what to do."""


class CannotOpenError(StoreError):
    """The database is not there, not ours, damaged, or its address makes no sense."""


class ReadOnlyError(StoreError):
    """The database may not be written."""


class FullError(StoreError):
    """There is no room left for what is to be written."""


class LockedError(StoreError):
    """Another program held the database for longer than we wait."""


class NewerStoreError(StoreError):
    """The database was made by a newer version of the program."""


class OlderStoreError(StoreError):
    """The database was made by an older version of the program and is not brought up to date."""


@contextmanager
def translate_errors(address: str) -> Iterator[None]:
    """Turn the errors of a database into those of this module.

    Args:
        address: What to call the database, without its password.

    Raises:
        StoreError: One of the kinds above.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise _plain(error, address) from error


def _plain(error: SQLAlchemyError, address: str) -> StoreError:
    cause = error.orig if isinstance(error, DBAPIError) else None
    code, words = getattr(cause, "pgcode", None), str(cause)
    if code in _READ_ONLY_CODES or any(word in words for word in _READ_ONLY_WORDS):
        return ReadOnlyError(
            f"the database {address} is read-only; give the user of this program leave to write it"
        )
    if code in _LOCKED_CODES or any(word in words for word in _LOCKED_WORDS):
        return LockedError(
            f"the database {address} is held by another program; end that, then try again"
        )
    if code in _FULL_CODES or any(word in words for word in _FULL_WORDS):
        return FullError(f"the disk of the database {address} is full; make room on it")
    return CannotOpenError(
        f"the database {address} cannot be used ({type(cause or error).__name__}); "
        "check WENCE_DATABASE and whether the file or server is sound"
    )
