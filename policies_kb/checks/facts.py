"""Checks the proofs of facts, and that the units they name are known."""

from __future__ import annotations

from collections.abc import Iterator

from policies_kb.checks.problem import Problem, line_of
from policies_kb.facts.names import known_names, plain
from policies_kb.kb import KnowledgeBase
from policies_kb.rows import Provision

_Places = dict[tuple[str, str], Provision]


def check_facts(base: KnowledgeBase) -> Iterator[Problem]:
    """Yield facts without a verbatim proof, rows of attachments that hang in the air, and units
    the curated list does not know.
    """
    places = {(d.id, row.id): row for d in base.documents() for row in base.provisions(d.id)}
    for fact in base.facts(unsure=True):
        row = places.get((fact.document, fact.provision))
        if row is None or not fact.quote or fact.quote not in row.text:
            message = f"'{fact.quote[:40]}' does not stand in '{fact.provision}'"
            yield Problem(_line(base, fact.document, row), message)
    for item in base.standard_items():
        below = [row for (name, _), row in places.items() if name == item.document]
        if not any(item.item in row.text for row in below):
            message = f"standard item '{item.item[:40]}' does not stand in the text"
            yield Problem(_line(base, item.document, None), message)
        if (item.document, item.provision) not in places:
            message = f"standard item in unknown provision '{item.provision}'"
            yield Problem(_line(base, item.document, None), message)
    yield from _units(base, places)


def _units(base: KnowledgeBase, places: _Places) -> Iterator[Problem]:
    known = known_names(base.units())
    named = [(row.unit, row.document, row.provision) for row in base.responsibilities()]
    for item in base.standard_items():
        named += [(plain(unit), item.document, item.provision) for unit in item.units]
    reported: set[str] = set()
    for unit, document, provision in named:
        if unit not in known | reported:
            reported.add(unit)
            place = _line(base, document, places.get((document, provision)))
            yield Problem(place, f"units.yml has no unit '{unit}'", warning=True)


def _line(base: KnowledgeBase, document: str, row: Provision | None) -> str:
    found = base.document(document)
    issue = next((issue for issue in base.issues() if issue.id == found.issue), None)
    return line_of(issue, row.start if row else found.start) if issue else f"{found.source}:1"
