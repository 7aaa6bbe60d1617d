"""The ordinals of Chinese official papers and the levels they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policies_kb.parse.lines import Line, raw_length
from policies_kb.text.notation import ORDINAL
from policies_kb.text.numerals import NumberError, read_number

_N = f"[{ORDINAL}]{{1,7}}"
# 三、 part, (三) section, 3. item, (3) point, ③ subpoint. A numeral that goes on after the
# ordinal sign is a figure or an enumeration in a sentence: 2.5%, 3、4号, 一、二类.
_PART = re.compile(rf"({_N})[、.](?![{ORDINAL}]{{1,2}}[、类级等线批次])")
_REFERRED = rf"(?!、|[和至](?:[第(\d{ORDINAL}]|$)|项(?!目)|条(?!件)|款(?!项)|目(?!标|录|的|前))"
_SEC = re.compile(rf"\(({_N})\){_REFERRED}")
_ITEM = re.compile(r"(\d{1,3})[.、](?!\d)|(\d{1,2})[.、](?=\d{4}年|\d{1,2}月(?:\d|底|末|份))")
_POINT = re.compile(rf"(?:\((\d{{1,2}})\)|(\d{{1,2}})\)){_REFERRED}")
_SUB = re.compile(r"([①-⑳])")
_UPPER = re.compile(rf"第({_N}|\d{{1,4}})(编|分编|章|节)")
_ARTICLE = re.compile(rf"第({_N}|\d{{1,4}})条(?:之({_N}))?")
_CLAUSE_MARKS = re.compile(r"[。；;，,：:]")
_UPPER_KINDS = {"编": "book", "分编": "book", "章": "chapter", "节": "section"}
_AFTER_ARTICLE = "【[("
MAX_HEADING = 40


@dataclass(frozen=True)
class Ordinal:
    """A printed ordinal.

    Attributes:
        kind: ``book``, ``chapter``, ``section``, ``article``, ``part``, ``sec``, ``item``,
            ``point`` or ``sub``.
        text: As printed.
        number: Its value.
        branch: The second number of 第十二条之一, 0 for all others.
        certain: False for 第三条 with no gap after it, which may be a reference in a sentence.
    """

    kind: str
    text: str
    number: int
    branch: int = 0
    certain: bool = True


def read_ordinal(line: Line) -> Ordinal | None:
    """Return the ordinal that opens a line, ``None`` when it has none."""
    key = line.key
    if key[0] == "第":
        return _upper(line) or _article(line)
    for kind, pattern in (("part", _PART), ("sec", _SEC)):
        if match := pattern.match(key):
            return _numbered(kind, line, match)
    if match := _ITEM.match(key):
        return Ordinal("item", _printed(line, match), int(match.group(1) or match.group(2)))
    if match := _POINT.match(key):
        return Ordinal("point", _printed(line, match), int(match.group(1) or match.group(2)))
    if match := _SUB.match(key):
        return Ordinal("sub", _printed(line, match), ord(match.group(1)) - ord("①") + 1)
    return None


def ordinal_value(numeral: str) -> int | None:
    """Return the value of an ordinal's numeral, ``None`` when it is none (十十)."""
    try:
        return int(read_number(numeral))
    except NumberError:
        return None


def _numbered(kind: str, line: Line, match: re.Match[str]) -> Ordinal | None:
    number = ordinal_value(match.group(1))
    return None if number is None else Ordinal(kind, _printed(line, match), number)


def _printed(line: Line, match: re.Match[str]) -> str:
    return line.text[: raw_length(line.text, match.end())]


def _upper(line: Line) -> Ordinal | None:
    match = _UPPER.match(line.key)
    if match is None:
        return None
    rest = line.key[match.end() :]
    if len(rest) > MAX_HEADING or _CLAUSE_MARKS.search(rest):
        return None
    return _numbered(_UPPER_KINDS[match.group(2)], line, match)


def _article(line: Line) -> Ordinal | None:
    match = _ARTICLE.match(line.key)
    if match is None:
        return None
    text = _printed(line, match)
    following = line.text[len(text) :]
    certain = not following or following[0].isspace() or line.key[match.end()] in _AFTER_ARTICLE
    number = ordinal_value(match.group(1))
    branch = ordinal_value(match.group(2)) if match.group(2) else 0
    if number is None or branch is None:
        return None
    return Ordinal("article", text, number, branch, certain)
