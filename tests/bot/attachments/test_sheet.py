"""The sheet of duties, read back as a program for text reads it."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from actions.lookups.deadlines import chosen_deadlines
from actions.lookups.duties import standard_groups
from actions.question import today_in_zhejiang
from bot.attachments.unit_sheet import duties_sheet
from policies_kb.kb import KnowledgeBase


def sheet(kb: KnowledgeBase, *units: str, locale: str = "zh-Hans") -> DocumentType:
    return Document(io.BytesIO(duties_sheet({"unit": list(units)}, kb, locale).content))


def cells(document: DocumentType, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def test_every_duty_has_a_row_with_the_text_it_stands_in(kb: KnowledgeBase) -> None:
    for unit in ("省建设厅", "省质监局", "省发展改革委"):
        head, *rows = cells(sheet(kb, unit), 0)
        duties = kb.responsibilities(unit)
        assert head == ["职责", "条款", "原文"]
        assert len(rows) == len(duties) + len(standard_groups(unit, kb))
        for duty, (_, where, text) in zip(duties, rows, strict=False):
            assert where.startswith(kb.document(duty.document).name)
            assert text == kb.provision(duty.document, duty.provision).text
            assert duty.quote in text


def test_no_row_is_without_a_duty(kb: KnowledgeBase) -> None:
    for unit in kb.units():
        if kb.responsibilities(unit.name):
            assert all(row[0] for row in cells(sheet(kb, unit.name), 0))


def test_the_items_of_an_attachment_are_all_there(kb: KnowledgeBase) -> None:
    words = "\n".join(row[0] for row in cells(sheet(kb, "省教育厅"), 0))
    items = kb.standard_items(unit="省教育厅")
    assert items
    assert [item.item for item in items if item.item not in words] == []


def test_deadlines_of_the_unit_follow(kb: KnowledgeBase) -> None:
    _, *rows = cells(sheet(kb, "省政府办公厅"), 1)
    due = chosen_deadlines(kb, {"unit": ["省政府办公厅"]}, today_in_zhejiang())
    assert [row[4] for row in rows] == [d.deadline.quote for d in due if d.deadline.rule != "month"]
    assert rows[0][2] == "已过"


def test_a_unit_without_deadlines_of_its_own_has_one_table(kb: KnowledgeBase) -> None:
    assert len(sheet(kb, "省建设厅").tables) == 1


def test_present_names_and_the_standing_of_the_papers_are_told(kb: KnowledgeBase) -> None:
    words = "\n".join(line.text for line in sheet(kb, "省环保厅").paragraphs)
    status = kb.status("浙政发〔2017〕31号")
    assert "2018年机构改革后为省生态环境厅" in words
    assert status and status.notice.zh in words


def test_the_page_is_a4_across_with_a_head_on_every_page(kb: KnowledgeBase) -> None:
    document = sheet(kb, "省建设厅")
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (297, 210)
    properties = document.tables[0].rows[0]._tr.trPr
    assert properties.find(qn("w:tblHeader")) is not None
    widths = sum(column.width for column in document.tables[0].columns)
    assert widths <= section.page_width - section.left_margin - section.right_margin


@pytest.mark.parametrize("locale", ["zh-Hant", "en"])
def test_quotes_stay_as_published_in_other_languages(kb: KnowledgeBase, locale: str) -> None:
    _, *rows = cells(sheet(kb, "省建设厅", locale=locale), 0)
    _, *chinese = cells(sheet(kb, "省建设厅"), 0)
    assert [row[2] for row in rows] == [row[2] for row in chinese]


def test_several_units_share_a_sheet(kb: KnowledgeBase) -> None:
    both = cells(sheet(kb, "省建设厅", "省林业厅"), 0)
    assert len(both) - 1 == sum(len(cells(sheet(kb, u), 0)) - 1 for u in ("省建设厅", "省林业厅"))
