"""Reads the rows of task, scoring and subsidy tables: who, until when, how much."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from policies_kb.facts.date_reading import DateReading, Span
from policies_kb.facts.fact_rows import Deadline, Responsibility, Target, Threshold
from policies_kb.facts.times import find_times
from policies_kb.facts.unit_lists import LEAD, SUPPORT, is_surely_unit, split_units
from policies_kb.parse.table_parser import TableCells, is_plan_header, named_rows
from policies_kb.text.paper_figures import CHINESE_FIGURE, FIGURE, MEASURE_UNITS, read_figure

_WHEN = re.compile(
    r"时限|期限|完成(?:时间|日期|年限)|时间(?:要求|节点|安排|进度)?$|进度(?:要求|安排)?$"
)
_UNITS = re.compile(
    r"(?:责任|负责|牵头|主办|承办|配合|协办|协同|参与|落实|实施)(?:单位|部门|主体|处室)|(?<!计[费量价])单位$|部门$"
)
_ANSWERS_FOR = re.compile("责任|负责|牵头|主办|承办|配合|协办|协同|参与|落实|实施|建设|主管|部门")
#: Units of one cell may stand on lines of their own.
_BLANK = re.compile(r"(?<=[局委办厅府部院会社司行心处队室])\s+(?=\S{3})")
_LEADS, _SUPPORTS = re.compile(r"牵头|主办"), re.compile(r"配合|协办|协同|参与")
_ITEM = re.compile(r"任务|事项|项目|内容|措施|举措|指标|名称|工作|条款|类别|机具|品目|环节")
_AMOUNT = re.compile(
    r"分值|得分|满分|权重|补贴|补助|奖励|标准$|金额|限额|额度|罚款|费用|价格|单价|标准\("
)
_HEADER_UNIT = re.compile(r"\((?:单位:)?(?P<unit>[^()]{1,8})\)$")
#: What is measured in, where the head of a column names nothing else: 一般工种(元).
_MEASURE = re.compile(r"[百千万亿]{0,2}元(?:/[\u4e00-\u9fff·]{1,4})?|分|%")
_BARE_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_AMOUNT_CELL = re.compile(rf"(?:{FIGURE}|{CHINESE_FIGURE})(?:/[\u4e00-\u9fff·]{{1,4}})?")
_COUNTED = re.compile(r"(?P<unit>[人户台班家个辆座套件亩张头只株场])数$")
_PLACES = re.compile(r"(?:床位|泊位|车位|学位|托位)数$")
_ORDINALS = re.compile("序号|编号|代码|年级|排名|名次|电话|邮编|得票|页码")
#: What stands today is no goal.
_STANDS = re.compile("现有|现状|基期|基数|上年|去年|已|实际|完成情况|完成值")
_YEAR_HEAD = re.compile(r"(?P<year>20\d\d)年")
_UNIT_CELL = re.compile(rf"(?:[百千万亿]*(?:{MEASURE_UNITS}))")
_SET = re.compile("指标|目标|任务|要求")
_WHOLE_FIGURE = re.compile(FIGURE)
_POINTS = re.compile(r"分值|得分|满分")


@dataclass(frozen=True)
class RowFacts:
    """What one row of a table says."""

    deadlines: tuple[Deadline, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True)
class TableRow:
    """A row under its header.

    Attributes:
        quote: The printed line.
        cells: The cells by the names of their columns.
    """

    quote: str
    cells: TableCells

    @property
    def item(self) -> str:
        """What the row is about: its second named cell, or the only one; without names what stands
        before the first amount."""
        named = [cell for name, cell in self.cells.items() if _ITEM.search(name) and cell]
        words = [cell for cell in self.cells.values() if cell and not _BARE_NUMBER.fullmatch(cell)]
        before = takewhile(lambda named: not _is_of_amounts(*named), self.cells.items())
        labels = [cell for _, cell in before if cell in words]
        return DateReading("".join((named or labels or words or [""])[:2][-1:])).plain


def table_rows(text: str) -> list[TableRow]:
    """Return the rows of a table's text under their header; none without one.

    A plan of standards (month, item, units in this order) is not read here: its rows are
    standard items.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines or is_plan_header(lines[0]):
        return []
    return [TableRow(line.strip(), cells) for line, cells in named_rows(lines)]


def read_row(
    document: str, provision: str, row: TableRow, signed: date | None, doubts: list[str]
) -> RowFacts:
    """Return the facts of a row: its units, its day, its amounts."""
    item = row.item
    units = [*_units(document, provision, row)]
    led = [unit.unit for unit in units if unit.role != SUPPORT]
    deadlines = _deadlines(document, provision, row, item, "、".join(led), signed, doubts)
    return RowFacts(
        tuple(deadlines),
        tuple(units),
        tuple(_amounts(document, provision, row, item)),
        tuple(_numbers(document, provision, row, signed)),
    )


def free_cells(row: TableRow) -> Iterator[str]:
    """Yield the cells that may say more: neither units nor days nor an amount alone."""
    for name, cell in row.cells.items():
        # A merged cell is printed in its first row only.
        if (
            cell in row.quote
            and cell
            and not (_WHEN.search(name) or _UNITS.search(name) or _is_amount(cell))
        ):
            yield cell


def cell_by_name(name: str, cell: str) -> str:
    """Return a cell as it is told, the unit of its column behind a bare number.

    >>> cell_by_name("紧缺工种(元)", "2000"), cell_by_name("经费渠道", "失业保险基金")
    ('紧缺工种:2000元', '经费渠道:失业保险基金')
    """
    header, plain = DateReading(name).plain, DateReading(cell).plain
    unit = _HEADER_UNIT.search(header)
    if unit and _BARE_NUMBER.fullmatch(plain):
        return f"{_HEADER_UNIT.sub('', header)}:{plain}{unit['unit']}"
    return f"{header}:{plain}"


def _is_amount(cell: str) -> bool:
    plain = DateReading(cell).plain
    return bool(_BARE_NUMBER.fullmatch(plain) or _AMOUNT_CELL.fullmatch(plain)) and not re.search(
        "以[上下内]$", plain
    )


def _is_of_amounts(name: str, cell: str) -> bool:
    """Tell whether a cell stands in a column of amounts, by its name or its unit."""
    header = DateReading(name).plain
    unit = _HEADER_UNIT.search(header)
    return bool(_AMOUNT.search(header) or (unit and _MEASURE.fullmatch(unit["unit"]))) and bool(
        not cell or _is_amount(cell)
    )


def _units(document: str, provision: str, row: TableRow) -> Iterator[Responsibility]:
    for name, cell in row.cells.items():
        if not _UNITS.search(name) or not cell or _UNIT_CELL.fullmatch(cell):
            continue
        # A column 单位 may list the places that get something.
        told = _ANSWERS_FOR.search(name)
        role = LEAD if _LEADS.search(name) else SUPPORT if _SUPPORTS.search(name) else ""
        for unit in split_units(DateReading(_BLANK.sub("、", cell)).plain):
            sure = bool(told) or is_surely_unit(unit)
            yield Responsibility(document, provision, row.quote, unit, "table", role, sure)


def _deadlines(
    document: str,
    provision: str,
    row: TableRow,
    item: str,
    actor: str,
    signed: date | None,
    doubts: list[str],
) -> Iterator[Deadline]:
    for name, cell in row.cells.items():
        if not _WHEN.search(name):
            continue
        reading = DateReading(cell)
        whole = Span(0, len(reading.plain))
        for time in find_times(reading, whole, signed, doubts, alone=True):
            yield Deadline(
                document=document,
                provision=provision,
                quote=row.quote,
                actor=actor,
                action=item,
                recipient="",
                **time.columns(reading),
                scope="",
                sure=time.sure and bool(item),
            )


def _numbers(document: str, provision: str, row: TableRow, signed: date | None) -> Iterator[Target]:
    """Yield the numbers of a row that stand alone: the unit behind them (2600个), in the head
    (新建(亩), 班数) or in a cell of its own, the year in the head."""
    own = next((cell for cell in row.cells.values() if _UNIT_CELL.fullmatch(cell)), "")
    named = (row.item, *row.cells.values())
    label = next((DateReading(cell).plain for cell in named if _is_label(cell)), "")
    for name, cell in row.cells.items():
        header, plain = DateReading(name).plain, DateReading(cell).plain
        whole = not _BARE_NUMBER.fullmatch(plain)
        if (whole and not _WHOLE_FIGURE.fullmatch(plain)) or _is_of_amounts(name, cell):
            continue
        unit = _HEADER_UNIT.search(header) or _COUNTED.search(header)
        timed = _WHEN.search(name) and not unit
        if timed or _ORDINALS.search(header) or _STANDS.search(header):
            continue
        year = _YEAR_HEAD.search(header)
        told = unit["unit"] if unit else "个" if _PLACES.search(header) else own
        told = "" if whole else "个月" if told == "月" else told
        if not (whole or _UNIT_CELL.fullmatch(told)) or (
            year and signed and int(year[1]) < signed.year
        ):
            continue
        figure = read_figure(plain + told)
        if figure.comparison and not _SET.search(header):
            # 10升以上 in a column of sizes names a class.
            continue
        head = _HEADER_UNIT.sub("", header)
        yield Target(
            document,
            provision,
            row.quote,
            label if year else f"{label}:{head}",
            "",
            figure.comparison or "=",
            format(figure.value, "f"),
            figure.unit,
            None,
            int(year["year"]) if year else None,
            "",
            sure=bool(label),
        )


def _is_label(cell: str) -> bool:
    return bool(cell) and not any(
        kind.fullmatch(cell) for kind in (_BARE_NUMBER, _UNIT_CELL, _WHOLE_FIGURE)
    )


def _amounts(document: str, provision: str, row: TableRow, item: str) -> Iterator[Threshold]:
    for name, cell in row.cells.items():
        plain = DateReading(cell).plain
        header = DateReading(name).plain
        if not plain or not _is_of_amounts(name, cell):
            continue
        unit = _HEADER_UNIT.search(header)
        default = unit["unit"] if unit else "分" if _POINTS.search(header) else ""
        if _BARE_NUMBER.fullmatch(plain) and default:
            plain += default
        if not _AMOUNT_CELL.fullmatch(plain):
            continue
        figure = read_figure(plain.split("/")[0])
        subject = f"{item}:{_HEADER_UNIT.sub('', header)}"
        kind = "score" if figure.unit == "分" else "grant"
        yield Threshold(
            document,
            provision,
            row.quote,
            subject,
            figure.comparison or "=",
            format(figure.value, "f"),
            figure.unit,
            "",
            kind=kind,
            sure=bool(item),
        )
