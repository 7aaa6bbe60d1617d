"""Says back what somebody told, one line a field."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from actions.answer import Phrase, Row, curated, worded
from actions.dates import localized_date, localized_month
from actions.guides.common import COMMON
from actions.guides.estimates import ends, is_estimate
from actions.guides.model import UNKNOWN, CaseFacts, Field, FieldKind, Guide
from actions.guides.script import join_phrases
from actions.guides.stretches import is_stretches, stretches

_LINE = curated("{label}:{value}", "{label}: {value}")
_UNITS = {
    **dict.fromkeys(("money", "monthly", "daily", "paid"), curated("{value}元", "{value} yuan")),
    "count": curated("{value}人", "{value}"),
    "days": curated("{value}天", "{value} days"),
}


def summary(guide: Guide, facts: CaseFacts) -> tuple[Row, ...]:
    """Return what is known, in the order of the questions; what was skipped is left out."""
    return tuple(
        Row(line(field, facts[name]))
        for name, field in guide.fields.items()
        if facts.get(name, UNKNOWN) != UNKNOWN
    )


def line(field: Field, value: Any) -> Phrase:
    """Return one field with its value, e.g. ``地方:义乌市``."""
    return worded(_LINE, label=field.label, value=value_text(field, value))


def value_text(field: Field, value: Any) -> Phrase:
    """Return the value of a field in words."""
    for choice in field.choices:
        if str(value) == choice.value:
            return choice.label
    if is_stretches(value):
        return stretches_text(value)
    told = ends_text(field.kind, value) if is_estimate(value) else _said(field.kind, value)
    return worded(_UNITS[field.kind], value=told) if field.kind in _UNITS else told


def ends_text(kind: FieldKind, value: Any) -> Phrase:
    """Return an estimate with both its ends, ``约15,000至16,000``, or once where they are one."""
    low, high = (_said(kind, end, grouped=True) for end in ends(value))
    if low == high:
        return worded(COMMON.texts["about"], value=low)
    return worded(COMMON.texts["about_between"], low=low, high=high)


def stretches_text(value: Any) -> Phrase:
    """Return months with both ends of each stretch: ``2025年11月到2026年2月、2026年5月``."""
    every = [_said_stretch(first, last) for first, last in stretches(value)]
    told = join_phrases(every, "、", ", ")
    return worded(COMMON.texts["about"], value=told) if is_estimate(value) else told


def _said_stretch(first: str, last: str) -> Phrase:
    ends_said = [_said("month", end) for end in (first, last)]
    if first == last:
        return ends_said[0]
    return worded(COMMON.texts["from_to"], first=ends_said[0], last=ends_said[1])


def _said(kind: FieldKind, value: Any, grouped: bool = False) -> Phrase:
    if kind in ("month", "months"):
        year, month = (int(part) for part in value.split("-"))
        return curated(**localized_month(year, month))
    if kind == "date":
        return curated(**localized_date(date.fromisoformat(value)))
    text = f"{Decimal(value):,f}" if grouped else str(value)
    return curated(text, text)
