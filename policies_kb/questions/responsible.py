"""Who answers for a passage, by the units a paper lists for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policies_kb.facts.fact_rows import Responsibility
from policies_kb.facts.unit_lists import LEAD, SUPPORT
from policies_kb.questions.base import FactBase
from policies_kb.questions.found import FactAnswer, FactSentence, Proof, tell
from policies_kb.questions.nobody import asks_who_leads
from policies_kb.questions.query import FactQuery
from policies_kb.questions.statements import FactStatement

#: What asks who helps the one that leads.
_SUPPORTS = re.compile("配合|协办|协助|协同")


def responsible(row: FactStatement, query: FactQuery, base: FactBase) -> FactAnswer | None:
    """Return the units listed for the provision a question names by its heading or its matter."""
    listed = [d for d in base.duties.get((row.document, row.provision), []) if d.basis == "listed"]
    heading = base.heading(row.document, row.provision)
    asked = query.text.replace(heading, "")
    if not listed or re.search(r"由(?!谁|哪)|提出|制发|组织|审核", asked):
        return None
    units = [duty.unit for duty in listed]
    values = {"what": heading, "units": "、".join(units)}
    wanted = [name for name in query.words.split() if query.yes_no and len(name) >= 2]
    if query.units and query.yes_no:
        inside = [unit for unit in units if unit in query.units[0].printed]
        told = tell("is_among" if inside else "not_among", unit=query.units[0].text, **values)
    elif wanted and any(wanted[-1] in unit for unit in units):
        full = next(unit for unit in units if wanted[-1] in unit)
        told = tell("is_among", unit=full, **values)
    else:
        return FactAnswer(_by_roles(heading, listed, query), _proofs(row, listed))
    return FactAnswer((told,), _proofs(row, listed))


def _proofs(row: FactStatement, listed: Sequence[Responsibility]) -> tuple[Proof, ...]:
    both = (Proof(row.document, row.quote), Proof(row.document, listed[0].quote))
    return tuple(dict.fromkeys(both))


def _by_roles(
    heading: str, listed: Sequence[Responsibility], query: FactQuery
) -> tuple[FactSentence, ...]:
    """Return the units listed, who leads apart from who supports where the paper parts them; one
    of the two where that is asked for."""
    roles = {role: [d.unit for d in listed if d.role == role] for role in (LEAD, SUPPORT)}
    if not all(roles.values()):
        return (tell("who", what=heading, units="、".join(duty.unit for duty in listed)),)
    kinds = {LEAD: "who_leads", SUPPORT: "who_supports"}
    one = LEAD if asks_who_leads(query) else SUPPORT if _SUPPORTS.search(query.text) else ""
    return tuple(
        tell(kinds[role], what=heading, units="、".join(units))
        for role, units in roles.items()
        if one in ("", role)
    )
