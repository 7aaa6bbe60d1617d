"""The folder in which the papers that were added are kept, a file each."""

from __future__ import annotations

import fcntl
import os
import re
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from policies_kb.errors import SourceError
from policies_kb.paper_file import hash_of

_ENDING = ".txt"
_NAME = re.compile(r"[\w-]{1,90}")


class PaperFolder:
    """Files of papers below the folder of data; ``policies_kb.paper_file`` says what is in one.

    Every change is made under the lock. A file takes the place of another as a whole.

    Args:
        data: The folder of data; it is made when something is written.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self.papers = data / "papers"
        #: Where files go that were taken away or replaced: nothing an operator added is deleted.
        self.removed = data / "removed"

    def names(self) -> list[str]:
        """Return the names of the papers, in order."""
        found = (path.stem for path in self.papers.glob(f"*{_ENDING}"))
        return sorted(name for name in found if _NAME.fullmatch(name))

    def path(self, name: str) -> Path:
        """Return the file of a paper.

        Raises:
            SourceError: No paper is called so; a backup or a store may say anything.
        """
        if not _NAME.fullmatch(name):
            raise SourceError(f"{name[:80]!r}:1: is no name of a paper")
        return self.papers / f"{name}{_ENDING}"

    def read(self, name: str) -> bytes:
        """Return what is in a file.

        Raises:
            SourceError: It cannot be read.
        """
        try:
            return self.path(name).read_bytes()
        except OSError as error:
            raise SourceError(f"{self.path(name)}:1: cannot be read ({error.strerror})") from error

    def hashes(self) -> dict[str, str]:
        """Return what tells the content of each file, by name.

        Raises:
            SourceError: A file cannot be read.
        """
        return {name: hash_of(self.read(name)) for name in self.names()}

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other programs of this machine from changing anything meanwhile.

        Raises:
            SourceError: The folder cannot be made or written.
        """
        try:
            self.papers.mkdir(parents=True, exist_ok=True)
            lock = (self.data / ".papers.lock").open("w")
        except OSError as error:
            raise SourceError(
                f"{self.data}:1: cannot be written ({error.strerror}); give leave to write it, or "
                "name another folder in WENCE_DATA"
            ) from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def change(self, put: Mapping[str, bytes], gone: Collection[str] = ()) -> None:
        """Write files and take files away; each one happens whole or not at all.

        Raises:
            SourceError: Something cannot be written.
        """
        try:
            for name, content in put.items():
                if self.path(name).exists():
                    self._keep(name)
                self._write(self.path(name), content)
            for name in gone:
                self._keep(name)
                self.path(name).unlink(missing_ok=True)
            _settle_folder(self.papers)
        except OSError as error:
            raise SourceError(
                f"{error.filename or self.papers}:1: cannot be written ({error.strerror})"
            ) from error

    def _keep(self, name: str) -> None:
        """Keep a copy of what is about to go."""
        if not self.path(name).exists():
            return
        self.removed.mkdir(exist_ok=True)
        moment = datetime.fromtimestamp(time.time()).strftime("%Y%m%d-%H%M%S-%f")
        self._write(self.removed / f"{name}.{moment}{_ENDING}", self.read(name))

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        part = path.with_name(f".{path.name}.part")
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)


def _settle_folder(folder: Path) -> None:
    """Bring the names of a folder's files onto the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
