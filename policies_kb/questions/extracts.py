"""Cuts from a sentence the clauses that answer a question."""

from __future__ import annotations

import re
from collections.abc import Mapping

from policies_kb.facts.date_reading import DateReading, Span
from policies_kb.facts.fact_rows import Target, Threshold
from policies_kb.questions.matching import pairs
from policies_kb.questions.statements import FactStatement
from policies_kb.text.misprints import without_misprints
from policies_kb.text.paper_figures import FIGURE

#: An answer is no longer than so many signs.
_LONGEST = 90
#: A proof of fewer signs may stand in other places too.
_SHORTEST = 8
_ENDS = "、,，;；。"
_PART = re.compile(rf"[^{_ENDS}]+[{_ENDS}]?")
_YEARS = re.compile(r"(?:19|20)\d\d\s*年")
_TIME = re.compile(
    r"\d{4}年|\d{1,2}月|季度|每[年月周季]|[年月]底|年初|\d+日|\d+个?工作日|次年|当年|上一?年度|期间|(?<!与)之前|节点|(?<!没有)及时|第一时间|为期|之日"
    r"|(?:(?<!\d)\d{1,2}|[一二两三四五六七八九十]+)(?:年(?![代级])|个月|个?工作日|日内|天|小时)"
)
_OFTEN = re.compile(r"每(?:半?年|季度?|个?月|周|天|日)|\d+次|按(?:年|季|月|周)|定期")
_WHO = re.compile(r"由|政府|办公[厅室]|[厅局委]|领导(?!干部)|单位|部门|院|小组|中心|公司|机构")
_DEFINES = re.compile(r"是指|指|是对|是全面|以下简称|为基数|(?:制度|报告)是|称为|包括")
_COUNTED = re.compile(
    r"[一二两三四五六七八九十百\d]+(?:个|项|类|大|种|家|部|条|件|份|步|人|次|年|日|座|万)"
)
#: Who gets it has to be named: 报送进展情况 names nobody.
_RECIPIENT = re.compile(
    r"向[^,;。]{1,24}(?:报|提交|提出|备案)|上报|(?<![申通举])(?:报(?![告制名酬请纸刊栏道废警考])|送|提交|抄送|推送|交)(?:至|给|到|往|由|经)?"
    r"[^,;。报送]{0,16}(?:[厅局委办院]|政府|部门|小组|机[关构]|平台|人大|单位|窗口|中心|公司)"
)
_WHERE = re.compile(
    r"在[^,;。]{2,24}(?:内|处|里|上|设|办公室)|设在|设立在|驻[^,;。]{2,}|地点|地址"
    r"|(?:通过|在|到|向)[^,;。]{2,40}(?:系统|平台|网站?|渠道|窗口|大厅|中心)"
)
#: Figures, also those in words (五年内, 三分之二), and those that fill a cell of a table.
_FIGURE = re.compile(
    rf"{FIGURE}|零|[一二两三四五六七八九十百千万]+(?:年|个月|天|日|次(?!性)|倍|成|元|人)"
    rf"|[一二三四五六七八九十百]分之[一二三四五六七八九十百]|:[\d,.]+(?=;|$)"
)
_HOLDS = {
    "when": _TIME,
    "often": _OFTEN,
    "who": _WHO,
    "recipient": _RECIPIENT,
    "define": _DEFINES,
    "list": re.compile("、"),
    "howmuch": _FIGURE,
    "count": _COUNTED,
    "may": re.compile("可|不得|鼓励|允许|严禁|禁止"),
    "must": re.compile("应|要|须|鼓励|可"),
    "where": _WHERE,
}
#: Columns whose clause must hold them, the first asked for before the others.
_NEEDED = {
    "list": re.compile(r"、.+、|《.+》.*《|(?:包括|分为)[^,;。]{2,}和"),
    "howmuch": _FIGURE,
    "often": _OFTEN,
    "when": _TIME,
    "recipient": _RECIPIENT,
    "who": re.compile(
        r"由|负责|牵头|(?<!谁)主管|会同|承担|(?:单位|部门)[为是]|是.{2,24}(?:单位|部门)"
        r"|(?:政府|[厅局委办室])(?:决定|组织)|(?:单位|部门)要(?:积极)?(?:配合|协助|协同)"
        r"|[报经](?!营)[^,;。]{2,16}(?:审定|审批|批准|审核|同意)"
    ),
    "where": _WHERE,
}
_DEFINED = re.compile(r"\(以下简称[^()]*\)")
#: A clause that ends so says nothing without the next.
_OPEN_END = re.compile("(?:[后时]|的|情况下|过程中)$")
_LEAD = re.compile(r"^(?:并|同时|其中|对此|此外)?[,:、]?")


def holds(words: str, columns: tuple[str, ...]) -> int:
    """Return how many of the columns asked for a sentence holds."""
    return sum(1 for column in columns if column in _HOLDS and _HOLDS[column].search(words))


def lacks(words: str, columns: tuple[str, ...]) -> bool:
    """Tell whether a sentence has nothing of the column that an answer must hold."""
    needed = next((column for column in _NEEDED if column in columns), "")
    return bool(needed) and not _NEEDED[needed].search(words)


def figure_clause(row: Target | Threshold) -> str:
    """Return the part of a figure's proof that prints it, without the figures beside it."""
    parts: list[str] = []
    for part in _PART.findall(row.quote):
        # A part without a figure belongs to the one after it.
        open_part = bool(parts) and not re.search(r"\d", _YEARS.sub("", parts[-1]))
        parts[-1:] = [parts[-1] + part] if open_part else [*parts[-1:], part]
    value = re.compile(rf"(?<![\d.]){re.escape(row.value)}(?![\d.])")
    region = row.region if isinstance(row, Target) else ""
    mine = [part.rstrip(_ENDS).strip() for part in parts if value.search(part) and region in part]
    return mine[0] if len(mine) == 1 and len(mine[0]) >= _SHORTEST else row.quote


def cut_extract(
    row: FactStatement, asked: Mapping[str, float], columns: tuple[str, ...]
) -> tuple[str, str]:
    """Return the clauses of a sentence that answer, in plain signs, and the verbatim passage.

    The clause that shares most with the question and has what is asked for comes first; those
    beside it follow as long as there is room, what comes after before what comes before.

    Args:
        row: The sentence.
        asked: The question's pairs with their weights.
        columns: What is asked for.
    """
    if row.is_row:
        return row.words, row.quote
    reading = DateReading(row.quote)
    whole = Span(0, len(reading.plain))
    clauses = list(reading.split(whole, ",:"))
    if whole.end <= _LONGEST or len(clauses) < 2:
        return _clean(reading.plain), row.quote
    scores = [_score(reading.words(clause), asked, columns) for clause in clauses]
    needed = next((column for column in _NEEDED if column in columns), "")
    if needed:
        held = [bool(_NEEDED[needed].search(reading.words(clause))) for clause in clauses]
        scores = [score + 100 * has for score, has in zip(scores, held, strict=True)]
    best = max(range(len(clauses)), key=scores.__getitem__)
    first = last = best
    while True:
        after = last + 1 < len(clauses) and clauses[last + 1].end - clauses[first].start <= _LONGEST
        before = first > 0 and clauses[last].end - clauses[first - 1].start <= _LONGEST
        wanted_before = before and (scores[first - 1] % 100 > 0 or not after)
        if wanted_before and not (after and scores[last + 1] > scores[first - 1]):
            first -= 1
        elif after:
            last += 1
        else:
            break
    while last + 1 < len(clauses) and _OPEN_END.search(reading.words(clauses[last]).rstrip(_ENDS)):
        last += 1
    start, end = clauses[first].start, clauses[last].end
    return _clean(reading.plain[start:end]), reading.quote(start, end)


def _score(words: str, asked: Mapping[str, float], columns: tuple[str, ...]) -> float:
    held = set(pairs(words))
    shared = sum(weight for pair, weight in asked.items() if pair in held)
    return shared * (1.0 + 0.5 * holds(words, columns)) + 0.01 * holds(words, columns)


def _clean(words: str) -> str:
    words = without_misprints(_DEFINED.sub("", _LEAD.sub("", words)).rstrip(",;:、。"))
    if words.startswith("(") and words.endswith(")"):
        return words[1:-1]
    return words
