"""Reads a Word document as plain text: the same words for who has no Word at hand."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator

from docx import Document
from docx.document import Document as DocumentType
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from bot.attachments.file import BLANK

#: Name of the style of tables that are forms: labels, each with a place to write in beside it.
_FORM = "Form"


class TextFormError(Exception):
    """A document holds what text cannot show; the message says what."""


def document_text(content: bytes) -> str:
    """Return the text in reading order, parts separated by empty lines, lists numbered.

    Raises:
        TextFormError: A list is numbered other than 1. 2. 3., or a label has no place beside it.
    """
    return "".join(_parts(Document(io.BytesIO(content)))).lstrip("\n") + "\n"


def _parts(document: DocumentType) -> Iterator[str]:
    numbers = _ListNumbers(document)
    in_list = False
    for part in document.iter_inner_content():
        number = numbers.take(part) if isinstance(part, Paragraph) else ""
        text = _words(part, number) if isinstance(part, Paragraph) else _rows(part, numbers)
        if text:
            yield ("\n" if in_list and number else "\n\n") + text
            in_list = bool(number)


def _words(paragraph: Paragraph, number: str) -> str:
    text = f"{number} {paragraph.text}".strip()
    name = (paragraph.style and paragraph.style.name) or ""
    return f"【{text}】" if text and name.startswith("Heading") else text


def _rows(table: Table, numbers: _ListNumbers) -> str:
    is_form = table.style is not None and table.style.name == _FORM
    lines = []
    for row in table.rows:
        cells = [_cell_text(cell, numbers) for cell in _cells(row)]
        if is_form and len(cells) % 2:
            raise TextFormError(f"“{cells[-1]}” is the label of a form without a place beside it")
        pairs = zip(cells[::2], cells[1::2], strict=True) if is_form else ()
        lines.append("  ".join(f"{label}：{value}" for label, value in pairs) or " | ".join(cells))
    return "\n".join(lines)


def _cells(row: _Row) -> Iterator[_Cell]:
    """Yield the cells, one that takes several places once, in its first row."""
    for cell in row._tr.tc_lst:
        if cell.vMerge != "continue":
            yield _Cell(cell, row.table)


def _cell_text(cell: _Cell, numbers: _ListNumbers) -> str:
    lines = (_words(line, numbers.take(line)) for line in cell.paragraphs)
    return "\n".join(filter(None, lines)) or BLANK


class _ListNumbers:
    """Counts the items of the numbered lists, as Word does when it shows them."""

    def __init__(self, document: DocumentType) -> None:
        self._document = document
        self._counts: Counter[str] = Counter()

    def take(self, paragraph: Paragraph) -> str:
        """Return the number before a paragraph, ``2.``; empty where it is in no list.

        Raises:
            TextFormError: The list is numbered otherwise.
        """
        named = paragraph._p.xpath("./w:pPr/w:numPr/w:numId/@w:val")
        # Word takes a paragraph out of a list by the number 0.
        if not named or named[0] == "0":
            return ""
        self._counts[named[0]] += 1
        return self._shape(named[0]).replace("%1", str(self._counts[named[0]]))

    def _shape(self, number: str) -> str:
        """Return how a list shows its numbers, ``%1.``."""
        numbering = self._document.part.numbering_part.element
        [kind] = numbering.xpath(f"w:num[@w:numId={number}]/w:abstractNumId/@w:val")
        level = f"w:abstractNum[@w:abstractNumId={kind}]/w:lvl[@w:ilvl=0]"
        if numbering.xpath(f"{level}/w:numFmt/@w:val") != ["decimal"]:
            raise TextFormError("a list has other numbers than 1. 2. 3., which text cannot show")
        [shape] = numbering.xpath(f"{level}/w:lvlText/@w:val")
        return str(shape)
