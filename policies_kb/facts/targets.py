"""Reads targets: figures to be reached, with region and years."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from decimal import Decimal

from policies_kb.facts.date_reading import DateReading, Span
from policies_kb.facts.fact_rows import Target
from policies_kb.text.notation import ARABIC
from policies_kb.text.paper_figures import FIGURE, read_figure
from policies_kb.text.quantity import Quantity
from policies_kb.text.years import plan_years

_RISES = ("增长", "提高", "提升", "增加", "上升")
_FALLS = ("下降", "减少", "降低", "缩减", "压减", "压降", "调减", "削减")
_RISE = rf"(?<!改造)(?:{'|'.join(_RISES)})"
_FALL = "|".join(_FALLS)
_REACH = (
    rf"(?:{_RISE}|{_FALL}|扩大|扩展|拓展|压缩|缩短|缩小)[到至]|降至|增至|升至|达到|(?<![下到传送发表抵])达"
    r"|控制在|保持在?|稳定在|突破|超过|不低于|不少于|不超过|不高于|(?<=占比)|(?<=比重)"
)
_MOST = ("不超过", "不高于")
_LEAST = ("不低于", "不少于", "超过", "突破")
#: 6%至8%, 3至5场: the lower end of a range.
_LOW = rf"(?:(?P<low>{FIGURE}|(?<![\d.]){ARABIC})(?:至|到|[—–~-]{{1,2}}))?"
_GOAL = re.compile(
    rf"(?<!不得)(?<!每)(?P<verb>{_REACH}|{_RISE}|{_FALL})(?:每[年月])?{_LOW}(?P<figures>{FIGURE}(?:[、和与及]{FIGURE})*)"
    # A number of points for it: a step of a scoring.
    r"(?!的?,?[得扣加计][\u4e00-\u9fff]{0,4}\d)"
)
#: 通达率100%, 计划投资2.6亿元: they need no verb.
_NAMED = re.compile(
    rf"(?P<what>[\u4e00-\u9fff“”]{{2,16}}率|(?:总|年度)?投资|投入资金)(?P<figures>{FIGURE})"
)
_DOUBLED = re.compile("翻(?P<times>[一两二三]?)番")
_TIMES = {"": "1", "一": "1", "两": "2", "二": "2", "三": "3"}
_MAKE = (
    "完成|建成|新建|再建|新增|新种|改造提升|改造|改建|扩建|创建|培育|培养|建设|组建|打造|新开|培训|发布|招引|引进|引育|开行|更新"
    "|开工|加装|涉及|惠及|实施|配置|储备|添置|轮训|招募|吸纳|带动|帮扶|举办|开展|选派|选聘|配备|推荐|选拔|遴选|评选|设立|设置|设|修复|整治|种植|推广|筹集|投放|安装|清理|拆除|盘活|救助"
)
_MADE = re.compile(
    rf"(?:^|、)(?:累计|力争)?(?P<verb>{_MAKE})?(?P<what>(?:[^、,]|(?<=[一二三四五六七八九])、(?=[一二三四五六七八九]))"
    rf"{{2,30}}?){_LOW}(?P<figures>{FIGURE})(?=、|$)"
)
_MADE_MORE = re.compile(rf"(?:累计|力争)?(?:{_MAKE})(?P<figures>{FIGURE})(?=、|$)")
#: What is bound by such a word is no number of things to be made.
_COMPARED = re.compile(
    r"不得?(?:低于|少于|超过|高于|小于|大于|短于|多于)|至少|最[多高低少大小长]|超过|低于|每|分别|奖励|补[助贴]|资助|收费|罚|给予|[按占为]$|达到?$|第$"
)
#: Behind a goal the next clause may name another figure alone: 面积达42万亩,产量1.2万吨.
_ALONE = re.compile(rf"(?P<what>[\u4e00-\u9fff“”]{{2,14}}){_LOW}(?P<figures>{FIGURE})")
#: What was reached already, or is held against the year before, may be no goal.
_REACHED = re.compile(
    "近年来|截至|以来|去年|上年同期|已(?:经)?(?:建|完成|达|实现|有|发放|投入|培|累计)|共(?:投入|有|建成|完成)"
)
_TO_COME = re.compile(r"力争|计划|确保|将|(?:到|至)\d{4}年|下一步")
_YEAR_ON_YEAR = re.compile("同比")
_SHARE = re.compile(
    rf"(?P<region>各[^,;。]*?)?(?:选取|选择|抽取)(?P<figures>{FIGURE})的(?P<what>.+)"
)
_YEAR = re.compile(
    r"(?:力争)?(?:到|至)(?P<year>\d{4})年(?:底|末)?|(?<![\d比])(?P<end>\d{4})年(?:底|末)"
    r"|^(?P<own>20\d\d)年(?![初度]|\d|[前后以之]|第|至|到|[—–~-])"
)
_PERIOD = re.compile(r"“(?P<number>十[一二三四五六]?)五”(?:时期|期间)")
_PLAN = re.compile(r"“(?P<number>十[一二三四五六]?)五”")
_BASE = re.compile(r"(?:比|较)(?P<base>\d{4})年")
_MEASURE = re.compile(r"单位.+$|(?:装机容量|占比|比重|面积|总量|使用量|强度|产量|数量)$")
_LEAD = re.compile(
    r"^(?:力争|确保|努力|原则上)*(?:(?:到|至)?\d{4}年(?:底|末|前)?|年内|全年|用?[\d一二两三四五]年(?:内|时间|(?=累计)))?,?"
    r"(?:力争|确保|累计|基本|实现|将|使|计划|预计|拟)*"
)
#: Who makes so many, and how often: 各市选拔选手3名, 每年新建基地10个.
_MAKERS = re.compile(
    rf"(?:{_LEAD.pattern[1:]})(?:全[省市县区]|各(?:市|县|地|区|乡镇|街道|学校))?(?P<yearly>每年)?"
)
_PERIOD_LEAD = re.compile(r"^“十[一二三四五六]?五”(?:时期|期间),?")
_CARRIED = re.compile(r"^.{0,12}将|(?:(?<!年)均|总体|原则上)$")
_EFFORT = re.compile(r"^(?:深入|全面|严格|加快|大力)*(?:实施|推进|开展|落实)?")


@dataclass
class _Years:
    """The years that hold from here to the end of the sentence."""

    target: int | None = None
    base: int | None = None
    period: str = ""
    start: int | None = None


@dataclass(frozen=True)
class _Found:
    """Figures with the subject they measure, before lists are taken apart.

    Attributes:
        is_output: Whether it is a number of things to be made (新建充电桩5000个).
        low: The lower end of a range, whose upper end is the figure.
    """

    subject: str
    verb: str
    figures: str
    start: int
    end: int
    region: str = ""
    is_output: bool = False
    low: str = ""


@dataclass
class TargetReader:
    """Reads the targets of one document's provisions.

    Attributes:
        document: Id of the document.
        plan: Five-year plan named in the title, e.g. ``十三五``, or empty.
        places: Names of places that may open a list sharing one value.
    """

    document: str
    plan: str = ""
    places: Collection[str] = field(default_factory=tuple)

    def read(
        self, provision: str, reading: DateReading, item: str = ""
    ) -> list[tuple[Target, Span]]:
        """Return the targets of a provision, each with where its figure stands.

        Args:
            provision: Its id.
            reading: Its text.
            item: What the row of a table is about whose cell is read.
        """
        rows: list[tuple[Target, Span]] = []
        for sentence in reading.sentences():
            years = _Years()
            before: Span | None = None
            making = reached = False
            last = item
            for clause in reading.clauses(sentence):
                words = reading.words(clause)
                reached = bool(_REACHED.search(words)) or (reached and not _TO_COME.search(words))
                self._note_years(reading, clause, years)
                dated = years.target is not None
                founds = [] if reached else self._find(reading, clause, before, making, dated, last)
                making = any(found.is_output for found in founds)
                for found in founds:
                    new = self._rows(provision, reading, found, years, last)
                    if not dated and _YEAR_ON_YEAR.search(words):
                        new = [(replace(row, sure=False), at) for row, at in new]
                    rows += new
                    last = new[-1][0].indicator
                before = clause
        return rows

    def _note_years(self, reading: DateReading, clause: Span, years: _Years) -> None:
        words = reading.words(clause)
        if match := _YEAR.search(words):
            years.target = int(match["year"] or match["end"] or match["own"])
            years.start, years.period = clause.start + match.start(), ""
        elif match := _PERIOD.search(words):
            years.period = match["number"] + "五"
            years.target = plan_end(years.period)
            years.start = clause.start + match.start()
        if match := _BASE.search(words):
            years.base = int(match["base"])
            years.start = clause.start if years.start is None else years.start

    def _find(
        self,
        reading: DateReading,
        clause: Span,
        before: Span | None,
        making: bool,
        dated: bool,
        last: str,
    ) -> list[_Found]:
        words = reading.words(clause)
        if match := _SHARE.match(words):
            return [
                _Found(
                    subject=match["what"],
                    verb="",
                    figures=match["figures"],
                    start=clause.start,
                    end=clause.end,
                    region=match["region"] or "",
                )
            ]
        founds = self._goals(reading, clause, words, before, dated, last)
        founds = founds or self._makes(clause, words, making, last)
        if founds:
            return founds
        if last and (alone := _ALONE.fullmatch(words)) and not _COMPARED.search(alone["what"]):
            what, figures, low = alone["what"], alone["figures"], alone["low"] or ""
            return [_Found(what, "", figures, clause.start, clause.end, low=low)]
        lead = _LEAD.match(words)
        if named := _NAMED.fullmatch(words, lead.end() if lead else 0):
            return [_Found(named["what"], "", named["figures"], clause.start, clause.end)]
        return []

    def _goals(
        self,
        reading: DateReading,
        clause: Span,
        words: str,
        before: Span | None,
        dated: bool,
        same: str,
    ) -> list[_Found]:
        founds: list[_Found] = []
        last, fuller = 0, ""
        for match in _GOAL.finditer(words):
            if match["verb"].startswith("不") and not dated:
                continue
            if match["verb"] == "超过" and words.startswith("的", match.end()):
                # 超过30分钟的: a condition.
                continue
            subject = _subject(words[last : match.start()])
            start = clause.start
            if not subject and before is not None and not founds:
                subject = _EFFORT.sub("", _subject(reading.words(before)))
                start = before.start
            # 到2023年底达到92%以上,到2024年底达到95%以上: what was measured before.
            subject = subject or (same if dated and not founds else "")
            subject = _with_measure_of(subject, fuller) if fuller else subject
            end, low = clause.start + match.end(), match["low"] or ""
            founds.append(_Found(subject, match["verb"], match["figures"], start, end, low=low))
            last, fuller = match.end(), subject
        if doubled := _DOUBLED.search(words):
            subject, figures = _subject(words[: doubled.start()]), f"{_TIMES[doubled['times']]}番"
            end = clause.start + doubled.end()
            founds.append(_Found(subject, "", figures, clause.start, end))
        return [found for found in founds if found.subject]

    def _makes(self, clause: Span, words: str, making: bool, same: str) -> list[_Found]:
        lead = _MAKERS.match(words)
        skip = lead.end() if lead else 0
        yearly = "每年" if lead and lead["yearly"] else ""
        founds = []
        if same and (more := _MADE_MORE.match(words[skip:])):
            skip += more.end()
            end, making = clause.start + skip, True
            founds.append(_Found(same, "", more["figures"], clause.start, end, is_output=True))
        for match in _MADE.finditer(words[skip:]):
            making = making or bool(match["verb"])
            if making and not _COMPARED.search(match["what"]):
                end = clause.start + skip + match.end()
                what, figures, low = match["what"], match["figures"], match["low"] or ""
                what = yearly + what if match.start() == 0 else what
                founds.append(_Found(what, "", figures, clause.start, end, is_output=True, low=low))
        return founds

    def _rows(
        self, provision: str, reading: DateReading, found: _Found, years: _Years, last: str
    ) -> list[tuple[Target, Span]]:
        figures = [read_figure(text) for text in re.findall(FIGURE, found.figures)]
        if found.low:
            figures = _ends(found.low, figures[0])
        subject = _BASE.sub("", found.subject.removesuffix("分别")).removesuffix("分别")
        region, subject = self._region(subject)
        if subject.startswith("在建") and last.endswith(subject.removeprefix("在建")):
            subject = f"在建{last}"
        regions = region.split("、") if region else [found.region]
        subjects = [subject] * 2 if found.low else _each(subject, len(figures))
        start = found.start if years.start is None else min(years.start, found.start)
        quote = reading.quote(start, found.end)
        at = Span(found.end - 1, found.end)
        return [
            (self._row(provision, quote, name, place, found.verb, figure, years), at)
            for name, figure in zip(subjects, figures, strict=True)
            for place in regions
        ]

    def _row(
        self,
        provision: str,
        quote: str,
        indicator: str,
        region: str,
        verb: str,
        figure: Quantity,
        years: _Years,
    ) -> Target:
        target, period, base = years.target, years.period, None
        if target is None and self.plan:
            target, period = plan_end(self.plan), self.plan
        comparison = _comparison(verb, figure)
        changed = verb in (*_RISES, *_FALLS)
        if changed and (figure.comparison or indicator.endswith("年均")):
            indicator += verb
        elif changed or figure.unit == "番":
            base = years.base or (plan_end(period) - 5 if period else None)
        return Target(
            document=self.document,
            provision=provision,
            quote=quote,
            indicator=indicator,
            region=region,
            comparison=comparison,
            value=format(figure.value, "f"),
            unit=figure.unit,
            base_year=base,
            target_year=target,
            period=period,
        )

    def _region(self, subject: str) -> tuple[str, str]:
        """Split the places a subject opens with from what is measured there."""
        if subject.startswith(("全省", "全市", "全县", "全国")):
            return subject[:2], subject[2:]
        names = sorted(self.places, key=len, reverse=True)
        found: list[str] = []
        rest = subject
        while place := next((name for name in names if rest.startswith(name)), None):
            found.append(place)
            rest = rest[len(place) :]
            if not rest.startswith("、"):
                return "、".join(found), rest
            rest = rest[1:]
        return "", subject


def names_year(words: str) -> bool:
    """Tell whether words name a year or plan period to reach something by."""
    return bool(_YEAR.search(words) or _PERIOD.search(words))


def plan_named(title: str) -> str:
    """Return the five-year plan a title names, e.g. ``十三五``, or empty."""
    match = _PLAN.search(title)
    return match["number"] + "五" if match else ""


def plan_end(plan: str) -> int:
    """Return the last year of a five-year plan: 2020 for ``十三五``."""
    return plan_years(plan.removesuffix("五"))[1]


def _subject(words: str) -> str:
    words = words.lstrip("、和,").removeprefix("其中")
    return _CARRIED.sub("", _LEAD.sub("", _PERIOD_LEAD.sub("", words), count=1))


def _comparison(verb: str, figure: Quantity) -> str:
    if figure.comparison:
        return figure.comparison
    if verb in _RISES:
        return "increase"
    if verb in _FALLS:
        return "decrease"
    return "<=" if verb in _MOST else ">=" if verb in _LEAST else "="


def _ends(low: str, high: Quantity) -> list[Quantity]:
    """Return both ends of a range; a bare lower one has the unit of the upper: 3至5场."""
    number = re.match(ARABIC, low)
    least = read_figure(low if number and number.end() < len(low) else low + high.unit)
    return [replace(least, high=None), replace(high, low=Decimal(0), about=False)]


def _each(subject: str, count: int) -> list[str]:
    """Return one subject a figure: ``甲、乙装机容量`` with two figures is two capacities.

    Where no known measure ends the list, each item keeps the whole list before it.
    """
    if count == 1:
        return [subject]
    parts = re.split("[、和与及]", subject)
    if len(parts) != count:
        return [subject] * count
    measure = _MEASURE.search(parts[-1])
    if measure is None:
        return [f"{subject}:{part}" for part in parts]
    tail = measure.group()
    return [part if part.endswith(tail) else part + tail for part in parts]


def _with_measure_of(subject: str, fuller: str) -> str:
    """Complete an item by the fuller one before it in the list.

    After ``特大城市公共交通分担率`` the item ``大城市`` measures what stands behind the last
    words the two share.
    """
    for size in range(len(subject), 1, -1):
        at = fuller.find(subject[-size:])
        if at >= 0:
            return subject + fuller[at + size :]
    return subject
