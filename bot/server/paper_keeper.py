"""Where the papers an operator adds are kept: the folder of data, or the store of all machines.

With SQLite there is one machine, and its folder of data holds them. With PostgreSQL the store holds
them, and the folder of each machine is a copy, from which it makes a base of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bot.store.database import Database
from bot.store.stored_papers import ChangedMeanwhileError, StoredPapers
from policies_kb.adding.keeper import MIRROR, PaperKeeper
from policies_kb.database.in_use import BaseInUse, Told
from policies_kb.errors import SourceError
from policies_kb.paper_file import hash_of
from policies_kb.paper_folder import PaperFolder
from policies_kb.paths import DATABASE

_MARK = (
    "A copy of the papers in the store of all machines (WENCE_DATABASE).\n"
    "Change them with: python -m bot papers\n"
)


class StoreKeeper(PaperKeeper):
    """Keeps papers in a store that several machines share.

    Args:
        base: The base of this machine, with the folder that is its copy.
        papers: The rows of the store.
    """

    def __init__(self, base: BaseInUse, papers: StoredPapers) -> None:
        super().__init__(base)
        self._papers = papers

    def refresh(self, report: Told = lambda step: None) -> None:
        """Bring this machine's copy and its base up to date with the store.

        Papers that were added before the machine had a store go into it: nothing is lost.
        """
        wanted = self._papers.hashes()
        if wanted or self.folder.names():
            with self.folder.locked():
                self._copy(report)
        self.base.current(report)

    def keep(self, put: Mapping[str, bytes], gone: Collection[str]) -> None:
        """Keep files in the store, then in the copy; the lock of the folder is held."""
        before = self.folder.hashes()
        named = {name: (content, hash_of(content)) for name, content in put.items()}
        try:
            self._papers.change(named, gone, before)
        except ChangedMeanwhileError as error:
            raise SourceError(
                f"{error}.txt:1: was changed on another machine meanwhile; nothing was changed "
                "here, try again"
            ) from error
        self._mark()
        self.folder.change(put, gone)

    def _copy(self, report: Told) -> None:
        here = self.folder.hashes()
        if not self._marked:
            own = {name: self.folder.read(name) for name in here}
            known = self._papers.hashes()
            new = {name: (own[name], here[name]) for name in here if name not in known}
            try:
                self._papers.change(new, (), {})
            except ChangedMeanwhileError as error:
                raise SourceError(
                    f"{error}.txt:1: another machine brings its papers into the store; try again"
                ) from error
            self._mark()
        wanted = self._papers.hashes()
        new_names = [name for name, kept in wanted.items() if here.get(name) != kept]
        gone = [name for name in here if name not in wanted]
        if new_names or gone:
            report(f"from the store: {len(new_names)} papers new or changed, {len(gone)} gone")
            self.folder.change(self._papers.read(new_names), gone)

    @property
    def _marked(self) -> bool:
        return (self.folder.papers / MIRROR).exists()

    def _mark(self) -> None:
        (self.folder.papers / MIRROR).write_text(_MARK, encoding="utf-8")


class FolderKeeper(PaperKeeper):
    """Keeps papers in the folder of data of the only machine there is."""

    def refresh(self, report: Told = lambda step: None) -> None:
        """Bring the base up to date; what was a copy of a store is the only one from now on."""
        (self.folder.papers / MIRROR).unlink(missing_ok=True)
        super().refresh(report)


@contextmanager
def open_keeper(store: str, data: Path, built: Path = DATABASE) -> Iterator[PaperKeeper]:
    """Lend what keeps the papers of this machine.

    Args:
        store: Address of the store.
        built: The built base.
        data: The folder of data.

    Raises:
        StoreError: The store cannot be used.
    """
    base = BaseInUse(built, PaperFolder(data))
    if not store.startswith("postgresql"):
        yield FolderKeeper(base)
        return
    database = Database.open(store)
    try:
        yield StoreKeeper(base, StoredPapers(database))
    finally:
        database.close()
