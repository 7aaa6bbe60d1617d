"""The sentences and figures of papers as they fit a question, the best first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from policies_kb.facts.fact_rows import Target
from policies_kb.questions.asked import OF_FIGURES, REPLACES, STRICT, RankedQuestion, weighted
from policies_kb.questions.base import FactBase
from policies_kb.questions.extracts import holds
from policies_kb.questions.gains import (
    another_is_named,
    exact_times,
    gain_of,
    lists_units,
    takes_the_place,
)
from policies_kb.questions.matching import Match, pairs
from policies_kb.questions.plans import meant_plan
from policies_kb.questions.province import asks_province, holds_everywhere
from policies_kb.questions.statements import FactStatement

#: The share of a question's words a row must hold of a paper that is likely meant.
_LIKELY = 0.42
#: ... of the paper it is surely about, and the share where the row is a figure nothing of which
#: is named.
_INSIDE, _STRICT_INSIDE = 0.3, 0.7
#: ... and so much of that, where it has a column that few rows have.
_RARE_COLUMN = 0.75
#: What a row gains that holds all of the words that take the place of those before.
_OTHER, _WHOLE = 0.35, 0.95
#: A row that tells a time as exactly as asked may hold so much less of what was spoken of.
_TIMED = 0.25
#: Rows that are looked at closely.
_ROWS = 24
#: ... in an official's words, for what a paper lists units for.
_LISTED = re.compile("责任(?:单位|部门)|牵头|归口|主管(?:单位|部门)")
#: A year as a follow-up names it, with its end.
_YEAR_END = re.compile(r"(?:19|20)\d\d年底?")


def floor_of(match: Match, asked: RankedQuestion, base: FactBase) -> float:
    """Return how much of a question's words this row must hold."""
    row = match.statement
    likely = row.document in asked.query.likely or asks_for_listed(row, asked, base)
    least = _INSIDE if asked.query.inside else _LIKELY
    floor = min(asked.floor, least) if likely else asked.floor
    if asked.query.asks("recipient") and holds(row.words, ("recipient",)):
        floor *= _RARE_COLUMN
    if row.figure is None or asked.query.document or asked.leans:
        return floor
    # The less a figure is named, the likelier it is a figure of something else.
    return max(floor, (_STRICT_INSIDE if asked.query.inside else STRICT) - match.fit)


def asks_for_listed(row: FactStatement, asked: RankedQuestion, base: FactBase) -> bool:
    """Tell whether a row's units are asked for in an official's words (牵头单位)."""
    return bool(_LISTED.search(asked.query.text)) and lists_units(row, asked, base)


def ranked(asked: RankedQuestion, base: FactBase) -> list[Match]:
    """Return the rows that fit, those that hold the column asked for before the others."""
    query, thread = asked.query, asked.thread
    papers = papers_meant(asked, base)
    # Few sentences say whom a thing is sent to; those may hold few of the words.
    limit = _ROWS * 3 if query.asks("recipient") else _ROWS
    found = base.matcher.rank(asked.own, papers, limit=limit)
    if query.printed:
        # Whoever asks when a goal is reached names it: 达到目标.
        words = query.printed if query.asks("when") else OF_FIGURES.sub(" ", query.printed)
        printed = weighted(words, query, base)
        found = _better(found, base.matcher.rank(printed, papers, limit=limit))
    if asked.leans:
        before = base.matcher.weights(thread.words)
        behind = {m.statement: m for m in base.matcher.rank(before, papers, limit=200)}
        other = _in_other_plan(asked, behind.values(), base)
        if other or not asked.own:
            found = (
                other
                or _of_other_years(asked, base)
                or _of_the_thread(asked, behind.values(), base)
            )
        else:
            new = _OTHER if another_is_named(asked, base) else 0.0
            found = [
                replace(
                    m,
                    cover=m.cover
                    + (0.6 * behind[m.statement].cover if m.statement in behind else 0.0)
                    + (new if takes_the_place(m, asked) else 0.0),
                )
                for m in _with_neighbours(found, behind)
            ]
    if asks_province(query):
        found = [match for match in found if not _is_of_place(match.statement)]
    return sorted(found, key=lambda match: match.score + gain_of(match, asked, base), reverse=True)


def _of_the_thread(asked: RankedQuestion, behind: Collection[Match], base: FactBase) -> list[Match]:
    """Return the rows that were spoken of, those alone that tell a time as exactly as asked; those
    of the place spoken of where it was found by no words (哪天前 after 报给谁)."""
    exact = exact_times(asked.query.text)
    here = base.statements_of(asked.thread.document) if asked.thread.provision else ()
    place = [Match(row, 1.0, 0.0) for row in here if row.provision == asked.thread.provision]
    rows = list(behind) or place
    least = _TIMED * max((match.cover for match in rows), default=0.0)
    timed = [
        match
        for match in rows
        if match.cover >= least and any(tells.search(match.statement.words) for tells in exact)
    ]
    return (timed if asked.query.asks("when") else []) or rows[: _ROWS * 3]


def _in_other_plan(asked: RankedQuestion, behind: Collection[Match], base: FactBase) -> list[Match]:
    """Return the rows spoken of that stand in another plan of the paper, where that alone is
    named (个人那部分呢); those of the year spoken of alone."""
    document = asked.thread.document
    here = base.plan(document, asked.thread.provision)
    meant = meant_plan(asked.own, document, base)
    only = asked.own.keys() <= set(pairs(base.heading(document, meant))) if meant else False
    if not here or not only or meant == here or not REPLACES.search(asked.query.text):
        return []
    inside = [m for m in behind if base.plan(document, m.statement.provision) == meant]
    years = _YEAR_END.findall(asked.thread.words)
    return [m for m in inside if any(year in m.statement.words for year in years)] or inside


def _of_other_years(asked: RankedQuestion, base: FactBase) -> list[Match]:
    """Return the sentences of the paper spoken of that name a year of the question, where the
    place spoken of names none: 2018年底目标."""
    years = _YEAR_END.findall(asked.query.text)
    inside = base.statements_of(asked.thread.document)
    here = (row for row in inside if row.provision == asked.thread.provision)
    if not years or any(year in row.words for row in here for year in years):
        return []
    rows = (row for row in inside if any(year in row.words for year in years))
    return [Match(row, cover=1.0, fit=0.0) for row in rows]


def _is_of_place(row: FactStatement) -> bool:
    return isinstance(row.figure, Target) and not holds_everywhere(row.figure)


def papers_meant(asked: RankedQuestion, base: FactBase) -> Collection[str] | None:
    """Return the papers whose rows a question can mean; ``None`` for those of all."""
    query, spoken_of = asked.query, asked.thread.document if asked.leans else ""
    named = query.document or query.inside or spoken_of
    return [named] if named else None if query.places else base.general


def _better(one: Sequence[Match], other: Sequence[Match]) -> list[Match]:
    """Return the rows of both rankings, each as it ranks better."""
    best: dict[FactStatement, Match] = {}
    for match in (*one, *other):
        known = best.get(match.statement)
        if known is None or match.score > known.score:
            best[match.statement] = match
    return list(best.values())


def _with_neighbours(found: Sequence[Match], behind: Mapping[FactStatement, Match]) -> list[Match]:
    """Return the rows the message's own words find, and those of the thread as weaker ones."""
    known = {match.statement for match in found}
    others = (replace(m, cover=0.0) for row, m in behind.items() if row not in known)
    return [*found, *others]
