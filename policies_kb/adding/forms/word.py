"""Word's .docx: paragraphs with their automatic numbers, tables with their merged cells."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from policies_kb.adding.forms.file_limits import MAX_MEMBERS, MAX_UNPACKED
from policies_kb.adding.forms.form_text import FormError, FormText
from policies_kb.adding.forms.table_text import Cell, table_lines

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: Parts whose words are not printed where they stand.
_LEFT_OUT = {
    f"{_W}del",
    f"{_W}moveFrom",
    f"{_W}instrText",
    f"{_W}delText",
    f"{_W}pPr",
    _MC_FALLBACK,
}
_BREAKS = {f"{_W}br", f"{_W}cr"}
_DIGITS = "〇一二三四五六七八九"
_BROKEN = "is no sound .docx; open it in Word or WPS, save it anew and add that"


def read_word(path: Path) -> FormText:
    """Return the words of a .docx.

    Raises:
        FormError: It is broken, too big when unpacked, or made to break its reader.
    """
    try:
        with zipfile.ZipFile(path) as pack:
            _refuse_bombs(pack)
            body = _part(pack, "word/document.xml")
            numbering = _part(pack, "word/numbering.xml") if _has(pack, "numbering") else None
            styles = _part(pack, "word/styles.xml") if _has(pack, "styles") else None
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, ValueError, RuntimeError) as error:
        raise FormError(_BROKEN) from error
    reader = _Reader(_Numbers(numbering, styles))
    lines = [*reader.blocks(body.find(f"{_W}body"))]
    if not any(lines):
        raise FormError("holds no text; if it holds pictures of pages, save them as .pdf")
    return FormText("\n".join(lines) + "\n")


def _has(pack: zipfile.ZipFile, name: str) -> bool:
    return f"word/{name}.xml" in pack.namelist()


def _refuse_bombs(pack: zipfile.ZipFile) -> None:
    members = pack.infolist()
    if len(members) > MAX_MEMBERS or sum(it.file_size for it in members) > MAX_UNPACKED:
        raise FormError(f"unpacks to more than {MAX_UNPACKED >> 20} MB or {MAX_MEMBERS} files")


def _part(pack: zipfile.ZipFile, name: str) -> Any:
    with pack.open(name) as part:
        raw = part.read(MAX_UNPACKED + 1)
    if len(raw) > MAX_UNPACKED:
        raise FormError(f"unpacks to more than {MAX_UNPACKED >> 20} MB")
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise FormError("declares entities, which no .docx does: it is made to break its reader")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise FormError(_BROKEN) from error


@dataclass
class _Reader:
    """Reads the body block by block."""

    numbers: _Numbers

    def blocks(self, parent: Any) -> Iterator[str]:
        """Yield the lines of paragraphs and tables in reading order."""
        if parent is None:
            return
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from table_lines(self._rows(child))
            elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"}:
                yield from self.blocks(child)

    def _paragraph(self, node: Any) -> Iterator[str]:
        boxes: list[Any] = []
        words = "".join(_words(node, boxes))
        for box in boxes:
            yield from self.blocks(box)
        if words.strip():
            words = self.numbers.of(node) + words
        for line in words.split("\n"):
            if line.strip():
                yield line.rstrip()

    def _rows(self, table: Any) -> list[list[Cell]]:
        """Return the rows; a cell merged downwards is counted out from its first row."""
        rows: list[list[Cell]] = []
        open_cells: dict[int, tuple[int, int]] = {}
        for row in table.iter(f"{_W}tr"):
            if next(row.iterancestors(f"{_W}tbl")) is not table:
                continue
            cells: list[Cell] = []
            column = 0
            for cell in row.findall(f"{_W}tc"):
                width = _value(cell, "gridSpan", 1)
                merge = cell.find(f"{_W}tcPr/{_W}vMerge")
                if (
                    merge is not None
                    and merge.get(f"{_W}val") != "restart"
                    and column in open_cells
                ):
                    first, place = open_cells[column]
                    above = rows[first][place]
                    rows[first][place] = Cell(above.text, above.columns, above.rows + 1)
                else:
                    text = "\n".join(self.blocks(cell))
                    if merge is not None:
                        open_cells[column] = (len(rows), len(cells))
                    else:
                        open_cells.pop(column, None)
                    cells.append(Cell(text, width))
                column += width
            rows.append(cells)
        return rows


def _words(node: Any, boxes: list[Any]) -> Iterator[str]:
    """Yield the words of a paragraph; text boxes are collected."""
    for child in node:
        if child.tag in _LEFT_OUT or _is_hidden(child):
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif child.tag in _BREAKS:
            yield "\n" if child.get(f"{_W}type") != "page" else ""
        elif child.tag == f"{_W}tab":
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        else:
            yield from _words(child, boxes)


def _is_hidden(node: Any) -> bool:
    vanish = node.find(f"{_W}rPr/{_W}vanish") if node.tag == f"{_W}r" else None
    return vanish is not None and vanish.get(f"{_W}val") not in {"0", "false"}


def _value(cell: Any, name: str, default: int) -> int:
    found = cell.find(f"{_W}tcPr/{_W}{name}")
    value = found.get(f"{_W}val") if found is not None else None
    return min(int(value), 200) if value and value.isdigit() else default


class _Numbers:
    """The numbers Word prints before paragraphs but does not keep in their text."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._of_style: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if numbering is not None:
            self._read(numbering)
        if styles is not None:
            for style in styles.iter(f"{_W}style"):
                told = _list_of(style.find(f"{_W}pPr/{_W}numPr"))
                if told:
                    self._of_style[style.get(f"{_W}styleId") or ""] = told

    def of(self, paragraph: Any) -> str:
        """Return the number of a paragraph, empty when Word prints none."""
        told = _list_of(paragraph.find(f"{_W}pPr/{_W}numPr"))
        if told is None:
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            told = self._of_style.get(style.get(f"{_W}val")) if style is not None else None
        if told is None or told[0] not in self._lists:
            return ""
        name, level = told
        abstract = self._lists[name]
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts[abstract]
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [it for it in counts if it > level]:
            del counts[deeper]
        text = levels[level][1]
        for at, (form, _, start) in levels.items():
            text = text.replace(f"%{at + 1}", _printed(form, counts.get(at, start)))
        return "" if levels[level][0] == "bullet" else text

    def _read(self, numbering: Any) -> None:
        for abstract in numbering.iter(f"{_W}abstractNum"):
            levels = {}
            for level in abstract.iter(f"{_W}lvl"):
                at = level.get(f"{_W}ilvl") or "0"
                levels[int(at)] = (
                    _attribute(level, "numFmt", "decimal"),
                    _attribute(level, "lvlText", ""),
                    int(_attribute(level, "start", "1") or 1),
                )
            self._levels[abstract.get(f"{_W}abstractNumId") or ""] = levels
        for number in numbering.iter(f"{_W}num"):
            self._lists[number.get(f"{_W}numId") or ""] = _attribute(number, "abstractNumId", "")


def _attribute(node: Any, name: str, default: str) -> str:
    found = node.find(f"{_W}{name}")
    return (found.get(f"{_W}val") or default) if found is not None else default


def _list_of(properties: Any) -> tuple[str, int] | None:
    if properties is None:
        return None
    name, level = _attribute(properties, "numId", "0"), _attribute(properties, "ilvl", "0")
    return (name, int(level)) if name != "0" and level.isdigit() else None


def _printed(form: str, number: int) -> str:
    if form in {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "ideographTraditional",
    }:
        return _chinese(number)
    if form.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    if form in {"lowerLetter", "upperLetter"} and 0 < number <= 26:
        return chr(ord("a" if form == "lowerLetter" else "A") + number - 1)
    return str(number)


def _chinese(number: int) -> str:
    if number < 10:
        return _DIGITS[number]
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")
