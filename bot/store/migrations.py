"""Brings a store of an older program to the tables of this one.

A layout is a number that is kept in the store. Whoever changes a table that was there before raises
``STORE_VERSION`` by one and enters here what makes of the old layout the new one; a table that is
merely new needs no entry, what is missing is made whenever a store is opened
(``docs/decisions/0021-own-migrations.md``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from bot.store.tables import STORE_VERSION


@dataclass(frozen=True)
class Migration:
    """What makes of one layout the next.

    Attributes:
        upgrade: Changes the tables of a store; its caller keeps all of it or nothing.
        renamed: New names of tables by their old ones, for the rows of a backup.
    """

    upgrade: Callable[[Connection], None]
    renamed: Mapping[str, str] = field(default_factory=dict)


def migrate(connection: Connection, layout: int) -> None:
    """Bring a store from a layout to :data:`STORE_VERSION`, in the transaction of the caller."""
    for migration in _from(layout):
        migration.upgrade(connection)


def table_now(name: str, layout: int) -> str:
    """Return what a table of a layout is called today."""
    for migration in _from(layout):
        name = migration.renamed.get(name, name)
    return name


def _from(layout: int) -> Iterator[Migration]:
    for number in range(layout, STORE_VERSION):
        yield MIGRATIONS[number]


def _call_seen_inbox(connection: Connection) -> None:
    # A store that was last opened before Telegram was served has no such table yet.
    if not inspect(connection).has_table("seen"):
        return
    connection.execute(text("ALTER TABLE seen RENAME TO inbox"))
    # That of the new name is made with all that is missing.
    connection.execute(text("DROP INDEX ix_seen_until"))
    if connection.dialect.name == "postgresql":
        connection.execute(text("ALTER INDEX seen_pkey RENAME TO inbox_pkey"))


#: By the layout each begins with.
MIGRATIONS: Mapping[int, Migration] = {
    1: Migration(_call_seen_inbox, {"seen": "inbox"}),
}
