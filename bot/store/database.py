"""The database of the store: SQLite by default, PostgreSQL by its address."""

from __future__ import annotations

import logging
import secrets
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Table, create_engine, event, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import QueuePool
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.store.errors import CannotOpenError, NewerStoreError, OlderStoreError, translate_errors
from bot.store.migrations import migrate
from bot.store.tables import STORE_VERSION, metadata, setting

logger = logging.getLogger(__name__)

#: A database that ends with the process.
IN_MEMORY = "sqlite://"
#: Seconds to wait for another writer.
DATABASE_TIMEOUT = 5
#: Any number; who starts holds this lock of PostgreSQL while the tables are made.
_STARTING = 20170731
_WRITES = "wence_writes"
_LAYOUT = "schema_version"


def ends_with_process(url: str) -> bool:
    """Tell whether a store is in memory and cannot be shared by processes.

    Raises:
        CannotOpenError: It is no address of a database.
    """
    return _in_memory(_read(url))


class Database:
    """Connections to the store; safe to use from several threads.

    Attributes:
        layout: Number of the layout of its tables.
        salt: Key of the hashes that stand for people.
    """

    def __init__(self, engine: Engine, address: str) -> None:
        self._readers = engine
        self._writers = engine.execution_options(**{_WRITES: True})
        self._address = address
        self._put = lru_cache(maxsize=None)(self._put_statement)
        self.layout = STORE_VERSION
        self.salt = b""

    @classmethod
    def open(cls, url: str, *, upgrade: bool = True) -> Database:
        """Open the store; make its tables when they are missing.

        Args:
            url: ``sqlite:///FILE``, :data:`IN_MEMORY` or ``postgresql://USER:PASSWORD@HOST/NAME``.
            upgrade: Whether a store of an older program is brought up to date. Otherwise it is
                left as it is, for whoever may still serve it, and holds the tables of its layout.

        Raises:
            CannotOpenError: It is no such address, or no such database is there.
            NewerStoreError: A newer version of the program made it.
            ReadOnlyError: It may not be written.
            LockedError: Another program holds it.
        """
        address = _read(url)
        # A password may stand among the parameters too.
        shown = address.set(query={}).render_as_string(hide_password=True)
        database = cls(_engine(address), shown)
        database._prepare(upgrade)
        return database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection that sees one state of the store."""
        with translate_errors(self._address), self._readers.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Lend a connection whose changes are kept together, or none of them on an error."""
        with translate_errors(self._address), self._writers.begin() as connection:
            yield connection

    def insert(self, table: Table) -> Any:
        """Return an ``INSERT`` that knows ``ON CONFLICT``, which both databases spell alike."""
        of_dialect = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
        return of_dialect[self._readers.dialect.name](table)

    def put(
        self,
        connection: Connection,
        table: Table,
        values: Mapping[str, Any],
        over: tuple[str, ...] = (),
    ) -> bool:
        """Insert a row, unless one with its primary key stands there.

        Args:
            connection: What :meth:`writing` lent.
            table: The table.
            values: The row; a column that is not named gets its default.
            over: Columns that a row standing there takes over.

        Returns:
            Whether a row was inserted or changed.
        """
        return bool(connection.execute(self._put(table, over), values).rowcount)

    def _put_statement(self, table: Table, over: tuple[str, ...]) -> Any:
        row = self.insert(table)
        known = [column.name for column in table.primary_key]
        if not over:
            return row.on_conflict_do_nothing(index_elements=known)
        taken_over = {name: row.excluded[name] for name in over}
        return row.on_conflict_do_update(index_elements=known, set_=taken_over)

    def close(self) -> None:
        """Close all connections; new ones are made when it is used again."""
        self._readers.dispose()

    def check_current(self) -> None:
        """Refuse a store that was left as an older program made it.

        Raises:
            OlderStoreError: It was.
        """
        if self.layout < STORE_VERSION:
            raise OlderStoreError(
                f"the database {self._address} has layout {self.layout}, this program works with "
                f"{STORE_VERSION}; end the old program and start this one (serve or telegram), "
                "which brings it up to date"
            )

    def _prepare(self, upgrade: bool) -> None:
        """Bring the tables up to date and make what is missing, or nothing of it on an error.

        Of several processes that start at once the first one does it.
        """
        with self.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _STARTING})
            connection.execute(CreateTable(setting, if_not_exists=True))
            # Looked at before anything else is made in a store of another version.
            found = self._known_layout(connection)
            if found == STORE_VERSION or upgrade:
                migrate(connection, found)
                _make_missing(connection)
                self._set(connection, _LAYOUT, str(STORE_VERSION))
            else:
                self.layout = found
            self.salt = self._setting(connection, "salt", secrets.token_hex(32)).encode()
        if self.layout != found:
            logger.info("the store is brought from layout %d to %d", found, self.layout)

    def _known_layout(self, connection: Connection) -> int:
        layout = int(self._setting(connection, _LAYOUT, str(STORE_VERSION)))
        if layout > STORE_VERSION:
            raise NewerStoreError(
                f"the database {self._address} has layout {layout}, this program knows up to "
                f"{STORE_VERSION}; start the newer program, or name another in WENCE_DATABASE"
            )
        return layout

    def _set(self, connection: Connection, name: str, value: str) -> None:
        self.put(connection, setting, {"name": name, "value": value}, over=("value",))

    def _setting(self, connection: Connection, name: str, first: str) -> str:
        """Return a setting, which is ``first`` from now on if it was never set."""
        self.put(connection, setting, {"name": name, "value": first})
        kept = connection.execute(select(setting.c.value).where(setting.c.name == name))
        return str(kept.scalar_one())


def _make_missing(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        connection.execute(CreateTable(table, if_not_exists=True))
        for index in table.indexes:
            connection.execute(CreateIndex(index, if_not_exists=True))


def _read(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise CannotOpenError("WENCE_DATABASE is no address of a database") from error
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise CannotOpenError(
            f"WENCE_DATABASE names {address.get_backend_name()}; it can be sqlite:/// with a file, "
            "or postgresql:// with a server"
        )
    if address.drivername == "postgresql":
        # SQLAlchemy 2.1 would take psycopg 3, whose prepared statements outlive the connection that
        # a pooler in front of the server lends for one transaction.
        return address.set(drivername="postgresql+psycopg2")
    return address


def _engine(address: URL) -> Engine:
    # Errors of SQLAlchemy would hold the values of a statement: what a user wrote.
    common: dict[str, Any] = {"hide_parameters": True}
    try:
        if address.get_backend_name() == "postgresql":
            arguments = {"connect_timeout": DATABASE_TIMEOUT}
            engine = create_engine(address, pool_pre_ping=True, connect_args=arguments, **common)
            event.listen(engine, "begin", _begin_postgresql)
            return engine
        return _sqlite_engine(address, common)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise CannotOpenError("WENCE_DATABASE names a driver that is not installed") from error


def _sqlite_engine(address: URL, common: dict[str, Any]) -> Engine:
    in_memory = _in_memory(address)
    # An address in SQLite's own notation (file:...) says itself what may be made.
    if not in_memory and not str(address.database).startswith("file:"):
        _make_folder(Path(str(address.database)))
    engine = create_engine(
        address,
        poolclass=QueuePool,
        # A database in memory is as old as its connection: exactly one, kept.
        **({"pool_size": 1, "max_overflow": 0} if in_memory else {}),
        connect_args={"check_same_thread": False, "timeout": DATABASE_TIMEOUT},
        **common,
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _in_memory(address: URL) -> bool:
    of_sqlite = address.get_backend_name() == "sqlite"
    return of_sqlite and address.database in (None, "", ":memory:")


def _make_folder(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotOpenError(
            f"the folder {file.parent} cannot be made ({error.strerror}); check WENCE_DATABASE"
        ) from error


def _set_up_sqlite(connection: Any, _: Any) -> None:
    # Python's own guesses of where a transaction begins miss CREATE TABLE and reads.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # Readers and a writer do not wait for each other; a crash of the machine, not of the
    # program, may lose the last turns.
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    # What is deleted is overwritten, not only marked as free.
    connection.execute("PRAGMA secure_delete = ON")


def _write_ahead(connection: sqlite3.Connection) -> None:
    # Of two processes that open a new file at once SQLite refuses one without letting it wait.
    until = time.monotonic() + DATABASE_TIMEOUT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _begin_postgresql(connection: Connection) -> None:
    # In each transaction: a pooler lends another session each time, and refuses the option that
    # would set it for a whole connection.
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {DATABASE_TIMEOUT * 1000}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that began by reading may be refused when it goes on to write, without
    # waiting; one that says so at the beginning waits its turn.
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
