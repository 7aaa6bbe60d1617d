"""The added papers of one machine in a backup: as the rows they are in a store of several."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from bot.server.backup_file import BackupError
from bot.store.tables import paper_file
from policies_kb.errors import SourceError
from policies_kb.paper_file import hash_of
from policies_kb.paper_folder import PaperFolder


def papers_in(folder: PaperFolder) -> list[dict[str, Any]]:
    """Return a row a paper of a folder.

    Raises:
        BackupError: One cannot be read.
    """
    rows = []
    for name in folder.names():
        try:
            content = folder.read(name)
        except SourceError as error:
            raise BackupError(str(error)) from error
        moment = datetime.fromtimestamp(folder.path(name).stat().st_mtime, UTC)
        added = moment.replace(tzinfo=None)
        rows.append({"name": name, "content": content, "hash": hash_of(content), "added": added})
    return rows


def move_papers(connection: Connection, folder: PaperFolder) -> None:
    """Move the rows of a restored store into the folder, which then holds these papers alone.

    Raises:
        BackupError: The folder cannot be written; the transaction is to be given up.
    """
    asked = select(paper_file.c.name, paper_file.c.content)
    papers = {name: bytes(content) for name, content in connection.execute(asked)}
    if papers or folder.names():
        try:
            with folder.locked():
                gone = [name for name in folder.names() if name not in papers]
                folder.change(papers, gone)
        except SourceError as error:
            raise BackupError(str(error)) from error
    connection.execute(delete(paper_file))
