"""The curated overlay of a built base: what came after the gazette, and whom to turn to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, TypeVar

from policies_kb.base_file import Store
from policies_kb.errors import NotInBase
from policies_kb.facts.names import plain, printed_names
from policies_kb.overlay.model import (
    TABLES,
    Channel,
    Division,
    Law,
    LawProvision,
    Overlay,
    Phrasing,
    Route,
    Unit,
)

CuratedRowType = TypeVar("CuratedRowType")


class CuratedRows:
    """Read-only access to the curated rows of a built database."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def overlay(self) -> Overlay:
        """The curated overlay as it was built in."""
        return read_overlay(self._store.rows)

    def laws(self) -> tuple[Law, ...]:
        """Return the laws that came after the gazette."""
        return self.overlay.laws

    def law(self, law: str) -> Law:
        """Return one law, e.g. ``law724``.

        Raises:
            NotInBase: There is no such law.
        """
        return row_named(self._laws, law, "law")

    def law_provision(self, provision: str) -> LawProvision:
        """Return one article of a law, e.g. ``law724.art_30``.

        Raises:
            NotInBase: There is no such article.
        """
        return row_named(self._law_provisions, provision, "law provision")

    def channel(self, channel: str) -> Channel:
        """Return one channel, e.g. ``hotline_12345``.

        Raises:
            NotInBase: There is no such channel.
        """
        return row_named(self._channels, channel, "channel")

    def channels(self, topic: str | None = None) -> tuple[Channel, ...]:
        """Return the channels for a topic (those for ``any`` topic included), or all."""
        return tuple(
            channel
            for channel in self.overlay.channels
            if topic is None or topic in channel.topics or "any" in channel.topics
        )

    def units(self) -> tuple[Unit, ...]:
        """Return the organs named in the gazette."""
        return self.overlay.units

    def divisions(self) -> tuple[Division, ...]:
        """Return Zhejiang's cities and counties, then the provinces and cities outside."""
        return self.overlay.divisions

    def wage_routes(self) -> tuple[Route, ...]:
        """Return what a worker does first, by situation."""
        return self.overlay.wage_routes

    def credit_kinds(self) -> tuple[Route, ...]:
        """Return what to do about a record, by the kind of credit and the situation."""
        return self.overlay.credit_kinds

    def phrasings(self) -> tuple[Phrasing, ...]:
        """Return the ways people ask for provisions, each with its document and provision."""
        return self.overlay.phrasings

    def printed_names(self, unit: str) -> frozenset[str]:
        """Return the names under which the papers may print a unit, see ``printed_names``."""
        return printed_names(self.overlay.units, unit)

    def place_names(self, name: str) -> set[str]:
        """Return every name of a place of Zhejiang, or the name itself for any other."""
        wanted = plain(name)
        known = ({row.name, *row.aliases} for row in self.divisions() if row.zhejiang)
        return next((names for names in known if wanted in names), {wanted})

    @cached_property
    def _laws(self) -> dict[str, Law]:
        return {law.id: law for law in self.overlay.laws}

    @cached_property
    def _law_provisions(self) -> dict[str, LawProvision]:
        return {part.id: part for law in self.overlay.laws for part in law.provisions}

    @cached_property
    def _channels(self) -> dict[str, Channel]:
        return {channel.id: channel for channel in self.overlay.channels}


def read_overlay(query: Callable[[str], Iterable[tuple[Any, ...]]]) -> Overlay:
    """Return the overlay a database was built with.

    Args:
        query: Runs one SELECT.
    """
    # The file of an added paper, by which its row is found again, is no part of the row.
    plain_row = "SELECT json_remove(data, '$.file') FROM {} ORDER BY position"
    rows = {
        table: tuple(json.loads(data) for (data,) in query(plain_row.format(table)))
        for table in TABLES
    }
    return Overlay.from_rows(rows)


def row_named(rows: dict[str, CuratedRowType], name: str, what: str) -> CuratedRowType:
    """Return the row of that name.

    Raises:
        NotInBase: There is none.
    """
    if name not in rows:
        raise NotInBase(f"the base has no {what} {name[:60]!r}")
    return rows[name]
