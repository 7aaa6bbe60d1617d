"""Nothing that looks like a figure, a date or a duty is left out of the tables unreviewed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from policies_kb.identifiers import document_id
from policies_kb.kb import KnowledgeBase
from policies_kb.rows import Provision

# Written from what the eye looks for, not from the rules of the extractor.
_FIGURE = r"[0-9]+(?:[.,][0-9]+)*"
_DATE_WORDS = r"年初|[年月]底|季度|[每次当]年|每[月周]|第一时间|期限|[之以]前|[0-9]日[前内]"
_NOTHING = r"为零|零欠薪"
_DUTY = r"责任单位"
SCAN = re.compile("|".join((_FIGURE, _DATE_WORDS, _NOTHING, _DUTY)))
#: The head and foot of a paper name and date it; an attachment's table is ``standard_item``.
_NO_RULE = {"title", "number", "addressee", "signature", "plan", "attlist", "attachment", "table"}


def _hits(base: KnowledgeBase) -> Iterator[tuple[Provision, int, int]]:
    for document in base.documents():
        for row in base.provisions(document.id):
            if row.kind in _NO_RULE:
                continue
            body = len(row.ordinal)
            for match in SCAN.finditer(row.text, body):
                yield row, match.start(), match.end()


def _places(text: str, piece: str) -> Iterator[range]:
    start = text.find(piece)
    while start >= 0:
        yield range(start, start + len(piece))
        start = text.find(piece, start + 1)


def _covered(row: Provision, pieces: list[str], start: int, end: int) -> bool:
    places = (place for piece in pieces for place in _places(row.text, piece))
    return any(start in place and end - 1 in place for place in places)


@pytest.fixture(scope="module")
def quotes(base: KnowledgeBase) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for fact in base.facts():
        found.setdefault((fact.document, fact.provision), []).append(fact.quote)
    return found


def test_every_hit_of_the_scan_is_a_fact_or_a_reviewed_omission(
    base: KnowledgeBase, quotes: dict[tuple[str, str], list[str]]
) -> None:
    omitted: dict[str, list[str]] = {}
    for row in base.overlay.omissions:
        omitted.setdefault(document_id(row.document), []).append(row.text)
    missing = [
        f"{row.document}#{row.id}: …{row.text[max(0, start - 15) : end + 15]}…"
        for row, start, end in _hits(base)
        if not _covered(row, quotes.get((row.document, row.id), []), start, end)
        and not _covered(row, omitted.get(row.document, []), start, end)
    ]
    assert not missing, "\n".join(missing)


def test_the_scan_finds_what_it_is_for(base: KnowledgeBase) -> None:
    assert sum(1 for _ in _hits(base)) > 150


def test_every_omission_stands_in_its_document_and_is_needed(
    base: KnowledgeBase, quotes: dict[tuple[str, str], list[str]]
) -> None:
    useless = [
        row.text
        for row in base.overlay.omissions
        if not any(
            hit.document == document_id(row.document)
            and _covered(hit, [row.text], start, end)
            and not _covered(hit, quotes.get((hit.document, hit.id), []), start, end)
            for hit, start, end in _hits(base)
        )
    ]
    assert not useless


def test_every_listed_unit_is_a_row(base: KnowledgeBase) -> None:
    """Count the names in 责任单位 lists by hand: commas of both kinds part them."""
    printed = Counter[tuple[str, str]]()
    for document in base.documents():
        for row in base.provisions(document.id):
            for listed in re.findall(r"[(（]责任单位[::](.+?)[)）](?:$|\n)", row.text):
                printed[row.document, row.id] += len(re.split(r"[、,,]", listed))
    rows = Counter(
        (row.document, row.provision) for row in base.responsibilities() if row.basis == "listed"
    )
    assert rows == printed


def test_every_percentage_is_a_target_or_a_threshold(base: KnowledgeBase) -> None:
    rows = [*base.targets(), *base.thresholds()]
    figures = {(row.document, row.provision, row.value) for row in rows if row.unit == "%"}
    printed = {
        (row.document, row.id, value)
        for document in base.documents()
        for row in base.provisions(document.id)
        for value in re.findall(r"([0-9.]+)\s*%", row.text)
    }
    assert figures == printed
