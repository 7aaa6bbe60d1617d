"""Finds places, units, documents, dates and amounts in a message; knows nothing of Rasa."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from policies_kb.text.amounts import amounts
from policies_kb.text.dates import date_parts
from policies_kb.text.years import plan_years

#: The number of a five-year plan: 十三五, but not the 十四五 of fourteen or fifteen people.
_FIVE_YEARS = re.compile(
    r"(?<![\d零〇○一二两三四五六七八九十百千万亿])(十[一二三四五六])(五)"
    r"(?![\d零〇○一二两三四五六七八九十百千万亿个人名岁天年月日周块元号度倍点])"
)
#: The brackets around the year, in the forms people type: 〔〕 [] ［］ () （） 【】.
_OPENING, _CLOSING = r"\u3014\[\uff3b(\uff08\u3010", r"\u3015\]\uff3d)\uff09\u3011"
_DOCUMENT_NUMBER = re.compile(
    rf"([\u4e00-\u9fff]{{1,8}})\s*[{_OPENING}]\s*((?:19|20)\d\d)\s*[{_CLOSING}]\s*(\d{{1,4}})\s*号"
)
_LATIN = re.compile("[a-z]+")
#: Before and behind a place where somebody is from, went home or fled to: nothing happened there.
_HOME_BEFORE = re.compile(
    "(?:回(?:到|了)?(?:老家)?|老家(?:在|是)?|(?:逃|跑|躲|溜)(?:到|回|去|在)(?:了)?"
    "|(?:他|她|老板|[包工]头|店长|经理)(?:现在)?人?在)$"
)
_HOME_BEHIND = re.compile("老家|老乡|籍|人(?![社民大])")


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
    """Terms with a fixed meaning: (kind, canonical value) by the words people write.

    Those in Latin letters are written in small ones and found in any, as words of their own.
    """

    def __init__(self, terms: Mapping[str, tuple[str, str]]) -> None:
        self._terms = dict(terms)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._terms, key=len, reverse=True)
        return re.compile("|".join(map(_as_written, longest_first)) or r"(?!)")

    def find(self, text: str) -> Iterable[Entity]:
        """Yield the terms in the text, the longest one where several begin."""
        for match in self._pattern.finditer(text):
            kind, value = self._terms.get(match[0]) or self._terms[match[0].lower()]
            yield Entity(kind, value, match.start(), match.end())


def _as_written(term: str) -> str:
    if not _LATIN.fullmatch(term):
        return re.escape(term)
    return rf"(?<![A-Za-z])(?i:{term})(?![A-Za-z])"


def find_entities(text: str, vocabulary: Vocabulary) -> list[Entity]:
    """Return the entities of a text in reading order; an earlier, longer one wins a place."""
    found = [
        *_document_numbers(text),
        *(term for term in vocabulary.find(text) if not _is_home(term, text)),
        *_dates(text),
        *_numbers(text),
    ]
    taken: list[Entity] = []
    for entity in sorted(found, key=lambda e: (e.start, e.start - e.end)):
        # What is taken is in order and lies apart: only the last one can be in the way.
        if not taken or taken[-1].end <= entity.start:
            taken.append(entity)
    return taken


def _is_home(term: Entity, text: str) -> bool:
    """Tell whether a place outside Zhejiang is one where somebody is from or went to."""
    if term.entity != "outside_region":
        return False
    before, behind = text[max(0, term.start - 8) : term.start], text[term.end :]
    return bool(_HOME_BEFORE.search(before) or _HOME_BEHIND.match(behind))


def _document_numbers(text: str) -> Iterable[Entity]:
    for match in _DOCUMENT_NUMBER.finditer(text):
        yield Entity(
            "document_number", f"{match[1]}〔{match[2]}〕{match[3]}号", match.start(), match.end()
        )


def _dates(text: str) -> Iterable[Entity]:
    for part in date_parts(text):
        yield Entity(part.kind, part.value, part.start, part.end)
    for match in _FIVE_YEARS.finditer(text):
        first, last = plan_years(match[1])
        # Two entities need two places: the last sign stands for the last year.
        yield Entity("year", str(first), *match.span(1))
        yield Entity("year", str(last), *match.span(2))


def _numbers(text: str) -> Iterable[Entity]:
    for found in amounts(text):
        value = f"{found.value.normalize():f}"
        shown = f"{value} {found.unit}" if found.unit else value
        yield Entity(found.kind, shown, found.start, found.end)
