"""Finds days that something is due by: with a year of their own or with the paper's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from policies_kb.facts.date_reading import Span
from policies_kb.facts.when import When
from policies_kb.text.dates import EDGE, MONTH, PART, YEAR, DateError, last_day

#: A bare year opening a clause is a deadline only before one of these.
_STARTS = "全面推开|全面推行|全面完成|全面实现|全面建成|完成|实现|建成|启动|基本|力争|形成"
_HOUR = r"(?:(?:上午|下午|中午)?\d{1,2}(?:[时点]|:\d\d)(?:\d{1,2}分|整)?)?"
_BEFORE = "之前|以前|前|止"
_FIXED = re.compile(
    rf"(?P<lead>到|至|截至)?{YEAR}(?:(?P<edge>{EDGE})|{MONTH}{_HOUR})?(?P<before>{_BEFORE})?"
)
_CLOSING = re.compile(r"截止(?:时间|日期|期限)?(?:为|是|到|至|:)?$")
_MONTH_DAY = rf"\d{{1,2}}月(?:\d{{1,2}}日|{PART})"
_RANGE = re.compile(
    rf"(?:(?P<year>\d{{4}})年|(?P<told>今年|本年|明年))?(?<!\d)(?P<from>\d{{1,2}})月(?:\d{{1,2}}日|{PART})?"
    rf"{_HOUR}起?(?:至|到|[—–~-]{{1,2}})(?:(?P<end_year>\d{{4}})年|(?P<next>[次翌明]年))?"
    rf"(?:(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日|(?P<part>{PART}))?|(?P<only_day>\d{{1,2}})日)"
    rf"{_HOUR}(?:为?止|前|期间)?"
)
_LIST = re.compile(
    rf"(?:\d{{4}}年)?{_MONTH_DAY}前?(?:(?:、|和|及|以及)(?:\d{{4}}年)?{_MONTH_DAY}前?)+(?<=前)"
)
_IN_LIST = re.compile(
    rf"(?:(?P<year>\d{{4}})年)?(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日|(?P<part>{PART}))前?"
)
_WITHOUT_YEAR = re.compile(
    rf"(?P<lead>到|至|截至)?(?P<told>今年|本年度?|当年|明年)?(?<![\d次每下上当本前])"
    rf"(?P<month>1[0-2]|0?[1-9])月份?"
    rf"(?:(?P<day>\d{{1,2}})日|(?P<part>{PART}))?{_HOUR}(?P<before>{_BEFORE})?"
)
_YEAR_END = re.compile(
    r"(?<![\d每〇零一二三四五六七八九届上近两几半])(?:(?P<told>今年|本年度?|明年)(?:年)?(?P<edge>[底末]|内|上半年)"
    r"|(?P<bare>年[底末])(?=之前|以前|前)|(?P<within>年内))(?P<before>之前|以前|前)?"
)
_NO_YEAR_BEFORE = tuple("比较自从以—-《(至到每次")
#: 于7月8日公布录取名单: the day itself.
_ON = ("于", "在")
_HELD = re.compile(
    "(?:统一|正式|集中)?(?:公布|公示|举行|召开|进行|发放|报到|(?:电脑)?派位|抽签|摇号|考试)"
)
_SINCE = ("起", "开始", "以来", "以后", "后", "份的", "度")
_LAST_YEAR = re.compile(r"(?:上一?年度?|去年|上年|前一年度?)的?$")
#: 每年3月1日至3月31日、9月1日至9月30日: the days of no one year.
_EVERY_YEAR = re.compile(r"每年[^,;。]*$")
#: 2018年底前已完成转制的企业 says which ones are meant.
_DONE = re.compile(r"已|以来|(?:出生|登记|注册|成立|取得|参加|建成|开工)[^,;。]{0,12}的")
_ANY_YEAR = re.compile(r"((?:19|20)\d\d)年(?!度)")


def find_dates(
    text: str, signed: date | None, doubts: list[str], alone: bool = False
) -> Iterator[When]:
    """Yield the days of a sentence, spans and lists first.

    Args:
        text: The sentence.
        signed: Day the paper was signed; days before it are history, and a day without a year
            is of its year.
        doubts: Gets one line for each day that does not exist.
        alone: Whether the text is a table's cell that says nothing but when.
    """
    reader = _Dates(text, signed, doubts, alone)
    yield from reader.ranges()
    yield from reader.lists()
    yield from reader.fixed()
    yield from reader.without_year()
    yield from reader.year_ends()


class _Dates:
    def __init__(self, text: str, signed: date | None, doubts: list[str], alone: bool) -> None:
        self.text = text
        self.signed = signed
        self.doubts = doubts
        self.alone = alone

    def ranges(self) -> Iterator[When]:
        """Days that end a span: 自2021年4月1日起至6月30日止."""
        for match in _RANGE.finditer(self.text):
            if match["only_day"] and "日" not in match.group().split(match["only_day"])[0]:
                continue
            year, sure = self._year(
                match["end_year"] or match["year"], match["told"], match.start()
            )
            month = match["month"] or match["from"]
            before = self.text[: match.start()]
            if year is None or _LAST_YEAR.search(before):
                continue
            turns = not match["end_year"] and int(month) < int(match["from"])
            year += bool(match["next"]) or turns
            day = match["day"] or match["only_day"]
            whens = self._when(match, year, None, month, day, match["part"], sure)
            yield from map(_every_year, whens) if _EVERY_YEAR.search(before) else whens

    def lists(self) -> Iterator[When]:
        """Several days of one duty: 分别于6月15日、7月31日、9月15日前."""
        for whole in _LIST.finditer(self.text):
            told: str | None = None
            for match in _IN_LIST.finditer(self.text, whole.start(), whole.end()):
                told = match["year"] or told
                year, sure = self._year(told, None, whole.start())
                if year is not None:
                    yield from self._when(
                        match, year, None, match["month"], match["day"], match["part"], sure
                    )

    def fixed(self) -> Iterator[When]:
        """Days with a year of their own."""
        for match in _FIXED.finditer(self.text):
            if not (self.alone or _is_deadline(self.text, match)):
                continue
            if (
                self.alone
                and not (match["edge"] or match["month"])
                and match.end() < len(self.text)
            ):
                continue
            parts = match.groupdict()
            yield from self._when(
                match,
                match["year"],
                parts["edge"],
                parts["month"],
                parts["day"],
                parts["part"],
                # 2026年前 may mean its first day or its last.
                sure=bool(match["edge"] or match["month"] or not match["before"]),
                goal=bool(parts["lead"]),
            )

    def without_year(self) -> Iterator[When]:
        """Days of the year the sentence or the paper tells."""
        for match in _WITHOUT_YEAR.finditer(self.text):
            before, after = self.text[: match.start()], self.text[match.end() :]
            closes = bool(_CLOSING.search(before))
            due = match["before"] or match["lead"] or closes or (match["told"] and match["part"])
            held = (before.endswith(_ON) and _HELD.match(after)) or after.startswith("报到")
            due = due or (match["day"] and held)
            if not (due or self.alone) or not (match["day"] or match["part"] or match["before"]):
                continue
            # 方案编制(3月底前): all that the bracket says.
            enclosed = before.endswith("(") and after.startswith(")") and match["before"]
            if before[-1:] in _NO_YEAR_BEFORE and not enclosed:
                continue
            if before.endswith("年") or after.startswith(_SINCE):
                continue
            year, sure = self._year(None, match["told"], match.start())
            if year is None:
                continue
            whens = self._when(match, year, None, match["month"], match["day"], match["part"], sure)
            # 每年2月底前…,3月底前…: every year too.
            yield from map(_every_year, whens) if "每年" in before else whens

    def year_ends(self) -> Iterator[When]:
        """The end of this year: 年底前, 年内, 今年底."""
        for match in _YEAR_END.finditer(self.text):
            year, sure = self._year(None, match["told"], match.start())
            if year is not None:
                edge = match["edge"] if match["edge"] == "上半年" else None
                yield from self._when(match, year, edge, None, None, None, sure)

    def _year(self, printed: str | None, told: str | None, start: int) -> tuple[int | None, bool]:
        """Return the year of a day and whether the words leave no doubt of it."""
        if printed:
            return int(printed), True
        signed = self.signed
        if told:
            return (signed.year + (told == "明年"), True) if signed else (None, False)
        named = [int(found[1]) for found in _ANY_YEAR.finditer(self.text, 0, start)]
        # A year before the paper's own is that of something past.
        current = [year for year in named if signed is None or year >= signed.year]
        if current:
            return current[-1], True
        return (signed.year, True) if signed else (None, False)

    def _when(
        self,
        match: re.Match[str],
        year: int | str,
        edge: str | None,
        month: str | None,
        day: str | None,
        part: str | None,
        sure: bool = True,
        goal: bool = False,
    ) -> Iterator[When]:
        try:
            due = last_day(str(year), edge, month, day, part)
        except DateError as error:
            self.doubts.append(str(error))
            return
        printed = match.groupdict()
        own = printed.get("year") or printed.get("end_year") or printed.get("told")
        if self.signed and due < self.signed:
            if own or isinstance(year, str):
                return
            # The day has passed when the paper was signed: perhaps it is that of the next year.
            try:
                due, sure = due.replace(year=due.year + 1), False
            except ValueError:
                return
        yield When(
            Span(*match.span()),
            "date",
            due,
            goal=goal,
            approximate=(edge or part or "").endswith("初"),
            sure=sure,
        )


def _every_year(when: When) -> When:
    due = when.due
    if due is None:
        return when
    last = due.day == last_day(str(due.year), None, str(due.month)).day
    rule = f"FREQ=YEARLY;BYMONTH={due.month};BYMONTHDAY={-1 if last else due.day}"
    return replace(when, rule="recurring", rrule=rule)


def _is_deadline(text: str, match: re.Match[str]) -> bool:
    """Tell a deadline from a base year, a start, a period or the date of another paper."""
    before, after = text[: match.start()], text[match.end() :]
    if before[-1:] in tuple("比较自从以—-《(") or after.startswith(("起", "度", "—", "-", "开始")):
        return False
    if _DONE.match(after):
        return False
    if match["lead"] or match["before"] or _CLOSING.search(before):
        return True
    opens = before[-1:] in ("", ",", ";", ":", "。")
    if match["edge"] or match["month"]:
        return opens or before[-1:] in ("在", "于")
    return opens and re.match(_STARTS, after) is not None
