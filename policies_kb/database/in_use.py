"""The base in use: the built one with the papers that were added.

The built base is left alone. Beside the added papers stands a copy of it with them in it, made anew
as a whole from the built base after an upgrade, else by what changed. Like the built one it is
written into a file of its own and put in place when it is whole and on the disk, so that a reader
sees the old one or the new one, and whoever is cut off leaves the old one.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from policies_kb.base_file import Store, file_identity
from policies_kb.errors import KnowledgeBaseError, SourceError
from policies_kb.paper_file import hash_of
from policies_kb.paper_folder import PaperFolder
from policies_kb.paths import PACKAGE, vectors_file

_FILE = "policies.db"
#: Why papers whose files are there are not in the base, by name.
Faults = Mapping[str, str]
#: Told one line.
Told = Callable[[str], None]


@dataclass(frozen=True)
class BaseInUse:
    """The base that answers: the built one, or the one beside the added papers.

    Attributes:
        built: The base that was built from the project's own sources.
        folder: The added papers.
    """

    built: Path
    folder: PaperFolder

    @property
    def own(self) -> Path:
        """The base with the added papers; there is none as long as nothing was added."""
        return self.folder.data / _FILE

    @property
    def identity(self) -> object:
        """What changes whenever another base or other vectors are to be used."""
        bases = self.built, self.own
        return tuple(file_identity(file) for base in bases for file in (base, vectors_file(base)))

    def current(self, report: Told = lambda step: None) -> Path:
        """Return the base to open, brought up to date if need be.

        Args:
            report: Told one line a step.

        Raises:
            KnowledgeBaseError: The built base is missing or broken, or the folder of data cannot
                be written though its base is out of date.
        """
        try:
            if not self.is_current():
                with self.folder.locked():
                    self.update(report)
        except SourceError as error:
            raise KnowledgeBaseError(str(error)) from error
        return self.own if self.own.exists() else self.built

    def is_current(self) -> bool:
        """Tell whether the base is up to date with the files of the folder.

        Raises:
            KnowledgeBaseError: The built base is missing or broken.
            SourceError: A file cannot be read.
        """
        if not self.own.exists():
            return not self.folder.names()
        wanted = self.folder.hashes()
        return bool(wanted) and self._held() == wanted

    def update(self, report: Told = lambda step: None) -> None:
        """Bring the base up to date with the files of the folder, whose lock is held."""
        draft = self.draft(
            self.folder.hashes(),
            self.folder.read,
            report,
            lambda fault: report(f"left out: {fault}"),
        )
        put_in_place(draft, self.own)

    def draft(
        self,
        wanted: Mapping[str, str],
        read: Callable[[str], bytes],
        report: Told = lambda step: None,
        left_out: Told = lambda fault: None,
    ) -> Path | None:
        """Make a base with these papers beside the one in use, while the lock is held.

        Args:
            wanted: Hashes of the files by name.
            read: Returns the bytes of one.
            report: Told one line a step.
            left_out: Told why a paper is not in it.

        Returns:
            The file, to be put in place or removed; ``None`` when no paper is wanted.
        """
        for left in self.own.parent.glob(f".{_FILE}.*"):
            left.unlink()
        if not wanted:
            return None
        known = self._held()
        # Needs libraries that nobody needs who only reads.
        from policies_kb.database.added import change_papers

        handle, name = tempfile.mkstemp(dir=self.own.parent, prefix=f".{_FILE}.")
        os.close(handle)
        part = Path(name)
        try:
            shutil.copyfile(self.built if known is None else self.own, part)
            made_from = self._made_from()
            change_papers(part, known or {}, wanted, read, made_from, report, left_out)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return part

    def faults(self) -> Faults:
        """Return why papers whose files are there are not in the base."""
        if not self.own.exists():
            return {}
        with closing(_reading(self.own)) as base:
            sql = "SELECT name, fault FROM added_file WHERE fault != ''"
            return dict(base.execute(sql).fetchall())

    def _held(self) -> dict[str, str] | None:
        """Return which files the base beside the papers holds, ``None`` when it is of no use."""
        if not self.own.is_file():
            return None
        try:
            with closing(_reading(self.own)) as base:
                meta = dict(base.execute("SELECT key, value FROM meta").fetchall())
                held = dict(base.execute("SELECT name, hash FROM added_file").fetchall())
        except sqlite3.Error:
            return None
        return held if meta.get("made_from") == self._made_from() else None

    def _made_from(self) -> str:
        """Return what tells the built base and this program from others."""
        # Tells of a missing or broken one in a sentence.
        Store(self.built).close()
        program = "".join(hash_of(file.read_bytes()) for file in sorted(PACKAGE.rglob("*.py")))
        return hash_of(f"{hash_of(self.built.read_bytes())} {program}".encode())


def put_in_place(draft: Path | None, target: Path) -> None:
    """Let a finished draft take the place of a base; without one the base goes."""
    if draft is None:
        target.unlink(missing_ok=True)
    else:
        os.replace(draft, target)


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
