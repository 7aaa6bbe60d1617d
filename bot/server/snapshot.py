"""Takes all tables of the store out in one state, and brings them back."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    Integer,
    LargeBinary,
    Table,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import Connection

from bot.server.backup_file import BackupError, BackupWriter, Header, StoredRow
from bot.store.migrations import table_now
from bot.store.tables import STORE_VERSION, metadata, now, paper_file, setting

#: Rows that are held in memory at once.
_BATCH = 500
#: Made by the program itself when it opens a store: these alone leave it empty.
_OWN = frozenset({setting.name})
_VERSION = "schema_version"


def freeze(connection: Connection) -> None:
    """Let all that a new transaction reads be of one moment, however long it takes."""
    # A transaction of SQLite is so by itself.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def take(
    connection: Connection, writer: BackupWriter, papers: Sequence[Mapping[str, Any]] = ()
) -> Header:
    """Write all rows of a frozen connection and return what was written.

    Args:
        connection: Sees one state of the store.
        writer: Takes the rows.
        papers: Rows of added papers that are kept outside the store.
    """
    tables = metadata.sorted_tables
    counts = {table.name: _count(connection, table) for table in tables}
    header = Header(
        schema=STORE_VERSION,
        made=now().isoformat(timespec="seconds") + "Z",
        counts=counts | {paper_file.name: counts[paper_file.name] + len(papers)},
        highest={table.name: _highest(connection, table) for table in tables if _counted(table)},
    )
    writer.header(header)
    for table in tables:
        for values in _rows(connection, table):
            writer.row(table.name, values)
    for row in papers:
        writer.row(paper_file.name, {name: _plain(value) for name, value in row.items()})
    return header


def is_empty(connection: Connection) -> bool:
    """Tell whether a store holds nothing but what the program itself puts there."""
    others = (table for table in metadata.sorted_tables if table.name not in _OWN)
    return not any(connection.execute(select(table).limit(1)).first() for table in others)


def clear(connection: Connection) -> None:
    """Delete all rows of all tables."""
    for table in reversed(metadata.sorted_tables):
        connection.execute(delete(table))


def bring_back(connection: Connection, header: Header, rows: Iterable[StoredRow]) -> None:
    """Put the rows of a backup, also of an older program, into cleared tables.

    Raises:
        BackupError: It is of a newer program.
    """
    if header.schema > STORE_VERSION:
        raise BackupError(
            f"the backup has layout {header.schema}, this program knows up to {STORE_VERSION}; "
            "use the newer program"
        )
    for name, same in groupby(rows, key=lambda row: row[0]):
        table = metadata.tables.get(table_now(name, header.schema))
        if table is None:
            raise BackupError(f"the backup holds a table {name!r} this program does not know")
        _put(connection, table, (values for _, values in same))
    version = setting.update().where(setting.c.name == _VERSION)
    connection.execute(version.values(value=str(STORE_VERSION)))
    highest = {table_now(name, header.schema): id for name, id in header.highest.items()}
    for table in filter(_counted, metadata.sorted_tables):
        _count_on(connection, table, highest.get(table.name, 0))


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    ordered = select(table).order_by(*table.primary_key.columns)
    streamed = ordered.execution_options(stream_results=True, yield_per=_BATCH)
    for row in connection.execute(streamed).mappings():
        yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    return value.isoformat() if isinstance(value, datetime) else value


def _put(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    moments = {column.name for column in table.columns if isinstance(column.type, DateTime)}
    binary = {column.name for column in table.columns if isinstance(column.type, LargeBinary)}
    strict = connection.dialect.name == "postgresql"
    known = set(table.columns.keys())
    batch: list[dict[str, Any]] = []
    for values in rows:
        if not known.issuperset(values):
            raise BackupError(f"the backup has columns of {table.name} this program does not know")
        batch.append(
            {
                name: base64.b64decode(value)
                if name in binary
                else _kept(name in moments, value, strict)
                for name, value in values.items()
            }
        )
        if len(batch) == _BATCH:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)


def _kept(moment: bool, value: Any, strict: bool) -> Any:
    if moment and value is not None:
        return datetime.fromisoformat(value)
    if strict and isinstance(value, str):
        # The one character PostgreSQL cannot keep in a text.
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}")
    return value


def _counted(table: Table) -> bool:
    """Tell whether the database gives the ids of a table."""
    key = _key(table)
    alone = len(table.primary_key.columns) == 1 and not key.foreign_keys
    return alone and isinstance(key.type, Integer) and key.autoincrement is not False


def _highest(connection: Connection, table: Table) -> int:
    """Return the highest id that was ever given, also to a row that is gone."""
    found = int(connection.execute(select(func.max(_key(table)))).scalar() or 0)
    if connection.dialect.name == "postgresql":
        name = _sequence(connection, table)
        last = connection.exec_driver_sql(
            f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {name}"
        ).scalar_one()
        return max(found, int(last))
    if _remembers(connection, table):
        wanted = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        found = max(found, int(connection.execute(wanted, {"name": table.name}).scalar() or 0))
    return found


def _count_on(connection: Connection, table: Table, highest: int) -> None:
    """Let the database give ids above the highest one."""
    highest = max(highest, _highest(connection, table))
    if connection.dialect.name == "postgresql":
        on = text("SELECT setval(CAST(:name AS regclass), :next, false)")
        connection.execute(on, {"name": _sequence(connection, table), "next": highest + 1})
    elif _remembers(connection, table):
        values = {"name": table.name, "seq": highest}
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), values)
        connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :seq)"), values)


def _key(table: Table) -> Column[int]:
    return table.primary_key.columns.values()[0]  # type: ignore[no-any-return]


def _sequence(connection: Connection, table: Table) -> str:
    wanted = text("SELECT pg_get_serial_sequence(:table, :column)")
    names = {"table": table.name, "column": _key(table).name}
    return str(connection.execute(wanted, names).scalar_one())


def _remembers(connection: Connection, table: Table) -> bool:
    """Tell whether SQLite keeps ids of deleted rows; of other tables it gives them again."""
    return bool(table.dialect_options["sqlite"]["autoincrement"]) and inspect(connection).has_table(
        "sqlite_sequence"
    )
