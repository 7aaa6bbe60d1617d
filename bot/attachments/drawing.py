"""A picture of polygons and lines of text, written as SVG or as PNG.

One drawing serves both forms, so that they cannot differ. SVG leaves the text to the reader's
fonts; PNG needs a font with Chinese glyphs on this machine.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import Image, ImageDraw, ImageFont

GROUND = "#ffffff"
#: Wide enough for a telephone held upright.
WIDTH = 360
_FONTS = (
    "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', "
    "'Hiragino Sans GB', 'Microsoft YaHei', 'WenQuanYi Micro Hei', sans-serif"
)
#: Files of fonts with Chinese glyphs, as systems name them; the regular one before the bold.
_FONT_FILES = (
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf"),
    ("SourceHanSansSC-Regular.otf", "SourceHanSansSC-Bold.otf"),
    ("PingFang.ttc", "PingFang.ttc"),
    ("msyh.ttc", "msyhbd.ttc"),
    ("wqy-microhei.ttc", "wqy-microhei.ttc"),
    ("wqy-zenhei.ttc", "wqy-zenhei.ttc"),
)
#: Punctuation that may hang over the end of a line, but not begin one.
_NEVER_FIRST = "、,。;:!?)”》,;:!?)"
_PROBE = "浙问"
#: A noncharacter: every font draws its "missing glyph" for it.
_NOWHERE = "\uffff"
#: Pixels of a PNG for each unit of the drawing, and the finer grid its edges are smoothed from.
_SCALE, _FINER = 2, 2
_COLOURS = 96


class MissingFontError(RuntimeError):
    """No font with Chinese glyphs is installed; the message says what to install."""


@dataclass(frozen=True)
class Label:
    """One line of text.

    Attributes:
        x: Left end, or the right one when ``right``.
        y: Base line.
    """

    x: float
    y: float
    text: str
    size: float = 13
    colour: str = "#1c2522"
    bold: bool = False
    right: bool = False
    kind: Literal["text"] = "text"


@dataclass(frozen=True)
class Polygon:
    """A closed area; without ``fill`` only its edge is drawn."""

    points: tuple[tuple[float, float], ...]
    fill: str = ""
    edge: str = ""
    width: float = 0
    kind: Literal["polygon"] = "polygon"


Shape = Label | Polygon


@dataclass(frozen=True)
class Drawing:
    """A picture, in units of CSS pixels, the origin at the upper left."""

    title: str
    height: float
    shapes: tuple[Shape, ...]
    width: float = WIDTH


def box(x: float, y: float, width: float, height: float, fill: str) -> Polygon:
    """Return a filled rectangle; a thin one is a line."""
    return Polygon(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), fill)


def regular(
    x: float, y: float, radius: float, corners: int, fill: str, edge: str, turn: float = 0
) -> Polygon:
    """Return a regular polygon around a point; one with many corners is a circle.

    Args:
        x: Centre.
        y: Centre.
        radius: From the centre to a corner.
        corners: How many; the first one is on top.
        fill: Colour inside, may be empty.
        edge: Colour of the edge.
        turn: Part of a whole turn, clockwise.
    """
    angles = (2 * math.pi * (corner / corners + turn) for corner in range(corners))
    points = tuple(
        (round(x + radius * math.sin(angle), 2), round(y - radius * math.cos(angle), 2))
        for angle in angles
    )
    return Polygon(points, fill, edge, 1.6)


def wrapped(text: str, width: float, size: float, lines: int) -> list[str]:
    """Return a text in lines no wider than ``width``; what does not fit ends in ``…``."""
    rows: list[str] = [""]
    for char in text:
        if char not in _NEVER_FIRST and text_width(rows[-1] + char, size) > width:
            rows.append("")
        rows[-1] += char
    if len(rows) > lines:
        rows = rows[:lines]
        rows[-1] = f"{rows[-1][:-1]}…"
    return rows


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is: Chinese glyphs are square, Latin ones about half."""
    wide = sum(unicodedata.east_asian_width(char) in "WFA" for char in text)
    return size * (wide + 0.6 * (len(text) - wide))


def as_svg(drawing: Drawing, locale: str) -> bytes:
    """Return the drawing as SVG 1.1; its text stays text."""
    template = _templates().get_template("drawing.svg")
    lang = "zh-Hant" if locale == "zh-Hant" else "zh-Hans"
    drawn = template.render(drawing=drawing, lang=lang, fonts=_FONTS, ground=GROUND)
    return drawn.encode()


def as_png(drawing: Drawing) -> bytes:
    """Return the drawing as PNG, two pixels for each unit.

    Raises:
        MissingFontError: No font with Chinese glyphs is installed.
    """
    regular_font, bold_font = chinese_fonts()
    grid = _SCALE * _FINER
    size = (round(drawing.width * grid), round(drawing.height * grid))
    image = Image.new("RGB", size, GROUND)
    pen = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        if isinstance(shape, Label):
            path, face = bold_font if shape.bold else regular_font
            font = ImageFont.truetype(path, round(shape.size * grid), index=face)
            anchor = "rs" if shape.right else "ls"
            at = (shape.x * grid, shape.y * grid)
            pen.text(at, shape.text, fill=shape.colour, font=font, anchor=anchor)
        else:
            points = [(x * grid, y * grid) for x, y in shape.points]
            if shape.fill:
                pen.polygon(points, fill=shape.fill)
            if shape.edge:
                edge = [*points, points[0], points[1]]
                pen.line(edge, fill=shape.edge, width=round(shape.width * grid), joint="curve")
    smooth = image.resize((size[0] // _FINER, size[1] // _FINER), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    # A few colours with their shades: a palette keeps the file small enough for a telephone.
    smooth.quantize(_COLOURS).save(file, "PNG", optimize=True)
    return file.getvalue()


@cache
def chinese_fonts() -> tuple[tuple[str, int], tuple[str, int]]:
    """Return file and face of a regular and a bold font with Chinese glyphs.

    Raises:
        MissingFontError: None is installed.
    """
    for regular_file, bold_file in _FONT_FILES:
        found = _chinese_face(regular_file)
        if found:
            return found, _chinese_face(bold_file) or found
    raise MissingFontError(
        "No font with Chinese glyphs is installed: install Noto Sans CJK "
        "(Debian, Ubuntu: apt-get install fonts-noto-cjk)."
    )


def _chinese_face(file: str) -> tuple[str, int] | None:
    """Return the path of a font file and its face for mainland China, ``None`` if it has none."""
    usable = [font for font in _faces(file) if draws(font, _PROBE)]
    if not usable:
        return None
    # One collection holds a face for each region; the same character looks different in them.
    best = next((font for font in usable if str(font.getname()[0]).endswith("SC")), usable[0])
    return str(best.path), best.index


def _faces(file: str) -> Iterator[ImageFont.FreeTypeFont]:
    index = 0
    while True:
        try:
            yield ImageFont.truetype(file, 20, index=index)
        except OSError:
            return
        index += 1


def draws(font: ImageFont.FreeTypeFont, text: str) -> bool:
    """Tell whether a font has a glyph of its own for every character of a text."""
    missing = bytes(font.getmask(_NOWHERE))
    return all(bytes(font.getmask(char)) != missing for char in text)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
