"""Questions answered by a sentence or a figure of a paper."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..facts.rows import Target
from ..text.figures import FIGURE, read_figure
from .base import FactBase
from .extracts import extract, figure_clause, holds, lacks
from .figures import combined, figure_values
from .found import Found, Proof, Thread, tell
from .matching import Match, pairs
from .particulars import ELSEWHERE, SHORT_FORM, counted, freer, spelled_out
from .query import FactQuery
from .sections import OPEN, announced, ask_section
from .statements import Statement
from .verdicts import CLAIMED, FORBIDS, TIME, same_unit, verdict

#: So much of a question's words a row must hold: of a paper named, within a thread, of a paper
#: that is likely meant, of any paper.
_IN_PAPER, _IN_THREAD, _LIKELY, _ANYWHERE = 0.35, 0.26, 0.42, 0.66
#: ... of any paper by a message that is likely about none.
_STRICT = 0.9
#: Questions of fewer words than this choose no row of all papers; in sums of rarity.
_THIN = 1.4
#: ... but half of it suffices where so much of a row's subject is named.
_NAMED = 0.9
_ANAPHORA = re.compile(
    r"^(?:那|这|它|其|该|谁|几|多|哪|什么时候|最晚|截止|报给)|这|那个|它|里面|里头|其中|呢[?？。]?$|还有|最后"
)
_REPLACES = re.compile(r"呢[?？。]?$|^(?:那|不对|不是)")
#: A message of up to so many signs of its own leans on the one before.
_SHORT = 8
_UNIT_ASKED = re.compile(
    r"(?:多少|几)(?:个)?(?P<unit>百分点|平方米|千瓦|公里|分(?!别)|元|块|钱|人|天|年|次|吨|岁|个月|小时|倍|亩|座|户|万元|亿元)"
)
_MONEY = re.compile(
    r"(?:多少|几).{0,6}(?:钱|经费|资金|奖金|补助|补贴|金额)"
    r"|(?:奖金|经费|补助|补贴|预算|拨款|金额|奖励).{0,8}(?:多少|几|呢|是)"
)
_UNITS = {
    "钱": "元",
    "块": "元",
    "天": "日|天|个?工作日",
    "日": "日|天|个?工作日",
    "分": "分(?!别|点|电)",
    "月": "个?月",
    "百分点": "%|百分点",
}
#: Words that only ask for a figure.
_OF_FIGURES = re.compile(
    r"(?:19|20)\d\d年?|总?目标|指标|任务量?|期间|万?千瓦|万?平方米|要?达到|多大|以内|以上|控制在?"
)
_FIGURES = re.compile(FIGURE)
_YEAR = re.compile(r"((?:19|20)\d\d)(?=年)")
#: 哪几个中心: what is listed is named by its last word.
_COUNTED_NOUN = re.compile(
    r"(?:哪几|几|哪些|哪[两二三四五六七八九十\d]+)[个家项类大]?(?P<noun>[\u4e00-\u9fff]{2})[?？。]?$"
)
_YEARS = re.compile(r"(?:19|20)\d\d年")


@dataclass(frozen=True)
class _Asked:
    """A question as rows are ranked for it.

    Attributes:
        query: The question.
        thread: What was spoken of before.
        leans: Whether it leaves out what was spoken of before.
        own: Pairs of its own words with weights.
        columns: Columns asked for; those asked before where it names none.
        unit: The unit of the figure wanted, as a pattern; empty when any will do.
    """

    query: FactQuery
    thread: Thread
    leans: bool
    own: Mapping[str, float]
    columns: tuple[str, ...]
    unit: str

    @property
    def floor(self) -> float:
        """So much of the question's words a row must hold."""
        if self.query.document:
            return _IN_PAPER * (0.7 if self.query.claims and self.query.yes_no else 1.0)
        if self.leans:
            return _IN_THREAD
        return _STRICT if self.query.strict else _ANYWHERE

    def shared(self, row: Statement) -> float:
        """Return how much of its own words a sentence holds."""
        held = set(pairs(row.words))
        return sum(weight for pair, weight in self.own.items() if pair in held)


def ask_passage(query: FactQuery, thread: Thread, base: FactBase) -> Found | None:
    """Return the sentence or figure that answers, ``None`` where none comes near enough."""
    asked = _read(query, thread, base)
    meant = query.document or query.inside or asked.leans
    if OPEN.search(query.text) and not (meant or query.asks("define")):
        return None
    listless = query.asks("must", "may", "who", "where")
    section = None if listless else ask_section(query, thread, base)
    matches = _ranked(asked, base)
    best = next((match for match in matches[:1] if match.cover >= _floor(match, asked)), None)
    if section and (best is None or section[1] >= _worth(best, asked) - 0.12):
        return section[0]
    missing = _missing(asked, matches, base)
    if missing is not None:
        return missing
    if best is None or not (
        query.columns or query.yes_no or query.document or query.inside or asked.leans
    ):
        return None
    if _is_thin(best, asked):
        return None
    if asked.leans and query.asks("class", "place") and sum(asked.own.values()) < _THIN:
        return _stands_in(_of_thread(thread, base) or best.statement, query, base)
    if query.asks("place"):
        return _stands_in(best.statement, query, base)
    if query.asks("sum", "diff"):
        both = combined(query, matches)
        if both is not None:
            return both
    return _answer(_holding(best.statement, asked, base), asked, base)


def _worth(match: Match, asked: _Asked) -> float:
    """Return how well a row answers beside the headings of a section."""
    return match.score + (_gain_inside(match.statement, asked) if asked.query.inside else 0.0)


def _holding(row: Statement, asked: _Asked, base: FactBase) -> Statement:
    """Return the row, or where it lacks what is asked for, the first one beside it that has it."""
    if row.figure or row.is_row or asked.query.yes_no or not lacks(row.words, asked.columns):
        return row
    shared = asked.shared(row) if "list" in asked.columns else 0.0
    beside = (
        other
        for other in base.statements
        if (other.document, other.provision) == (row.document, row.provision)
        and other.figure is None
        and not lacks(other.words, asked.columns)
        and asked.shared(other) >= shared
    )
    return next(beside, row)


def _read(query: FactQuery, thread: Thread, base: FactBase) -> _Asked:
    leaning = leans(query, thread)
    words = query.words
    if query.yes_no and not leaning:
        words = CLAIMED.sub(" ", TIME.sub(" ", words))
    if query.asks("howmuch"):
        words = _OF_FIGURES.sub(" ", words)
    if leaning:
        words = re.sub(r"^(?:那|这[条块个]?|不对)|我要?问|[内里]$", " ", words)
    columns = query.columns or (thread.columns if leaning else ())
    if query.yes_no and TIME.search(query.text):
        columns = (*columns, "when")
    return _Asked(query, thread, leaning, base.matcher.weights(words), columns, _unit_wanted(query))


def _is_thin(best: Match, asked: _Asked) -> bool:
    """Tell whether a question has too few words of its own to choose a row."""
    if asked.query.document or asked.query.inside or asked.leans:
        return False
    row = best.statement
    named = best.fit >= _NAMED and holds(row.quote, asked.columns)
    sure = row.document in asked.query.likely or (named and not asked.query.strict)
    return sum(asked.own.values()) < (_THIN / 2 if sure else _THIN)


def _of_thread(thread: Thread, base: FactBase) -> Statement | None:
    here = (row for row in base.statements if row.document == thread.document)
    return next((row for row in here if row.provision == thread.provision), None)


def leans(query: FactQuery, thread: Thread) -> bool:
    """Tell whether a question leaves out what was spoken of before."""
    if not thread.document or query.document or query.other_number:
        return False
    size = len(query.words.replace(" ", ""))
    return size <= _SHORT or (size <= 2 * _SHORT and bool(_ANAPHORA.search(query.text)))


def _floor(match: Match, asked: _Asked) -> float:
    likely = match.statement.document in asked.query.likely
    return min(asked.floor, _LIKELY) if likely else asked.floor


def _unit_wanted(query: FactQuery) -> str:
    if _MONEY.search(query.text):
        return "元"
    match = _UNIT_ASKED.search(query.text)
    return _UNITS.get(match["unit"], match["unit"]) if match else ""


def _ranked(asked: _Asked, base: FactBase) -> list[Match]:
    """Return the rows that fit, those that hold the column asked for before the others."""
    query, thread = asked.query, asked.thread
    named = query.document or query.inside or (thread.document if asked.leans else "")
    papers = [named] if named else None if query.places else base.general
    found = base.matcher.rank(asked.own, papers, limit=24)
    if query.printed:
        printed = base.matcher.weights(_OF_FIGURES.sub(" ", query.printed))
        found = _better(found, base.matcher.rank(printed, papers, limit=24))
    if asked.leans:
        before = base.matcher.weights(thread.words)
        behind = {m.statement: m for m in base.matcher.rank(before, papers, limit=200)}
        if not asked.own:
            found = list(behind.values())[:24]
        else:
            found = [
                replace(m, cover=m.cover + 0.6 * behind[m.statement].cover)
                if m.statement in behind
                else m
                for m in _with_neighbours(found, behind)
            ]
    return sorted(found, key=lambda match: match.score + _gain(match, asked, base), reverse=True)


def _better(one: Sequence[Match], other: Sequence[Match]) -> list[Match]:
    """Return the rows of both rankings, each as it ranks better."""
    best: dict[Statement, Match] = {}
    for match in (*one, *other):
        known = best.get(match.statement)
        if known is None or match.score > known.score:
            best[match.statement] = match
    return list(best.values())


def _with_neighbours(found: Sequence[Match], behind: Mapping[Statement, Match]) -> list[Match]:
    """Return the rows the message's own words find, and those of the thread as weaker ones."""
    known = {match.statement for match in found}
    others = (replace(m, cover=0.0) for row, m in behind.items() if row not in known)
    return [*found, *others]


def _gain(match: Match, asked: _Asked, base: FactBase) -> float:
    """Return what a row gains or loses besides its words."""
    row, gain = match.statement, 0.0
    figures = bool({"howmuch", "count", "sum", "diff"} & set(asked.columns))
    if row.figure is None:
        gain += 0.12 * min(holds(row.words, asked.columns), 2)
        gain -= 0.1 * ("list" not in asked.columns and lacks(row.words, asked.columns))
    elif figures or asked.query.claims:
        gain += 0.12 + (0.3 if asked.leans and match.cover >= 0.9 else 0.1 * match.fit)
    elif not asked.leans:
        gain -= 0.3
    if asked.unit and _has_unit(row, asked.unit):
        gain += 0.3
    if asked.query.yes_no and any(_speaks_in(row, claim.unit) for claim in asked.query.claims):
        gain += 0.3
    if asked.query.yes_no and TIME.search(asked.query.text) and holds(row.words, ("when",)):
        gain += 0.25
    if asked.query.years and not asked.leans:
        gain += _gain_of_year(row, asked.query, base)
    if row.document in asked.query.likely:
        gain += 0.1
    if asked.query.inside:
        gain += _gain_inside(row, asked)
    if "define" in asked.columns and "(以下简称" in row.words:
        gain += 0.3 * any(m["short"] in asked.query.text for m in SHORT_FORM.finditer(row.words))
    if asked.leans:
        gain += 0.15 if row.provision == asked.thread.provision else 0.0
        replaced = _REPLACES.search(asked.query.text) and row.figure is not None
        gain -= 0.6 if replaced and row.subject == asked.thread.key else 0.0
    return gain


def _gain_of_year(row: Statement, query: FactQuery, base: FactBase) -> float:
    """Return what a row gains by speaking of the year asked for, or loses by another one."""
    target = row.figure.target_year if isinstance(row.figure, Target) else None
    if target:
        return 0.2 if target in query.years else -0.3
    own = set(map(int, _YEAR.findall(row.quote)))
    told = own or set(map(int, _YEAR.findall(base.provisions[row.document][row.provision].text)))
    if not told:
        return 0.0
    return 0.2 if told & set(query.years) else -0.2


def _gain_inside(row: Statement, asked: _Asked) -> float:
    """Return what a row of the one paper meant gains by holding what the question asks for."""
    gain = 0.0
    named = _COUNTED_NOUN.search(asked.query.text)
    if named and len(re.findall(f"{named['noun']}(?=[、,和;。]|$)", row.words)) >= 2:
        gain += 0.3
    if "may" in asked.columns and FORBIDS.search(row.words):
        gain += 0.15
    return gain


def _speaks_in(row: Statement, unit: str) -> bool:
    """Tell whether a row has a figure in a unit."""
    if row.figure is not None:
        return same_unit(row.figure.unit, unit)
    units = (read_figure(match[0]).unit for match in _FIGURES.finditer(_YEARS.sub("", row.words)))
    return any(same_unit(one, unit) for one in units)


def _missing(asked: _Asked, matches: Sequence[Match], base: FactBase) -> Found | None:
    """Return that what is asked for is not written, with the nearest that is."""
    query = asked.query
    if not matches:
        return None
    near = matches[0]
    document = near.statement.document
    named = bool(query.document) or asked.leans or document in query.likely
    if query.strict and not query.document:
        return None
    last = next((run for run in reversed(query.words.split()) if len(run) >= 2), "")
    if asked.unit and (named or near.cover >= 0.4):
        floor = min(asked.floor, near.cover) if asked.leans else asked.floor / 2
        if any(_has_unit(m.statement, asked.unit) for m in matches[:3] if m.cover >= floor):
            return None
        return _not_written("金额" if asked.unit == "元" else "这个数", near, asked, base)
    unknown = last and not any(base.matcher.known_in(pair, document) for pair in pairs(last))
    if query.document and unknown and near.cover < 0.6 and not query.claims and not query.printed:
        return _not_written(last, near, asked, base)
    return None


def _has_unit(row: Statement, unit: str) -> bool:
    """Tell whether a row has a figure in a unit, by itself or by the head of its column."""
    if row.figure is not None and re.search(unit, f"{row.subject}{row.figure.unit}"):
        return True
    return bool(re.search(rf"\d\s*[百千万亿]{{0,2}}(?:{unit})", row.quote))


def _not_written(what: str, near: Match, asked: _Asked, base: FactBase) -> Found:
    row = near.statement
    told = [tell("not_written", paper=base.name(row.document), what=what)]
    proofs: tuple[Proof, ...] = ()
    if near.cover >= 0.2 and row.figure is None:
        words, quote = extract(row, asked.own, asked.columns)
        told.append(tell("nearest", words=words))
        proofs = (Proof(row.document, quote),)
    return Found(tuple(told), proofs, absent=True, thread=_kept(row, asked))


def _kept(row: Statement, asked: _Asked) -> Thread:
    """Return what is kept: with few words of its own a question keeps those before it."""
    words = asked.query.words
    if asked.leans and sum(asked.own.values()) < _THIN:
        words = f"{words} {asked.thread.words}".strip()
    key = row.subject if row.figure is not None else ""
    return Thread("statement", row.document, row.provision, key, words, asked.columns)


def _answer(row: Statement, asked: _Asked, base: FactBase) -> Found:
    query, kept = asked.query, _kept(row, asked)
    wanted = query.asks("who") or (query.units and "who" in asked.columns)
    duty = _responsible(row, query, base) if wanted or not query.columns else None
    if duty is not None and wanted:
        return replace(duty, thread=kept)
    if row.figure is not None:
        told = tell("figure", **figure_values(row.figure))
        proof = Proof(row.document, figure_clause(row.figure))
        return Found((verdict(query, told, row.quote),), (proof,), thread=kept)
    listed = announced(row, query, base)
    if listed is not None:
        return listed
    short = spelled_out(row, query) if query.asks("define") else None
    if short is not None:
        return replace(short, thread=kept)
    number = counted(row, query)
    if number is not None:
        return replace(number, thread=kept)
    if query.asks("must"):
        row = freer(row, query, base) or row
    weights = asked.own or base.matcher.weights(asked.thread.words)
    said, quote = extract(row, weights, asked.columns)
    elsewhere = ELSEWHERE.search(row.words) if query.asks("list") else None
    if elsewhere:
        other = tell("listed_elsewhere", paper=elsewhere["paper"], ours=base.name(row.document))
        both = (other, tell("statement", words=said))
        return Found(both, (Proof(row.document, quote),), thread=kept)
    one = verdict(query, tell("statement", words=said), row.words)
    # Whoever names a heading and nothing else may want either.
    after = duty if duty and base.heading(row.document, row.provision) in query.text else None
    sentences = (one, *after.told) if after else (one,)
    return Found(sentences, (Proof(row.document, quote),), thread=kept)


def _responsible(row: Statement, query: FactQuery, base: FactBase) -> Found | None:
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
        told = tell("is_among" if inside else "not_among", unit=query.units[0].said, **values)
    elif wanted and any(wanted[-1] in unit for unit in units):
        full = next(unit for unit in units if wanted[-1] in unit)
        told = tell("is_among", unit=full, **values)
    else:
        told = tell("who", **values)
    proofs = [Proof(row.document, row.quote), Proof(row.document, listed[0].quote)]
    return Found((told,), tuple(dict.fromkeys(proofs)))


def _stands_in(row: Statement, query: FactQuery, base: FactBase) -> Found:
    rows = base.provisions[row.document]
    headings = []
    above = rows.get(row.provision)
    while above is not None:
        if above.heading and above.ordinal:
            headings.append(f"“{above.ordinal}{above.heading}”")
        above = rows.get(above.parent)
    place = "".join(reversed(headings))
    told = tell("stands_in", paper=base.name(row.document), place=place)
    kept = Thread("statement", row.document, row.provision, "", query.words, query.columns)
    return Found((told,), (Proof(row.document, row.quote),), thread=kept)
