"""Finds which field of a case a message takes back, and what it says instead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from actions.guides.common import COMMON
from actions.guides.corrections import instead
from actions.guides.estimates import ends
from actions.guides.field_reader import FieldReader
from actions.guides.figures import LEAST_NO_CROWD, only_figure
from actions.guides.model import UNKNOWN, CaseFacts
from actions.question import Question, only_of
from policies_kb.text.months import moments
from policies_kb.text.spans import spans

_MONTHS = ("month", "months")
_TIMES = (*_MONTHS, "date")
#: What a figure without a measure word may be.
_FIGURES = ("money", "count")
#: 是16号: a day of the month that was told.
_DAY = re.compile(
    r"[\s,，是]*(?P<day>3[01]|[12]\d|[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[号日][\s。.!！]*"
)
_MARKS = " ,，。.!！、的了"


@dataclass(frozen=True)
class Change:
    """What a message takes back.

    Attributes:
        field: The filled field it changes, ``None`` where it changes none.
        said: The part of the message that tells the value.
        denied: What is said not to hold, in its words.
    """

    field: str | None
    said: Question
    denied: str = ""


def change_of(
    form: FieldReader, facts: CaseFacts, pending: str | None, question: Question
) -> Change:
    """Return the filled field a message takes back, and the part that tells it anew.

    It is the one that is named, the one that was told what is denied, the one whose words stand
    beside the new value, or the one told last that such a value fits.
    """
    swap = instead(question.text)
    old = _in_month_told(form, facts, only_of(question, swap.old)) if swap else question
    if swap and not _is_value(form, facts, pending, old):
        swap = None
    *_, last = [None, *COMMON.patterns["change"].finditer(question.text)]
    if not (swap or last):
        return Change(None, question)
    # What stands before the word of change names the old value: 合同说错了,只有聊天.
    tail = only_of(question, swap.new if swap else question.text[last.end() if last else 0 :])
    tail = _in_month_told(form, facts, tail)
    denied = swap.old if swap else ""
    entries = form.script.entries.items()
    named = (name for name, entry in entries if entry.patterns.called.search(question.text))
    name = next((name for name in named if name in facts), None) if last else None
    if name:
        return Change(name, tail, denied)
    latest = [n for n in reversed(facts) if n in form.fields and facts[n] != UNKNOWN]
    if swap:
        exact = (n for n in latest if form.reads(n, old) == facts[n])
        name = next(exact, None) or next((n for n in latest if _ends_in(form, n, facts, old)), None)
        return Change(name or _meant(form, facts, latest, pending, tail), tail, denied)
    whole = tail if tail.text.strip(_MARKS) else question
    name = _meant(form, facts, latest, pending, whole)
    return Change(name, whole if name else question)


def _in_month_told(form: FieldReader, facts: CaseFacts, said: Question) -> Question:
    """Return what is told with the month of the day told before, where it names only a day."""
    day = _DAY.fullmatch(said.text)
    dates = [facts[n] for n, field in form.fields.items() if field.kind == "date" and n in facts]
    if day is None or not dates or not re.fullmatch(r"\d{4}-\d\d-\d\d", dates[0]):
        return said
    year, month, _ = dates[0].split("-")
    return only_of(said, f"{year}年{int(month)}月{day['day']}日")


def _ends_in(form: FieldReader, name: str, facts: CaseFacts, old: Question) -> bool:
    """Tell whether what is denied names the month, of any year, in which a told time ends."""
    value = form.reads(name, old)
    if form.fields[name].kind not in _MONTHS or not isinstance(value, str):
        return False
    return any(len(end) == len(value) and end[4:] == value[4:] for end in ends(facts[name]))


def _meant(
    form: FieldReader, facts: CaseFacts, latest: list[str], pending: str | None, question: Question
) -> str | None:
    """Return the filled field that a value told instead of another belongs to."""
    asked = pending if pending and pending not in facts else None
    if asked and form.reads(asked, question, asked=False) is not None:
        return None
    own = (n for n in latest if form.reads(n, question, asked=False) is not None)
    fits = [n for n in latest if _fits(form, n, facts[n], question)]
    return next(own, None) or _nearest(form, fits, facts, question)


def _nearest(
    form: FieldReader, names: list[str], facts: CaseFacts, question: Question
) -> str | None:
    """Return the field told last; of figures without a measure word the one nearest to it.

    不对,是25000 changes a sum of 20000, not a number of 3 people, whichever was told last.
    """
    figures = [n for n in names if form.fields[n].kind in _FIGURES]
    bare = only_figure(question.text) if figures else None
    if bare is None:
        return next(iter(names), None)
    told = {name: float(ends(facts[name])[0]) for name in figures}
    likely = [n for n in figures if form.fields[n].kind == "money" or bare < LEAST_NO_CROWD]
    return min(likely, key=lambda n: max(bare / told[n], told[n] / bare), default=None)


def _fits(form: FieldReader, name: str, told: Any, question: Question) -> bool:
    """Tell whether a message has a value of the kind that a field was told."""
    entry = form.script.entries[name]
    other = form.reads(name, question)
    if entry.field.kind == "text" or other is None:
        return False
    timed = any(moments(question.text, question.today)) or any(spans(question.text))
    # 还在干 is an answer of a field that also takes a month; 是8月 does not stand for it.
    answers = entry.words.choices
    same = _is_answer(answers, told) == _is_answer(answers, other)
    return same and timed == (entry.field.kind in _TIMES or _is_answer(answers, other))


def _is_answer(answers: Iterable[str], value: Any) -> bool:
    """Tell whether a value is one of the answers a field offers, no figure and no time."""
    return isinstance(value, str) and value in answers


def _is_value(form: FieldReader, facts: CaseFacts, pending: str | None, said: Question) -> bool:
    """Tell whether a field that is filled or asked for can be told these words."""
    names = {*facts, *((pending,) if pending else ())} & {*form.fields}
    kinds = {name: form.fields[name].kind for name in names}
    return any(kinds[name] != "text" and form.reads(name, said) is not None for name in names)
