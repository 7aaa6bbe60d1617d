"""PDF with text in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from policies_kb.adding.forms.file_limits import MAX_PAGES
from policies_kb.adding.forms.form_text import FormError, FormText, ScannedPages
from policies_kb.adding.forms.grid import Box, edges, laid_out
from policies_kb.adding.forms.layout import Page, Piece, text_of

#: Fewer characters on a page with a picture: the page is scanned.
FEW_CHARACTERS = 10
_MOST_OBJECTS = 20_000
_MOST_LINES = 4_000
#: Signs a font gives that has no table of what its shapes mean.
_UNREAD = re.compile(r"[\ue000-\uf8ff\ufffd\ufffe]")
_BROKEN = "is no sound PDF; open it, print it into a new PDF and add that"


def open_pdf(path: Path) -> pypdfium2.PdfDocument:
    """Return the document.

    Raises:
        FormError: It is broken, locked with a password, or has too many pages.
    """
    try:
        document = pypdfium2.PdfDocument(path)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error)
        raise FormError(
            "is locked with a password; save it without one" if locked else _BROKEN
        ) from error
    if not 0 < pages <= MAX_PAGES:
        raise FormError(f"has {pages} pages; {MAX_PAGES} at most are read" if pages else _BROKEN)
    return document


def read_pdf(path: Path) -> FormText:
    """Return the words of a PDF.

    Raises:
        FormError: It cannot be read.
        ScannedPages: It holds pages that are pictures.
    """
    document = open_pdf(path)
    pages: list[Page] = []
    doubts: list[str] = []
    for number in range(len(document)):
        pdf_page = load_pdf(document, number)
        pieces = pieces_of(pdf_page)
        if len(pieces) < FEW_CHARACTERS and has_picture(pdf_page):
            raise ScannedPages
        unread = sum(len(_UNREAD.findall(piece.text)) for piece in pieces)
        if unread:
            doubts.append(f"page {number + 1}: {unread} characters could not be read")
        pages.append(read_layout(pdf_page, pieces))
        pdf_page.close()
    text = text_of(pages)
    if not text.strip():
        raise FormError("holds no text")
    return FormText(text, tuple(doubts))


def load_pdf(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """Return one page.

    Raises:
        FormError: It is broken.
    """
    try:
        return document[number]
    except pypdfium2.PdfiumError as error:
        raise FormError(
            f"page {number + 1} cannot be read; print the PDF into a new one"
        ) from error


def read_layout(page: pypdfium2.PdfPage, pieces: list[Piece]) -> Page:
    """Return the lines of a page, those of its tables as rows."""
    return laid_out(page.get_height(), list(_drawn(page)), pieces)


def pieces_of(page: pypdfium2.PdfPage) -> list[Piece]:
    """Return the characters of a page with their places, a space with the one behind it."""
    text = page.get_textpage()
    found: list[Piece] = []
    high, gap = 0, False
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        char = chr(code)
        if char.isspace():
            # One that is printed, and not put in where words stand apart.
            gap = gap or pdfium.FPDFText_IsGenerated(text, index) == 0
            continue
        if code == 0 or unicodedata.category(char) == "Cc":
            continue
        left, bottom, right, top = text.get_charbox(index, loose=True)
        if right > left and top > bottom:
            found.append(Piece(f" {char}" if gap else char, left, bottom, right, top))
            gap = False
    text.close()
    return found


def has_picture(page: pypdfium2.PdfPage) -> bool:
    """Tell whether a page shows a picture."""
    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4))


def _drawn(page: pypdfium2.PdfPage) -> Iterator[Box]:
    count = 0
    for seen, item in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4)):
        if seen > _MOST_OBJECTS or count > _MOST_LINES:
            return
        for line in edges(Box(*item.get_bounds())):
            count += 1
            yield line
