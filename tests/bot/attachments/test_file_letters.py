"""Letters: nothing told is lost, nothing personal is filled in, nothing is made up."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from letter_texts import wages_text

from actions.guides import GUIDES
from actions.guides.model import Field
from bot.attachments.disclosure_request import request_letter
from bot.attachments.file import DOCX, TEXT, File
from bot.attachments.letter_check import CheckedLetter
from bot.attachments.letter_fields import LETTER_FIELDS, LETTERS
from bot.attachments.values import clause
from bot.attachments.wages_letter import taker, wages_letter
from policies_kb.kb import KnowledgeBase

SITE = {
    "place": "义乌市",
    "employer": "building_site",
    "since": "2026-03",
    "ended": "2026-09",
    "amount": 300000,
    "people": 12,
    "proof": "traces",
    "reachable": "gone",
    "filed": "nothing",
    "special": "none",
}
HOUSEHOLD = {"place": "西湖区", "employer": "household", "amount": 8000, "people": 1}
DISPUTED = {**SITE, "employer": "company", "special": "disputed", "reachable": "refuses"}
CASES = {
    "nothing told": {},
    "all unknown": dict.fromkeys(SITE, "unknown"),
    "site": SITE,
    "household": HOUSEHOLD,
    "disputed": DISPUTED,
    "iou": {
        **SITE,
        "employer": "shop",
        "proof": "iou",
        "ended": "still",
        "people": 1,
        "reachable": "yes",
    },
    "outside": {"place": "outside", "employer": "agency", "filed": "ignored"},
}
HOSTILE = [
    "\x00\x01\x0b\x1f\ud800\ufffe 控制字符",
    "表情😀👩‍👩‍👧 &amp; <w:t>]]></w:t> {amount} {0} %s",
    "长" * 5000,
    "第一行\r\n第二行\t\u2028第三行",
]
PERSONAL = ("姓名", "性别", "年龄", "公民身份号码", "联系电话", "住址", "单位名称", "证件号码")


def words(text: str) -> str:
    """Return the text without blanks, spaces and what only one of the formats writes out."""
    unnumbered = re.sub(r"(?m)^\d+(\.| \|) ", "", text)
    return re.sub(r"[\s_|【】：\ufeff]", "", unnumbered)


def read_docx(content: bytes) -> str:
    """Return the text of a document in reading order, merged cells once."""
    body = Document(io.BytesIO(content))
    found: list[str] = []
    for child in body.element.body.iterchildren():
        if child.tag == qn("w:p"):
            found.append(Paragraph(child, body).text)
        elif child.tag == qn("w:tbl"):
            rows = Table(child, body).rows
            found += [cell.text for row in rows for cell, _ in itertools.groupby(row.cells)]
    return "\n".join(found)


def entries(file: File) -> list[tuple[str, str]]:
    """Return the labels of the forms in a letter with what stands beside them."""
    tables = [table for table in Document(io.BytesIO(file.content)).tables]
    rows = [row for table in tables if table.style.name == "Form" for row in table.rows]
    texts = [cell.text for row in rows for cell, _ in itertools.groupby(row.cells)]
    return list(zip(texts[::2], texts[1::2], strict=True))


def made(facts: dict[str, Any], kb: KnowledgeBase) -> File:
    return wages_letter({"facts": facts, "form": "docx"}, kb, "zh-Hans")


def checked(name: str, kb: KnowledgeBase) -> CheckedLetter:
    return CheckedLetter(LETTERS / f"{name}.docx", LETTER_FIELDS.data.by_letter[name], kb)


@pytest.mark.parametrize("facts", CASES.values(), ids=CASES)
def test_word_and_text_say_the_same(kb: KnowledgeBase, facts: dict[str, Any]) -> None:
    document = wages_letter({"facts": facts, "form": "docx"}, kb, "zh-Hans")
    plain = wages_letter({"facts": facts, "form": "txt"}, kb, "zh-Hans")
    assert (document.media_type, plain.media_type) == (DOCX, TEXT)
    assert words(read_docx(document.content)) == words(plain.content.decode("utf-8"))


def test_the_request_says_the_same_in_both_formats(kb: KnowledgeBase) -> None:
    facts = {"wanted": "2025年的征地补偿方案", "filed": "2026-11-02"}
    document = request_letter({"facts": facts, "form": "docx"}, kb, "en")
    plain = request_letter({"facts": facts, "form": "txt"}, kb, "en")
    assert words(read_docx(document.content)) == words(plain.content.decode("utf-8"))
    assert "2025年的征地补偿方案" in read_docx(document.content)


@pytest.mark.parametrize("facts", CASES.values(), ids=CASES)
def test_what_is_personal_is_left_blank(kb: KnowledgeBase, facts: dict[str, Any]) -> None:
    found = entries(made(facts, kb))
    assert set(PERSONAL[:6]) <= {label for label, _ in found}
    assert [label for label, value in found if value] == []
    text = wages_text(facts, kb)
    assert re.search(r"（签名）：_{8,}", text)
    assert "日期：________年____月____日" in text
    assert "公民身份号码：________" in text


def test_the_personal_places_of_a_request_are_blank(kb: KnowledgeBase) -> None:
    facts = {"wanted": "预算"}
    found = entries(request_letter({"facts": facts, "form": "docx"}, kb, "zh-Hans"))
    assert [value for label, value in found if label in PERSONAL and value] == []
    assert dict(found)["内容描述"] == "预算"


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (SITE, ["义乌市", "建筑工地", "2026年3月", "到2026年9月结束", "300000元", "12人"]),
        (SITE, ["联系不上", "没有投诉过", "考勤记录", "义乌市人力资源和社会保障局"]),
        (HOUSEHOLD, ["浙江省杭州市西湖区", "一户人家", "8000元", "民事起诉状"]),
        (DISPUTED, ["企业", "有争议", "不肯支付", "义乌市劳动人事争议仲裁委员会"]),
        (CASES["iou"], ["店铺", "欠条", "现在还在那里干活", "人民法院"]),
        (CASES["outside"], ["劳务派遣", "没有得到处理", "干活的地方是________"]),
    ],
)
def test_no_fact_is_lost(kb: KnowledgeBase, facts: dict[str, Any], told: list[str]) -> None:
    text = wages_text(facts, kb)
    assert [piece for piece in told if piece not in text] == []


def test_a_letter_of_nothing_makes_sense(kb: KnowledgeBase) -> None:
    text = wages_text({}, kb)
    assert text.startswith("劳动保障监察投诉书")
    assert "支付拖欠的工资人民币________元" in text
    assert "从____年__月起" in text
    assert "unknown" not in text
    assert "None" not in text


@pytest.mark.parametrize(
    ("facts", "who"),
    [
        ({}, "inspection"),
        (SITE, "inspection"),
        (DISPUTED, "arbitration"),
        ({**SITE, "filed": "arbitration"}, "arbitration"),
        ({**SITE, "filed": "court"}, "court"),
        (HOUSEHOLD, "court"),
    ],
)
def test_the_form_follows_the_route(facts: dict[str, Any], who: str) -> None:
    assert taker(facts) == who


def test_every_clause_a_letter_may_cite_is_in_the_base(kb: KnowledgeBase) -> None:
    named = {found for name in LETTER_FIELDS.data.by_letter for found in checked(name, kb).cited()}
    assert len(named) > 15
    assert [name for name in named if not clause(kb, name).startswith("《")] == []


def test_clauses_are_marked_as_our_own_words(kb: KnowledgeBase) -> None:
    text = wages_text(SITE, kb)
    assert "不是条文原文" in text
    assert "《保障农民工工资支付条例》（国务院令第724号）第三十条：" in text


@pytest.mark.parametrize("facts", CASES.values(), ids=CASES)
def test_every_figure_stands_in_a_clause_or_was_told(
    kb: KnowledgeBase, facts: dict[str, Any]
) -> None:
    text = wages_text(facts, kb)
    proven = "".join(clause(kb, name) for name in checked(taker(facts), kb).cited())
    told = {part for value in facts.values() for part in re.findall(r"\d+", str(value))}
    told |= {part.lstrip("0") for part in told}
    said = re.findall(r"\d+", re.sub(r"(?m)^\d+( \||\.)", "", text))
    assert [figure for figure in said if figure not in told and figure not in proven] == []


@pytest.mark.parametrize("nasty", HOSTILE)
def test_hostile_words_make_a_file_that_opens(kb: KnowledgeBase, nasty: str) -> None:
    request_file = request_letter({"facts": {"wanted": nasty}, "form": "docx"}, kb, "zh-Hans")
    plain = request_letter({"facts": {"wanted": nasty}, "form": "txt"}, kb, "zh-Hans")
    read = read_docx(request_file.content)
    assert words(read) == words(plain.content.decode("utf-8"))
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", read)
    letter = wages_letter({"facts": {"place": nasty}, "form": "docx"}, kb, "zh-Hans")
    assert "劳动保障监察投诉书" in read_docx(letter.content)


def values(field: Field) -> st.SearchStrategy[Any]:
    """Return what a field of the case may hold."""
    month = st.dates(date(2000, 1, 1), date(2026, 11, 1)).map(lambda day: day.isoformat()[:7])
    exact = {"month": month, "money": st.integers(1, 10**9), "count": st.integers(1, 5000)}
    # An estimate holds both its ends.
    kinds = {
        kind: st.one_of(one, st.lists(one, min_size=2, max_size=2).map(sorted))
        for kind, one in exact.items()
    }
    offered = [c.value for c in field.choices if field.kind != "count"]
    return st.one_of(st.sampled_from(["unknown", *offered]), kinds.get(field.kind, st.nothing()))


FIELDS = GUIDES["wages_case"].fields


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.fixed_dictionaries({}, optional={name: values(f) for name, f in FIELDS.items()}))
def test_any_facts_make_a_letter_with_both_formats_alike(
    kb: KnowledgeBase, facts: dict[str, Any]
) -> None:
    assert words(read_docx(made(facts, kb).content)) == words(wages_text(facts, kb))


def test_the_page_is_a4_and_its_fonts_are_chinese(kb: KnowledgeBase) -> None:
    content = wages_letter({"facts": SITE, "form": "docx"}, kb, "zh-Hans").content
    document = Document(io.BytesIO(content))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.left_margin > Mm(20)
    styles = zipfile.ZipFile(io.BytesIO(content)).read("word/styles.xml").decode()
    assert 'w:eastAsia="仿宋"' in styles
    title = document.paragraphs[0].style
    assert title.name == "Title"
    assert title.element.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"
    assert "PAGE" in section.footer._element.xml
    assert document.core_properties.author == ""


def test_a_text_file_opens_in_old_editors(kb: KnowledgeBase) -> None:
    content = wages_letter({"facts": {}, "form": "txt"}, kb, "zh-Hans").content
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content


def test_the_language_of_the_answer_does_not_change_a_letter(kb: KnowledgeBase) -> None:
    data = {"facts": SITE, "form": "txt"}
    assert wages_letter(data, kb, "en") == wages_letter(data, kb, "zh-Hant")


@pytest.mark.parametrize("name", ["inspection", "arbitration", "court"])
def test_every_form_asks_for_what_an_office_needs(name: str) -> None:
    lines = Document(LETTERS / f"{name}.docx").paragraphs
    headings = [line.text for line in lines if line.style.name == "Heading 1"]
    assert any("请求" in heading for heading in headings)
    assert "事实和理由" in headings
    assert any(heading.startswith("证据") for heading in headings)


def test_every_value_the_case_asks_for_changes_the_letter(kb: KnowledgeBase) -> None:
    """A fact nobody writes down is a fact the office never reads."""
    ignored = []
    for name, field in FIELDS.items():
        for choice in field.choices:
            base = {"special": "disputed"} if name != "special" else {}
            value = int(choice.value) if field.kind == "count" else choice.value
            told = wages_text({**base, name: value}, kb)
            if told == wages_text(base, kb):
                ignored.append((name, choice.value))
    # These change nothing a letter says: it is written for one person and the usual case.
    assert ignored == [("place", "outside"), ("people", "1"), ("special", "none")]


RETIRED = {**SITE, "employer": "company", "special": "retired", "people": 1, "reachable": "yes"}
TAKERS = [
    (RETIRED, "inspection"),
    ({**RETIRED, "filed": "arbitration"}, "arbitration"),
    ({**RETIRED, "filed": "court"}, "court"),
]


@pytest.mark.parametrize(("facts", "who"), TAKERS, ids=[who for _, who in TAKERS])
def test_who_is_past_retirement_age_cites_the_day_of_the_rules(
    facts: dict[str, Any], who: str, kb: KnowledgeBase
) -> None:
    assert taker(facts) == who
    text = wages_text(facts, kb)
    day = kb.law("order56").in_force
    assert day and f"{day.year}年{day.month}月{day.day}日起施行" in text
    assert f"其中{day.year}年{day.month}月{day.day}日以前干的活" in text and "请依法认定" in text


@pytest.mark.parametrize("since", ["2026-07", "2026-09", ["2026-07", "2026-08"]])
def test_work_after_that_day_needs_no_such_words(since: Any, kb: KnowledgeBase) -> None:
    assert "以前干的活" not in wages_text({**RETIRED, "since": since}, kb)


@pytest.mark.parametrize("since", ["unknown", "2026-06", ["2026-06", "2026-08"]])
def test_work_that_may_be_older_has_them(since: Any, kb: KnowledgeBase) -> None:
    assert "以前干的活" in wages_text({**RETIRED, "since": since}, kb)


def test_nobody_else_has_them(kb: KnowledgeBase) -> None:
    assert "以前干的活" not in wages_text(DISPUTED, kb)


@pytest.mark.parametrize(
    ("people", "cites"),
    [(1, False), (9, False), ([8, 12], False), (10, True), ([11, 19], True)],
)
def test_representatives_are_cited_from_ten_on(people: Any, cites: bool, kb: KnowledgeBase) -> None:
    text = wages_text({**DISPUTED, "people": people}, kb)
    assert (clause(kb, "arb_law.art_7") in text) == cites
