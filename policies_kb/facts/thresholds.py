"""Reads thresholds: figures by which a case is judged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies_kb.facts.date_reading import DateReading, Span
from policies_kb.facts.fact_rows import Threshold
from policies_kb.facts.targets import names_year
from policies_kb.text.paper_figures import CHINESE_FIGURE, FIGURE, read_figure

#: Words that open a list of standards: 应达到以下标准, 应当符合下列条件.
STANDARDS = re.compile(r"(?:达到|符合|具备|满足)(?:以下|下列)(?:标准|条件|要求)")
_NONE = re.compile(r"^(?P<scope>.+?)(?:实现|保持)零(?P<subject>.+)$")
_RATE_NONE = re.compile(r"^(?P<subject>.+率)为零$")
_KEPT = re.compile(
    rf"^(?P<scope>.*\))?(?P<subject>[^()]+?)(?:控制在|达到|不超过|不低于|保持在)(?P<figure>{FIGURE})$"
)
_NOT_ONE = re.compile(rf"^未发生(?P<figure>{FIGURE})(?P<subject>.+)$")
_WITHIN = re.compile(
    r"^(?P<subject>.+?)(?:能|应|要)?在(?P<value>\d+)(?P<unit>个?工作日|日|天|小时)内(?P<rest>.+)$"
)
_AT_LEAST = re.compile(
    rf"(?P<verb>不得?(?:低于|少于|超过|高于))(?P<figure>{FIGURE})(?:的比例)?(?P<rest>[^,;。]*)"
)
_AGED = re.compile(
    r"(?:连续)?(?P<value>\d+)(?P<unit>周岁|年|个月)(?P<tail>以上|以下)(?P<what>[^,;。、]+)"
)
#: 超过30分钟的, 毕业未满五年, 年满18周岁.
_BOUND = re.compile(
    r"(?P<verb>(?<![不或到得])(?:超过|高于|大于|多于|(?P<under>低于|少于|小于)))"
    r"(?:(?!年均|平均|上年|去年|同期)[\u4e00-\u9fff]{2,8}(?=\d))?"
    rf"(?P<open>{FIGURE}|{CHINESE_FIGURE})(?(under)(?=的|$)|(?=的))"
    rf"|(?:不足|未满|不满)(?P<less>{FIGURE}|{CHINESE_FIGURE})"
    r"|(?<![期届未不充每])(?P<aged>年)?满(?P<full>(?:\d+|[一二两三四五六七八九十]+)(?:周岁|岁|年|个月))(?![之后起时前内])"
)
_ABOVE = ("超过", "高于", "大于", "多于")
_DONE = re.compile("已|目前|现有|截至|去年")
# Behind another figure of the clause something else is measured.
_LAST_ITEM = re.compile(rf"{FIGURE}、?")
_CUE_AT_END = re.compile(r"(?:最高|最多|最长|原则上)+$")
_LEAD = re.compile(r"^(?:其中|原则上|但|的)+")
_SIGNS = {"低于": ">=", "少于": ">=", "超过": "<=", "高于": "<="}


def read_standards(document: str, provision: str, reading: DateReading) -> list[Threshold]:
    """Return the thresholds of a provision that stands in a list of standards.

    A scope named once in a group of clauses (between semicolons) holds for the rest of it.
    """
    rows = []
    for sentence in reading.sentences():
        for group in reading.split(sentence, ";"):
            scope, start = "", group.start
            for clause in reading.split(group, ",:"):
                words = reading.words(clause)
                if words.endswith("期间"):
                    scope, start = words, clause.start
                    continue
                found = _standard(words)
                if found is None:
                    continue
                own, subject, comparison, value, unit = found
                if own:
                    scope, start = own, clause.start
                quote = reading.quote(start if scope else clause.start, clause.end)
                rows.append(
                    Threshold(document, provision, quote, subject, comparison, value, unit, scope)
                )
    return rows


def read_conditions(document: str, provision: str, reading: DateReading) -> list[Threshold]:
    """Return the thresholds of any other provision: 不低于20%, 连续3年以上, 18周岁以上."""
    rows = []
    for sentence in reading.sentences():
        clauses = reading.clauses(sentence)
        dated = False
        for index, clause in enumerate(clauses):
            # With a year to reach it by, 不低于 sets a target.
            dated = dated or names_year(reading.words(clause))
            found = () if dated else tuple(_at_least(reading, clauses, index))
            for start, subject, comparison, figure, scope in (*found, *_aged(reading, clause)):
                quantity = read_figure(figure)
                rows.append(
                    Threshold(
                        document,
                        provision,
                        reading.quote(start, clause.end),
                        subject,
                        comparison,
                        format(quantity.value, "f"),
                        quantity.unit,
                        scope,
                    )
                )
    return rows


def _standard(words: str) -> tuple[str, str, str, str, str] | None:
    """Return scope, subject, comparison, value and unit of one clause of a standard."""
    if match := _RATE_NONE.match(words):
        return "", match["subject"], "=", "0", ""
    if match := _NONE.match(words):
        return match["scope"], match["subject"], "=", "0", ""
    if match := _WITHIN.match(words):
        return "", match["subject"] + match["rest"], "<=", match["value"], match["unit"]
    if match := _KEPT.match(words):
        figure = read_figure(match["figure"])
        scope = match["scope"] or ""
        value = format(figure.value, "f")
        return scope, match["subject"], figure.comparison or "=", value, figure.unit
    if match := _NOT_ONE.match(words):
        figure = read_figure(match["figure"])
        subject = match["subject"].removeprefix("的")
        sign = "<" if figure.comparison == ">=" else ">"
        return "", subject, sign, format(figure.value, "f"), figure.unit
    return None


def _at_least(
    reading: DateReading, clauses: list[Span], index: int
) -> Iterator[tuple[int, str, str, str, str]]:
    clause = clauses[index]
    for match in _AT_LEAST.finditer(reading.words(clause)):
        scope, start = "", clause.start
        before = clauses[index - 1] if index else None
        if before is not None and re.fullmatch(r"对[^\d]+", reading.words(before)):
            scope, start = reading.words(before), before.start
        subject = "" if match["rest"].startswith(("的", "每")) else match["rest"]
        subject = subject or _LAST_ITEM.split(reading.words(clause)[: match.start()])[-1]
        subject = _LEAD.sub("", _CUE_AT_END.sub("", subject))
        if not subject and before is not None:
            subject, start = reading.words(before), before.start
        yield start, subject, _SIGNS[match["verb"][-2:]], match["figure"], scope


def read_open_sides(document: str, provision: str, reading: DateReading) -> Iterator[Threshold]:
    """Yield the conditions a figure bounds on one side: 超过30分钟的, 未满五年, 年满18周岁."""
    for sentence in reading.sentences():
        before = None
        for clause in reading.clauses(sentence):
            words = reading.words(clause)
            for match in () if _DONE.search(words) else _BOUND.finditer(words):
                subject, start = _LEAD.sub("", words[: match.start()]), clause.start
                if match["aged"]:
                    subject += "年龄"
                elif not subject and before:
                    subject, start = reading.words(before), before.start
                figure = read_figure(match["open"] or match["less"] or match["full"])
                sign = ">" if match["verb"] in _ABOVE else ">=" if match["full"] else "<"
                yield Threshold(
                    document,
                    provision,
                    reading.quote(start, clause.end),
                    subject,
                    sign,
                    format(figure.value, "f"),
                    figure.unit,
                    "",
                    sure=len(subject) >= 2,
                )
            before = clause


def _aged(reading: DateReading, clause: Span) -> Iterator[tuple[int, str, str, str, str]]:
    for match in _AGED.finditer(reading.words(clause)):
        subject, _, scope = match["what"].removeprefix("的").rpartition("的")
        # 参加社会保险1年以上的: what is measured stands before the figure.
        named = subject or scope
        subject = named or reading.words(clause)[: match.start()]
        scope = "" if subject == scope else scope
        comparison = ">=" if match["tail"] == "以上" else "<="
        figure = match["value"] + match["unit"]
        start = clause.start + (match.start() if named else 0)
        yield start, subject, comparison, figure, scope
