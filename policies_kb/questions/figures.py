"""Figures as they are told: one by itself, the sum or the difference of two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policies_kb.facts.rows import Target, Threshold
from policies_kb.questions.found import FactAnswer, Proof, Thread, tell
from policies_kb.questions.matching import Match
from policies_kb.questions.query import FactQuery


def combined(query: FactQuery, matches: Sequence[Match]) -> FactAnswer | None:
    """Return the sum or the difference of the two figures a question names."""
    units: dict[str, list[Match]] = {}
    for match in matches:
        if match.statement.figure is not None and match.fit >= 0.7:
            units.setdefault(match.statement.figure.unit, []).append(match)
    pair = next((found[:2] for found in units.values() if len(found) >= 2), None)
    if pair is None:
        return None
    one, other = (match.statement.figure for match in pair)
    assert one and other
    adds = query.asks("sum")
    total = one.amount + other.amount if adds else abs(one.amount - other.amount)
    told = tell(
        "sum" if adds else "gap",
        total=f"{total.normalize():f}{one.unit}",
        first=pair[0].statement.subject,
        first_value=f"{one.value}{one.unit}",
        second=pair[1].statement.subject,
        second_value=f"{other.value}{other.unit}",
    )
    proofs = tuple(dict.fromkeys(Proof(m.statement.document, m.statement.quote) for m in pair))
    row = pair[0].statement
    kept = Thread("statement", row.document, row.provision, "", query.words, query.columns)
    return FactAnswer((told,), proofs, thread=kept)


def figure_values(row: Target | Threshold) -> dict[str, str]:
    """Return a figure as it is told: what is measured, where, how it compares and by when."""
    if isinstance(row, Threshold):
        scope = re.sub(r"\([^()]*\)", "", row.scope)
        indicator = row.subject if scope in row.subject else f"{scope}{row.subject}"
        region, base_year, year, period = "", None, None, ""
    else:
        indicator, region = row.indicator, row.region
        base_year, year, period = row.base_year, row.target_year, row.period
    return {
        "region": region,
        "indicator": indicator,
        "value": f"{row.value}{row.unit}",
        "comparison": row.comparison,
        "base_year": str(base_year or ""),
        "year": str(year or ""),
        "period": period,
    }
