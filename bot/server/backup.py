"""``python -m bot backup`` and ``restore``: what is stored, into one file and back.

One file serves SQLite and PostgreSQL alike, and so moves a store from one to the other.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from bot.server.backup_file import (
    BackupError,
    BackupWriter,
    Header,
    check_backup,
    header_of,
    new_file,
    stored_rows,
)
from bot.server.kept_papers import move_papers, papers_in
from bot.server.snapshot import bring_back, clear, freeze, is_empty, take
from bot.server.store_file import sqlite_file
from bot.settings.settings import Settings
from bot.store.database import Database
from policies_kb.paper_folder import PaperFolder


def add_command(commands: Any) -> None:
    """Add ``backup`` and ``restore`` to the command line of ``python -m bot``."""
    out = commands.add_parser("backup", help="write all that is stored to a file")
    out.add_argument("file", type=Path, metavar="FILE", help="e.g. wence-2026-11-24.gz")
    out.set_defaults(run=_backup)
    back = commands.add_parser("restore", help="bring back what a backup holds")
    back.add_argument("file", type=Path, metavar="FILE", help="made by backup")
    back.add_argument("--into", metavar="URL", help="another store than that of WENCE_DATABASE")
    back.add_argument("--replace", action="store_true", help="delete what the store holds before")
    back.set_defaults(run=_restore)


def backup(url: str, file: Path, data: Path) -> Header:
    """Write all tables of a store to a file, as they are at one moment; the store may be in use.

    The papers that were added go with it, wherever they are kept.

    Args:
        url: Address of the store.
        file: Where to; a backup that is there is replaced once the new one is whole.
        data: The folder of data.

    Raises:
        BackupError: There is no such store, or the file cannot be written.
        StoreError: The store cannot be read.
    """
    kept = sqlite_file(url)
    if url.startswith("sqlite") and (kept is None or not kept.is_file()):
        raise BackupError(f"there is no store to back up in {kept or 'memory'}; set WENCE_DATABASE")
    _check_replaceable(file)
    folder = PaperFolder(data)
    database = Database.open(url, upgrade=False)
    try:
        database.check_current()
        with database.reading() as connection, new_file(file) as opened:
            freeze(connection)
            writer = BackupWriter(opened)
            # A store of one machine has them beside it.
            header = take(connection, writer, papers_in(folder) if kept else ())
            writer.finish()
    finally:
        database.close()
    return header


def restore(file: Path, url: str, data: Path, replace: bool = False) -> Header:
    """Bring back all that a backup holds, or nothing of it.

    Programs that use the store are ended before: they know the salt they began with.

    Args:
        file: A backup; read from beginning to end before the store is touched.
        url: Address of the store.
        replace: Whether a store that holds something is emptied first.
        data: The folder of data.

    Raises:
        BackupError: The file is damaged, or the store holds something.
        StoreError: The store cannot be written.
    """
    header = check_backup(file)
    # A store of one machine has the papers beside it.
    folder = PaperFolder(data) if url.startswith("sqlite") else None
    database = Database.open(url)
    try:
        with database.writing() as connection:
            empty = is_empty(connection) and not (folder and folder.names())
            if not replace and not empty:
                raise BackupError(
                    "the store is not empty; --replace deletes what it holds before restoring"
                )
            clear(connection)
            # The sum is checked again on the way: nothing is kept of another file.
            bring_back(connection, header, stored_rows(file, header))
            if folder:
                move_papers(connection, folder)
    finally:
        database.close()
    return header


def _check_replaceable(file: Path) -> None:
    """Refuse to put a backup in the place of anything else.

    Raises:
        BackupError: The file is there and no backup.
    """
    if file.exists():
        try:
            header_of(file)
        except BackupError as error:
            raise BackupError(f"{file} is no backup and is not replaced; name another") from error


def _backup(options: argparse.Namespace, settings: Settings) -> int:
    header = backup(settings.database.get_secret_value(), options.file, settings.data_folder)
    _tell(f"{options.file}: {_described(header)}")
    return 0


def _restore(options: argparse.Namespace, settings: Settings) -> int:
    url = options.into or settings.database.get_secret_value()
    header = restore(options.file, url, settings.data_folder, options.replace)
    _tell(f"restored: {_described(header)}; made {header.made}")
    return 0


def _described(header: Header) -> str:
    return ", ".join(f"{count} {table}" for table, count in header.counts.items() if count)


def _tell(text: str) -> None:
    print(f"wence: {text}", file=sys.stderr)
