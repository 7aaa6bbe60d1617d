"""The base a server answers from, and whether another one has taken its place."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.settings.settings import Settings
from policies_kb.base_file import file_identity
from policies_kb.database.in_use import BaseInUse
from policies_kb.errors import KnowledgeBaseError, SourceError
from policies_kb.paper_folder import PaperFolder
from policies_kb.paths import DATABASE, ROOT


def refresh_in_child() -> None:
    """Bring this machine's base up to date in a process of its own.

    Raises:
        KnowledgeBaseError: It cannot be done; the message is the reason that process gave.
    """
    command = [sys.executable, "-m", "bot", "papers", "refresh"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip() or "no reason was told").splitlines()[-1]
        raise KnowledgeBaseError(reason.removeprefix("wence: "))


@dataclass(frozen=True)
class ServedBase:
    """Which base is served.

    Attributes:
        store: Address of the store, which may hold the added papers.
        data: The folder of data.
        fixed: The file to serve whatever is added; ``None`` for the base in use.
    """

    store: str
    data: Path
    fixed: Path | None = None

    @classmethod
    def of(cls, settings: Settings, fixed: Path | None) -> ServedBase:
        """Return the base of the settings, or the one that was named on the command line."""
        return cls(settings.database.get_secret_value(), settings.data_folder, fixed)

    @property
    def follows_store(self) -> bool:
        """Tell whether papers may be added on another machine."""
        return self.fixed is None and self.store.startswith("postgresql")

    @property
    def identity(self) -> object:
        """What changes whenever another base is to be served; costs two looks at the disk."""
        return file_identity(self.fixed) if self.fixed else self._in_use.identity

    def file(self) -> Path:
        """Return the base to open, brought up to date with the added papers.

        Raises:
            KnowledgeBaseError: There is none, or it cannot be brought up to date.
        """
        if self.fixed:
            return self.fixed
        if self.follows_store or not self._is_current():
            # Not here: what indexing takes of memory each worker would keep.
            refresh_in_child()
        return self.own_file()

    def own_file(self) -> Path:
        """Return the base of this machine as it is, for who asks no other machine.

        Raises:
            KnowledgeBaseError: There is none, or it cannot be brought up to date.
        """
        return self.fixed or self._in_use.current()

    def _is_current(self) -> bool:
        try:
            return self._in_use.is_current()
        except SourceError as error:
            raise KnowledgeBaseError(str(error)) from error

    @property
    def _in_use(self) -> BaseInUse:
        return BaseInUse(DATABASE, PaperFolder(self.data))
