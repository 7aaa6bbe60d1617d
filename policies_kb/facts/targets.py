"""Reads targets: figures to be reached, with region and years."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from policies_kb.facts.date_reading import DateReading, Span
from policies_kb.facts.fact_rows import Target
from policies_kb.text.paper_figures import FIGURE, read_figure
from policies_kb.text.quantity import Quantity
from policies_kb.text.years import plan_years

_RISE = "增长|提高|提升|增加|上升"
_FALL = "下降|减少|降低|缩减|压减|削减"
_REACH = (
    rf"(?:{_RISE}|{_FALL})[到至]|降至|增至|升至|达到|(?<![下到传送发表抵])达|控制在|保持在|稳定在|突破|超过|不低于|不少于"
    r"|不超过|不高于|(?<=占比)|(?<=比重)"
)
_MOST = ("不超过", "不高于")
_LEAST = ("不低于", "不少于", "超过", "突破")
_GOAL = re.compile(
    rf"(?<!不得)(?<!每)(?P<verb>{_REACH}|{_RISE}|{_FALL})(?P<figures>{FIGURE}(?:[、和与及]{FIGURE})*)"
    # A number of points for it: a step of a scoring.
    r"(?!的?,?[得扣加计][\u4e00-\u9fff]{0,4}\d)"
)
_MAKE = "完成|建成|新建|新增|改造|创建|培育|建设|新开|培训|发布|招引|引进|开行"
_MADE = re.compile(
    rf"(?:^|、)(?:累计|力争)?(?P<verb>{_MAKE})?(?P<what>(?:[^、,]|(?<=[一二三四五六七八九])、(?=[一二三四五六七八九]))"
    rf"{{2,30}}?)(?P<figures>{FIGURE})(?=、|$)"
)
_MADE_MORE = re.compile(rf"(?:累计|力争)?(?:{_MAKE})(?P<figures>{FIGURE})")
_SHARE = re.compile(
    rf"(?P<region>各[^,;。]*?)?(?:选取|选择|抽取)(?P<figures>{FIGURE})的(?P<what>.+)"
)
_YEAR = re.compile(
    r"(?:力争)?(?:到|至)(?P<year>\d{4})年(?:底|末)?|(?<![\d比])(?P<end>\d{4})年(?:底|末)"
)
_PERIOD = re.compile(r"“(?P<number>十[一二三四五六]?)五”(?:时期|期间)")
_PLAN = re.compile(r"“(?P<number>十[一二三四五六]?)五”")
_BASE = re.compile(r"(?:比|较)(?P<base>\d{4})年")
_MEASURE = re.compile(r"单位.+$|(?:装机容量|占比|比重|面积|总量|使用量|强度|产量|数量)$")
_LEAD = re.compile(
    r"^(?:力争|确保|努力|原则上)*(?:(?:到|至)?\d{4}年(?:底|末)?)?,?(?:力争|确保|累计|基本|实现|将|使)*"
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
    """

    subject: str
    verb: str
    figures: str
    start: int
    end: int
    region: str = ""
    is_output: bool = False


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

    def read(self, provision: str, reading: DateReading) -> list[tuple[Target, Span]]:
        """Return the targets of a provision, each with where its figure stands."""
        rows: list[tuple[Target, Span]] = []
        for sentence in reading.sentences():
            years = _Years()
            before: Span | None = None
            making = False
            last = ""
            for clause in reading.clauses(sentence):
                self._note_years(reading, clause, years)
                dated = years.target is not None
                founds = self._find(reading, clause, before, making, dated, last)
                making = any(found.is_output for found in founds)
                for found in founds:
                    new = self._rows(provision, reading, found, years, last)
                    rows += new
                    last = new[-1][0].indicator
                before = clause
        return rows

    def _note_years(self, reading: DateReading, clause: Span, years: _Years) -> None:
        words = reading.words(clause)
        if match := _YEAR.search(words):
            years.target = int(match["year"] or match["end"])
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
        return founds or self._makes(clause, words, making, last)

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
            subject = _subject(words[last : match.start()])
            start = clause.start
            if not subject and before is not None and not founds:
                subject = _EFFORT.sub("", _subject(reading.words(before)))
                start = before.start
            # 到2023年底达到92%以上,到2024年底达到95%以上: what was measured before.
            subject = subject or (same if dated and not founds else "")
            subject = _with_measure_of(subject, fuller) if fuller else subject
            founds.append(
                _Found(subject, match["verb"], match["figures"], start, clause.start + match.end())
            )
            last, fuller = match.end(), subject
        return [found for found in founds if found.subject]

    def _makes(self, clause: Span, words: str, making: bool, same: str) -> list[_Found]:
        lead = _LEAD.match(words)
        skip = lead.end() if lead else 0
        founds = []
        if same and (alone := _MADE_MORE.fullmatch(words[skip:])):
            return [_Found(same, "", alone["figures"], clause.start, clause.end, is_output=True)]
        for match in _MADE.finditer(words[skip:]):
            making = making or bool(match["verb"])
            if making:
                end = clause.start + skip + match.end()
                what = match["what"]
                founds.append(_Found(what, "", match["figures"], clause.start, end, is_output=True))
        return founds

    def _rows(
        self, provision: str, reading: DateReading, found: _Found, years: _Years, last: str
    ) -> list[tuple[Target, Span]]:
        figures = [read_figure(text) for text in re.findall(FIGURE, found.figures)]
        subject = _BASE.sub("", found.subject.removesuffix("分别")).removesuffix("分别")
        region, subject = self._region(subject)
        if subject.startswith("在建") and last.endswith(subject.removeprefix("在建")):
            subject = f"在建{last}"
        regions = region.split("、") if region else [found.region]
        subjects = _each(subject, len(figures))
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
        changed = verb in f"{_RISE}|{_FALL}".split("|")
        if changed and (figure.comparison or indicator.endswith("年均")):
            indicator += verb
        elif changed:
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
    if verb in _RISE.split("|"):
        return "increase"
    if verb in _FALL.split("|"):
        return "decrease"
    return "<=" if verb in _MOST else ">=" if verb in _LEAST else "="


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
