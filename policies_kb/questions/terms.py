"""Questions about a term the papers print in quotation marks: what it is, and where it stands."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from policies_kb.questions.base import FactBase
from policies_kb.questions.extracts import cut_extract, holds
from policies_kb.questions.found import FactAnswer, FactSentence, Proof, Thread, tell
from policies_kb.questions.matching import pairs
from policies_kb.questions.particulars import spelled_out
from policies_kb.questions.query import FactQuery
from policies_kb.questions.sections import OPEN_QUESTION
from policies_kb.questions.statements import FactStatement

_TERM = re.compile(r"“(?P<term>[^“”《》]{3,16})”")
#: Whoever writes a term with this sign means the term.
_SIGN = "+"
#: Pairs of characters that may stand beside the term.
_BESIDES = 4


def ask_term(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return what a term in quotation marks is or where it stands, ``None`` for other questions."""
    spelled = _spelled_out(query, thread, base) if query.asks("define") else None
    if spelled is not None:
        return spelled
    asks = query.asks("define", "place", "where") or OPEN_QUESTION.search(query.text)
    terms = _terms(base)
    # What a term with its sign holds is listed where it stands.
    if not asks and not (query.asks("list") and any(_SIGN in t and t in query.text for t in terms)):
        return None
    named = [term for term in terms if term in query.text and _is_meant(term, query)]
    term = max(named, key=len, default="")
    rows = [row for row in terms.get(term, ()) if query.document in ("", row.document)]
    besides = set(pairs(query.words)) - set(pairs(term))
    if not rows or len(besides) > _BESIDES:
        return None
    row = max(rows, key=lambda row: holds(row.words, ("define",)))
    here = row.document, row.provision
    kept = Thread(
        "statement",
        document=row.document,
        provision=row.provision,
        words=query.words,
        columns=query.columns,
    )
    proofs = (Proof(row.document, row.quote),)
    if query.asks("place", "where"):
        place = base.headings(*here)
        return FactAnswer(
            (tell("stands_in", paper=base.name(row.document), place=place),), proofs, thread=kept
        )
    wanted = "list" if query.asks("list") else "define"
    words, quote = cut_extract(row, {pair: 1.0 for pair in pairs(term)}, (wanted,))
    told: tuple[FactSentence, ...] = (tell("statement", words=words),)
    defined = re.search(f"{re.escape(term)}”?(?:是|指|即|为)", row.words)
    if not (defined or query.asks("list")):
        unexplained = tell("not_explained", paper=base.name(row.document), term=term)
        told = (unexplained, tell("used_in", words=words))
    return FactAnswer(told, (Proof(row.document, quote),), thread=kept)


def _spelled_out(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return what a short form stands for that a paper spells out, of the paper meant first."""
    meant = (query.document, thread.document, *query.likely)
    rows = sorted(
        (row for row in _short_forms(base) if query.document in ("", row.document)),
        key=lambda row: row.document not in meant,
    )
    found = (answer for answer in (spelled_out(row, query) for row in rows) if answer)
    answer = next(found, None)
    document = answer.proofs[0].document if answer else ""
    kept = Thread("paper" if thread.kind == "paper" else "statement", document, words=query.words)
    return replace(answer, thread=kept) if answer else None


def _is_meant(term: str, query: FactQuery) -> bool:
    """Tell whether a term is named as one: with its sign, in marks, or in a paper's question."""
    return _SIGN in term or f"“{term}”" in query.text or bool(query.document)


@lru_cache(maxsize=4)
def _short_forms(base: FactBase) -> tuple[FactStatement, ...]:
    rows = (row for row in base.statements if row.figure is None)
    return tuple(row for row in rows if "以下简称" in row.quote and row.document in base.general)


@lru_cache(maxsize=4)
def _terms(base: FactBase) -> dict[str, list[FactStatement]]:
    found: dict[str, list[FactStatement]] = {}
    for row in base.statements:
        if row.figure is None:
            for match in _TERM.finditer(row.words):
                found.setdefault(match["term"], []).append(row)
    return found
