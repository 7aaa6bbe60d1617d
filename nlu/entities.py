"""Finds places, units, documents, dates and amounts in a message; knows nothing of Rasa."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from policies_kb.numbers import read_number
from policies_kb.quantities import quantities

#: Two-digit years people type (``17年``) are taken for 2000-2049.
_YEAR = re.compile(
    r"((?:19|20)\d\d|[12]\d|[二两][〇零○O0][一二三四五六七八九零〇]{2})\s*(?:年度|年)"
)
#: What makes a short ``10年`` a length of time and no year, before it and behind it.
_LENGTH_BEFORE = re.compile(
    r"(?:(?<!到)了|满|(?<!附)近|超过?|不到|快|整整|足足|长达|至少|最[多长少]|过去|未来"
    r"|工龄|工作|打工|上班|干)\s*\Z"
)
_LENGTH_BEHIND = re.compile(
    r"\s*(?:[多了间内]|以[上内]|之[内间]|半(?!年)|前(?!后)|工龄|来(?![的到这浙厂公上]))"
)
#: A part of a year behind it keeps it a year, whatever stands before: 快18年底了.
_PART_OF_YEAR = re.compile(r"\s*(?:度|底|初|末|[上下]半年|[\d一二三四五六七八九十]{1,2}\s*月)")
_LONGEST_BEFORE = 4
#: The number of a five-year plan: 十三五, but not the 十四五 of fourteen or fifteen people.
_FIVE_YEARS = re.compile(
    r"(?<![\d零〇○一二两三四五六七八九十百千万亿])(十[一二三四五六])(五)"
    r"(?![\d零〇○一二两三四五六七八九十百千万亿个人名岁天年月日周块元号度倍点])"
)
#: The first plan began in 1953; the years of all from the seventh on follow from its number.
_BEFORE_FIRST_PLAN, _YEARS_OF_A_PLAN = 1951, 5
_MONTH = re.compile(r"(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月(?:份)?")
_DAY = re.compile(
    r"(?<=月)\s*(3[01]|[12]\d|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s*[日号]"
)
_ISO_DATE = re.compile(r"((?:19|20)\d\d)[-/.](1[0-2]|0?[1-9])[-/.](3[01]|[12]\d|0?[1-9])(?!\d)")
#: The brackets around the year, in the forms people type: 〔〕 [] ［］ () （） 【】.
_OPENING, _CLOSING = r"\u3014\[\uff3b(\uff08\u3010", r"\u3015\]\uff3d)\uff09\u3011"
_DOCUMENT_NUMBER = re.compile(
    rf"([\u4e00-\u9fff]{{1,8}})\s*[{_OPENING}]\s*((?:19|20)\d\d)\s*[{_CLOSING}]\s*(\d{{1,4}})\s*号"
)


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
        # What is taken is in order and lies apart: only the last one can be in the way.
        if not taken or taken[-1].end <= entity.start:
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
    yield from _years(text)
    for match in _MONTH.finditer(text):
        yield Entity("month", str(read_number(match[1])), match.start(), match.end())
    for match in _DAY.finditer(text):
        yield Entity("day", str(read_number(match[1])), match.start(), match.end())


def _years(text: str) -> Iterable[Entity]:
    for match in _YEAR.finditer(text):
        year = int(read_number(match[1].replace("O", "零")))
        if year >= 100:
            yield Entity("year", str(year), match.start(), match.end())
        elif not _is_length_of_time(text, match.start(), match.end()):
            yield Entity("year", str(year + 2000), match.start(), match.end())
    for match in _FIVE_YEARS.finditer(text):
        first = _BEFORE_FIRST_PLAN + _YEARS_OF_A_PLAN * int(read_number(match[1]))
        # Two entities need two places: the last sign stands for the last year.
        yield Entity("year", str(first), *match.span(1))
        yield Entity("year", str(first + _YEARS_OF_A_PLAN - 1), *match.span(2))


def _is_length_of_time(text: str, start: int, end: int) -> bool:
    """Tell whether a two-digit number before 年 says how long, not when: ``干了10年``."""
    if _PART_OF_YEAR.match(text, end):
        return False
    before = text[max(0, start - _LONGEST_BEFORE) : start]
    return bool(_LENGTH_BEFORE.search(before) or _LENGTH_BEHIND.match(text, end))


def _numbers(text: str) -> Iterable[Entity]:
    for found in quantities(text):
        value = f"{found.value.normalize():f}"
        said = f"{value} {found.unit}" if found.unit else value
        yield Entity(found.kind, said, found.start, found.start + len(found.text))
