"""A store with a row of odd values in every table, and all that a store holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, DateTime, Float, Integer, Text, select

from bot.store.database import Database
from bot.store.tables import metadata, paper_file, setting

#: Every sort of column the tables have, and a value that is easily spoilt.
ODD: dict[type, Any] = {
    DateTime: datetime(2026, 11, 24, 23, 59, 59, 999_999),
    Boolean: True,
    Float: 0.1 + 0.2,
    Integer: 2_000_000_000,
    Text: '问"策\\n\n\u2028🀄',
}


def contents(url: str) -> dict[str, list[dict[str, Any]]]:
    """All rows of a store, in order."""
    database = Database.open(url)
    # Added papers have tests of their own: a store of one machine has them beside it.
    tables = [table for table in metadata.sorted_tables if table is not paper_file]
    with database.reading() as connection:
        kept = {
            table.name: [
                dict(row)
                for row in connection.execute(
                    select(table).order_by(*table.primary_key.columns)
                ).mappings()
            ]
            for table in tables
        }
    database.close()
    return kept


def odd_value(column: Any) -> Any:
    if isinstance(column.type, (DateTime, Boolean, Float, Integer)):
        return ODD[type(column.type)]
    return ODD[Text][: getattr(column.type, "length", None)]


def fill(url: str) -> None:
    """Put a row with odd values into every table."""
    database = Database.open(url)
    with database.writing() as connection:
        for table in metadata.sorted_tables:
            if table not in (setting, paper_file):
                values = {column.name: odd_value(column) for column in table.columns}
                connection.execute(table.insert().values(values))
    database.close()
