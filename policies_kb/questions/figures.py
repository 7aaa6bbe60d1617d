"""Figures as they are told: one by itself, or two beside each other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import product

from policies_kb.facts.fact_rows import Target, Threshold
from policies_kb.questions.base import FactBase
from policies_kb.questions.extracts import figure_clause
from policies_kb.questions.found import FactAnswer, FactSentence, Proof, Thread, tell
from policies_kb.questions.matching import Match, pairs
from policies_kb.questions.query import FactQuery
from policies_kb.questions.statements import FactStatement
from policies_kb.questions.verdicts import CLAIMED, same_unit

#: Columns that two figures answer together.
OF_TWO = ("sum", "diff", "more", "compare")
#: What stands between the names of two figures.
_BETWEEN = re.compile(r"(?<![占对相])比(?![重例率较])|还是|[和与跟、及减]")
#: What asks for a share.
SHARE_ASKED = re.compile("比例|占比|比重|百分之几|率")
#: What joins the names of two things that are asked for together.
_BOTH = re.compile(r"(?<=\S\S)[和与跟及、](?=\S\S)")
#: What is asked for of both and names neither.
_MEASURE = re.compile(r"个?百分点|[万亿]?(?:千瓦|平方米|吨|元)|[高低多少大小松严](?= |$)")
_WHICH = re.compile("(?:哪|什么|啥)(?!.{0,4}[市县区])|(?:是?指|代表)(?:的是)?[?？]?$")
#: Units that count, which any list has.
_COUNTS = ("个", "项", "次", "")
_VALUE_ASKED = re.compile(
    "指标|目标|要求|任务|项目?|数字?|比例|达?到|控制在?|提高到?|下?降到?|以[上下内]|左右|[有是要的在]"
)
_BRACKETS = re.compile(r"\([^()]*\)")
#: The share of a name a figure has to hold, and how much less its neighbour's words count.
_ENOUGH, _ASIDE = 0.45, 0.4
#: What two figures gain that stand in one paper.
_ONE_PAPER = 0.3
#: Figures looked at for each of the two names.
_LOOKED_AT = 6


def ask_two_figures(
    query: FactQuery, thread: Thread, papers: Collection[str] | None, base: FactBase
) -> FactAnswer | None:
    """Return how the two figures compare that a question names, or that were just spoken of.

    Args:
        query: The question.
        thread: What was spoken of before.
        papers: Ids of the papers to look in; all when ``None``.
        base: What to answer from.
    """
    compared = query.asks(*OF_TWO)
    if not (compared or _asks_both(query)):
        return None
    pair = _named(query, papers, base) or (_spoken_of(query, thread, base) if compared else None)
    if pair is None:
        return None
    one, other = (row.figure for row in pair)
    assert one and other
    told: tuple[FactSentence, ...]
    if compared:
        names = [_BRACKETS.sub("", row.subject) for row in pair]
        told = (told_two(one, other, (names[0], names[1]), query),)
    else:
        told = tuple(tell("figure", **figure_values(figure)) for figure in (one, other))
    proofs = tuple(dict.fromkeys(Proof(row.document, row.quote) for row in pair))
    kept = Thread(
        "statement",
        pair[0].document,
        pair[0].provision,
        "",
        query.words,
        query.columns,
        (pair[0].subject, pair[1].subject),
    )
    return FactAnswer(told, proofs, thread=kept)


def _asks_both(query: FactQuery) -> bool:
    """Tell whether the figures of two things are asked for: 光伏和风电装机."""
    asks = not query.columns or query.asks("howmuch")
    return asks and not query.yes_no and bool(_BOTH.search(query.words))


def ask_figure_of_value(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return the figures that have the value a question names and nothing else: 哪项要到53%."""
    claim = next((one for one in query.claims if one.unit not in _COUNTS), None)
    if claim is None or query.yes_no or not _WHICH.search(query.text):
        return None
    if pairs(_VALUE_ASKED.sub(" ", CLAIMED.sub(" ", query.words))) or query.places:
        return None
    papers = {query.document} - {""} or base.general
    rows = [
        row
        for row in base.statements
        if row.figure
        and row.document in papers
        and row.figure.amount == claim.value
        and same_unit(row.figure.unit, claim.unit)
    ]
    if not rows or len(rows) > _LOOKED_AT:
        return None
    told = tuple(tell("figure", **figure_values(row.figure)) for row in rows if row.figure)
    proofs = tuple(Proof(row.document, figure_clause(row.figure)) for row in rows if row.figure)
    first = rows[0]
    kept = Thread(
        "statement", first.document, first.provision, first.subject, first.subject, ("howmuch",)
    )
    return FactAnswer(told, tuple(dict.fromkeys(proofs)), thread=kept)


def told_two(
    one: Target | Threshold,
    other: Target | Threshold,
    names: tuple[str, str],
    query: FactQuery,
    measured: str = "",
) -> FactSentence:
    """Return the sentence on two figures: their sum, their difference or which is higher.

    Args:
        one: The figure named first.
        other: The one named second.
        names: How they are called.
        query: The question.
        measured: What is measured, where the names do not tell it.
    """
    gap = one.amount - other.amount
    adds = query.asks("sum")
    unit = one.unit if adds or one.unit != "%" else "个百分点"
    values = {
        "subject": f"{names[0]}{measured}",
        "first": names[0],
        "first_value": f"{one.value}{one.unit}",
        "second": names[1],
        "second_value": f"{other.value}{other.unit}",
    }
    if adds:
        return tell("sum", total=f"{(one.amount + other.amount).normalize():f}{unit}", **values)
    total = f"{abs(gap).normalize():f}{unit}"
    if not gap:
        return tell("equal", **values)
    if query.asks("more", "compare") and not query.asks("sum"):
        return tell("higher" if gap > 0 else "lower", total=total, **values)
    return tell("gap", total=total, **values)


def _named(
    query: FactQuery, papers: Collection[str] | None, base: FactBase
) -> tuple[FactStatement, FactStatement] | None:
    """Return the two figures a question names, those of one unit that fit best together."""
    words = _MEASURE.sub(" ", query.printed or query.words)
    parts = [part.strip() for part in _BETWEEN.split(words)]
    names = [part for part in parts if len(part) >= 2][:2]
    if len(names) < 2:
        return None
    own, after = (base.matcher.weights(part) for part in names)
    # What both are called by stands behind the second alone: 光伏和风电装机.
    shared = {pair: _ASIDE * weight for pair, weight in after.items()}
    first = list(_figures({**shared, **own}, own, papers, base))
    second = list(_figures(after, after, papers, base))
    both = [
        (one, other)
        for one, other in product(first[:_LOOKED_AT], second[:_LOOKED_AT])
        if one.statement.subject != other.statement.subject and _unit(one) == _unit(other)
    ]
    shares = [pair for pair in both if _unit(pair[0]) == "%"]
    both = shares if SHARE_ASKED.search(query.text) and shares else both
    best = max(both, key=lambda pair: _together(*pair), default=None)
    return (best[0].statement, best[1].statement) if best else None


def _together(one: Match, other: Match) -> float:
    """Return how well two figures fit a question, those of one paper better than others."""
    beside = one.statement.document == other.statement.document
    return one.score + other.score + _ONE_PAPER * beside


def _figures(
    words: Mapping[str, float],
    name: Mapping[str, float],
    papers: Collection[str] | None,
    base: FactBase,
) -> Iterator[Match]:
    total = sum(name.values())
    for match in base.matcher.rank(words, papers, limit=24):
        held = base.pairs_of(match.statement.words)
        share = sum(weight for pair, weight in name.items() if pair in held)
        if match.statement.figure is not None and share >= _ENOUGH * total:
            yield match


def _unit(match: Match) -> str:
    return match.statement.figure.unit if match.statement.figure else ""


def _spoken_of(
    query: FactQuery, thread: Thread, base: FactBase
) -> tuple[FactStatement, FactStatement] | None:
    """Return the two figures last spoken of, where the question names none of its own."""
    if thread.kind != "statement" or len(thread.names) < 2 or len(query.words) > _LOOKED_AT:
        return None
    found = [
        next((row for row in base.statements if row.figure and row.subject == name), None)
        for name in thread.names[-2:]
    ]
    one, other = found
    if one is None or other is None or one.figure is None or other.figure is None:
        return None
    return (one, other) if one.figure.unit == other.figure.unit else None


def figure_values(row: Target | Threshold) -> dict[str, str]:
    """Return a figure as it is told: what is measured, where, how it compares and by when."""
    if isinstance(row, Threshold):
        scope = _BRACKETS.sub("", row.scope)
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
