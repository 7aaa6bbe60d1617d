"""Reads what a message says about wage arrears in a county, figure by figure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from policies_kb.text.bounds import AFTER, NUMBER, limited
from policies_kb.text.quantity import Quantity, exactly

#: So many characters of a message are read.
_READ = 500
_CLAUSE = re.compile(r"[;。!?\n]|,(?!\d{3}(?!\d))|(?<!\d),")
_COUNTED = r"(?:那边|这边|方面|总数|数|一共|总共|共有|共|有|为|是|:)*"


def _figure(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_PERCENT = (_figure(rf"{NUMBER}%{AFTER}"), _figure(rf"百分之{NUMBER}{AFTER}"))
_MONEY = _figure(rf"{NUMBER}(?P<unit>亿元|万元|万块|元|块|亿|万|million yuan|yuan)?{AFTER}")
#: 一起 is mostly no count: 咱们一起看看.
_CASES = _figure(
    rf"{NUMBER}(?:件|宗|例|(?<!一)起|起(?=欠薪|拖欠|案)|(?:arrears |wage )*cases?\b){AFTER}"
)
_OWING = _figure(
    rf"{NUMBER}(?:家|个|处|户)\s*(?:企业|公司|工地|在建项目|项目)?"
    r"(?:有|存在|发生|出现|被投诉)?过?(?:欠薪|拖欠)"
)
_PEOPLE = _figure(rf"{NUMBER}个?(?:人|名|people|workers){AFTER}")
_DAYS = _figure(
    rf"{NUMBER}(?P<unit>个?工作日|working days?|天|日|个?星期|周|个月|小时|days?|hours?){AFTER}"
)
_BASES = {
    "site": (
        _figure(
            rf"(?:在建\w{{0,6}}?(?:项目|工程|工地)|工地|在建|备案的?(?:项目|工程)?|项目总?数){_COUNTED}{NUMBER}(?:个|处|项)"
        ),
        _figure(rf"{NUMBER}(?:个|处|项)?\s*(?:在建|建筑工地|工地|construction (?:project|site))"),
    ),
    "firm": (
        _figure(rf"(?:企业|公司|工厂){_COUNTED}{NUMBER}(?:家|户|个)"),
        _figure(
            rf"{NUMBER}(?:家|户|个)?\s*(?:规上|工业|制造业?)?"
            r"(?:企业|公司|工厂|firms|companies|enterprises)"
        ),
    ),
}
#: One of each unit in 万元.
_IN_WAN = {
    **dict.fromkeys(("", "元", "块", "yuan"), Decimal("0.0001")),
    **dict.fromkeys(("万", "万元", "万块"), Decimal(1)),
    "million yuan": Decimal(100),
    **dict.fromkeys(("亿", "亿元"), Decimal(10_000)),
}
_IN_DAYS = {
    **dict.fromkeys(("天", "日", "day", "days"), Decimal(1)),
    **dict.fromkeys(("星期", "个星期", "周"), Decimal(7)),
    "个月": Decimal(30),
    **dict.fromkeys(("小时", "hour", "hours"), 1 / Decimal(24)),
}


@dataclass
class ToldFigures:
    """What a message says.

    Attributes:
        figures: What is known of each figure, by name; several when it is named several times.
        impossible: Words of figures that cannot be: negative, half a case, more than all.
        serious: Whether an incident had serious effects; ``None`` when nothing is said of it.
        days_of: Whose days are said: those in holidays, those of all cases, or it is not said.
    """

    figures: dict[str, list[Quantity]] = field(default_factory=dict)
    impossible: list[str] = field(default_factory=list)
    serious: bool | None = None
    days_of: Literal["", "all", "holidays"] = ""

    def add(self, figure: str, measure: Quantity) -> None:
        """Keep a figure, or its words when it cannot be."""
        if measure.low < 0 or (measure.high is not None and measure.high < 0):
            self.impossible.append(measure.words)
        else:
            self.figures.setdefault(figure, []).append(measure)

    def update(self, later: ToldFigures) -> None:
        """Take over what is told later; a rate and its cases do not both stay."""
        for name in _BASES:
            rate, counted = f"{name}_rate", (f"{name}_base", f"{name}_cases")
            if any(figure in later.figures for figure in counted):
                self.figures.pop(rate, None)
            if rate in later.figures:
                for figure in counted:
                    self.figures.pop(figure, None)
        self.figures.update(later.figures)
        self.impossible = later.impossible
        self.serious = self.serious if later.serious is None else later.serious
        self.days_of = later.days_of or self.days_of


class Reader:
    """Reads messages by the words of ``standard_check.yml``."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = {name: _figure(pattern) for name, pattern in words.items()}

    def read(self, *messages: str) -> ToldFigures:
        """Return what messages say, the oldest first; what a later one tells again counts."""
        told = ToldFigures()
        scope = ""
        for message in messages:
            # What is told of the largest case next is not of state firms, which are to have none.
            said, scope = self._told(message, "" if scope == "owned" else scope)
            told.update(said)
        for name in _BASES:
            _divide(told, name)
        return told

    def tells(self, message: str) -> bool:
        """Tell whether a message says any figure of the standard, and nothing of its writer."""
        said, _ = self._told(message, "")
        of_others = not (self._has("own", message) or self._has("asking", message))
        return of_others and bool(said.figures or said.impossible)

    def begins_anew(self, message: str) -> bool:
        """Tell whether a message is about another county than those before it."""
        return self._has("anew", message)

    def _told(self, message: str, scope: str) -> tuple[ToldFigures, str]:
        """Return what one message says after another, and what it spoke of at last."""
        text = unicodedata.normalize("NFKC", message)[:_READ]
        text = self._words["excluded"].sub("", text)
        said = ToldFigures()
        text = self._words["begins"].sub(";", text)
        for clause in filter(None, map(str.strip, _CLAUSE.split(text))):
            scope = self._scope(clause, scope)
            self._read(clause, scope, said)
        if self._has("not_serious", text):
            said.serious = False
        elif self._has("serious", text):
            said.serious = True
        return said, scope

    def _has(self, name: str, text: str) -> bool:
        return bool(self._words[name].search(text))

    def _scope(self, clause: str, before: str) -> str:
        """Return what a clause speaks of; without words for it, what the one before did."""
        named = next((name for name in ("owned", "site", "firm") if self._has(name, clause)), "")
        return named or ("" if self._has("everywhere", clause) else before)

    def _read(self, clause: str, scope: str, said: ToldFigures) -> None:
        if self._has("incident", clause):
            self._read_incident(clause, said)
        elif self._has("all_in_time", clause):
            said.add("unhandled", exactly(Decimal(0), clause))
        elif self._has("late", clause):
            for pattern in (_CASES, *_PERCENT):
                for _, measure in limited(pattern, clause):
                    said.add("unhandled", measure)
        elif not self._has("extreme", clause):
            self._read_rates(clause, scope, said)
            self._read_cases(clause, scope, said)
            self._read_money(clause, scope, said)
            self._read_days(clause, said)

    def _read_incident(self, clause: str, said: ToldFigures) -> None:
        people = list(limited(_PEOPLE, clause))
        if not people and self._has("no_incident", clause):
            said.add("incident_people", exactly(Decimal(0), clause))
        for match, measure in people:
            said.add("incident_people", self._denied(clause, match, measure) or measure)

    def _denied(self, clause: str, match: re.Match[str], measure: Quantity) -> Quantity | None:
        """Return what 没有10人以上的 tells: every one is below; ``None`` when nothing is denied."""
        if match["after"] != "以上" or not self._has("denied", clause[: match.start()]):
            return None
        return Quantity(Decimal(0), measure.low, words=clause, high_open=True)

    def _read_rates(self, clause: str, scope: str, said: ToldFigures) -> None:
        for pattern in _PERCENT:
            for _, rate in limited(pattern, clause):
                if self._has("in_time", clause) and rate.exact:
                    said.add("unhandled", exactly(100 - rate.low, rate.words))
                elif scope in _BASES and not self._has("other_rate", clause):
                    _add_rate(said, scope, rate)

    def _read_cases(self, clause: str, scope: str, said: ToldFigures) -> None:
        """Read numbers of cases, and of the projects or firms they are counted among."""
        largest = self._has("largest", clause)
        cases = [] if largest else [measure for _, measure in limited(_CASES, clause)]
        owing = [] if cases else [measure for _, measure in limited(_OWING, clause)]
        for measure in (*cases, *owing):
            if scope:
                _add_whole(said, f"{scope}_cases", measure)
        says_none = self._has("no_cases", clause) and not self._has("asking", clause)
        if says_none and not cases and not owing and not _names_money(clause):
            for name in (scope,) if scope else ("site", "firm", "owned"):
                said.add(f"{name}_cases", exactly(Decimal(0), clause))
        rest = _OWING.sub("", clause) if owing else clause
        for name, patterns in _BASES.items():
            for pattern in patterns:
                for _, measure in limited(pattern, rest):
                    _add_whole(said, f"{name}_base", measure)

    def _read_money(self, clause: str, scope: str, said: ToldFigures) -> None:
        if scope == "owned" or self._has("other_money", clause):
            return
        for match, measure in limited(_MONEY, clause):
            if not _is_money(match):
                continue
            amount = measure.times(_IN_WAN[(match["unit"] or "").lower()])
            below = self._denied(clause, match, amount)
            if below:
                amount = below
            elif amount.low >= 0 and not (scope and self._is_of_one_case(clause)):
                # One of several cases is no larger than all of them, or than the largest of all.
                amount = replace(amount, low=Decimal(0), low_open=False)
            for name in (scope,) if scope else _BASES:
                said.add(f"{name}_amount", amount)

    def _is_of_one_case(self, clause: str) -> bool:
        return self._has("largest", clause) or self._has("single", clause)

    def _read_days(self, clause: str, said: ToldFigures) -> None:
        holiday = self._has("holiday", clause)
        if self._has("fastest", clause) or not (holiday or self._has("handling", clause)):
            return
        for match, measure in limited(_DAYS, clause):
            unit = match["unit"].lower()
            # Rest days come on top of working days, and the slowest case on top of the average.
            lower_bound = unit not in _IN_DAYS or self._has("average", clause)
            days = measure.times(_IN_DAYS.get(unit, Decimal(1)))
            said.add("holiday_days", replace(days, high=None) if lower_bound else days)
            if holiday:
                said.days_of = "holidays"
            elif not said.days_of and self._has("all_cases", clause):
                said.days_of = "all"


def _is_money(match: re.Match[str]) -> bool:
    return bool(match["unit"]) or match["number"][-1] in "万亿wW"


def _names_money(clause: str) -> bool:
    return any(_is_money(match) for match, _ in limited(_MONEY, clause))


def _add_whole(said: ToldFigures, figure: str, measure: Quantity) -> None:
    if measure.whole:
        said.add(figure, measure)
    else:
        said.impossible.append(measure.words)


def _add_rate(said: ToldFigures, scope: str, rate: Quantity) -> None:
    if rate.low > 100:
        said.impossible.append(rate.words)
    else:
        said.add(f"{scope}_rate", rate)


def _divide(said: ToldFigures, scope: str) -> None:
    """Make the rate of a scope's cases of the projects or firms they are counted among."""
    usable = [b for b in said.figures.pop(f"{scope}_base", []) if b.exact and b.low > 0]
    for cases in said.figures.pop(f"{scope}_cases", []):
        if cases.high == 0:
            _add_rate(said, scope, cases)
        elif not usable or not cases.exact:
            # Of the rate it is known only that there is one.
            _add_rate(said, scope, Quantity(Decimal(0), None, words=cases.words, low_open=True))
        else:
            for rate in (_share(cases, base) for base in usable):
                if not _is_given(rate, said.figures.get(f"{scope}_rate", ())):
                    _add_rate(said, scope, rate)


def _share(cases: Quantity, base: Quantity) -> Quantity:
    percent = cases.low * 100 / base.low
    shown = round(percent, 2).normalize()
    sign = "=" if shown == percent else "≈"
    return exactly(percent, f"{cases.low:f}÷{base.low:f}{sign}{shown:f}%")


def _is_given(rate: Quantity, said: Iterable[Quantity]) -> bool:
    """Tell whether a rate was said too, rounded as people round."""
    return any(other.exact and round(rate.low, _decimals(other.low)) == other.low for other in said)


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
