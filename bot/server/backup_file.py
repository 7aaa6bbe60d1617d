"""The file of a backup: gzip'd lines of JSON, with a sum at the end.

The first line is the header: ``format``, ``version``, ``schema``, ``made``, ``counts`` (rows of
each table) and ``highest`` (the highest id ever given, of tables that never give one again). Then
one line a row, ``["table", {"column": value}]``, and at last ``{"sha256": ...}`` of all before.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import secrets
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from bot.store.errors import StoreError

FORMAT, VERSION = "wence-backup", 1
#: A line that is longer is none of ours; one row holds a conversation at most.
_LONGEST = 64 * 1024 * 1024

StoredRow = tuple[str, dict[str, Any]]


class BackupError(StoreError):
    """A backup cannot be written, read or brought back; the message is fit for one line."""


@dataclass(frozen=True)
class Header:
    """What a backup says of itself.

    Attributes:
        schema: Layout of the tables.
        made: When, in UTC, ISO 8601.
        counts: Rows by table.
        highest: The highest id ever given, by table.
    """

    schema: int
    made: str
    counts: Mapping[str, int]
    highest: Mapping[str, int]


class BackupWriter:
    """Writes the lines of a backup and adds them up."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._sum = hashlib.sha256()

    def header(self, header: Header) -> None:
        """Write the first line."""
        self._line({"format": FORMAT, "version": VERSION, **asdict(header)})

    def row(self, table: str, values: Mapping[str, Any]) -> None:
        """Write one row; the values are those of JSON."""
        self._line([table, values])

    def finish(self) -> None:
        """Write the sum."""
        self._file.write(_encoded({"sha256": self._sum.hexdigest()}))

    def _line(self, data: Any) -> None:
        line = _encoded(data)
        self._sum.update(line)
        self._file.write(line)


@contextmanager
def new_file(target: Path) -> Iterator[BinaryIO]:
    """Lend a compressed file for the owner only; it takes the target's place when all went well.

    Raises:
        BackupError: It cannot be written; nothing is left of it then.
    """
    draft = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as raw:
            with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as file:
                yield file  # type: ignore[misc]
            raw.flush()
            os.fsync(raw.fileno())
        os.replace(draft, target)
    except OSError as error:
        raise BackupError(
            f"{target} cannot be written ({error.strerror or type(error).__name__})"
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def header_of(file: Path) -> Header:
    """Return the header of a backup without looking further.

    Raises:
        BackupError: It is no backup, or one of another version.
    """
    with _reading(file) as lines:
        return _header(file, next(lines, b""))


def stored_rows(file: Path, header: Header) -> Iterator[StoredRow]:
    """Yield the rows; only when the last one was taken is the file known to be whole.

    Raises:
        BackupError: The file is damaged, ends early or holds another number of rows.
    """
    total, left = hashlib.sha256(), dict(header.counts)
    with _reading(file) as lines:
        first = next(lines, b"")
        total.update(first)
        for line in lines:
            data = _decoded(file, line)
            if isinstance(data, dict):
                if data != {"sha256": total.hexdigest()} or any(left.values()) or any(lines):
                    break
                return
            total.update(line)
            table, values = _row(file, data)
            left[table] = left.get(table, 0) - 1
            yield table, values
    raise _damaged(file)


def check_backup(file: Path) -> Header:
    """Read a backup from beginning to end and return its header.

    Raises:
        BackupError: It is no backup, of another version, or damaged.
    """
    header = header_of(file)
    for _ in stored_rows(file, header):
        pass
    return header


@contextmanager
def _reading(file: Path) -> Iterator[Iterator[bytes]]:
    try:
        with gzip.open(file, "rb") as opened:
            yield _lines(lambda: opened.readline(_LONGEST))
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise _damaged(file) from error
    except OSError as error:
        raise BackupError(f"{file} cannot be read ({error.strerror})") from error


def _lines(read: Callable[[], bytes]) -> Iterator[bytes]:
    while line := read():
        yield line


def _header(file: Path, line: bytes) -> Header:
    data = _decoded(file, line)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise BackupError(f"{file} is no backup of this program")
    if data.get("version") != VERSION:
        raise BackupError(
            f"{file} is a backup of form {data.get('version')!r}, this program reads {VERSION}"
        )
    try:
        return Header(
            schema=int(data["schema"]),
            made=str(data["made"]),
            counts={str(name): int(count) for name, count in data["counts"].items()},
            highest={str(name): int(count) for name, count in data["highest"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(file) from error


def _row(file: Path, data: Any) -> StoredRow:
    match data:
        case [str(table), dict(values)]:
            return table, values
    raise _damaged(file)


def _encoded(data: Any) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode("ascii") + b"\n"


def _decoded(file: Path, line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _damaged(file) from error


def _damaged(file: Path) -> BackupError:
    return BackupError(f"{file} is damaged or not a whole backup; take an older one")
