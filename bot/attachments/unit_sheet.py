"""Makes a sheet to print: what a unit is responsible for, and what it has to report by when."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from actions.answer import Citation, say
from actions.citations import gazette_citation, phrase, place
from actions.dates import localized_date
from actions.lookups.deadlines import chosen_deadlines, standing
from actions.lookups.duties import standard_groups, standard_proof, standard_words
from actions.question import today_in_zhejiang
from bot.attachments.file import DOCX, File
from bot.wording.render import Wording
from policies_kb.kb import KnowledgeBase
from policies_kb.rows import Provision

_BODY, _TITLE, _LATIN = "仿宋", "宋体", "Times New Roman"
_DUTY_WIDTHS = (Mm(75), Mm(52), Mm(140))
_DUE_WIDTHS = (Mm(75), Mm(32), Mm(38), Mm(52), Mm(70))
_Cells = tuple[str, ...]


def duties_sheet(data: Mapping[str, Any], kb: KnowledgeBase, locale: str) -> File:
    """Return the duties and deadlines of units as a Word document, A4 across.

    Args:
        data: ``unit``, the names of the units.
        kb: The knowledge base.
        locale: Language of the words around the text of the papers.
    """
    units = tuple(data["unit"])
    wording = Wording(locale)
    duties = [row for unit in units for row in _duties(unit, kb, wording)]
    deadlines, cited = _deadlines(units, kb, wording)
    title = wording.word(say("{unit}:职责和期限", unit="、".join(units)))
    document = _blank_document(title)
    _write(document.add_paragraph(), title, _TITLE, Pt(18), bold=True)
    document.add_paragraph(wording.word(say("{day}整理", day=localized_date(today_in_zhejiang()))))
    heads = tuple(map(wording.word, (say("职责"), say("条款"), say("原文"))))
    _add_table(document, heads, duties, _DUTY_WIDTHS)
    if deadlines:
        line = document.add_paragraph()
        line.paragraph_format.space_before = Pt(12)
        line.paragraph_format.keep_with_next = True
        _write(line, wording.word(say("要按期办的事项")), _TITLE, Pt(14), bold=True)
        more = (say("事项"), say("期限"), say("今天看"), say("条款"), say("原文"))
        _add_table(document, tuple(map(wording.word, more)), deadlines, _DUE_WIDTHS)
    for text in _remarks(units, kb, wording, cited):
        document.add_paragraph(text).paragraph_format.space_before = Pt(6)
    file = io.BytesIO()
    document.save(file)
    return File(file.getvalue(), DOCX)


def _duties(unit: str, kb: KnowledgeBase, wording: Wording) -> Iterable[_Cells]:
    """Yield a row for each provision and each field of an attachment that names the unit."""
    for item in kb.responsibilities(unit):
        provision = kb.provision(item.document, item.provision)
        where = f"{kb.document(item.document).name} {place(kb, provision)}".strip()
        yield _heading(kb, provision), where, provision.text
    for group in standard_groups(unit, kb):
        proof = standard_proof(group, kb)
        yield wording.word(standard_words(group)), _where(proof), wording.quoted(proof.quote)


def _heading(kb: KnowledgeBase, provision: Provision) -> str:
    """Return the heading a provision stands under, its own or the nearest above it."""
    while not provision.heading and provision.parent:
        provision = kb.provision(provision.document, provision.parent)
    return provision.heading


def _deadlines(
    units: Sequence[str], kb: KnowledgeBase, wording: Wording
) -> tuple[list[_Cells], list[Citation]]:
    """Return a row for each deadline with its proof; those of attachments stand with the duties."""
    rows: list[_Cells] = []
    cited: list[Citation] = []
    for due in chosen_deadlines(kb, {"unit": units}, today_in_zhejiang()):
        row = due.deadline
        if row.rule == "month":
            continue
        proof = gazette_citation(kb, row.document, row.quote)
        what = row.action if not row.recipient else f"{row.action}→{row.recipient}"
        rows.append((what, row.when, wording.word(standing(due, kb)), _where(proof), row.quote))
        cited.append(proof)
    return rows, cited


def _where(citation: Citation) -> str:
    return f"{citation.document} {citation.place.translations['zh']}".strip()


def _remarks(
    units: Sequence[str], kb: KnowledgeBase, wording: Wording, cited: Iterable[Citation]
) -> Iterable[str]:
    """Yield what the units are called today and how the papers stand."""
    notes = {unit.name: unit.note for unit in kb.units()}
    for unit in units:
        note = notes.get(unit)
        if note:
            yield f"{unit}:{wording.word(phrase(note))}"
    papers = [kb.document(item.document) for unit in units for item in kb.responsibilities(unit)]
    papers += [kb.document(group.document) for unit in units for group in standard_groups(unit, kb)]
    papers += [kb.document(citation.document) for citation in cited]
    for paper in dict.fromkeys(papers):
        status = kb.status(paper.id)
        if status:
            yield f"{paper.name}:{wording.word(phrase(status.notice))}"


def _blank_document(title: str) -> DocumentType:
    document = Document()
    # The library's own template names its author and the day it was made.
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.title = title
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(15)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _LATIN, Pt(10.5)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _BODY)
    normal.paragraph_format.space_after = Pt(4)
    return document


def _add_table(
    document: DocumentType,
    head: _Cells,
    rows: Sequence[_Cells],
    widths: Sequence[Length],
) -> None:
    table: Table = document.add_table(0, len(head), style="Table Grid")
    table.autofit = False
    # Word goes by the cells' widths, other programs by the columns'.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, cells in enumerate((head, *rows)):
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        # The head stands on every page, and no row breaks across two.
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width = width
            font = _TITLE if number == 0 else _BODY
            _write(cell.paragraphs[0], text, font, Pt(10.5), bold=number == 0)


def _write(line: Paragraph, text: str, font: str, size: Pt, bold: bool = False) -> None:
    run = line.add_run(text)
    run.font.name, run.font.size, run.font.bold = _LATIN, size, bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
