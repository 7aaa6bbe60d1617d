"""Questions answered by a sentence or a figure of a paper."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..facts.rows import Target, Threshold
from ..text.figures import FIGURE
from .base import FactBase
from .extracts import extract, holds
from .found import Found, Proof, Thread, Told, tell
from .matching import Match, pairs
from .query import FactQuery
from .sections import ask_section
from .statements import Statement
from .verdicts import TIME, verdict

#: So much of a question's words a row must hold: of a paper named, within a thread, of any paper.
_IN_PAPER, _IN_THREAD, _ANYWHERE = 0.42, 0.3, 0.66
_ANAPHORA = re.compile(r"^(?:那|这|它|其|该)|这|那个|它|里面|里头|其中|呢[?？。]?$|^(?:谁|几|多|哪|什么时候|最晚|截止|报给)|也是|还有")
#: A message up to so many signs of its own leans on the one before.
_SHORT = 8
_UNIT_ASKED = re.compile(
    r"(?:多少|几)(?:个)?(?P<unit>百分点|平方米|千瓦|公里|分|元|块|钱|人|天|日|年|次|吨|岁|月|小时|倍|亩|座|户|万元|亿元)"
)
_MONEY = re.compile(r"(?:多少|几).{0,6}(?:钱|经费|资金|奖金|补助|补贴)|(?:奖金|经费|补助|补贴|预算|拨款|金额|奖励).{0,8}(?:多少|几|呢|是)")
_UNITS = {"钱": "元", "块": "元", "天": "日|天|工作日", "日": "日|天|工作日", "分": "分(?!别|点|电)", "月": "个月|月", "百分点": "%|百分点"}


def ask_passage(query: FactQuery, thread: Thread, base: FactBase) -> Found | None:
    """Return the sentence or figure that answers, ``None`` where none comes near enough."""
    leaning = _leans(query, thread)
    words = TIME.sub(" ", query.words) if query.yes_no and not leaning else query.words
    own = base.matcher.weights(words)
    section = ask_section(query, thread, base)
    matches = _ranked(query, thread, own, leaning, base)
    document = query.document or (matches[0].statement.document if matches else "")
    floor = _IN_PAPER if query.document else _IN_THREAD if leaning else _ANYWHERE
    best = matches[0] if matches and matches[0].cover >= floor else None
    if section and (best is None or section[1] >= best.score - 0.12):
        return section[0]
    missing = _missing(query, own, matches, document, leaning, base)
    if missing is not None:
        return missing
    if best is None or (not query.document and not leaning and _is_thin(own)):
        return None
    if not query.columns and not query.yes_no and not query.document and not leaning:
        return None
    if query.asks("place"):
        return _stands_in(best.statement, query, base)
    if query.asks("sum", "diff"):
        summed = _combined(query, matches)
        if summed is not None:
            return summed
    return _answer(best, matches, query, thread, own, leaning, base)


def _leans(query: FactQuery, thread: Thread) -> bool:
    if not thread.document or query.document or query.other_number:
        return False
    size = len(query.words.replace(" ", ""))
    return size <= _SHORT or (size <= 2 * _SHORT and bool(_ANAPHORA.search(query.text)))


def _ranked(
    query: FactQuery,
    thread: Thread,
    own: Mapping[str, float],
    leaning: bool,
    base: FactBase,
) -> list[Match]:
    """Return the rows that fit, those that hold the column asked for before the others."""
    columns = query.columns or (thread.columns if leaning else ())
    if leaning:
        asked = dict(own)
        for pair, weight in base.matcher.weights(thread.words).items():
            asked.setdefault(pair, weight * (0.5 if own else 1.0))
        found = base.matcher.rank(asked, [thread.document], limit=16)
    else:
        papers = [query.document] if query.document else None
        found = base.matcher.rank(own, papers, limit=16)

    def worth(match: Match) -> float:
        row = match.statement
        gain = 0.0
        if columns:
            figure = row.figure is not None and bool({"howmuch", "count"} & set(columns))
            held = holds(row.quote if figure else row.words, columns)
            gain = 0.12 * min(held, 2) + (0.1 * match.fit if figure else 0.0)
            if row.figure is not None and not figure:
                gain -= 0.3
        elif row.figure is not None and not query.claims:
            gain -= 0.1
        if leaning and row.provision == thread.provision:
            gain += 0.15
        return match.score + gain

    return sorted(found, key=worth, reverse=True)


def _is_thin(own: Mapping[str, float]) -> bool:
    """Tell whether a question has too few words of its own to choose a row of all papers."""
    return sum(own.values()) < 9.0


def _missing(
    query: FactQuery,
    own: Mapping[str, float],
    matches: Sequence[Match],
    document: str,
    leaning: bool,
    base: FactBase,
) -> Found | None:
    """Return that what is asked for is not written, with the nearest that is."""
    if not document or not matches:
        return None
    near = matches[0]
    named = bool(query.document) or leaning
    if not named and near.cover < 0.3:
        return None
    unit = _unit_wanted(query)
    if unit and (named or near.cover >= 0.3):
        pattern = re.compile(rf"\d\s*[百千万亿]{{0,2}}(?:{unit})")
        if not any(pattern.search(m.statement.quote) for m in matches[:3]):
            what = "金额" if unit == "元" else "这个数"
            return _not_written(query, near, what, document, own, base)
        return None
    last = next((run for run in reversed(query.words.split()) if len(run) >= 2), "")
    unknown = last and not any(base.matcher.known_in(pair, document) for pair in pairs(last))
    if query.document and unknown and near.cover < 0.6:
        return _not_written(query, near, last, document, own, base)
    return None


def _unit_wanted(query: FactQuery) -> str:
    if _MONEY.search(query.text):
        return "元"
    match = _UNIT_ASKED.search(query.text)
    return _UNITS.get(match["unit"], match["unit"]) if match else ""


def _not_written(
    query: FactQuery,
    near: Match,
    what: str,
    document: str,
    own: Mapping[str, float],
    base: FactBase,
) -> Found:
    told = [tell("not_written", paper=base.name(document), what=what)]
    proofs: tuple[Proof, ...] = ()
    if near.cover >= 0.2 and near.statement.figure is None:
        words, quote = extract(near.statement, own, query.columns)
        told.append(tell("nearest", words=words))
        proofs = (Proof(document, quote),)
    row = near.statement
    kept = Thread("statement", document, row.provision, "", query.words, query.columns)
    return Found(tuple(told), proofs, absent=True, thread=kept)


def _answer(
    best: Match,
    matches: Sequence[Match],
    query: FactQuery,
    thread: Thread,
    own: Mapping[str, float],
    leaning: bool,
    base: FactBase,
) -> Found:
    row = best.statement
    columns = query.columns or (thread.columns if leaning else ())
    words = query.words if not leaning or len(pairs(query.words)) > 3 else f"{query.words} {thread.words}"
    kept = Thread("statement", row.document, row.provision, "", words, columns)
    if "who" in columns and (query.asks("who") or query.units):
        duty = _responsible(best, query, leaning, base)
        if duty is not None:
            return replace(duty, thread=kept)
    if row.figure is not None:
        told = Told("figure", figure_values(row.figure))
        return Found((verdict(query, told, row.quote),), (Proof(row.document, row.quote),), thread=kept)
    asked = dict(own) or base.matcher.weights(thread.words)
    said, quote = extract(row, asked, columns)
    told = verdict(query, tell("statement", words=said), row.words)
    return Found((told,), (Proof(row.document, quote),), thread=kept)


def _responsible(match: Match, query: FactQuery, leaning: bool, base: FactBase) -> Found | None:
    """Return the units listed for the provision a question names by its heading or its matter."""
    row = match.statement
    listed = [d for d in base.duties.get((row.document, row.provision), []) if d.basis == "listed"]
    if not listed or re.search(r"由|提出|制发|组织|审核", query.text):
        return None
    heading = base.provisions[row.document][row.provision].heading
    units = [duty.unit for duty in listed]
    values = {"what": heading, "units": "、".join(units)}
    wanted = [name for name in query.words.split() if query.yes_no and len(name) >= 2]
    if query.units and query.yes_no:
        inside = [unit for unit in units if unit in query.units[0].printed]
        kind = "is_among" if inside else "not_among"
        told = tell(kind, unit=query.units[0].said, **values)
    elif wanted and any(wanted[-1] in unit for unit in units):
        full = next(unit for unit in units if wanted[-1] in unit)
        told = tell("is_among", unit=full, **values)
    else:
        told = tell("who", **values)
    return Found((told,), (Proof(row.document, listed[0].quote),))


def _stands_in(row: Statement, query: FactQuery, base: FactBase) -> Found:
    rows = base.provisions[row.document]
    provision = rows[row.provision]
    headings = []
    above = provision
    while above is not None:
        if above.heading and above.ordinal:
            headings.append(f"{above.ordinal}{above.heading}")
        above = rows.get(above.parent)  # type: ignore[assignment]
    told = tell("stands_in", paper=base.name(row.document), place="".join(
        f"“{heading}”" for heading in reversed(headings)))
    kept = Thread("statement", row.document, row.provision, "", query.words, query.columns)
    return Found((told,), (Proof(row.document, row.quote),), thread=kept)


def _combined(query: FactQuery, matches: Sequence[Match]) -> Found | None:
    """Return the sum or the difference of the two figures a question names."""
    figures = [m for m in matches if m.statement.figure is not None and m.fit >= 0.7]
    units: dict[str, list[Match]] = {}
    for match in figures:
        assert match.statement.figure
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
    return Found((told,), proofs, thread=kept)


def figure_values(row: Target | Threshold) -> dict[str, str]:
    """Return a figure as it is told: what is measured, where, how it compares and by when."""
    if isinstance(row, Threshold):
        scope = re.sub(r"\([^()]*\)", "", row.scope)
        return {
            "region": "",
            "indicator": f"{scope}{row.subject}" if scope not in row.subject else row.subject,
            "value": f"{row.value}{row.unit}",
            "comparison": row.comparison,
            "base_year": "",
            "year": "",
            "period": "",
        }
    return {
        "region": row.region,
        "indicator": row.indicator,
        "value": f"{row.value}{row.unit}",
        "comparison": row.comparison,
        "base_year": str(row.base_year or ""),
        "year": str(row.target_year or ""),
        "period": row.period,
    }


FIGURES = re.compile(FIGURE)
