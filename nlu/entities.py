"""Finds places, units, documents, dates and amounts in a message; knows nothing of Rasa."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from policies_kb.numbers import NUMERAL, NumberError, read_number

#: Two-digit years people type (``17年``) are taken for 2000-2049.
_YEAR = re.compile(
    r"((?:19|20)\d\d|[12]\d|[二两][〇零○O0][一二三四五六七八九零〇]{2})\s*(?:年度|年)"
)
_MONTH = re.compile(r"(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月(?:份)?")
_DAY = re.compile(
    r"(?<=月)\s*(3[01]|[12]\d|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s*[日号]"
)
_ISO_DATE = re.compile(r"((?:19|20)\d\d)[-/.](1[0-2]|0?[1-9])[-/.](3[01]|[12]\d|0?[1-9])(?!\d)")
#: A numeral from its first sign on: tried at every sign of a long run it would take minutes.
_NUMBER = rf"(?<![\d零〇○一二三四五六七八九十百千万亿两]){NUMERAL}"
_PERCENT = re.compile(rf"(?:({_NUMBER})\s*(?:[%\uff05]|个百分点)|百分之({_NUMBER}))")
_MONEY = re.compile(
    rf"({_NUMBER})(?:多|来|几)?\s*(?:块钱?|元钱?|圆|多万|大洋)|({_NUMBER}(?:万|w|W))(?!\w)"
)
_HEAD_COUNT = re.compile(
    rf"({_NUMBER})\s*(?:多|来|几)?\s*(?:个)?(?:人|名|工友|工人|员工|兄弟|同事)"
)
_DURATION = re.compile(rf"({_NUMBER})\s*(?:多|来)?\s*(个月|年|天|日|周|星期|个星期|礼拜)(?![级度])")
#: The brackets around the year, in the forms people type: 〔〕 [] ［］ () （） 【】.
_OPENING, _CLOSING = r"\u3014\[\uff3b(\uff08\u3010", r"\u3015\]\uff3d)\uff09\u3011"
_DOCUMENT_NUMBER = re.compile(
    rf"([\u4e00-\u9fff]{{1,8}})\s*[{_OPENING}]\s*((?:19|20)\d\d)\s*[{_CLOSING}]\s*(\d{{1,4}})\s*号"
)

_DURATION_UNITS = {
    "个月": "month",
    "年": "year",
    "天": "day",
    "日": "day",
    "周": "week",
    "星期": "week",
    "个星期": "week",
    "礼拜": "week",
}


@dataclass(frozen=True)
class Entity:
    """Something of a known kind found in a text.

    Attributes:
        entity: The kind: ``region``, ``outside_region``, ``unit``, ``field``,
            ``document_number``, ``year``, ``month``, ``date``, ``percent``, ``money``,
            ``head_count`` or ``duration``.
        value: The value in its canonical form, numbers as decimal text.
        start: First character in the text.
        end: One past the last character.
    """

    entity: str
    value: str
    start: int
    end: int

    def as_rasa(self) -> dict[str, Any]:
        """Return the entity as Rasa's messages hold it."""
        return {
            "entity": self.entity,
            "value": self.value,
            "start": self.start,
            "end": self.end,
        }


class Vocabulary:
    """Terms with a fixed meaning: (kind, canonical value) by the words people write."""

    def __init__(self, terms: Mapping[str, tuple[str, str]]) -> None:
        self._terms = dict(terms)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._terms, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def find(self, text: str) -> Iterable[Entity]:
        """Yield the terms in the text, the longest one where several begin."""
        for match in self._pattern.finditer(text):
            kind, value = self._terms[match[0]]
            yield Entity(kind, value, match.start(), match.end())


def find_entities(text: str, vocabulary: Vocabulary) -> list[Entity]:
    """Return the entities of a text in reading order; an earlier, longer one wins a place."""
    found = [
        *_document_numbers(text),
        *vocabulary.find(text),
        *_dates(text),
        *_numbers(text),
    ]
    taken: list[Entity] = []
    for entity in sorted(found, key=lambda e: (e.start, e.start - e.end)):
        same_place = (
            other for other in taken if entity.start < other.end and other.start < entity.end
        )
        if not any(same_place):
            taken.append(entity)
    return taken


def _document_numbers(text: str) -> Iterable[Entity]:
    for match in _DOCUMENT_NUMBER.finditer(text):
        yield Entity(
            "document_number", f"{match[1]}〔{match[2]}〕{match[3]}号", match.start(), match.end()
        )


def _dates(text: str) -> Iterable[Entity]:
    for match in _ISO_DATE.finditer(text):
        value = f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
        yield Entity("date", value, match.start(), match.end())
    for match in _YEAR.finditer(text):
        year = int(read_number(match[1].replace("O", "零")))
        yield Entity("year", str(year + 2000 if year < 100 else year), match.start(), match.end())
    for match in _MONTH.finditer(text):
        yield Entity("month", str(read_number(match[1])), match.start(), match.end())
    for match in _DAY.finditer(text):
        yield Entity("day", str(read_number(match[1])), match.start(), match.end())


def _numbers(text: str) -> Iterable[Entity]:
    patterns = (("percent", _PERCENT), ("money", _MONEY), ("head_count", _HEAD_COUNT))
    for kind, pattern in patterns:
        for match in pattern.finditer(text):
            value = _value(match[1] or match[2] if pattern.groups > 1 else match[1])
            if value is not None:
                yield Entity(kind, value, match.start(), match.end())
    for match in _DURATION.finditer(text):
        value = _value(match[1])
        if value is not None:
            unit = _DURATION_UNITS[match[2]]
            yield Entity("duration", f"{value} {unit}", match.start(), match.end())


def _value(numeral: str) -> str | None:
    try:
        number = read_number(numeral)
    except NumberError:
        return None
    return f"{number.normalize():f}"
