"""The added papers of all machines that share a store: a row a file."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import delete, func, select

from bot.store.database import Database
from bot.store.tables import now, paper_file


class ChangedMeanwhileError(Exception):
    """Another machine changed a paper; the message names it."""


class StoredPapers:
    """Reads and changes the rows; every change happens whole or not at all.

    Args:
        database: The store.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def revision(self) -> object:
        """Return what changes with every change, for one short query."""
        asked = select(func.count(), func.max(paper_file.c.added))
        with self._database.reading() as connection:
            return tuple(connection.execute(asked).one())

    def hashes(self) -> dict[str, str]:
        """Return what tells the content of each file, by name."""
        with self._database.reading() as connection:
            rows = connection.execute(select(paper_file.c.name, paper_file.c.hash))
            return {name: known for name, known in rows}

    def read(self, names: Collection[str]) -> dict[str, bytes]:
        """Return the bytes of files; one that is gone is left out."""
        found: dict[str, bytes] = {}
        with self._database.reading() as connection:
            for name in names:
                asked = select(paper_file.c.content).where(paper_file.c.name == name)
                content = connection.execute(asked).scalar()
                if content is not None:
                    found[name] = bytes(content)
        return found

    def change(
        self,
        put: Mapping[str, tuple[bytes, str]],
        gone: Collection[str],
        before: Mapping[str, str],
    ) -> None:
        """Keep files and delete files.

        Args:
            put: Bytes and hash by name.
            gone: Names of those that go.
            before: The hashes of the files as they were when this change was thought of.

        Raises:
            ChangedMeanwhileError: One of them is not what it was; nothing has changed.
        """
        with self._database.writing() as connection:
            for name in (*put, *gone):
                asked = select(paper_file.c.hash).where(paper_file.c.name == name)
                if connection.execute(asked.with_for_update()).scalar() != before.get(name):
                    raise ChangedMeanwhileError(name)
            for name, (content, known) in put.items():
                row = {"name": name, "content": content, "hash": known, "added": now()}
                over = ("content", "hash", "added") if name in before else ()
                if not self._database.put(connection, paper_file, row, over):
                    raise ChangedMeanwhileError(name)
            for name in gone:
                connection.execute(delete(paper_file).where(paper_file.c.name == name))
