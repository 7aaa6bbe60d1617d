"""What is asked of a paper and not written in it, told with the nearest that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from policies_kb.facts.fact_rows import Target
from policies_kb.questions.asked import (
    ANSWERS_FOR,
    OF_FIGURES,
    PART_OF,
    REPLACES,
    RankedQuestion,
    kept_thread,
)
from policies_kb.questions.base import FactBase
from policies_kb.questions.extracts import figure_clause, holds, lacks
from policies_kb.questions.figures import figure_values
from policies_kb.questions.found import FactAnswer, Proof, Thread, tell
from policies_kb.questions.gains import has_unit
from policies_kb.questions.matching import Match, pairs
from policies_kb.questions.nobody import (
    LEAST_HELD,
    asks_who_leads,
    beside_nearest,
    no_consequence,
    nobody_leads,
    nobody_named,
    said_of_all,
)
from policies_kb.questions.province import asks_cities, holds_everywhere
from policies_kb.questions.query import FactQuery
from policies_kb.questions.stated_elsewhere import stated_elsewhere
from policies_kb.questions.statements import FactStatement

#: What a pair of signs weighs that stands in no paper.
_UNKNOWN = 0.99
#: What papers of public money may well not say.
_BUDGET = re.compile("投资|造价|奖金|经费|补助|补贴|预算|拨款?|奖励|资金")
_SHARES = re.compile("占比|比重")
#: What a figure is called and not what it is one of.
_SUMS = re.compile("金额|数额|数量|数字|占比|比重|比率|上限|下限")
_OF_A_FIGURE = frozenset({"howmuch", "what", "count", "sum", "more", "diff"})
#: Public money that is given, and that is spent: the sum of one is no answer to the other, and the
#: sum of neither is one that is owed or fined.
_MONEYS = (re.compile("奖励|奖金|补助|补贴|资助"), re.compile("经费|投资|造价|预算|拨款|资金|费用"))
#: A rate by its name, with what it is a rate of: 森林覆盖率.
_RATE = re.compile(
    r"(?:\d+年)?(?P<rate>(?P<of>[\u4e00-\u9fff]{2,}?)(?P<kind>[\u4e00-\u9fff]{2})率)"
)
#: ... and of those the fullest sentence holds, what is told with a figure.
_LEAST_OF_FULL = 0.5
#: Less of the words than this a figure holds that is one of something else.
_HALF = 0.5


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
    likely = best is not None and best.statement.document in query.likely
    if query.document or query.inside or asked.leans or (likely and asks_who_leads(query)):
        for found in _ABSENCES:
            told = found(best, asked, base)
            if told is not None:
                return told
    return _missing(asked, matches, base)


def _not_of_cities(best: Match | None, asked: RankedQuestion, base: FactBase) -> FactAnswer | None:
    """Return that a figure of the whole province is not given by city, where that is asked."""
    row = best.statement if best is not None else None
    if row is None or not isinstance(row.figure, Target) or not asks_cities(asked.query):
        return None
    alike = (one for one in base.targets if one.indicator == row.figure.indicator)
    if not holds_everywhere(row.figure) or any(not holds_everywhere(one) for one in alike):
        return None
    what = f"各市的{row.figure.indicator}"
    told = tell("not_written", paper=base.name(row.document), what=what)
    both = (told, tell("figure", **figure_values(row.figure)))
    proof = Proof(row.document, figure_clause(row.figure))
    return FactAnswer(both, (proof,), absent=True, thread=kept_thread(row, asked))


def _foreign(best: Match | None, asked: RankedQuestion, base: FactBase) -> FactAnswer | None:
    """Return that a paper has nothing of a thing whose figure is asked for, where none of its
    words stands there: the figure just told is one of something else."""
    document = asked.query.document or asked.thread.document
    what = _last_named(_SUMS.sub(" ", _thing_named(asked.query))).removesuffix("到")
    known = (*asked.own, *pairs(what), *pairs(asked.query.printed))
    figure = "howmuch" in asked.columns and set(asked.columns) <= _OF_A_FIGURE
    # 解释单位是谁: who does what a paper nowhere speaks of.
    unnamed = asked.leans and asked.query.columns == ("who",) and not asked.query.units
    if not (what and document and (figure or unnamed)):
        return None
    if not asked.own and not REPLACES.search(asked.query.text):
        return None
    if _BUDGET.search(asked.query.text) or any(base.matcher.known_in(p, document) for p in known):
        return None
    told = tell("not_written", paper=base.name(document), what=what)
    return FactAnswer((told,), absent=True, thread=replace(asked.thread, document=document))


def _of_another_kind(
    best: Match | None, asked: RankedQuestion, base: FactBase
) -> FactAnswer | None:
    """Return that a paper has no figure of a kind of the thing just told, where it prints no word
    of that kind: 海上风电 after 风电."""
    query, key = asked.query, asked.thread.key
    if best is None or not (asked.leans and key and best.statement.subject == key):
        return None
    if query.yes_no or query.claims or (query.columns and not query.asks("howmuch")):
        return None
    words = [word for word in base.matcher.cut(query.words) if len(word) > 1]
    document = asked.thread.document
    kind = words[:1] if len(words) > 1 else []
    if not kind or any(base.matcher.known_in(pair, document) for pair in pairs(kind[0])):
        return None
    told = tell("not_written", paper=base.name(document), what=query.words.replace(" ", ""))
    figure = best.statement.figure
    both = (told, tell("figure", **figure_values(figure))) if figure else (told,)
    proofs = (Proof(document, figure_clause(figure)),) if figure else ()
    return FactAnswer(both, proofs, absent=True, thread=asked.thread)


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
        # A day of something else is none: 方案几时交 has nothing of a power station.
        strange = column == "when" and asked.leans and is_strange(row, asked, base)
        known = holds(row.words, (column,)) or (column == "when" and (year or not asked.leans))
        if known and not strange:
            return None
    elif column == "when" or (query.document and asked.own):
        return None
    tells = lambda words: holds(words, (column,))  # noqa: E731
    stated = stated_elsewhere(document, asked, base, tells)
    if stated is None and column == "recipient" and not asked.own:
        # With no word of what is sent nothing of the paper may be denied.
        due = {row.provision for row in base.kb.deadlines(document) if row.recipient}
        rows = [row for row in base.statements_of(document) if row.provision in due]
        stated = said_of_all(rows, tells, column, asked)
    if stated is not None:
        return stated
    told = tell("no_recipient" if column == "recipient" else "no_time", paper=base.name(document))
    return FactAnswer((told,), absent=True, thread=replace(asked.thread, document=document))


def is_strange(row: FactStatement, asked: RankedQuestion, base: FactBase) -> bool:
    """Tell whether a row and its heading hold next to nothing of a question's own words."""
    here = f"{row.words} {row.quote} {base.heading(row.document, row.provision)}"
    printed = set(pairs(asked.query.printed)) & set(pairs(here)) - asked.own.keys()
    return bool(asked.own) and not printed and asked.named(here) < LEAST_HELD


def _missing(asked: RankedQuestion, matches: Sequence[Match], base: FactBase) -> FactAnswer | None:
    """Return that what is asked for is not written, with the nearest that is."""
    query = asked.query
    if not matches:
        return _nothing_of_it(asked, base)
    near = matches[0]
    document = near.statement.document
    named = bool(query.document) or asked.leans or document in query.likely
    if query.strict and not query.document:
        return None
    strange = any(weight >= _UNKNOWN for weight in asked.own.values())
    foreign = strange and not _BUDGET.search(query.text)
    item = _last_named(query.words)
    likely = query.likely == {document} and near.statement.figure and query.asks("howmuch")
    likely = likely and near.cover < _HALF and not query.printed
    if foreign and likely and _is_unknown_kind(item, document, base):
        # 抽水蓄能装机: a kind of what the paper tells figures of, but none of those.
        return _not_written(item, near, asked, base)
    if foreign and not (query.document or asked.leans):
        return None
    rate = _RATE.search(item) if named and query.asks("howmuch") else None
    printed = _RATE.search(_last_named(query.printed))
    if rate and not any(_is_rate(one, near.statement) for one in (rate, printed) if one):
        return _not_written(rate["rate"], replace(near, cover=0.0), asked, base)
    last = _thing_named(query)
    if asked.unit and (named or near.cover >= 0.4):
        return _figure_missing(matches, asked, base)
    unknown = last and not any(base.matcher.known_in(pair, document) for pair in pairs(last))
    if query.document and unknown and near.cover < 0.6 and not query.claims and not query.printed:
        return _not_written(last, near, asked, base)
    return None


def _is_rate(rate: re.Match[str], row: FactStatement) -> bool:
    """Tell whether a row tells a rate of what one is named of."""
    return bool(set(pairs(rate["of"])) & set(pairs(row.words))) and rate["kind"] in row.words


def _is_unknown_kind(item: str, document: str, base: FactBase) -> bool:
    """Tell whether a paper prints no word of the kind a thing is of: 抽水蓄能 of 抽水蓄能装机."""
    *kind, _ = [word for word in base.matcher.cut(item) if len(word) > 1] or [""]
    printed = (base.matcher.rows_printing(word) for word in kind)
    return bool(kind) and all(row.document != document for rows in printed for row in rows)


def _figure_missing(
    matches: Sequence[Match], asked: RankedQuestion, base: FactBase
) -> FactAnswer | None:
    """Return that a figure of the unit and the kind asked for is not written, ``None`` where one
    of those that come near may be it."""
    near, kind = matches[0], next((one for one in _MONEYS if one.search(asked.query.text)), None)
    floor = min(asked.floor, near.cover) if asked.leans else asked.floor / 2
    timed = [
        match
        for match in matches[:3]
        if match.cover >= floor
        and has_unit(match.statement, asked.unit)
        and _is_of_kind(match.statement, kind, base)
    ]
    fullest = max(matches[:3], key=lambda match: match.cover)
    other = near.statement.figure is not None and near not in timed
    if timed and not other and not _is_another(timed[0], fullest, asked):
        return None
    near = fullest if timed else near
    if not _is_of_kind(near.statement, kind, base):
        near = replace(near, cover=0.0)
    named = kind.search(asked.query.text) if kind else None
    what = f"{named[0]}金额" if named else "金额" if asked.unit == "元" else "这个数"
    return _not_written(what, near, asked, base)


def _is_of_kind(row: FactStatement, kind: re.Pattern[str] | None, base: FactBase) -> bool:
    """Tell whether a row speaks of a kind of public money; of none, it does."""
    if kind is None:
        return True
    here = base.provisions[row.document][row.provision].text
    return bool(kind.search(f"{row.above}{row.quote}{here}"))


def _is_another(figure: Match, fullest: Match, asked: RankedQuestion) -> bool:
    """Tell whether a figure in the unit asked for is one of something else: it holds far fewer of
    the question's own words than what is told without one."""
    return asked.leans and figure.cover < _LEAST_OF_FULL * fullest.cover


def _last_named(words: str) -> str:
    """Return the last run of signs that names something, empty without one."""
    return next((run for run in reversed(words.split()) if len(run) >= 2), "")


def _thing_named(query: FactQuery) -> str:
    """Return what a question names last, without what only asks for a figure of it."""
    words = ANSWERS_FOR.sub(" ", query.words) if query.asks("who") else query.words
    return _last_named(PART_OF.sub(" ", _SHARES.sub(" ", OF_FIGURES.sub(" ", words))))


def _nothing_of_it(asked: RankedQuestion, base: FactBase) -> FactAnswer | None:
    """Return that a paper that is named has not one of the words it is asked about."""
    query = asked.query
    what = _thing_named(query) or _last_named(query.words)
    if query.document and asks_who_leads(query) and not asked.own:
        return nobody_leads(query.document, asked, base)
    if not (what and query.document and query.columns) or query.asks("status", "number"):
        return None
    told = tell("not_written", paper=base.name(query.document), what=what)
    return FactAnswer((told,), absent=True, thread=Thread("paper", query.document))


def _not_written(what: str, near: Match, asked: RankedQuestion, base: FactBase) -> FactAnswer:
    told = tell("not_written", paper=base.name(near.statement.document), what=what)
    return beside_nearest(told, near, asked)


#: What may be absent, in the order it is looked for.
_ABSENCES: tuple[Callable[[Match | None, RankedQuestion, FactBase], FactAnswer | None], ...] = (
    _foreign,
    _of_another_kind,
    _not_of_cities,
    _untold,
    nobody_named,
    no_consequence,
)


def holding(row: FactStatement, asked: RankedQuestion, base: FactBase) -> FactStatement:
    """Return the row, or where it lacks what is asked for, the first one beside it that has it."""
    if row.figure or row.is_row or asked.query.yes_no or not lacks(row.words, asked.columns):
        return row
    if not asked.query.columns and any(f"{year}年" in row.words for year in asked.query.years):
        # 到2020年呢: what is told of another year is no answer.
        return row
    behind = base.referring.get(row)
    if behind is not None and not lacks(behind.words, asked.columns):
        return behind
    again = not asked.query.columns
    shared = asked.shared(row) if "list" in asked.columns or again else 0.0
    named = {*asked.own, *pairs(asked.query.printed)}
    beside = (
        other
        for other in base.statements_of(row.document)
        if other.provision == row.provision
        and other.figure is None
        and not lacks(other.words, asked.columns)
        and asked.shared(other) >= shared
        and (asked.leans or not asked.own or named & set(pairs(other.words)))
    )
    return next(beside, row)
