"""Reads limits, shares, fines, grants and terms, whatever stands between cue and figure.

A figure counts when a word beside it says what it is: a limit before it (最高, 不得超过, 不低于),
以上 or 以下 behind it, or what it is paid, fined or valid for. Figures without such a word are
description and no facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policies_kb.facts.date_reading import DateReading, Span
from policies_kb.facts.fact_rows import Target, Threshold
from policies_kb.text.notation import ARABIC
from policies_kb.text.paper_figures import CHINESE_FIGURE, FIGURE, read_figure
from policies_kb.text.quantity import Quantity

_ANY = re.compile(rf"{FIGURE}|{CHINESE_FIGURE}")
# Between a cue and its figure may stand what it is a share of, but no other figure or clause.
_GAP = r"(?:(?!上浮|提高|增加)[^\d,;:。%零一二两三四五六七八九十百千万亿]){0,24}$"
_AT_MOST = re.compile(
    rf"(?P<cue>最高|最多|至多|最长|最大|最迟|上限|不得?(?:超过|高于|多于|大于)|不超|以不?超过)"
    rf"(?:不得?超过|不高于)?{_GAP}"
    r"|(?P<cue2>(?<![年期时上下])限(?:养|速|高|重|购|载|乘|额)?(?:分别)?(?:为|每小时)?)$"
)
_AT_LEAST = re.compile(
    rf"(?P<cue>最低|最少|最短|至少|下限|不得?(?:低于|少于|小于|短于)|达到或超过|不低){_GAP}"
)
_TERM = re.compile(
    r"(?P<cue>(?:有效期|期限|周期|使用年限|保存期|任期|聘期|试用期|限期|时长|(?<!国)标准|比例|价格|费率|利率)限?)"
    r"(?:一般|分别)?(?:为|是|定为|设为|按)$"
)
_VALID = re.compile(
    r"(?P<cue>有效期限?|任期|聘期|试用期|试行期|服务期|工期|公示期?|(?:比赛|考试|答题|面试)时间)(?:一般)?为?$"
    r"|(?P<cue2>[上下]浮|占(?:总?成绩|总分|考核|合同|总?投资|补助|资金|工程)[^,;。\d]{0,8})$"
)
#: 以30公里为基价.
_BASE_OF = re.compile("为(?:基价|基数|起点|起步|上限|下限)")
_PAYING = (
    "补助|补贴|奖励|资助|奖补|贴息|补偿|返还|给予|予以|发放|安排|加收|支付|拨付|减免|结算|追加"
    "|收费|收取|计收|承担"
)
_PAID_BEFORE = re.compile(
    rf"(?P<cue>{_PAYING}|(?:按|按照)[^,;。\d]{{0,14}}|每(?!降低|提高|增加|减少|下降|上升|超过|低|高)(?:\d+(?=[\u4e00-\u9fff]))?[\u4e00-\u9fff]{{1,8}}?(?:每[\u4e00-\u9fff]{{1,4}})?)"
    r"(?:标准|资金|经费|金额|总额)?(?:为|各|共|分别)?$"
)
_PAID_AFTER = re.compile(
    rf"^的?(?:比例|标准|额度)?(?:进行)?(?:给予|予以|安排|发放)?(?:一次性|定额|以内)?"
    rf"[\u4e00-\u9fff]{{0,6}}?(?P<cue>{_PAYING}|经费|违约金|滞纳金)"
)
_PAYS = re.compile(rf"(?:{_PAYING})[^,;。\d]{{0,14}}$")
_OF_EACH = re.compile(r"(?P<cue>一次性|[再另]?[补奖])$")
_FINE = re.compile(r"^[^,;。]{0,16}?(?:的)?罚款")
_PENALTY = re.compile(r"罚款|罚金")
_POINTS = re.compile(r"^(?:的)?,?(?:得|扣|加|计)[\u4e00-\u9fff]{0,4}\d")
_REACHED = re.compile(r"达到?$")
_SCORES = "分"
#: What was counted once is no rule.
_HISTORY = re.compile(r"共(?:发生|完成|建成|实现|查处|受理|办理)|同比|以来")
_MONEY = ("元",)
_FINED = ("元", "倍", "%")
_CHAIN = re.compile(rf"(?:(?:{FIGURE})[、和])+$")
#: 1000元至5000元: either end of a range, which one cue makes a rule.
_FROM = re.compile(rf"(?:{FIGURE})(?:至|到|[—–~-]{{1,2}})$")
#: 3至12个月: its lower end has no unit of its own.
_BARE_LOW = re.compile(rf"(?<![\d.月日])(?P<low>{ARABIC})(?:至|到|[—–~-]{{1,2}})$")
_TO = re.compile(rf"^(?:至|到|[—–~-]{{1,2}})(?:{FIGURE})")
#: 分别奖励8000元、5000元: which is whose stands elsewhere.
_IN_TURN = re.compile(rf"分别[^,;。\d]{{0,10}}(?:(?:{FIGURE})[、和])*$")
_LIST = re.compile(rf"(?:{FIGURE}|{CHINESE_FIGURE})(?:[、和与及](?:{FIGURE}|{CHINESE_FIGURE}))+")
#: 设一等奖3名: the prize is named; 1000万元 alone names the step.
_FIGURE_AT_END = re.compile(rf"(?<=[\u4e00-\u9fff])(?:{FIGURE})$")
_TIMES = ("年", "个月", "月", "日", "天", "周", "小时", "分钟", "秒", "工作日", "个工作日")
#: A range of them is a rule without a cue: 60至79周岁, 暂停3至12个月.
_SPANS = ("周岁", "岁", "个月", "小时")
_QUICK = ("分钟", "秒")
_WITHIN = re.compile(r"^(?:之)?内")
#: 每15日 says how often, 前3年 which years: neither how long.
_NO_LENGTH = re.compile(r"(?:每(?:隔|满)?|[前近])$")
_SPAN_BACK = re.compile(r"[前近]\d{1,2}个?[年月]")
_STEP = re.compile(r"[扣得加计]$")
_GRADE = re.compile(r"(?:评|定|列)?为([\u4e00-\u9fff]{1,8})")
_CUES = re.compile(
    r"^(?:最高|最多|至多|最长|最低|至少|上限|下限|不得?超过|不得?低于|不得?少于|不得?高于|达到或超过|不低)+"
)
_CUE_AT_END = re.compile(r"(?:最高|最多|最长|最低|至少|不得?(?:超过|低于|少于|高于)|为)$")
_REACH = 40
_LEAD = re.compile(
    r"^(?:的|原则上|但|对|按照|按|其中|并|且|可以|可|应当|应|原则上|一般|同时|由|给予|单个|申请|处)+"
)
_TRIM = "、,;:。的为按"
_INSIDE = re.compile(r"^(?:的比例|之?内|的)")


def read_measures(
    document: str, provision: str, reading: DateReading, known: Sequence[Threshold | Target]
) -> Iterator[Threshold]:
    """Yield the figures of a provision that a word beside them makes a rule.

    Args:
        document: Id of the document.
        provision: Id of the provision.
        reading: The provision's text.
        known: Facts of the provision that were read before.
    """
    for sentence in reading.sentences():
        clauses = reading.clauses(sentence)
        if _HISTORY.search(reading.words(sentence)):
            continue
        fines = bool(_PENALTY.search(reading.words(sentence)))
        for index, clause in enumerate(clauses):
            words = reading.words(clause)
            before = clauses[index - 1] if index else None
            for match in _ANY.finditer(words):
                found = _judge(words, match, fines)
                if found is None or _is_quoted(words, match.start()):
                    continue
                kind, comparison, cue, figure = found
                if _is_known(reading, clause.start + match.start(), figure, known):
                    continue
                subject, base, start = _subject(reading, clause, before, cue, match, kind)
                sure = len(subject) >= 2
                if _IN_TURN.search(words[: match.start()]):
                    whose, start = _in_turn(reading, clause, before, match)
                    subject, base, sure = whose or subject, "", bool(whose)
                row = Threshold(
                    document,
                    provision,
                    reading.quote(start, clause.end),
                    subject,
                    comparison,
                    format(figure.value, "f"),
                    figure.unit,
                    base,
                    kind=kind,
                    sure=sure,
                )
                if low := _BARE_LOW.search(words[: match.start()]):
                    yield replace(row, comparison=">=", value=low["low"])
                yield row


def _judge(words: str, match: re.Match[str], fines: bool) -> tuple[str, str, int, Quantity] | None:
    """Return kind, comparison, where the cue begins, and the figure; ``None`` for no rule.

    Of a range (500元至2000元) either end is one.
    """
    try:
        figure = read_figure(match.group())
    except ValueError:
        return None
    # 按150%、200%支付: one cue for all.
    before, after = _CHAIN.sub("", words[: match.start()]), words[match.end() :]
    low, high = _TO.match(after), _FROM.search(before) or _BARE_LOW.search(before)
    if not low and not high:
        return _rule(before, after, match, figure, fines)
    before, after = before[: high.start()] if high else before, after[low.end() :] if low else after
    found = _rule(before, after, match, figure, fines)
    if found is None and figure.unit in _SPANS and not _WITHIN.match(after):
        found = "limit", "", len(before), figure
    if found is None:
        return None
    kind, _, cue, figure = found
    return kind, "<=" if high else ">=", min(cue, len(before)), figure


def _rule(
    before: str, after: str, match: re.Match[str], figure: Quantity, fines: bool
) -> tuple[str, str, int, Quantity] | None:
    """Return the same of a figure that is no end of a range, by the words around it."""
    if figure.unit == "级" and not match.group()[0].isdigit():
        # 二级以上医院 names a grade, 8级以上大风 a figure.
        return None
    if match.group() == "两个以上" or (figure.unit.endswith("年") and after.startswith("来")):
        return None
    if figure.unit == "次" or (figure.unit in _TIMES and _NO_LENGTH.search(before)):
        return None
    if figure.unit == _SCORES and _STEP.search(before):
        return None
    cue = _cue_before(before)
    if fines and figure.unit.endswith(_FINED) and (_FINE.match(after) or before.endswith("罚款")):
        return "fine", figure.comparison or (cue[1] if cue else "="), match.start(), figure
    if cue is not None:
        start, comparison = cue
        if comparison == "=":
            comparison = figure.comparison or comparison
        if figure.unit == _SCORES and comparison == "=":
            return None
        return "limit", comparison, min(start, len(before)), figure
    if _BASE_OF.match(after):
        return "limit", "=", match.start(), figure
    if figure.comparison in (">=", "<="):
        return _tailed(match, figure)
    if figure.unit in _QUICK and _WITHIN.match(after):
        return "limit", "<=", match.start(), figure
    if _POINTS.match(after) and _REACHED.search(before):
        return "score", ">=", match.start(), figure
    return _paid(before, after, match, figure)


def _cue_before(before: str) -> tuple[int, str] | None:
    near = _SPAN_BACK.sub(lambda found: "某" * len(found.group()), before[-_REACH:])
    for pattern, comparison in ((_TERM, "="), (_VALID, "="), (_AT_MOST, "<="), (_AT_LEAST, ">=")):
        if match := pattern.search(near):
            return len(before) - len(near) + match.start(), comparison
    return None


def _tailed(match: re.Match[str], figure: Quantity) -> tuple[str, str, int, Quantity] | None:
    """Return a figure with 以上 or 以下 behind it; 之内 of a time is a deadline."""
    if figure.unit in _TIMES and match.group().endswith("内"):
        return None
    kind = "score" if figure.unit == _SCORES else "limit"
    return kind, figure.comparison, match.start(), figure


def _paid(
    before: str, after: str, match: re.Match[str], figure: Quantity
) -> tuple[str, str, int, Quantity] | None:
    money = figure.unit.endswith(_MONEY)
    if not money and figure.unit not in ("%", "‰", "个百分点"):
        return None
    cue = _PAID_BEFORE.search(before[-30:]) or _OF_EACH.search(before)
    if cue is None and not money:
        # 给予投资额40%、最高150万元的补助.
        cue = _PAYS.search(before)
    behind = _PAID_AFTER.match(after)
    if cue is None and behind is None:
        return None
    if not money and not (behind or _PAYS.search(before) or _OF_EACH.search(before)):
        return None
    return "grant", figure.comparison or "=", match.start(), figure


def _is_quoted(words: str, at: int) -> bool:
    """Tell whether a place lies in quotation marks: “最多跑一次”改革 is a name."""
    return words.count("“", 0, at) > words.count("”", 0, at)


def _in_turn(
    reading: DateReading, clause: Span, before: Span | None, match: re.Match[str]
) -> tuple[str, int]:
    """Return whose a figure behind 分别 is, empty when the names before it are not as many, and
    where the proof begins."""
    words = reading.words(clause)
    at = words.rindex("分别", 0, match.start())
    figures = _LIST.search(words, at)
    named = clause if at > 1 or before is None else before
    told = words[:at] if named is clause else reading.words(before or clause)
    told = _LEAD.sub("", told).removeprefix("设")
    names = [_FIGURE_AT_END.sub("", part) for part in re.split("[、和与及]", told)]
    every = [*_ANY.finditer(figures.group())] if figures else []
    if not figures or len(names) != len(every):
        return "", clause.start
    place = sum(figures.start() + one.start() < match.start() for one in every)
    name, paid = names[min(place, len(names) - 1)], words[at + 2 : figures.start()]
    if _ANY.search(told):
        return f"{name}:{paid.removeprefix('给予') or '标准'}", named.start
    return (name if place == len(names) - 1 else f"{told}:{name}"), named.start


def _is_known(
    reading: DateReading, at: int, figure: Quantity, known: Sequence[Threshold | Target]
) -> bool:
    """Tell whether a fact that was read before holds this very figure."""
    value = format(figure.value, "f")
    for fact in known:
        named = fact.indicator if isinstance(fact, Target) else ""
        if (fact.value, fact.unit) != (value, figure.unit) and figure.words not in named:
            continue
        quote = DateReading(fact.quote).plain
        start = reading.plain.find(quote)
        while start >= 0:
            if start <= at < start + len(quote):
                return True
            start = reading.plain.find(quote, start + 1)
    return False


def _subject(
    reading: DateReading,
    clause: Span,
    before: Span | None,
    cue: int,
    match: re.Match[str],
    kind: str,
) -> tuple[str, str, int]:
    """Return what is measured, what it is a share of, and where its words begin.

    What is measured stands before the cue, else behind the figure, else one clause earlier.
    """
    words = reading.words(clause)
    base = _BARE_LOW.sub("", _CUES.sub("", words[cue : match.start()])).strip(_TRIM)
    *earlier, head = (part.strip(_TRIM) for part in _ANY.split(_LEAD.sub("", words[:cue])))
    behind = _ANY.split(words[match.end() :])
    tail = next(filter(lambda part: len(part) >= 2, map(_named, (behind[-1], behind[0]))), "")
    if kind == "fine" and before is not None:
        return reading.words(before).strip(_TRIM), "", before.start
    if kind == "score" and (grade := _GRADE.search(words, match.end())):
        return grade.group(1), head, clause.start
    if not head and earlier:
        # 1000元以上5000元以下 measures one thing.
        head = _named(earlier[-1])
    for subject in (head, tail):
        if len(subject) >= 2:
            return subject, base if base != subject else "", clause.start
    if len(base) >= 2:
        return base, "", clause.start
    if before is not None:
        return reading.words(before).strip(_TRIM), "", before.start
    return head or tail, "", clause.start


def _named(words: str) -> str:
    """Return what words behind a figure name, without the cue of the next figure."""
    return _CUE_AT_END.sub("", _INSIDE.sub("", words)).strip(_TRIM)
