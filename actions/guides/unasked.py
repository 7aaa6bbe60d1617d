"""Finds the field that a few words tell though another one was asked for: 25000, 六七个, 人数3."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from actions.answer import worded
from actions.guides.common import COMMON
from actions.guides.corrections import instead
from actions.guides.field_reader import FieldReader
from actions.guides.figures import LEAST_NO_CROWD
from actions.guides.model import UNKNOWN, CaseFacts, FieldKind, Filled
from actions.guides.reading import Impossible, Unsettled
from actions.guides.summary import value_text
from actions.question import Question, only_of
from policies_kb.text.notation import fold
from policies_kb.text.numeral_scan import numerals
from policies_kb.text.quantity import Quantity
from policies_kb.text.spans import spans

_BEFORE = re.compile(
    r"(?:不对|错了|不是|那|我们?|阿拉|俺们?|咱们?|连我|其实|应该|改[成为]|欠|大概|大约|差不多|一共|总共|共|有|就|才|只|是|为|[\s,，。:：=])*"
)
#: 三月, 去年10月份: nothing but a month.
_MONTH = re.compile(
    r"[\s就是从大概,，]*(?:[今去前]年|(?:20)?\d\d年)?的?(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?"
    r"[\s。.!！吧]*"
)
_COUNTED = re.compile(r"\s*[个位名号口人]+")
_BEHIND = re.compile(r"\s*(?:左右|上下|多|吧|了|啊|呢|的样子|[\s。.!！~])*")
#: A bare figure from this on is money: so many people are said with a word for them.
_LEAST_SUM = 100
#: 2026, where a month is asked for, is a year, and 202603 one with its month.
_YEARS = (1950, 2100)
_TIMES = ("month", "months", "date")


@dataclass(frozen=True)
class _Figure:
    """The one figure that a message holds.

    Attributes:
        value: It, or its lower end.
        counted: Whether a measure word of people stands behind it.
        question: The message without what names the field.
    """

    value: int
    counted: bool
    question: Question


def unasked(
    form: FieldReader, facts: CaseFacts, asked: str | None, question: Question
) -> Filled | None:
    """Return what a message tells of a field that was not asked for, ``None`` for nothing.

    A field that is named gets its figure. Else the figure goes where it can only belong; where
    it may belong to two fields, both are named. What is told already is said to be known.
    """
    for name, entry in form.script.entries.items():
        named = entry.patterns.called.search(question.text)
        figure = _figure(question, named.span()) if named else None
        if figure and name != asked and entry.field.kind in ("money", "count"):
            return _with(form, facts, name, figure.question, replaces=True) or _known(
                form, facts, asked, question
            )
    if asked is None:
        return None
    swap = instead(question.text)
    alone = only_of(question, swap.new) if swap else question
    figure = _figure(alone, (0, 0))
    given = _by_its_size(form, facts, asked, figure) if figure else None
    return given or _month(form, facts, alone) or _known(form, facts, asked, question)


def _month(form: FieldReader, facts: CaseFacts, question: Question) -> Filled | None:
    """Return what a month alone fills: the one open field it may be of, else both are named."""
    if not _MONTH.fullmatch(question.text):
        return None
    names = [
        name
        for name, field in form.fields.items()
        if field.kind in ("months", "month") and facts.get(name, UNKNOWN) == UNKNOWN
    ]
    values = [form.reads(name, question) for name in names]
    if not names or None in values:
        return None
    if len(names) == 1:
        return _with(form, facts, names[0], question)
    both = Unsettled((values[0], values[1]), "which_field", names[1])
    return Filled(dict(facts), None, (), (names[0], both))


def kind_alone(question: Question) -> FieldKind | None:
    """Return what a few words tell that say nothing else: 25000, 四个, 三个多月, 三月."""
    text = fold(question.text)
    figure = _figure(question, (0, 0))
    if figure and figure.counted:
        return "count"
    if figure and figure.value >= _LEAST_SUM and not _YEARS[0] <= figure.value <= _YEARS[1]:
        return "money"
    found = list(spans(text))
    alone = len(found) == 1 and (
        _BEFORE.fullmatch(text, 0, found[0].start) and _BEHIND.fullmatch(text, found[0].end)
    )
    return "months" if alone or _MONTH.fullmatch(text) else None


def _figure(question: Question, named: tuple[int, int]) -> _Figure | None:
    """Return the figure of a message that says nothing else but what names it."""
    start, end = named
    text = fold(question.text[:start] + question.text[end:])
    found = list(numerals(text))
    only = found[0] if len(found) == 1 else None
    if not isinstance(only, Quantity) or only.negative:
        return None
    counted = _COUNTED.match(text, only.end)
    behind = counted.end() if counted else only.end
    around = _BEFORE.fullmatch(text, 0, only.start) and _BEHIND.fullmatch(text, behind)
    if not around or only.low != only.low.to_integral_value():
        return None
    return _Figure(int(only.low), counted is not None, only_of(question, text[only.start :]))


def _by_its_size(form: FieldReader, facts: CaseFacts, asked: str, figure: _Figure) -> Filled | None:
    """Return what a figure alone fills, by how large it is and what stands behind it."""
    kinds = {form.fields[name].kind: name for name in form.fields}
    money, count = kinds.get("money", ""), kinds.get("count", "")
    timed = form.fields[asked].kind in _TIMES
    if not money or not count or (timed and _is_year(figure.value)):
        return None
    if not figure.counted and figure.value >= (LEAST_NO_CROWD if asked == count else _LEAST_SUM):
        return _with(form, facts, money, figure.question)
    if facts.get(count, UNKNOWN) != UNKNOWN and not figure.counted:
        return _with(form, facts, money, figure.question)
    if figure.counted:
        return _people_or_months(form, facts, asked, count, figure, timed)
    if asked in (money, count) or facts.get(money, UNKNOWN) != UNKNOWN:
        return _with(form, facts, count, figure.question) if asked != count else None
    # 5 of a sum is 5万: nobody is owed 5 yuan.
    both = Unsettled((figure.value, figure.value * 10_000), "which_field", money)
    return Filled(dict(facts), None, (), (count, both))


def _is_year(figure: int) -> bool:
    """Tell whether a figure is a year, or a year and a month without a mark between: 202603."""
    year, month = divmod(figure, 100) if figure > _YEARS[1] else (figure, 1)
    return _YEARS[0] <= year <= _YEARS[1] and 1 <= month <= 12


def _people_or_months(
    form: FieldReader, facts: CaseFacts, asked: str, count: str, figure: _Figure, timed: bool
) -> Filled | None:
    """Return what 六七个 fills: people, or months where those are asked for too."""
    months = only_of(figure.question, f"{figure.question.text}月前")
    length = form.reads(asked, months) if timed else None
    people = form.reads(count, figure.question)
    if length is None or people is None:
        return _with(form, facts, count, figure.question)
    both = Unsettled((length, people), "which_field", count)
    return Filled(dict(facts), None, (), (asked, both))


def _with(
    form: FieldReader, facts: CaseFacts, name: str, question: Question, replaces: bool = False
) -> Filled | None:
    """Return the facts with what a message tells of a field, asked about where it told another."""
    told = facts.get(name, UNKNOWN)
    try:
        value = form.value_of(name, question)
    except Impossible as error:
        return Filled(dict(facts), COMMON.texts[error.problem], ())
    except Unsettled as unsettled:
        return Filled(dict(facts), None, (), (name, unsettled))
    if value is None or value == told:
        return None
    if told != UNKNOWN and not replaces:
        return Filled(dict(facts), None, (), (name, Unsettled((told, value), "which_of_two")))
    return Filled({**{k: v for k, v in facts.items() if k != name}, name: value}, None, (name,))


def _known(
    form: FieldReader, facts: CaseFacts, asked: str | None, question: Question
) -> Filled | None:
    """Return that what a message tells was told already, ``None`` where it tells something else."""
    for name, told in facts.items():
        if name in form.fields and name != asked and form.fields[name].kind != "text":
            value: Any = form.reads(name, question, asked=False)
            if value is not None and value == told:
                field = form.fields[name]
                known = worded(
                    COMMON.texts["known"], label=field.label, value=value_text(field, told)
                )
                return Filled(dict(facts), known, ())
    return None
