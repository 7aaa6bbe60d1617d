"""The paper a claim for unpaid wages begins with: complaint, arbitration application or claim."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from actions.dates import localized_date
from actions.guides.estimates import ends
from actions.guides.model import UNKNOWN, CaseFacts
from actions.guides.scripts import WAGES
from actions.guides.wage_routing import reaches_of, routes, taker_of
from actions.guides.wages import OUTSIDE
from actions.question import today_in_zhejiang
from bot.attachments.file import BLANK, File
from bot.attachments.letter import letter_file
from bot.attachments.values import (
    BLANK_MONTH,
    division,
    figure,
    full_name,
    month,
    text,
    unpaid_time,
)
from policies_kb.kb import KnowledgeBase


def wages_letter(data: Mapping[str, Any], kb: KnowledgeBase, locale: str) -> File:
    """Return the paper as ``docx`` or ``txt``; it is Chinese whatever the locale.

    Args:
        data: ``facts`` of the case, the ``form`` of the file, and the ``paper`` if it is not
            the one the case begins with.
        kb: Holds places and clauses.
        locale: Not used: the paper is handed to an authority.
    """
    facts = data["facts"]
    name = data.get("paper") or taker(facts)
    return letter_file(name, data["form"], _words(facts, kb), derived_facts(facts, kb), kb)


def taker(facts: CaseFacts) -> str:
    """Return who takes the paper: ``inspection``, ``arbitration`` or ``court``."""
    route = routes(facts, reaches_of(facts, _limits(), today_in_zhejiang()))[0]
    return taker_of(route, facts, WAGES.settings.takers)


@cache
def _limits() -> Mapping[str, int]:
    """Return the time limits of the case in months, by name."""
    return {name: limit.months for name, limit in WAGES.settings.limits.items()}


def derived_facts(facts: CaseFacts, kb: KnowledgeBase) -> CaseFacts:
    """Return the facts with what follows from them, as the letters ask for it."""
    told = dict(facts)
    place = facts.get("place", UNKNOWN)
    over = reaches_of(facts, _limits(), today_in_zhejiang())["arbitration"].over
    told["late"] = "yes" if over else "no"
    told["region"] = "zhejiang" if place == UNKNOWN or division(kb, place) else "outside"
    if facts.get("people", UNKNOWN) != UNKNOWN:
        fewest, most = ends(facts["people"])
        told["group"] = "several" if most > 1 else "one"
        told["crowd"] = "yes" if fewest >= WAGES.settings.crowd.people else "no"
    if month(facts, "ended") != BLANK_MONTH:
        told["work"] = "ended"
    if facts.get("special") == "retired" and _since(facts) < f"{_over_age_day(kb):%Y-%m}":
        told["over_age"] = "before"
    return told


def _words(facts: CaseFacts, kb: KnowledgeBase) -> Mapping[str, str]:
    place = division(kb, facts.get("place"))
    seat = full_name(place) if place else f"{BLANK}县（市、区）"
    return {
        "place": f"浙江省{seat}" if place else _elsewhere(facts),
        "office": f"{seat}人力资源和社会保障局",
        "commission": f"{seat}劳动人事争议仲裁委员会",
        "since": unpaid_time(facts, "since"),
        "ended": month(facts, "ended"),
        "amount": figure(facts, "amount", "money"),
        "people": figure(facts, "people", "count"),
        "over_age_day": localized_date(_over_age_day(kb))["zh"],
    }


def _over_age_day(kb: KnowledgeBase) -> date:
    """Return the day from which the rules for people past retirement age hold."""
    day = kb.law("order56").in_force
    assert day
    return day


def _since(facts: CaseFacts) -> str:
    """Return the first unpaid month, ``YYYY-MM``, the earlier of two; empty when not known."""
    since = facts.get("since", UNKNOWN)
    return "" if since == UNKNOWN else str(ends(since)[0])


def _elsewhere(facts: CaseFacts) -> str:
    """Return the name of a place outside Zhejiang, a blank where none was named."""
    return BLANK if facts.get("place") == OUTSIDE else text(facts, "place")
