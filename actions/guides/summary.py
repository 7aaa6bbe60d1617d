"""Says back what somebody told, one line a field."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.answer import Phrase, Row, curated
from actions.dates import said, said_month
from actions.guides.model import UNKNOWN, Facts, Field, Guide
from actions.guides.script import worded

_LINE = curated("{label}:{value}", "{label}: {value}")
_UNITS = {
    "money": curated("{value}元", "{value} yuan"),
    "count": curated("{value}人", "{value}"),
}


def summary(guide: Guide, facts: Facts) -> tuple[Row, ...]:
    """Return what is known, in the order of the questions; what was skipped is left out."""
    return tuple(
        Row(line(field, facts[name]))
        for name, field in guide.fields.items()
        if facts.get(name, UNKNOWN) != UNKNOWN
    )


def line(field: Field, value: Any) -> Phrase:
    """Return one field with its value, e.g. ``地方:义乌市``."""
    return worded(_LINE, label=field.label, value=said_value(field, value))


def said_value(field: Field, value: Any) -> Phrase:
    """Return the value of a field in words."""
    for choice in field.choices:
        if str(value) == choice.value:
            return choice.label
    if field.kind in _UNITS:
        return worded(_UNITS[field.kind], value=value)
    if field.kind == "month":
        year, month = (int(part) for part in value.split("-"))
        return curated(**said_month(year, month))
    if field.kind == "date":
        return curated(**said(date.fromisoformat(value)))
    return curated(str(value), str(value))
