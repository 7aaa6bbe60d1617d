"""The terms of the knowledge base as the entity finder needs them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.entities import Vocabulary
from policies_kb.kb import KnowledgeBase
from policies_kb.text.latin import latin

#: The name of one organ, not of a group (各有关部门).
_ORGAN = re.compile(r"(?![各有相])[\u4e00-\u9fff]{3,}(?:[厅局委办部院署会]|办公室|中心|公司)")
#: The province or state that opens the name of a law: 浙江省劳动保障监察条例.
_OF_PLACE = re.compile(
    r"^(?:中华人民共和国|[\u4e00-\u9fff]{2,3}省)(?=[\u4e00-\u9fff]{3,20}(?:条例|办法|规定|法)$)"
)
Term = tuple[str, tuple[str, str]]


class PolicyVocabulary(Vocabulary):
    """Places, units, fields and document numbers the base knows."""

    def __init__(self, terms: dict[str, tuple[str, str]], numbers: tuple[str, ...]) -> None:
        super().__init__(terms)
        self._numbers = numbers

    @classmethod
    def of(cls, kb: KnowledgeBase) -> PolicyVocabulary:
        """Return the vocabulary of a base."""
        numbers = tuple(document.number for document in kb.documents() if document.number)
        terms = dict(
            [
                *_fields(kb),
                *_responsible(kb),
                *_units(kb),
                *_latin_regions(kb),
                *_regions(kb),
                *_short_numbers(numbers),
                *_orders(numbers),
                *_titles(kb),
            ]
        )
        return cls(terms, numbers)

    def known_number(self, found: str) -> str:
        """Return the known document number a found one ends with, or the found one."""
        return next((number for number in self._numbers if found.endswith(number)), found)


def _short_numbers(numbers: tuple[str, ...]) -> Iterator[Term]:
    """Yield ``80号文`` and ``80号文件`` for the numbers no two papers share."""
    shorts = [number.rsplit("〕", 1)[-1] for number in numbers if "〕" in number]
    for number, short in zip((n for n in numbers if "〕" in n), shorts, strict=True):
        if shorts.count(short) == 1:
            for form in (f"{short}文件", f"{short}文", short):
                yield form, ("document_number", number)


def _orders(numbers: tuple[str, ...]) -> Iterator[Term]:
    """Yield the numbers that are not built like ``浙政发〔2017〕31号``: ``国务院令第716号``."""
    for number in numbers:
        if "〕" not in number:
            yield number, ("document_number", number)


def _titles(kb: KnowledgeBase) -> Iterator[Term]:
    """Yield the titles of papers; a law is named without its province or state too."""
    for document in kb.documents():
        for title in {document.title, _OF_PLACE.sub("", document.title)}:
            yield title, ("document_number", document.name)


def _fields(kb: KnowledgeBase) -> Iterator[Term]:
    for item in kb.standard_items():
        yield item.field, ("field", item.field)


def _responsible(kb: KnowledgeBase) -> Iterator[Term]:
    """Yield the organs a paper makes responsible; those of the curated list replace them."""
    for row in kb.responsibilities():
        if _ORGAN.fullmatch(row.unit):
            yield row.unit, ("unit", row.unit)


def _units(kb: KnowledgeBase) -> Iterator[Term]:
    for unit in kb.units():
        for name in (*unit.present, *unit.aliases, unit.name):
            yield name, ("unit", unit.name)
            # Only provinces have a 厅: 生态环境厅 is the province's.
            if name.startswith("省") and name.endswith("厅"):
                yield name.removeprefix("省"), ("unit", unit.name)


def _regions(kb: KnowledgeBase) -> Iterator[Term]:
    """Yield the places; a name of today wins over a former one, Zhejiang over a namesake.

    A district that was divided is the one that stands first, which got most of it.
    """
    divisions = sorted(reversed(kb.divisions()), key=lambda row: row.zhejiang)
    for former in (True, False):
        for division in divisions:
            kind = "region" if division.zhejiang else "outside_region"
            names = division.predecessors if former else (*division.aliases, division.name)
            for name in names:
                yield name, (kind, division.name)


def _latin_regions(kb: KnowledgeBase) -> Iterator[Term]:
    """Yield places in Latin letters: of namesakes Zhejiang's, then the first listed."""
    for division in sorted(reversed(kb.divisions()), key=lambda row: row.zhejiang):
        kind = "region" if division.zhejiang else "outside_region"
        for name in (*division.predecessors, *division.aliases, division.name):
            yield latin(name), (kind, division.name)
