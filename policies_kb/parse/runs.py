"""Runs of lines that belong together whatever they say: tables and signatures."""

from __future__ import annotations

import re

from policies_kb.parse.lines import Line
from policies_kb.parse.ordinals import read_ordinal
from policies_kb.parse.titles import is_body, is_signer
from policies_kb.text.dates import SIGNED, is_date

_LABEL = re.compile(r"附(?:件|表|录)")
_STOP = "。！？!?;"
_OPENS_WITH_PLACE = re.compile(r"(?!特此)[\u4e00-\u9fff]{1,7}?[省市县区州旗]|国家|中共|中国|全国")
_MAX_SIGNERS = 12
_MAX_GROUP = 40
_MAX_STRAY = 12
_MAX_CELL = 60


def cells(line: Line) -> list[str]:
    """Return the cells of a table line, empty ones included; one cell for other lines."""
    return line_cells(line.raw if "\t" in line.raw else line.text)


def line_cells(row: str) -> list[str]:
    """Return the cells of a printed line, parted by tabs or bars."""
    if "\t" in row:
        return [cell.strip() for cell in row.split("\t")]
    if "|" in row or "｜" in row:
        return [cell.strip() for cell in re.split(r"[|｜]", row.strip("|｜"))]
    return [row]


def table_runs(lines: list[Line]) -> dict[int, int]:
    """Return the tables among ``lines``: first line -> one past the last.

    A table is two or more lines parted by tabs or bars. A short line without either between
    two such lines is a row that lost its empty cells, or a group heading.
    """
    runs: dict[int, int] = {}
    at = 0
    while at < len(lines):
        stop = _table_end(lines, at) if _is_row(lines[at]) else at
        rows = [line for line in lines[at:stop] if _is_row(line)]
        if len(rows) >= 2 and any(_has_two_cells(line) for line in rows):
            runs[at] = stop
        at = max(stop, at + 1)
    return runs


def _table_end(lines: list[Line], first: int) -> int:
    at = stop = first
    while at < len(lines) and at - stop <= 2:
        if _is_row(lines[at]):
            stop = at + 1
        elif not _is_stray_row(lines[at]):
            break
        at += 1
    return stop


def _is_row(line: Line) -> bool:
    parts = [cell for cell in cells(line) if cell]
    if "\t" not in line.raw:
        return len(parts) >= 2
    # A tab before a paragraph is an indent.
    return len(parts) >= 2 or (
        len(line.key) <= _MAX_CELL and line.key[-1] not in _STOP and len(cells(line)) >= 2
    )


def _has_two_cells(line: Line) -> bool:
    parts = [cell for cell in cells(line) if cell]
    ordinal = read_ordinal(line)
    return len(parts) - (ordinal is not None and parts[0] == ordinal.text) >= 2


def _is_stray_row(line: Line) -> bool:
    if line.key[-1] in _STOP or _LABEL.match(line.key):
        return False
    size = _MAX_GROUP if read_ordinal(line) else _MAX_STRAY
    return len(line.key) <= size


def signature_runs(lines: list[Line], issuer: str) -> dict[int, int]:
    """Return the signatures among ``lines``: first line -> one past the last.

    A signature is the issuing bodies or the signer over a date, body and date on one line, or
    the paper's own ``issuer`` alone on a line.
    """
    runs: dict[int, int] = {}
    for at, line in enumerate(lines):
        if is_date(line.key):
            first = at
            while first > max(0, at - _MAX_SIGNERS) and _signs(lines[first - 1], issuer):
                first -= 1
            if 0 < first < at and _goes_on_in(lines[first - 1], lines[first]):
                first -= 1
            if first < at or at == 0 or lines[at - 1].key[-1] in _STOP + ")":
                runs[first] = at + 1
        elif _is_signed_line(line) or (issuer and line.key == issuer):
            runs.setdefault(at, at + 1)
    return runs


def _signs(line: Line, issuer: str) -> bool:
    key = line.key
    if "\t" in line.raw.strip() or line.level or read_ordinal(line):
        return False
    return key == issuer or is_body(key) or is_signer(key)


def _goes_on_in(line: Line, following: Line) -> bool:
    """Tell whether a name that opens with a place in ``line`` ends in the line below it."""
    return (
        _OPENS_WITH_PLACE.match(line.key) is not None
        and not _OPENS_WITH_PLACE.match(following.key)
        and "\t" not in line.raw.strip()
        and not line.level
        and read_ordinal(line) is None
        and is_body(line.key + following.key)
    )


def _is_signed_line(line: Line) -> bool:
    found = SIGNED.search(line.key, 0, 80)
    return found is not None and found.end() == len(line.key) and is_body(line.key[: found.start()])
