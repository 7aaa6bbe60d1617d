"""What is due when: deadlines as they stand on a day, whom they bind and when they fall due.

Rows of an attachment with a month count as deadlines too; they are made from ``standard_item``
here and are stored only there.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from dateutil.rrule import rrulestr

from policies_kb.errors import NotInBase
from policies_kb.facts.fact_rows import Deadline, PilotArea
from policies_kb.facts.names import plain
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.model import Division
from policies_kb.rows import Provision, StandardItem

#: A deadline no more than so many days ahead is due.
SOON = 30
_ALL_LEVELS = re.compile(r"各级|县级以上|^各地|省市县|地方各级")
_COUNTIES = re.compile(r"县\([^()]*\)|各县|所有县")
_CITIES = re.compile(r"各市|设区市|各设区市")
_TOWNS = re.compile(r"乡镇|街道")


class DeadlineState(StrEnum):
    """How a deadline stands on a day."""

    PASSED = "passed"
    DUE = "due"
    UPCOMING = "upcoming"
    RECURRING = "recurring"
    ON_EVENT = "on_event"


@dataclass(frozen=True)
class Due:
    """A deadline as it stands on a day.

    Attributes:
        deadline: The row.
        state: How it stands.
        next: The next day it falls due, ``None`` when it never will again or hangs on an event.
    """

    deadline: Deadline
    state: DeadlineState
    next: date | None


def next_due(deadline: Deadline, today: date) -> date | None:
    """Return the next day a deadline falls due, today included; ``None`` when there is none."""
    if deadline.rule == "relative":
        return None
    if deadline.rule == "recurring":
        return _next(deadline, today)
    last = date.fromisoformat(deadline.due)
    return last if last >= today else None


def state(deadline: Deadline, today: date) -> DeadlineState:
    """Return how a deadline stands on a day.

    A recurring one that ends is passed after its last time.
    """
    if deadline.rule == "relative":
        return DeadlineState.ON_EVENT
    following = next_due(deadline, today)
    if following is None:
        return DeadlineState.PASSED
    if deadline.rule == "recurring":
        return DeadlineState.RECURRING
    return DeadlineState.DUE if (following - today).days <= SOON else DeadlineState.UPCOMING


def as_they_stand(rows: Iterable[Deadline], today: date) -> tuple[Due, ...]:
    """Return deadlines as they stand on a day: to come by day, past ones, then events."""
    found = [Due(row, state(row, today), next_due(row, today)) for row in rows]
    return tuple(sorted(found, key=_order))


def all_deadlines(kb: KnowledgeBase, document: str | None = None) -> tuple[Deadline, ...]:
    """Return the deadlines of the text, then those of attachments' rows.

    Raises:
        NotInBase: There is no such document.
    """
    known = kb.document(document).id if document is not None else None
    items = [item for item in kb.standard_items() if known in (None, item.document)]
    return kb.deadlines(document) + tuple(_of_items(kb, items))


def covers(actor: str, division: Division, pilots: Iterable[PilotArea]) -> bool:
    """Tell whether a city or county is among those who have to act.

    Args:
        actor: Who has to act as printed, e.g. ``各市、县(市、区)政府和省级有关单位``.
        division: A city or county of Zhejiang.
        pilots: The pilot areas; ``试点县(市、区)`` are these and no others.
    """
    return any(_covers(party, division, pilots) for party in parties(actor))


def parties(actor: str) -> list[str]:
    """Split ``甲、乙和丙`` into its parties; brackets hold together."""
    outside = re.sub(r"\([^()]*\)", lambda found: "_" * len(found.group()), actor)
    cuts = [match.start() for match in re.finditer(r"[、,和]", outside)]
    edges = [-1, *cuts, len(actor)]
    return [actor[a + 1 : b] for a, b in pairwise(edges) if b > a + 1]


def find_division(kb: KnowledgeBase, name: str) -> Division:
    """Return the city or county of Zhejiang of a name or short name.

    Raises:
        NotInBase: There is no such place in Zhejiang.
    """
    wanted = plain(name)
    for division in kb.divisions():
        if division.zhejiang and wanted in (division.name, *division.aliases):
            return division
    raise NotInBase(f"the base has no city or county {name[:60]!r}")


def _covers(party: str, division: Division, pilots: Iterable[PilotArea]) -> bool:
    if "试点" in party:
        return any(
            area.name == division.name and area.city in ("", division.parent) for area in pilots
        )
    if _ALL_LEVELS.search(party):
        return True
    city = division.level == "city"
    without = _COUNTIES.sub("", party)
    if _COUNTIES.search(party):
        return not city or bool(_CITIES.search(without))
    if _TOWNS.search(party):
        return False
    return city and bool(_CITIES.search(without))


def _of_items(kb: KnowledgeBase, items: Iterable[StandardItem]) -> Iterator[Deadline]:
    tables: dict[str, tuple[Provision, ...]] = {}
    for item in items:
        if item.document not in tables:
            tables[item.document] = kb.provisions(item.document)
        year, month = (int(part) for part in item.due.split("-"))
        yield Deadline(
            document=item.document,
            provision=_place_of(item, tables[item.document]),
            quote=item.item,
            actor="、".join(item.units),
            action=item.item,
            recipient="",
            rule="month",
            when=f"{year}年{month}月",
            due=date(year, month, monthrange(year, month)[1]).isoformat(),
            rrule="",
            event="",
            offset=None,
            workdays=False,
            approximate=False,
            scope="·".join(part for part in (item.field, item.group) if part),
        )


def _place_of(item: StandardItem, provisions: Iterable[Provision]) -> str:
    """Return the part of the attachment that prints an item."""
    for row in provisions:
        inside = row.id == item.provision or row.id.startswith(f"{item.provision}__")
        if inside and item.item in row.text:
            return row.id
    return item.provision


@lru_cache(maxsize=512)
def _next(deadline: Deadline, today: date) -> date | None:
    # All recurring ones of the papers on a few days; a rule is slow to count from its first time.
    return next(_occurrences(deadline, today), None)


def _occurrences(deadline: Deadline, since: date) -> Iterator[date]:
    """Yield the days a recurring deadline falls due on or after a day."""
    # A paper without a signing date has no first time; its rule is taken to run already.
    first = date.fromisoformat(deadline.due) if deadline.due else since
    rule = rrulestr(deadline.rrule, dtstart=datetime.combine(first, time.min))
    for moment in rule.xafter(datetime.combine(since, time.min), inc=True):
        yield moment.date()


def falls_in(deadline: Deadline, year: int | None, month: int | None, today: date) -> bool:
    """Tell whether a deadline falls due in a year, or a month of it or of any year.

    Relative ones fall in none.
    """
    if deadline.rule == "relative":
        return False
    if deadline.rule != "recurring":
        due = date.fromisoformat(deadline.due)
        return year in (None, due.year) and month in (None, due.month)
    since = date(year, month or 1, 1) if year is not None else today
    until = since + timedelta(days=366)
    for day in _occurrences(deadline, since):
        if day > until or (year is not None and day.year > year):
            return False
        if month in (None, day.month):
            return True
    return False


def _order(due: Due) -> tuple[bool, bool, str]:
    day = due.next.isoformat() if due.next else due.deadline.due
    return due.state is DeadlineState.ON_EVENT, due.state is DeadlineState.PASSED, day
