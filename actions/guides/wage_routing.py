"""Which of the curated wage routes a case takes, the first one first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from actions.guides.estimates import ends
from actions.guides.model import CaseFacts
from actions.guides.wage_limits import Reach, nearer, reach

#: How many routes are told besides the first.
OTHERS = 2
_WITHOUT_CONTRACT = ("traces", "nothing")


def routes(facts: CaseFacts, reaches: Mapping[str, Reach]) -> list[str]:
    """Return the ids of the routes that fit the facts, the one to take first at the head.

    What is no claim on an employer goes its own way; what is under way already, or shut by time,
    comes before where the work was done and what can be proved.

    Args:
        facts: What is known.
        reaches: How far each time limit is, by name (see :func:`reaches_of`).
    """
    alone = _alone(facts)
    found = [alone] if alone else list(dict.fromkeys(_labour(facts, reaches)))
    # An IOU leaves the choice between the court and a complaint; the others say it themselves.
    if not found or found[0] == "signed_iou":
        found.insert(len(found[:1]), "clear_claim")
    if facts.get("filed") == "inspection" and not alone:
        found.insert(1, "office_does_not_act")
    return found[: 1 + OTHERS]


def reaches_of(facts: CaseFacts, limits: Mapping[str, int], today: date) -> dict[str, Reach]:
    """Return how far each limit (months by name) is for the month the work ended."""
    early, late = ends(facts.get("ended"))
    return {
        name: nearer(reach(early, months, today), reach(late, months, today))
        for name, months in limits.items()
    }


def taker_of(route: str, facts: CaseFacts, takers: Mapping[str, str]) -> str:
    """Return who takes the paper a route begins with: ``inspection``, ``arbitration``, ``court``.

    Args:
        route: The first one of :func:`routes`.
        facts: What is known; who is in a procedure already stays with it.
        takers: Who takes that of a route, where it is not inspection.
    """
    if route == "already_in_procedure":
        return str(facts["filed"])
    return takers.get(route, "inspection")


def _alone(facts: CaseFacts) -> str | None:
    """Return the route of a case that is not under labour law, or not surely."""
    if facts.get("special") == "project_money":
        return "project_money"
    kinds = {"household": "private_household", "platform": "platform_worker"}
    return kinds.get(facts.get("employer", ""))


def _labour(facts: CaseFacts, reaches: Mapping[str, Reach]) -> Iterator[str]:
    special, filed = facts.get("special"), facts.get("filed")
    if filed in ("arbitration", "court"):
        yield "already_in_procedure"
        return
    if filed == "referred":
        yield "sent_to_arbitration"
    if filed == "ignored":
        yield "office_does_not_act"
    if special == "mediation":
        yield "mediation_broken"
    if facts.get("reachable") == "gone":
        yield "boss_fled"
    if special == "retired":
        yield "past_retirement_age"
    if facts.get("proof") == "iou" and facts.get("employer") != "building_site":
        yield "signed_iou"
    if reaches["inspection"].over:
        yield "over_two_years"
    elif reaches["arbitration"].over:
        yield "left_over_a_year"
    if special == "disputed":
        yield "disputed"
    if facts.get("employer") == "building_site":
        yield "building_site"
    if facts.get("proof") == "iou":
        yield "signed_iou"
    if facts.get("proof") in _WITHOUT_CONTRACT:
        yield "no_contract"
