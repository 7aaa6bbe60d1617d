"""Checks the curated files against the papers of the base and against the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from policies_kb.checks.problem import Problem
from policies_kb.errors import NotInBase, QuoteNotFound
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.loader import Placed
from policies_kb.overlay.model import RECHECK_DAYS, due_day

#: Tables whose rows share the evidence of their file.
_ONE_EVIDENCE = {"division"}

Tables = Mapping[str, Sequence[Placed]]


def check_curated(base: KnowledgeBase, tables: Tables, today: date) -> Iterator[Problem]:
    """Yield references that lead nowhere, words no paper says, rows that have gone stale."""
    yield from _references(base, tables)
    yield from _dates(tables, today)
    ended = ended_articles(tables, today)
    for table in ("wage_route", "credit_kind"):
        for row, place in tables[table]:
            for reference in row.get("law", ()):
                yield from cites_ended(reference, ended, place)


def ended_articles(tables: Tables, today: date) -> dict[str, str]:
    """Return the articles of laws that hold no longer on a day, each with the day its law ended.

    An article that itself says that the law has ended may be cited and is left out.
    """
    return {
        f"{row['id']}.{part['id']}": row["ended"]
        for row, _ in tables["law"]
        if row.get("ended") and row["ended"] <= today.isoformat()
        for part in row.get("provisions", ())
        if not part.get("says_ended")
    }


def cites_ended(reference: str, ended: Mapping[str, str], place: str) -> Iterator[Problem]:
    """Yield a problem when an article is cited whose law holds no longer."""
    if reference in ended:
        message = f"cites '{reference}' as current; that law ended on {ended[reference]}"
        yield Problem(place, message)


def _references(base: KnowledgeBase, tables: Tables) -> Iterator[Problem]:
    names = {name for d in base.documents() for name in (d.number, d.id) if name}
    for row, place in tables["law"]:
        for number in row.get("governs", ()):
            if number not in names:
                yield Problem(place, f"law '{row['id']}' governs unknown document '{number}'")
    for row, place in tables["status"]:
        if row["document"] not in names:
            yield Problem(place, f"status of unknown document '{row['document']}'")
    for row, place in tables["omission"]:
        yield from says(base, row["document"], row["text"], place)
    for document in base.documents():
        if base.status(document.id) is None:
            message = f"no status for document '{document.number or document.id}'"
            yield Problem("status.yml:1", message, warning=True)


def says(base: KnowledgeBase, document: str, text: str, place: str) -> Iterator[Problem]:
    """Yield a problem when a paper does not say something word for word."""
    try:
        base.locate(document, text)
    except (NotInBase, QuoteNotFound) as error:
        yield Problem(place, str(error))


def _dates(tables: Tables, today: date) -> Iterator[Problem]:
    for table, rows in tables.items():
        for row, place in rows[:1] if table in _ONE_EVIDENCE else rows:
            checked = row.get("checked")
            if not checked:
                continue
            due = due_day(date.fromisoformat(checked), row.get("recheck", RECHECK_DAYS))
            if today >= due:
                message = f"{row_name(row)} was checked on {checked} and is due again since {due}"
                yield Problem(place, message, warning=True, due=True)
            elif date.fromisoformat(checked) > today:
                yield Problem(place, f"was checked on {checked}, which is still to come")


def row_name(row: Mapping[str, object]) -> str:
    """Return what a curated row is called."""
    return str(next((row[key] for key in ("id", "document", "name") if key in row), "the row"))
