"""Where the added papers are kept, and how a change of them reaches the base: all or nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from policies_kb.database.in_use import BaseInUse, Told, put_in_place
from policies_kb.errors import BuildError, SourceError
from policies_kb.paper_file import hash_of

#: Lies in a folder of papers that is the copy of one kept elsewhere.
MIRROR = ".kept-in-the-store"


class PaperKeeper:
    """Keeps papers in the folder of data of this machine.

    Args:
        base: The base that answers, with the folder.
    """

    def __init__(self, base: BaseInUse) -> None:
        self.base = base
        self.folder = base.folder

    def refresh(self, report: Told = lambda step: None) -> None:
        """Bring folder and base up to date with what is kept.

        Raises:
            SourceError: This folder is only a copy.
        """
        if (self.folder.papers / MIRROR).exists():
            raise SourceError(
                f"{self.folder.papers}:1: is a copy of the papers in the store of all machines; "
                "use python -m bot papers"
            )
        self.base.current(report)

    def keep(self, put: Mapping[str, bytes], gone: Collection[str]) -> None:
        """Keep files and take files away; the lock of the folder is held."""
        self.folder.change(put, gone)

    def change(
        self,
        put: Mapping[str, bytes],
        gone: Collection[str] = (),
        report: Told = lambda step: None,
    ) -> None:
        """Keep papers, take papers away, and put a base with the outcome in place.

        The base is made first and put in place last. Whoever is cut off in between leaves a whole
        old base; the next command or start of the assistant makes it fit what is kept.

        Args:
            put: Files by name.
            gone: Names of those that go.
            report: Told one line a step.

        Raises:
            BuildError: No base can be made with them; nothing has changed.
            SourceError: Something cannot be written.
        """
        with self.folder.locked():
            wanted = self.folder.hashes()
            wanted |= {name: hash_of(content) for name, content in put.items()}
            for name in gone:
                wanted.pop(name, None)
            faults: list[str] = []
            draft = self.base.draft(
                wanted, lambda name: put.get(name) or self.folder.read(name), report, faults.append
            )
            ours = [fault for fault in faults if fault.partition(".txt:")[0] in put]
            if ours:
                if draft:
                    draft.unlink()
                raise BuildError(f"{ours[0]} (nothing was changed)")
            self.keep(put, gone)
            put_in_place(draft, self.base.own)
