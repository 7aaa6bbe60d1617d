"""Writes a paper as a Word document (ISO/IEC 29500) fit to be printed and handed in."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import accumulate, chain

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph as DocxParagraph

from bot.attachments.file import DOCX, File
from bot.attachments.letter_blocks import (
    Addressee,
    Closing,
    Fields,
    Heading,
    Items,
    Letter,
    LetterBlock,
    LetterGrid,
    Paragraph,
)

_BODY, _TITLE, _LATIN = "仿宋", "宋体", "Times New Roman"
_BODY_SIZE, _SMALL_SIZE, _TITLE_SIZE = Pt(14), Pt(10.5), Pt(22)
#: Columns of the grid under a form; rows of one, two or three entries divide it evenly.
_COLUMNS = 12
#: How many of them a table's cells take: a number, a text, a place to write a number.
_GRID = (1, 9, 2)
_TEXT_WIDTH = Mm(156)


def docx_file(paper: Letter) -> File:
    """Return the paper as a ``.docx`` file: A4, East Asian fonts, numbered pages."""
    document = _blank_document(paper.title)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(14)
    _write(title, paper.title, _TITLE, _TITLE_SIZE, bold=True)
    for block in paper.blocks:
        _add(document, block)
    file = io.BytesIO()
    document.save(file)
    return File(file.getvalue(), DOCX)


def _blank_document(title: str) -> DocumentType:
    document = Document()
    # The library's own template names its author and the day it was made.
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.title = title
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(27)
    section.top_margin, section.bottom_margin = Mm(30), Mm(25)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _LATIN, _BODY_SIZE
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _BODY)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.3
    _number_pages(section.footer.paragraphs[0])
    return document


def _add(document: DocumentType, block: LetterBlock) -> None:
    match block:
        case Heading(text):
            line = document.add_paragraph()
            line.paragraph_format.space_before = Pt(12)
            line.paragraph_format.space_after = Pt(4)
            line.paragraph_format.keep_with_next = True
            _write(line, text, _TITLE, _BODY_SIZE, bold=True)
        case Paragraph(text, small):
            line = document.add_paragraph()
            if small:
                line.paragraph_format.space_before = Pt(3)
                line.paragraph_format.keep_with_next = True
                _write(line, text, _BODY, _SMALL_SIZE)
            else:
                line.paragraph_format.first_line_indent = 2 * _BODY_SIZE
                line.add_run(text)
        case Items(items):
            for number, item in enumerate(items, 1):
                line = document.add_paragraph(f"{number}. {item}")
                line.paragraph_format.first_line_indent = 2 * _BODY_SIZE
        case Fields(rows):
            _add_fields(document, rows)
        case LetterGrid(header, rows):
            _add_grid(document, header, rows)
        case Addressee(greeting, name):
            line = document.add_paragraph(greeting)
            line.paragraph_format.first_line_indent = 2 * _BODY_SIZE
            line.paragraph_format.space_before = Pt(14)
            line.paragraph_format.keep_with_next = True
            document.add_paragraph(name).paragraph_format.keep_with_next = True
        case Closing(lines):
            _add_closing(document, lines)


def _add_closing(document: DocumentType, lines: Sequence[str]) -> None:
    """Add signature and date at the right, kept on one page."""
    for number, text in enumerate(lines, 1):
        line = document.add_paragraph(text)
        line.paragraph_format.left_indent = _TEXT_WIDTH * 2 // 5
        line.paragraph_format.space_before = Pt(14)
        line.paragraph_format.keep_with_next = number < len(lines)


def _add_fields(document: DocumentType, rows: Sequence[Sequence[tuple[str, str]]]) -> None:
    table = _table(document, len(rows))
    for line, row in zip(table.rows, rows, strict=True):
        width = _COLUMNS // len(row)
        label = min(3, width // 2)
        cells = _cells(table, line, [label, width - label] * len(row))
        for cell, text in zip(cells, chain.from_iterable(row), strict=True):
            _fill(cell, text)


def _add_grid(document: DocumentType, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = _table(document, len(rows) + 1)
    for line, row in zip(table.rows, (header, *rows), strict=True):
        for cell, text in zip(_cells(table, line, _GRID), row, strict=True):
            _fill(cell, text)


def _table(document: DocumentType, rows: int) -> Table:
    table = document.add_table(rows, _COLUMNS, style="Table Grid")
    table.autofit = False
    for column in table.columns:
        column.width = _TEXT_WIDTH // _COLUMNS
    return table


def _cells(table: Table, row: _Row, widths: Sequence[int]) -> list[_Cell]:
    """Return the cells of a row after making one of so many columns each."""
    # The library merges cell by cell, which takes a hundred times as long.
    single = list(row._tr.tc_lst)
    starts = accumulate(widths, initial=0)
    cells = []
    for start, width in zip(starts, widths, strict=False):
        first, *rest = single[start : start + width]
        first.grid_span = width
        first.width = Emu(_TEXT_WIDTH * width // _COLUMNS)
        for extra in rest:
            row._tr.remove(extra)
        cells.append(_Cell(first, table))
    row.height = Mm(10)
    # A row that breaks across pages cannot be read as one.
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return cells


def _fill(cell: _Cell, text: str) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    line = cell.paragraphs[0]
    line.paragraph_format.line_spacing = 1.0
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(3)
    _write(line, text, _BODY, Pt(12))


def _write(line: DocxParagraph, text: str, font: str, size: Pt, bold: bool = False) -> None:
    run = line.add_run(text)
    run.font.name, run.font.size, run.font.bold = _LATIN, size, bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _number_pages(line: DocxParagraph) -> None:
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    shown = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    shown.append(text)
    field.append(shown)
    line._p.append(field)
