"""What is asked of a paper and not written in it, told with the nearest that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policies_kb.facts.fact_rows import Target
from policies_kb.questions.asked import OF_FIGURES, RankedQuestion, kept_thread
from policies_kb.questions.base import FactBase
from policies_kb.questions.extracts import cut_extract, holds, lacks
from policies_kb.questions.found import FactAnswer, Proof, Thread, tell
from policies_kb.questions.matching import Match, pairs
from policies_kb.questions.query import FactQuery
from policies_kb.questions.ranking import has_unit
from policies_kb.questions.statements import FactStatement

#: What a pair of signs weighs that stands in no paper.
_UNKNOWN = 0.99
#: What papers of public money may well not say.
_BUDGET = re.compile("奖金|经费|补助|补贴|预算|拨款?|奖励|资金")
#: A rate by its name, with what it is a rate of: 森林覆盖率.
_RATE = re.compile(
    r"(?:\d+年)?(?P<rate>(?P<of>[\u4e00-\u9fff]{2,}?)(?P<kind>[\u4e00-\u9fff]{2})率)"
)


def unwritten(
    best: Match | None, matches: Sequence[Match], asked: RankedQuestion, base: FactBase
) -> FactAnswer | None:
    """Return that what is asked for is not written, ``None`` where it may be.

    Args:
        best: The row that would answer.
        matches: All that come near, the best first.
        asked: The question.
        base: What to answer from.
    """
    query = asked.query
    meant = query.document or query.inside or asked.leans
    untold = (_untold(best, asked, base) or _nobody_named(best, asked, base)) if meant else None
    return untold or _missing(asked, matches, base)


def _untold(best: Match | None, asked: RankedQuestion, base: FactBase) -> FactAnswer | None:
    """Return that a paper does not say whom something is sent to, or when, where that alone is
    asked and the row that comes nearest has nothing of it."""
    query, document = asked.query, asked.query.document or asked.thread.document
    column = next((name for name in ("when", "recipient") if query.asks(name)), "")
    if not column or not document or query.yes_no or query.asks("howmuch", "list", "often", "date"):
        return None
    if best is not None:
        row = holding(best.statement, asked, base)
        year = row.figure.target_year if isinstance(row.figure, Target) else None
        if holds(row.words, (column,)) or (column == "when" and (year or not asked.leans)):
            return None
    elif column == "when" or (query.document and asked.own):
        return None
    told = tell("no_recipient" if column == "recipient" else "no_time", paper=base.name(document))
    return FactAnswer((told,), absent=True, thread=replace(asked.thread, document=document))


def _nobody_named(best: Match | None, asked: RankedQuestion, base: FactBase) -> FactAnswer | None:
    """Return that the place spoken of names nobody, where only who is asked: 牵头的是哪个."""
    if best is None or asked.own or not asked.leans or asked.query.units:
        return None
    row, query = best.statement, asked.query
    duties = base.duties.get((row.document, row.provision), [])
    # The words of a figure are its name; who acts stands in the sentence around it.
    named = any(duty.basis == "listed" for duty in duties) or holds(row.quote, ("who",))
    if not query.asks("who") or query.asks("list", "recipient", "count") or named:
        return None
    told = tell("no_who", paper=base.name(row.document))
    return FactAnswer((told,), absent=True, thread=asked.thread)


def _missing(asked: RankedQuestion, matches: Sequence[Match], base: FactBase) -> FactAnswer | None:
    """Return that what is asked for is not written, with the nearest that is."""
    query = asked.query
    if not matches:
        return _nothing_of_it(query, base)
    near = matches[0]
    document = near.statement.document
    named = bool(query.document) or asked.leans or document in query.likely
    if query.strict and not query.document:
        return None
    strange = any(weight >= _UNKNOWN for weight in asked.own.values())
    foreign = strange and not _BUDGET.search(query.text)
    if foreign and not (query.document or asked.leans):
        return None
    last = _last_named(query.words)
    rate = _RATE.search(last) if named and query.asks("howmuch") else None
    here = near.statement.words
    if rate and not (set(pairs(rate["of"])) & set(pairs(here)) and rate["kind"] in here):
        return _not_written(rate["rate"], replace(near, cover=0.0), asked, base)
    last = _last_named(OF_FIGURES.sub(" ", query.words))
    if asked.unit and (named or near.cover >= 0.4):
        floor = min(asked.floor, near.cover) if asked.leans else asked.floor / 2
        if any(has_unit(m.statement, asked.unit) for m in matches[:3] if m.cover >= floor):
            return None
        return _not_written("金额" if asked.unit == "元" else "这个数", near, asked, base)
    unknown = last and not any(base.matcher.known_in(pair, document) for pair in pairs(last))
    if query.document and unknown and near.cover < 0.6 and not query.claims and not query.printed:
        return _not_written(last, near, asked, base)
    return None


def _last_named(words: str) -> str:
    """Return the last run of signs that names something, empty without one."""
    return next((run for run in reversed(words.split()) if len(run) >= 2), "")


def _nothing_of_it(query: FactQuery, base: FactBase) -> FactAnswer | None:
    """Return that a paper that is named has not one of the words it is asked about."""
    what = _last_named(query.words)
    if not (what and query.document and query.columns) or query.asks("status", "number"):
        return None
    told = tell("not_written", paper=base.name(query.document), what=what)
    return FactAnswer((told,), absent=True, thread=Thread("paper", query.document))


def _not_written(what: str, near: Match, asked: RankedQuestion, base: FactBase) -> FactAnswer:
    row = near.statement
    told = [tell("not_written", paper=base.name(row.document), what=what)]
    proofs: tuple[Proof, ...] = ()
    if near.cover >= 0.2 and row.figure is None:
        words, quote = cut_extract(row, asked.own, asked.columns)
        told.append(tell("nearest", words=words))
        proofs = (Proof(row.document, quote),)
    return FactAnswer(tuple(told), proofs, absent=True, thread=kept_thread(row, asked))


def holding(row: FactStatement, asked: RankedQuestion, base: FactBase) -> FactStatement:
    """Return the row, or where it lacks what is asked for, the first one beside it that has it."""
    if row.figure or row.is_row or asked.query.yes_no or not lacks(row.words, asked.columns):
        return row
    behind = base.referring.get(row)
    if behind is not None and not lacks(behind.words, asked.columns):
        return behind
    shared = asked.shared(row) if "list" in asked.columns else 0.0
    beside = (
        other
        for other in base.statements_of(row.document)
        if other.provision == row.provision
        and other.figure is None
        and not lacks(other.words, asked.columns)
        and asked.shared(other) >= shared
    )
    return next(beside, row)
