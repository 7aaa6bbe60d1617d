"""Questions for who has the last word in a matter (最后谁定), and for who judges (哪个单位评)."""

from __future__ import annotations

import re

from policies_kb.questions.asked import leans
from policies_kb.questions.base import FactBase
from policies_kb.questions.extracts import cut_extract, lacks
from policies_kb.questions.found import FactAnswer, Proof, Thread, tell
from policies_kb.questions.matching import pairs
from policies_kb.questions.query import FactQuery
from policies_kb.questions.statements import FactStatement

#: How each is asked, and what tells it in a paper.
_KINDS = (
    (
        re.compile(
            r"(?:谁|哪[个家级一](?:单位|部门)?)(?:来|去|能)?(?:最[后终])?(?:定(?!期|义|时)|拍板|审定|说了算|决定|批准)"
            r"|最[后终](?:由?谁|哪.{0,4})?(?:来)?(?:定|拍板|说了算)"
        ),
        re.compile("审定|批准|审批|决定(?!执行|情况|和)"),
    ),
    (
        re.compile(
            "(?:谁|哪[个家](?:单位|部门)?|哪里)(?:来|去)?(?:组织)?评(?!价|上)(?:的|审|选|定)?"
        ),
        re.compile("评审|评选|评定|评估验收|考核验收"),
    ),
)
#: What such questions say besides and names nothing.
_SAYS_NOTHING = re.compile(
    "最[后终]|由|来|定|拍板|审定|说了算|决定|批准|评审?|选|单位|部门|级|组织|是|能|[个家]"
)


def ask_deciding(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return the sentence of the paper meant that says who decides or judges, ``None`` without."""
    document = query.document or (thread.document if leans(query, thread) else "")
    told_by = next((tells for asks, tells in _KINDS if asks.search(query.text)), None)
    if not document or told_by is None or query.yes_no or query.units:
        return None
    rows = [
        row
        for row in base.statements_of(document)
        if row.figure is None and told_by.search(row.words)
    ]
    own = set(pairs(_SAYS_NOTHING.sub(" ", f"{query.words} {query.printed}")))
    named = own or set(pairs(thread.words))
    if not rows or (own and not any(own & set(pairs(f"{r.words} {r.above}")) for r in rows)):
        return None
    # The section spoken of before the rest of the paper, what decides last behind what proposes.
    best = max(
        rows,
        key=lambda row: (
            len(named & set(pairs(f"{row.words} {row.above}"))),
            _section(row, base) == _section_of(thread, base),
            not lacks(row.words, ("who",)),
        ),
    )
    weights = {pair: 1.0 for found in told_by.findall(best.words) for pair in pairs(found)}
    words, quote = cut_extract(best, weights, ("who",))
    told = tell("nearest" if lacks(words, ("who",)) else "statement", words=words)
    kept = Thread("statement", document, best.provision, "", thread.words or query.words, ("who",))
    return FactAnswer((told,), (Proof(document, quote),), thread=kept)


def _section(row: FactStatement, base: FactBase) -> str:
    return base.provisions[row.document][row.provision].parent


def _section_of(thread: Thread, base: FactBase) -> str:
    here = base.provisions[thread.document].get(thread.provision) if thread.document else None
    return here.parent if here else ""
