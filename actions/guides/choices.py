"""Reads which of the offered answers a message means, and the place it names."""

from __future__ import annotations

import re

from actions.guides.common import COMMON
from actions.guides.reading import FieldMessage, Unsettled
from actions.guides.script import Entry

#: 第2个, 3号. A figure alone is an amount or a number of people: no channel numbers the choices.
_ORDINAL = re.compile(
    r"第\s*([1-9]|[一二三四五六七八九])\s*(?:个|项|种|号)?"
    r"|([1-9]|[一二三四五六七八九])\s*(?:项|种|号)"
)
_DIGITS = "一二三四五六七八九"
#: What is elsewhere than the work: an agent, a head office, where somebody is sent.
_OF_ANOTHER = re.compile(r"(?:中介|总部|总公司|注册地?|合同|社保|[让叫]我们?去)[^,，。;；\s]{0,3}$")
_HOME = ("人", "老家", "籍")


def read_choice(entry: Entry, message: FieldMessage) -> str | None:
    """Return the value of the choice a message means.

    Raises:
        Unsettled: It may be one of two.
    """
    if message.asked:
        picked = _picked(entry, message.text.strip())
        if picked:
            return picked
    text = COMMON.patterns["supposed"].sub(" ", message.text)
    text = entry.patterns.dropped.sub(" ", text)
    choices = entry.patterns.choices
    always = any(patterns.always.search(text) for patterns in choices.values())
    if message.asked and not always:
        for one in entry.patterns.either:
            if one.words.search(message.text):
                raise Unsettled(one.of, "which_choice")
    for value, patterns in choices.items():
        if patterns.always.search(text) or (message.asked and patterns.asked.search(text)):
            return value
    return None


def read_place(message: FieldMessage) -> str | None:
    """Return the place a case plays in: the last one named that is not somebody's home."""
    if len(message.places) < 2:
        return next((n for n in message.places if not _is_another(n, message.text)), None)
    away = [name for name in message.places if not _is_home(name, message.text)]
    return (away or list(message.places))[-1]


def _is_another(name: str, text: str) -> bool:
    """Tell whether a place is one of somebody else: 中介在福建, 让我去深圳仲裁."""
    at = text.find(name[:-1] if len(name) > 2 else name)
    return at > 0 and _OF_ANOTHER.search(text[:at]) is not None


def _is_home(name: str, text: str) -> bool:
    short = name[:-1] if len(name) > 2 else name
    at = text.find(short)
    after = text[at + len(short) :].lstrip("省市县区") if at >= 0 else ""
    before = text[max(0, at - 3) : at] if at >= 0 else ""
    return after.startswith(_HOME) or before.endswith(("老家", "老家在", "家在"))


def _picked(entry: Entry, text: str) -> str | None:
    """Return the choice named by its value, its label or, in a list of choices, its place."""
    for choice in entry.field.choices:
        if text in (choice.value, *choice.label.translations.values()):
            return choice.value
    ordinal = _ORDINAL.fullmatch(text)
    if ordinal and entry.field.kind == "choice":
        sign = ordinal[1] or ordinal[2]
        place = int(sign) if sign.isdigit() else _DIGITS.index(sign) + 1
        if place <= len(entry.field.choices):
            return entry.field.choices[place - 1].value
    return None
