"""Nothing that looks like a figure, a date or a duty is left out of the tables unreviewed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from nlu.fact_questions.question_reader import QuestionReader
from policies_kb.identifiers import document_id
from policies_kb.kb import KnowledgeBase
from policies_kb.questions.base import FactBase
from policies_kb.questions.found import FactAnswer, Thread
from policies_kb.questions.order import ask
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


# What has no table of its own is asked for, and has to be told from the words the scan found.
_ENDS = "。;;\n"
_DEFINED = re.compile(r"(?P<what>[一-鿿]{4,14})(?:是指|。是指|。是对)")
_CONTENTS = re.compile(r"内容包括(?P<listed>[^。;]+)")
_COUNTED = re.compile(
    r"(?P<listed>[^。;()]+?[、和][^。;()、]*?)(?:等)?"
    r"(?P<count>[一二三四五六七八九\d]+)(?P<what>大维度|大万亿产业|个国家低碳城市试点|个国家低碳试点城市"
    r"|个国家低碳工业园区试点|个试点领域)"
)
_BASED_ON = re.compile(r"《[^《》]+》\s*(?:\([^()]*号\s*\))?")
_COLOPHON = re.compile(r"^(?P<label>[^::\n]{3,14})[::]\s*(?P<value>\S.*)$", re.M)


class Asked:
    """Asks the tables without the model."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._reader, self._base = QuestionReader(base), FactBase(base)

    def __call__(self, text: str) -> FactAnswer:
        found = ask(self._reader.read(text), Thread(), self._base)
        assert found is not None and not found.absent, text
        return found


def _plain(text: str) -> str:
    return "".join(text.split()).translate(str.maketrans(",;:()", ",;:()"))


def _said(found: FactAnswer) -> str:
    values = (value for told in found.told for value in told.values.values())
    return _plain("".join((*values, *found.items)))


@pytest.fixture(scope="module")
def asked(base: KnowledgeBase) -> Asked:
    return Asked(base)


def _matches(
    base: KnowledgeBase, pattern: re.Pattern[str]
) -> list[tuple[str, Provision, re.Match[str]]]:
    return [
        (document.name, row, match)
        for document in base.documents()
        for row in base.provisions(document.id)
        for match in pattern.finditer(_plain(row.text))
    ]


def test_every_definition_is_told(base: KnowledgeBase, asked: Asked) -> None:
    hits = _matches(base, _DEFINED)
    assert len(hits) >= 4
    for paper, row, match in hits:
        defined = re.split(f"[{_ENDS}]", _plain(row.text)[match.end() :])[0]
        assert defined[:20] in _said(asked(f"{paper}里什么是{match['what']}")), match["what"]


def test_the_contents_of_every_report_are_told(base: KnowledgeBase, asked: Asked) -> None:
    hits = _matches(base, _CONTENTS)
    assert len(hits) >= 2
    for paper, row, match in hits:
        said = _said(asked(f"{paper}里{row.heading}要写哪些内容"))
        assert match["listed"] in said, row.heading


def test_every_counted_list_of_a_sentence_is_told(base: KnowledgeBase, asked: Asked) -> None:
    hits = _matches(base, _COUNTED)
    assert len(hits) >= 6
    for paper, _, match in hits:
        names = re.split("[、和]", match["listed"])[-2:]
        said = _said(asked(f"{paper}里哪{match['count']}{match['what']}"))
        assert all(name in said for name in names), (match[0], said)


def test_every_paper_tells_on_what_it_rests(base: KnowledgeBase, asked: Asked) -> None:
    """The opening of a paper or of a plan names papers and laws, or none."""
    for document in base.documents():
        provisions = base.provisions(document.id)
        plans = [row for row in provisions if row.kind == "plan"]
        for plan in plans or [None]:
            above = plan.id if plan else None
            opening = next(
                row.text
                for row in provisions
                if row.kind == "para" and (above is None or row.parent == above)
            )
            named = _BASED_ON.findall(_plain(opening))
            named = [one for one in named if "实施方案》" not in one and "宫锦袍" not in one]
            if not named:
                continue
            said = _said(asked(f"{document.name}{plan.heading if plan else ''}的依据是什么"))
            assert all(one in said for one in named), (document.name, named, said)


def test_every_addressee_is_told(base: KnowledgeBase, asked: Asked) -> None:
    for document in base.documents():
        lines = [r.text for r in base.provisions(document.id) if r.text.startswith("各市、")]
        assert lines
        assert _plain(lines[0]).rstrip("::") in _said(asked(f"{document.name}发给谁"))


def test_every_step_is_told_in_order(base: KnowledgeBase, asked: Asked) -> None:
    """What stands under a heading of a procedure, read from the headings alone."""
    count = 0
    for document in base.documents():
        rows = base.provisions(document.id)
        for above in rows:
            below = [row.heading for row in rows if row.parent == above.id and row.heading]
            if re.search("流程|程序|进度安排", above.heading) and len(below) > 1:
                said = _said(asked(f"{document.name}里{above.heading}有哪些步骤"))
                places = [said.index(heading) for heading in below]
                assert places == sorted(places)
                count += 1
    assert count >= 3


def test_every_line_of_the_colophon_is_told(base: KnowledgeBase, asked: Asked) -> None:
    issue = base.first_issue()
    assert issue
    tail = issue.text[issue.text.rfind("主管主办单位") :]
    lines = list(_COLOPHON.finditer(tail))
    assert len(lines) >= 6
    for line in lines:
        value = _plain(line["value"]).strip("<>")
        label = _plain(line["label"])
        assert value in _said(asked(f"这期公报的{label}是什么")), label
