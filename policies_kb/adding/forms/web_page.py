"""Web pages as saved from the sites of governments: the paper without the site round it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from policies_kb.adding.forms.form_text import FormError, FormText
from policies_kb.adding.forms.table_text import Cell, table_lines
from policies_kb.parse.lines import Line, squeeze
from policies_kb.parse.portal import is_button, is_front_field
from policies_kb.text.files import MAX_FILE_BYTES

_BLOCKS = {
    "address", "article", "blockquote", "body", "caption", "center", "dd", "div", "dl",
    "dt", "fieldset", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li",
    "main", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_DROPPED = {
    "aside", "audio", "button", "embed", "footer", "head", "header", "iframe", "input",
    "link", "meta", "nav", "noscript", "object", "script", "select", "style", "svg",
    "template", "textarea", "video",
}  # fmt: skip
#: What sites call the parts of a page that are not its paper.
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|top-?bar|bread-?crumbs?|crumb|foot(?:er)?|head(?:er)?|share|bdshare\w*"
    r"|print|side-?bar|related?|copyright|qr-?code|ewm|search|login|dqwz|location|position|wza|tools?"
    r"|pagination)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"[〔\[]\d{4}[〕\]]\d+号|关于.{4,60}的(?:通知|意见|决定|公告|通告|批复|函|方案)"
)
_MOST_FURNITURE = 800
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_META_TITLE = {"articletitle", "title", "og:title"}
_TITLE_PARTS = re.compile(r"\s*[-_|–—]{1,2}\s*")
_DEEPEST = 200
_MOST_FRONT = 40
_SHORTEST_TITLE = 5
_TITLE_LINES = 5
_TITLE_REACH = 8
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LINK_SHARE = 0.7
_MENU_LINKS = 2
#: What a paper has to be loaded beside it.
_FILES = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)$", re.IGNORECASE)


def read_page(path: Path) -> FormText:
    """Return the paper of a saved web page.

    Raises:
        FormError: The page holds no text.
    """
    raw = path.read_bytes()[:MAX_FILE_BYTES]
    parser = html.HTMLParser(recover=True, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = html.document_fromstring(_decoded(raw), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise FormError("is a web page without text") from error
    titles = [title for title in map(squeeze, _titles(root)) if len(title) >= _SHORTEST_TITLE]
    body = root.find("body")
    lines = [
        line
        for line in _lines(body if body is not None else root, 0)
        if not is_button(squeeze(line))
    ]
    if not lines:
        raise FormError(
            "is a web page without text; save it anew from the browser, as a whole page"
        )
    return FormText("\n".join(_from_title(lines, titles)) + "\n")


def _decoded(raw: bytes) -> str:
    declared = _CHARSET.search(raw[:2048])
    names = [declared.group(1).decode("ascii").lower()] if declared else []
    names = ["gb18030" if name in {"gb2312", "gbk"} else name for name in names]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        names.insert(0, "utf-16")
    for name in (*names, "utf-8-sig", "gb18030"):
        try:
            text = raw.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
        # lxml refuses text that declares an encoding of its own.
        return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    return raw.decode("gb18030", errors="replace")


def _titles(root: html.HtmlElement) -> Iterator[str]:
    """Yield what the page says its paper is called, the surest first."""
    for meta in root.iter("meta"):
        if (meta.get("name") or meta.get("property") or "").lower() in _META_TITLE:
            yield meta.get("content") or ""
    for name in ("h1", "h2"):
        for heading in root.iter(name):
            yield heading.text_content()
    for title in root.iter("title"):
        words = title.text_content()
        yield words
        yield from _TITLE_PARTS.split(words)


def _lines(node: html.HtmlElement, depth: int) -> Iterator[str]:
    """Yield the lines of a block, those of the blocks in it and those between."""
    if depth > _DEEPEST:
        return
    words: list[str] = [node.text or ""]
    for child in node:
        if isinstance(child.tag, str) and not _is_dropped(child):
            if child.tag == "br":
                yield from _flushed(words)
            elif child.tag == "table":
                yield from _flushed(words)
                yield from _table(child, depth)
            elif child.tag in _BLOCKS or _has_block(child):
                yield from _flushed(words)
                if not _is_menu(child):
                    yield from _lines(child, depth + 1)
            else:
                words += _inline(child)
        words.append(child.tail or "")
    yield from _flushed(words)


def _flushed(words: list[str]) -> Iterator[str]:
    for line in "".join(words).split("\0"):
        text = _SPACES.sub(" ", line.replace("\xa0", " ")).strip()
        if text:
            yield text
    words.clear()


def _inline(node: html.HtmlElement) -> Iterator[str]:
    """Yield the words of what runs on in a line; \\0 stands for a break."""
    yield node.text or ""
    for child in node:
        if isinstance(child.tag, str) and not _is_dropped(child):
            if child.tag == "br":
                yield "\0"
            else:
                yield from _inline(child)
        yield child.tail or ""


def _has_block(node: html.HtmlElement) -> bool:
    return any(
        isinstance(child.tag, str) and child.tag in _BLOCKS for child in node.iterdescendants()
    )


def _is_dropped(node: html.HtmlElement) -> bool:
    style = node.get("style") or ""
    if node.tag in _DROPPED or _HIDDEN.search(style) or node.get("hidden") is not None:
        return True
    if not _FURNITURE.search(f"{node.get('class') or ''} {node.get('id') or ''}"):
        return False
    # A block of that name that holds the title or much of the page's words is no furniture.
    words = squeeze(node.text_content())
    holds_title = node.find(".//h1") is not None or _NUMBER.search(words)
    return not holds_title and len(words) < _MOST_FURNITURE


def _is_menu(node: html.HtmlElement) -> bool:
    """Tell whether a list or block is nothing but links to other pages."""
    links = list(node.iter("a"))
    if len(links) < _MENU_LINKS or any(map(_is_attachment, links)):
        return False
    words = len("".join(node.text_content().split()))
    linked = sum(len("".join(link.text_content().split())) for link in links)
    return linked >= _LINK_SHARE * max(1, words)


def _is_attachment(link: html.HtmlElement) -> bool:
    return "附件" in link.text_content() or bool(_FILES.search(link.get("href") or ""))


def _table(table: html.HtmlElement, depth: int) -> Iterator[str]:
    rows = [row for row in table.iter("tr") if _own_table(row) is table]
    nested = any(True for inner in table.iterdescendants("table"))
    if nested or not any(len(_cells(row)) > 1 for row in rows):
        # A table that only lays out the page.
        for row in rows:
            for cell in _cells(row):
                yield from _lines(cell, depth + 1)
        return
    cells = ([_table_cell(cell) for cell in _cells(row)] for row in rows)
    yield from table_lines(cells)


def _own_table(row: html.HtmlElement) -> html.HtmlElement | None:
    return next(row.iterancestors("table"), None)


def _cells(row: html.HtmlElement) -> list[html.HtmlElement]:
    return [child for child in row if child.tag in {"td", "th"}]


def _table_cell(cell: html.HtmlElement) -> Cell:
    return Cell("\n".join(_lines(cell, 0)), _span(cell, "colspan"), _span(cell, "rowspan"))


def _span(cell: html.HtmlElement, name: str) -> int:
    value = cell.get(name) or "1"
    return min(int(value), 200) if value.isascii() and value.isdigit() and int(value) else 1


def _from_title(lines: list[str], titles: list[str]) -> list[str]:
    """Return the lines from the paper's title on, under the index fields of the page.

    A site prints the title over its fields, and the paper has it again: the paper's is taken.
    """
    for title in titles:
        places = [at for at in range(len(lines)) if _stands_at(lines, at, title)]
        if places:
            at = max(place for place in places if place - places[0] <= _TITLE_REACH)
            over = [line for line in lines[max(0, at - _MOST_FRONT) : at] if _is_field(line)]
            return [*over, *lines[at:]]
    return lines


def _stands_at(lines: list[str], at: int, title: str) -> bool:
    key = ""
    for line in lines[at : at + _TITLE_LINES]:
        key += squeeze(line)
        if not title.startswith(key):
            return False
        if key == title:
            return True
    return False


def _is_field(text: str) -> bool:
    return is_front_field(Line(1, 0, len(text), text, text, squeeze(text)))
