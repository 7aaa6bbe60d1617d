"""Scanned pages and photos, read by RapidOCR where it is installed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from policies_kb.adding.forms.file_limits import MAX_SCANNED_PAGES
from policies_kb.adding.forms.form_text import FormError, FormText
from policies_kb.adding.forms.grid import Box, laid_out
from policies_kb.adding.forms.layout import Page, Piece, text_of

MISSING = (
    "is a picture of a page; to have it read install the extra for scans "
    "(`make setup GROUP=ocr`), or add the paper as text"
)
_MOST_PIXELS = 60_000_000
#: A4 at so many points an inch is sharp enough to be read.
_SCALE = 200 / 72
_UNSURE = 0.85
#: A drawn line is at least this part of a page long.
_LINE_SHARE, _MOST_LINES = 40, 2000
_POOR = "page {page}: not sure of “{words}” ({score:.0%})"


def read_picture(path: Path) -> FormText:
    """Return the words of a picture, or of a PDF whose pages are pictures.

    Raises:
        FormError: No reader of pictures is installed, or it finds no words.
    """
    if find_spec("rapidocr") is None:
        raise FormError(MISSING)
    engine = _engine()
    pages: list[Page] = []
    doubts: list[str] = []
    for number, page in enumerate(_pages(path), 1):
        if number > MAX_SCANNED_PAGES:
            raise FormError(f"has more than {MAX_SCANNED_PAGES} scanned pages; add it in parts")
        if isinstance(page, Page):
            pages.append(page)
            continue
        read = list(_read(engine, page))
        doubts += [
            _POOR.format(page=number, words=piece.text, score=score)
            for piece, score in read
            if score < _UNSURE
        ]
        pages.append(laid_out(page.shape[0], _drawn(page), [piece for piece, _ in read]))
    text = text_of(pages)
    if not text.strip():
        raise FormError("is a picture without words that can be read; scan it anew, or type it")
    return FormText(text, tuple(doubts))


def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.disable(logging.CRITICAL)
    return RapidOCR(params={"Global.log_level": "critical"})


def _pages(path: Path) -> Iterator[Any]:
    """Yield pages as pictures in arrays; those of a PDF that have text as what they say."""
    import numpy as np

    with path.open("rb") as file:
        is_pdf = b"%PDF" in file.read(1024)
    if is_pdf:
        from policies_kb.adding.forms.pdf import (
            FEW_CHARACTERS,
            load_pdf,
            open_pdf,
            pieces_of,
            read_layout,
        )

        document = open_pdf(path)
        for number in range(len(document)):
            page = load_pdf(document, number)
            pieces = pieces_of(page)
            if len(pieces) >= FEW_CHARACTERS:
                yield read_layout(page, pieces)
            else:
                yield np.asarray(page.render(scale=_SCALE).to_pil().convert("RGB"))
        return
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        with Image.open(path) as picture:
            for frame in ImageSequence.Iterator(picture):
                yield np.asarray(ImageOps.exif_transpose(frame.convert("RGB")))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise FormError("is no sound picture, or one of too many pixels") from error


def _read(engine: Any, picture: Any) -> Iterator[tuple[Piece, float]]:
    found = engine(picture)
    height = picture.shape[0]
    if found is None or found.boxes is None:
        return
    for box, words, score in zip(found.boxes, found.txts, found.scores, strict=True):
        horizontal, vertical = [point[0] for point in box], [point[1] for point in box]
        piece = Piece(
            words, min(horizontal), height - max(vertical), max(horizontal), height - min(vertical)
        )
        yield piece, float(score)


def _drawn(picture: Any) -> list[Box]:
    """Return the straight lines of a picture that may part cells."""
    import cv2

    dark = cv2.threshold(
        cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), 160, 255, cv2.THRESH_BINARY_INV
    )[1]
    height, width = dark.shape
    found: list[Box] = []
    for size in ((width // _LINE_SHARE, 1), (1, height // _LINE_SHARE)):
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, size)
        lines = cv2.morphologyEx(dark, cv2.MORPH_OPEN, kernel)
        for left, top, wide, high, _ in cv2.connectedComponentsWithStats(lines)[2][1:_MOST_LINES]:
            found.append(Box(left, height - top - high, left + wide, height - top))
    return found
