"""Questions about places: their figures, compared and the other way round."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from policies_kb.facts.fact_rows import Target
from policies_kb.questions.base import FactBase
from policies_kb.questions.extracts import figure_clause
from policies_kb.questions.figures import figure_values, told_two
from policies_kb.questions.found import FactAnswer, FactSentence, Proof, Thread, tell
from policies_kb.questions.matching import pairs
from policies_kb.questions.province import (
    asks_cities,
    asks_province,
    holds_everywhere,
    names_province,
)
from policies_kb.questions.query import Claim, FactQuery, Named
from policies_kb.questions.verdicts import CLAIMED, same_unit

_OVER = re.compile(r"超过|高于|大于|多于|以上|above|morethan")
_UNDER = re.compile(r"不到|低于|小于|少于|不足|以下|below|lessthan")
_SAME = re.compile(r"一样|相同|同样|也是")
#: So much of a city's indicator that of the province has to be called.
_ALIKE = 0.5
#: Who has a figure asks for places, as long as a figure or the highest is what chooses them.
_WHO = re.compile("谁|哪里|哪些?(?:地方|地区|家)|哪[几些]个?[?？。]?$")


def ask_place(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return what the rows of places say, ``None`` where no place's row is asked for."""
    # 降23%的有谁 asks for places, 谁负责 for a unit.
    other = ("place", "basis", "issuer", "date", "recipient")
    asks_unit = query.asks("who") and not (_chooses(query) and _asks_places(query))
    rows = [] if asks_unit or query.asks(*other) else _rows(query, thread, base)
    if not rows:
        return None
    if query.outside and not query.places:
        return _outside(query, rows, base)
    if _beyond(query, rows):
        return _other_year(query, rows, base)
    if asks_province(query):
        whole = _of_province(rows[0], base)
        return _figures(whole, query, thread) if whole else _reverse(query, rows)
    # 哪个市降得最多 asks of all, whatever two were just compared.
    of_all = query.superlative and not query.places and asks_cities(query)
    chosen = [] if of_all else _of_places(query.places, thread, query, rows, base)
    if query.asks("diff", "more", "compare") and len(chosen) == 2:
        return _of_two(chosen, query)
    if len(chosen) == 1 and query.yes_no and query.claims:
        return _confirmed(chosen[0], query)
    if chosen:
        return _figures(chosen, query, thread)
    if query.places:
        return _of_parents(query, rows, base)
    if thread.kind == "place" and query.asks("list") and not (query.words or query.superlative):
        # 是哪几个: those just counted.
        rows = [row for row in rows if row.region in thread.names]
    return _reverse(query, rows)


def _chooses(query: FactQuery) -> bool:
    return bool(query.claims or query.superlative) and not re.search("负责|牵头|责任", query.text)


def _asks_places(query: FactQuery) -> bool:
    return bool(asks_cities(query) or (_chooses(query) and _WHO.search(query.text)))


def _of_parents(query: FactQuery, rows: Sequence[Target], base: FactBase) -> FactAnswer | None:
    """Return the figures of the cities the counties named belong to, saying that they are those."""
    parents = {row.name: row.parent for row in base.kb.divisions() if row.zhejiang and row.parent}
    above = {place.name: parents[place.name] for place in query.places if place.name in parents}
    cities = [base.kb.place_names(city) for city in dict.fromkeys(above.values())]
    found = [row for names in cities for row in rows if row.region in names]
    if not found:
        return None
    told = [tell("only_city", county=county, city=city) for county, city in above.items()]
    figures = [FactSentence("figure", figure_values(row)) for row in found]
    return FactAnswer((*told, *figures), _proofs(found), thread=_thread(found, query))


def _rows(query: FactQuery, thread: Thread, base: FactBase) -> list[Target]:
    """Return the figures of places the question's indicator, or that of the thread, belongs to."""
    targets = [
        row
        for row in base.targets
        if not holds_everywhere(row)
        and row.region not in ("全市", "全县", "全国")
        and not row.region.startswith("各")
        and (row.document == query.document if query.document else row.document in base.general)
    ]
    if not targets:
        return []
    if thread.kind == "place":
        mine = [row for row in targets if row.indicator == thread.key]
        if mine and (len(set(pairs(query.words))) <= 6 or query.places):
            return mine
    asked = set(pairs(f"{query.words} {query.printed}"))
    best: dict[str, int] = {}
    for row in targets:
        best[row.indicator] = len(asked.intersection(base.pairs_of(row.indicator)))
    indicator = max(best, key=best.__getitem__)
    figures = {str(claim.value) for claim in query.claims}
    stated = any(row.value in figures for row in targets if row.indicator == indicator)
    asks = bool(query.columns) or query.yes_no or bool(query.document)
    # 宁波一家厂排放废水 shares a word with an indicator and asks for none of its figures.
    named = asks and best[indicator] >= (2 if query.strict else 1)
    named = named or (not query.strict and set(pairs(indicator)) <= asked)
    if named and (query.places or query.outside or _asks_places(query)):
        return [row for row in targets if row.indicator == indicator]
    if asks_province(query) and set(pairs(indicator)) <= asked:
        return [row for row in targets if row.indicator == indicator]
    meant = {row.indicator for row in targets if row.document in query.likely}
    figure = query.asks("howmuch", "more", "diff", "compare") or query.claims
    if query.places and figure and meant == {indicator} and _knows_words(query, targets, base):
        return [row for row in targets if row.indicator == indicator]
    if _chooses(query) and meant == {indicator} and _asks_places(query):
        return [row for row in targets if row.indicator == indicator]
    if stated and asks_cities(query):
        return [row for row in targets if row.indicator == indicator]
    compared = _OVER.search(query.text) or _UNDER.search(query.text)
    if compared and query.claims and asks_cities(query):
        unit = query.claims[0].unit
        alike = {row.indicator for row in targets if row.unit == unit}
        return [row for row in targets if row.indicator in alike] if len(alike) == 1 else []
    return []


def _knows_words(query: FactQuery, targets: Sequence[Target], base: FactBase) -> bool:
    """Tell whether the likely papers hold a word of a question, if it has any: 慈溪加装电梯补多少
    asks for no city's figure of theirs."""
    named = {name for place in query.places for name in (place.text, *place.printed)}
    words = [word for word in base.matcher.cut(query.words) if len(word) > 1 and word not in named]
    papers = {row.document for row in targets} & query.likely
    held = (
        base.matcher.known_in(pair, paper)
        for paper in papers
        for word in words
        for pair in pairs(word)
    )
    return not words or any(held)


def _of_places(
    places: Iterable[Named],
    thread: Thread,
    query: FactQuery,
    rows: Sequence[Target],
    base: FactBase,
) -> list[Target]:
    names: list[Collection[str]] = [place.printed for place in places]
    both = query.asks("diff", "more") or re.search(r"这两|两个|它们|这几", query.text)
    if len(names) < 2 and thread.kind == "place" and both:
        # 比温州高还是低: what is compared was spoken of before.
        spoken = [base.kb.place_names(name) for name in thread.names]
        others = [one for one in spoken if not any(set(one) & set(name) for name in names)]
        names = [*others[len(names) - 2 :], *names]
    bare = query.yes_no and query.claims and not CLAIMED.sub("", query.words).strip()
    if not names and thread.kind == "place" and bare:
        names = [base.kb.place_names(name) for name in thread.names[-1:]]
    chosen = [row for wanted in names for row in rows if row.region in wanted]
    compared = len(chosen) == 1 and query.asks("diff", "more", "compare")
    if compared and names_province(query) and not asks_cities(query):
        chosen += _of_province(chosen[0], base)
    return chosen


def _of_province(row: Target, base: FactBase) -> list[Target]:
    """Return the figure the paper of a city's figure sets for the whole province."""
    own = set(base.pairs_of(row.indicator))
    alike = [
        one
        for one in base.targets
        if one.document == row.document
        and holds_everywhere(one)
        and (one.unit, one.comparison) == (row.unit, row.comparison)
        and _likeness(one.indicator, own, base) >= _ALIKE
    ]
    best = max(alike, key=lambda one: _likeness(one.indicator, own, base), default=None)
    return [replace(best, region="全省")] if best else []


def _likeness(indicator: str, own: Collection[str], base: FactBase) -> float:
    held = base.pairs_of(indicator)
    return len(set(held) & set(own)) / len(held)


def _thread(rows: Sequence[Target], query: FactQuery, before: Thread | None = None) -> Thread:
    spoken = before.names if before and before.kind == "place" else ()
    new = tuple(dict.fromkeys(row.region for row in rows))
    names = (*(name for name in spoken if name not in new), *new)
    first = rows[0]
    return Thread(
        "place", first.document, first.provision, first.indicator, query.words, query.columns, names
    )


def _proofs(rows: Sequence[Target]) -> tuple[Proof, ...]:
    return tuple(dict.fromkeys(Proof(row.document, figure_clause(row)) for row in rows))


def _figures(rows: Sequence[Target], query: FactQuery, before: Thread) -> FactAnswer:
    told = tuple(FactSentence("figure", figure_values(row)) for row in rows)
    if len(rows) > 1 and _SAME.search(query.text):
        same = len({(row.amount, row.unit) for row in rows}) == 1
        told = (tell("same" if same else "not_same"), *told)
    return FactAnswer(told, _proofs(rows), thread=_thread(rows, query, before))


def _of_two(rows: Sequence[Target], query: FactQuery) -> FactAnswer:
    one, other = rows
    names = (one.region, other.region)
    told = told_two(one, other, names, query, one.indicator)
    kept = Thread("place", one.document, one.provision, one.indicator, names=names)
    return FactAnswer((told,), _proofs(rows), thread=kept)


def _confirmed(row: Target, query: FactQuery) -> FactAnswer:
    claim = next((c for c in query.claims if same_unit(c.unit, row.unit)), query.claims[0])
    if _OVER.search(query.text) or _UNDER.search(query.text):
        kind = "is_so" if _fits(row.amount, claim.value, query.text) else "is_not_so"
    else:
        kind = "right_figure" if claim.value == row.amount else "wrong_figure"
    claimed = f"{claim.value.normalize():f}{claim.unit}"
    told = FactSentence(kind, {**figure_values(row), "claim": claimed})
    return FactAnswer((told,), _proofs([row]), thread=_thread([row], query))


def _reverse(query: FactQuery, rows: Sequence[Target]) -> FactAnswer | None:
    """Return the places of a value, of more or less than it, or of the highest or lowest."""
    kept: list[Target] = []
    if query.superlative:
        amounts = [row.amount for row in rows]
        edge = max(amounts) if query.superlative == "max" else min(amounts)
        kept = [row for row in rows if row.amount == edge]
    elif query.claims:
        claim = next((c for c in query.claims if same_unit(c.unit, rows[0].unit)), None)
        if claim is None:
            return None
        kept = [row for row in rows if _fits(row.amount, claim.value, query.text)]
        if not kept:
            return _none(rows, claim, query)
    elif query.asks("list", "howmuch", "count"):
        return _grouped(rows, query)
    if not kept:
        return None
    names = "、".join(row.region for row in kept)
    values = figure_values(kept[0])
    shown = "、".join(dict.fromkeys(f"{row.value}{row.unit}" for row in kept))
    told = FactSentence(
        "places_of_value", {**values, "value": shown, "places": names, "count": str(len(kept))}
    )
    return FactAnswer((told,), _proofs(kept), thread=_thread(kept, query))


def _none(rows: Sequence[Target], claim: Claim, query: FactQuery) -> FactAnswer:
    """Return that no place has a value, with those whose value comes nearest."""
    near = min(abs(row.amount - claim.value) for row in rows)
    kept = [row for row in rows if abs(row.amount - claim.value) == near]
    over, under = _OVER.search(query.text), _UNDER.search(query.text)
    kind = "no_place_above" if over else "no_place_below" if under else "no_place_of_value"
    claimed = f"{claim.value.normalize():f}{claim.unit}"
    told = [tell(kind, indicator=rows[0].indicator, claim=claimed)]
    for value in dict.fromkeys(f"{row.value}{row.unit}" for row in kept):
        names = "、".join(row.region for row in kept if f"{row.value}{row.unit}" == value)
        told.append(tell("nearest_places", value=value, places=names))
    return FactAnswer(tuple(told), _proofs(kept), thread=_thread(kept, query))


def _fits(amount: Decimal, value: Decimal, text: str) -> bool:
    if _OVER.search(text):
        return amount >= value if "以上" in text else amount > value
    if _UNDER.search(text):
        return amount <= value if "以下" in text else amount < value
    return amount == value


def _grouped(rows: Sequence[Target], query: FactQuery) -> FactAnswer:
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(f"{row.value}{row.unit}", []).append(row.region)
    listed = ";".join(f"{'、'.join(names)}{value}" for value, names in groups.items())
    values = {**figure_values(rows[0]), "places": listed, "count": str(len(rows))}
    counted = query.asks("count") and not query.asks("list")
    told = FactSentence("places_counted" if counted else "all_places", values)
    return FactAnswer((told,), _proofs(rows), thread=_thread(rows, query))


def _outside(query: FactQuery, rows: Sequence[Target], base: FactBase) -> FactAnswer:
    place = query.outside[0].text
    told = tell(
        "not_of_here", place=place, indicator=rows[0].indicator, paper=base.name(rows[0].document)
    )
    return FactAnswer((told,), absent=True, thread=_thread(rows, query))


def _beyond(query: FactQuery, rows: Sequence[Target]) -> bool:
    last = max((row.target_year or 0) for row in rows)
    return bool(last) and any(year > last for year in query.years)


def _other_year(query: FactQuery, rows: Sequence[Target], base: FactBase) -> FactAnswer:
    last = max((row.target_year or 0) for row in rows)
    told = tell(
        "no_such_year",
        year=str(max(query.years)),
        indicator=rows[0].indicator,
        paper=base.name(rows[0].document),
        last=str(last),
    )
    return FactAnswer((told,), _proofs(rows)[:1], absent=True, thread=_thread(rows, query))
