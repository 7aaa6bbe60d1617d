"""A question as rows are ranked for it, and the ranking."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from policies_kb.facts.fact_rows import Target
from policies_kb.questions.base import FactBase
from policies_kb.questions.extracts import holds, lacks
from policies_kb.questions.figures import SHARE_ASKED
from policies_kb.questions.found import Thread
from policies_kb.questions.matching import Match, pairs
from policies_kb.questions.particulars import defines
from policies_kb.questions.province import asks_province, holds_everywhere
from policies_kb.questions.query import FactQuery
from policies_kb.questions.statements import FactStatement
from policies_kb.questions.verdicts import CLAIMED, FORBIDS, TIME, same_unit
from policies_kb.text.paper_figures import FIGURE, read_figure

#: The share of a question's words a row must hold: of a paper named, within a thread, of a paper
#: that is likely meant, of any paper.
_IN_PAPER, _IN_THREAD, _LIKELY, _ANYWHERE = 0.35, 0.26, 0.42, 0.66
#: ... and so much of that, where it has a column that few rows have.
_RARE_COLUMN = 0.75
#: ... of any paper by a message that is likely about none.
_STRICT = 0.9
_ANAPHORA = re.compile(
    r"^(?:那|这|它|其|该|谁|几|多|哪|什么时候|最晚|截止|报给)|这|那个|它|里面|里头|其中|呢[?？。]?$|还有|最后"
)
#: A message that names another thing in the place of the one before.
REPLACES = re.compile(r"呢[?？。]?$|^(?:那|不对|不是)|也(?:要|得|是|算|必须)")
#: What a row gains that holds all of the words that take the place of those before.
_OTHER, _WHOLE = 0.35, 0.95
#: A message of up to so many signs of its own leans on the one before.
_SHORT = 8
_UNIT_ASKED = re.compile(
    r"(?:多少|(?<![分成])几)(?:个)?(?P<unit>百分点|平方米|千瓦|公里|分(?!别)|元|块|钱|人|天|年|次|吨|岁|个月|小时|倍|亩|座|户|万元|亿元)"
)
_MONEY = re.compile(
    r"(?:多少|几).{0,6}(?:钱|经费|资金|奖金|补助|补贴|金额)"
    r"|金额[的]?(?:上限|下限|标准)|(?:奖金|经费|补助|补贴|预算|拨款|金额|奖励).{0,8}(?:多少|几|呢|是)"
)
_UNITS = {
    "钱": "元",
    "块": "元",
    "天": "日|天|个?工作日",
    "日": "日|天|个?工作日",
    "分": "分(?!别|点|电)",
    "月": "个?月",
    "百分点": "%|百分点",
}
#: What a paper opens with says nothing but that it is one.
_FORMULA = re.compile(r"印发给你们|(?:通知|意见|通报)如下|如下(?:意见|通知|实施方案)")
#: Words that only ask for a figure.
OF_FIGURES = re.compile(
    r"(?:19|20)\d\d年?|比例|总?目标|指标|任务量?|期间|万?千瓦|万?平方米|要?达到|多大|以内|以上|控制在?"
)
_FIGURES = re.compile(FIGURE)
_YEAR = re.compile(r"((?:19|20)\d\d)(?=年)")
#: How exactly a time is asked for, and what then tells it.
_EXACT_TIMES = (
    (re.compile("[哪几]一?年(?!级)|年份"), re.compile(r"(?:19|20)\d\d年")),
    (
        re.compile("为期|多长时间|期限多|定多[久长]"),
        re.compile(r"为期|(?<!\d)\d{1,2}(?:年(?![代末初底])|个月|个?工作日|天|周|小时)"),
    ),
    (re.compile("几月|哪一?个?月"), re.compile(r"\d月|季度")),
    (re.compile("几号|哪一?[天日]"), re.compile(r"月\d+日")),
)
#: 哪几个中心: what is listed is named by its last word.
_COUNTED_NOUN = re.compile(
    r"(?:哪几|几|哪些|哪[两二三四五六七八九十\d]+)[个家项类大]?(?P<noun>[\u4e00-\u9fff]{2})[?？。]?$"
)
#: Who has to do something does it, where nobody is said to be responsible.
_HAS_TO = re.compile(r"(?:政府|部门|单位|[厅局委办])(?:要|应当?)")
#: Who asks which units answer for a thing names the thing alone.
_ANSWERS_FOR = re.compile(
    r"(?:(?:单位|部门|机构)(?:共同)?(?:负责|牵头|主?管)?|牵头|归口|主管)(?:单位|部门)?$"
    r"|^(?:负责|管)$"
)
#: ... in an official's words, for what a paper lists units for.
_LISTED = re.compile("责任(?:单位|部门)|牵头|归口|主管(?:单位|部门)")
#: What is left of 哪年前 and names nothing either.
_TIME_ASKED = re.compile(r"(?<!\S)(?:[年月日天号](?:底|初)?(?:[以之]?前)?|周期|工期)(?!\S)")
#: 多久报一次: what is done once names nothing.
_ONCE = re.compile(r"[一1]?[次回]")
_YEARS = re.compile(r"(?:19|20)\d\d年")
#: A year as a follow-up names it, with its end.
_YEAR_END = re.compile(r"(?:19|20)\d\d年底?")


@dataclass(frozen=True)
class RankedQuestion:
    """A question as rows are ranked for it.

    Attributes:
        query: The question.
        thread: What was spoken of before.
        leans: Whether it leaves out what was spoken of before.
        own: Pairs of its own words with weights.
        columns: Columns asked for; those asked before where it names none.
        unit: The unit of the figure wanted, as a pattern; empty when any will do.
        unit_before: The unit of the figure spoken of before; empty without one.
    """

    query: FactQuery
    thread: Thread
    leans: bool
    own: Mapping[str, float]
    columns: tuple[str, ...]
    unit: str
    unit_before: str

    @property
    def floor(self) -> float:
        """So much of the question's words a row must hold."""
        if self.query.document:
            return _IN_PAPER * (0.7 if self.query.claims and self.query.yes_no else 1.0)
        if self.leans:
            return _IN_THREAD
        return _STRICT if self.query.strict else _ANYWHERE

    def shared(self, row: FactStatement) -> float:
        """Return how much of its own words a sentence holds."""
        held = set(pairs(row.words))
        return sum(weight for pair, weight in self.own.items() if pair in held)

    def named(self, heading: str) -> float:
        """Return the share of its own words that a heading holds."""
        held = set(pairs(heading))
        whole = sum(self.own.values())
        return sum(self.own[pair] for pair in self.own if pair in held) / whole if whole else 0.0


def read_asked(query: FactQuery, thread: Thread, base: FactBase) -> RankedQuestion:
    """Return a question as rows are ranked for it."""
    leaning = leans(query, thread)
    words = query.words
    if query.yes_no:
        # Whether it is this unit: the row need not hold it.
        for unit in query.units:
            words = words.replace(unit.text, " ")
    if query.yes_no and not leaning:
        words = CLAIMED.sub(" ", TIME.sub(" ", words))
    if query.asks("howmuch") and not query.asks("when"):
        words = OF_FIGURES.sub(" ", words)
    if query.asks("who"):
        words = _ANSWERS_FOR.sub(" ", words)
    if query.asks("when"):
        words = _TIME_ASKED.sub(" ", words)
    if query.asks("often"):
        words = _ONCE.sub(" ", words)
    if leaning:
        words = re.sub(r"^(?:那|这[条块个]?|不对)|我要?问|[内里]$", " ", words)
    columns = query.columns or (thread.columns if leaning else ())
    if query.yes_no and TIME.search(query.text):
        columns = (*columns, "when")
    weights = base.matcher.weights(words)
    before = _unit_before(thread, base) if leaning else ""
    return RankedQuestion(query, thread, leaning, weights, columns, _unit_wanted(query), before)


def _unit_before(thread: Thread, base: FactBase) -> str:
    here = base.statements_of(thread.document) if thread.key else ()
    figures = (row.figure for row in here if row.figure and row.subject == thread.key)
    return next((figure.unit for figure in figures), "")


def leans(query: FactQuery, thread: Thread) -> bool:
    """Tell whether a question leaves out what was spoken of before."""
    if not thread.document or query.document or query.other_number:
        return False
    size = len(OF_FIGURES.sub("", query.words).replace(" ", ""))
    return size <= _SHORT or (size <= 2 * _SHORT and bool(_ANAPHORA.search(query.text)))


def floor_of(match: Match, asked: RankedQuestion, base: FactBase) -> float:
    """Return how much of a question's words this row must hold."""
    row = match.statement
    likely = row.document in asked.query.likely or asks_for_listed(row, asked, base)
    floor = min(asked.floor, _LIKELY) if likely else asked.floor
    if asked.query.asks("recipient") and holds(row.words, ("recipient",)):
        # Few sentences say whom a thing is sent to.
        floor *= _RARE_COLUMN
    if row.figure is None or asked.query.document or asked.leans:
        return floor
    # The less a figure is named, the likelier it is a figure of something else.
    return max(floor, _STRICT - match.fit)


def asks_for_listed(row: FactStatement, asked: RankedQuestion, base: FactBase) -> bool:
    """Tell whether a row's units are asked for in an official's words (牵头单位)."""
    return bool(_LISTED.search(asked.query.text)) and _lists_units(row, asked, base)


def _lists_units(row: FactStatement, asked: RankedQuestion, base: FactBase) -> bool:
    """Tell whether units are asked for, and listed for the provision of a row."""
    duties = base.duties.get((row.document, row.provision), ())
    return asked.query.asks("who") and any(duty.basis == "listed" for duty in duties)


def _unit_wanted(query: FactQuery) -> str:
    if _MONEY.search(query.text):
        return "元"
    if query.asks("often"):
        return ""
    match = _UNIT_ASKED.search(query.text)
    return _UNITS.get(match["unit"], match["unit"]) if match else ""


def ranked(asked: RankedQuestion, base: FactBase) -> list[Match]:
    """Return the rows that fit, those that hold the column asked for before the others."""
    query, thread = asked.query, asked.thread
    papers = papers_meant(asked, base)
    found = base.matcher.rank(asked.own, papers, limit=24)
    if query.printed:
        printed = base.matcher.weights(OF_FIGURES.sub(" ", query.printed))
        found = _better(found, base.matcher.rank(printed, papers, limit=24))
    if asked.leans:
        before = base.matcher.weights(thread.words)
        behind = {m.statement: m for m in base.matcher.rank(before, papers, limit=200)}
        if not asked.own:
            found = _of_other_years(asked, base) or list(behind.values())[:24]
        else:
            new = _OTHER if REPLACES.search(query.text) else 0.0
            found = [
                replace(
                    m,
                    cover=m.cover
                    + (0.6 * behind[m.statement].cover if m.statement in behind else 0.0)
                    + (new if m.cover > _WHOLE else 0.0),
                )
                for m in _with_neighbours(found, behind)
            ]
    if asks_province(query):
        found = [match for match in found if not _is_of_place(match.statement)]
    return sorted(found, key=lambda match: match.score + _gain(match, asked, base), reverse=True)


def _of_other_years(asked: RankedQuestion, base: FactBase) -> list[Match]:
    """Return the sentences of the paper spoken of that name a year of the question, where the
    place spoken of names none: 2018年底目标."""
    years = _YEAR_END.findall(asked.query.text)
    inside = base.statements_of(asked.thread.document)
    here = (row for row in inside if row.provision == asked.thread.provision)
    if not years or any(year in row.words for row in here for year in years):
        return []
    rows = (row for row in inside if any(year in row.words for year in years))
    return [Match(row, cover=1.0, fit=0.0) for row in rows]


def _is_of_place(row: FactStatement) -> bool:
    return isinstance(row.figure, Target) and not holds_everywhere(row.figure)


def papers_meant(asked: RankedQuestion, base: FactBase) -> Collection[str] | None:
    """Return the papers whose rows a question can mean; ``None`` for those of all."""
    query, spoken_of = asked.query, asked.thread.document if asked.leans else ""
    named = query.document or query.inside or spoken_of
    return [named] if named else None if query.places else base.general


def _better(one: Sequence[Match], other: Sequence[Match]) -> list[Match]:
    """Return the rows of both rankings, each as it ranks better."""
    best: dict[FactStatement, Match] = {}
    for match in (*one, *other):
        known = best.get(match.statement)
        if known is None or match.score > known.score:
            best[match.statement] = match
    return list(best.values())


def _with_neighbours(found: Sequence[Match], behind: Mapping[FactStatement, Match]) -> list[Match]:
    """Return the rows the message's own words find, and those of the thread as weaker ones."""
    known = {match.statement for match in found}
    others = (replace(m, cover=0.0) for row, m in behind.items() if row not in known)
    return [*found, *others]


def _gain(match: Match, asked: RankedQuestion, base: FactBase) -> float:
    """Return what a row gains or loses besides its words."""
    row, gain = match.statement, 0.0
    behind = base.referring.get(row)
    words = f"{row.words}。{behind.words}" if behind else row.words
    figures = bool({"howmuch", "count", "sum", "diff"} & set(asked.columns))
    if row.figure is None:
        gain -= 0.4 * bool(_FORMULA.search(row.words))
        figure = "howmuch" in asked.columns and not asked.query.yes_no
        gain -= 0.35 * (figure and not _FIGURES.search(row.words))
        gain += 0.12 * min(holds(words, asked.columns), 2)
        # A follow-up that only names another thing asks the same of it.
        named = asked.query.document or asked.leans or asked.query.likely
        strict = bool(named) and not asked.query.yes_no and asked.query.asks("when", "recipient")
        gain += 0.15 * any(
            asks.search(asked.query.text) and tells.search(words) for asks, tells in _EXACT_TIMES
        )
        firm = 0.35 if strict or (asked.leans and not asked.query.columns) else 0.1
        lacking = "list" not in asked.columns and lacks(words, asked.columns)
        listed = _lists_units(row, asked, base)
        gain += 0.15 + 0.3 * asked.named(row.subject) if listed else -firm * lacking
    elif figures or asked.query.claims:
        gain += 0.12 + (0.3 if asked.leans and match.cover >= 0.9 else 0.1 * match.fit)
    elif not asked.leans and (asked.columns or match.fit < 1):
        gain -= 0.3
    if asked.unit and has_unit(row, asked.unit):
        gain += 0.3
    if SHARE_ASKED.search(asked.query.text):
        gain += 0.15 * (row.figure.unit == "%" if row.figure else has_unit(row, "%"))
    if asked.query.yes_no and any(_speaks_in(row, claim.unit) for claim in asked.query.claims):
        gain += 0.3
    if asked.query.yes_no and TIME.search(asked.query.text) and holds(row.words, ("when",)):
        gain += 0.25
    if asked.query.years and not asked.leans:
        gain += _gain_of_year(row, asked.query, base)
    if asked.query.day and not asked.query.yes_no and _has_day(row, asked.query.day):
        gain += 0.5
    if row.document in asked.query.likely:
        gain += 0.1
    if asked.query.inside:
        gain += gain_inside(row, asked)
    if "define" in asked.columns:
        gain += 0.3 * defines(row, asked.query)
    if asked.leans:
        gain += 0.15 if row.provision == asked.thread.provision else 0.0
        replaced = REPLACES.search(asked.query.text) and row.figure is not None
        gain -= 0.6 if replaced and row.subject == asked.thread.key else 0.0
        gain += 0.3 * bool(replaced and row.figure and row.figure.unit == asked.unit_before)
    return gain


def _has_day(row: FactStatement, day: str) -> bool:
    *_, month, number = map(int, day.split("-"))
    return f"{month}月{number}日" in row.words


def _gain_of_year(row: FactStatement, query: FactQuery, base: FactBase) -> float:
    """Return what a row gains by speaking of the year asked for, or loses by another one."""
    target = row.figure.target_year if isinstance(row.figure, Target) else None
    if target:
        return 0.2 if target in query.years else -0.3
    own = set(map(int, _YEAR.findall(row.quote)))
    told = own or set(map(int, _YEAR.findall(base.provisions[row.document][row.provision].text)))
    if not told:
        return 0.0
    return 0.2 if told & set(query.years) else -0.2


def gain_inside(row: FactStatement, asked: RankedQuestion) -> float:
    """Return what a row of the one paper meant gains by holding what the question asks for."""
    gain = 0.0
    named = _COUNTED_NOUN.search(asked.query.text)
    if named and len(re.findall(f"{named['noun']}(?=[、,和;。]|$)", row.words)) >= 2:
        gain += 0.3
    term = max(asked.query.words.split(), key=len, default="").removesuffix("分")
    if "list" in asked.columns and re.search(rf"{re.escape(term)}(?:包括|分为|由)", row.words):
        gain += 0.3
    if "who" in asked.columns and _HAS_TO.search(row.words):
        gain += 0.2
    if "may" in asked.columns and FORBIDS.search(row.words):
        gain += 0.15
    return gain


def _speaks_in(row: FactStatement, unit: str) -> bool:
    """Tell whether a row has a figure in a unit."""
    if row.figure is not None:
        return same_unit(row.figure.unit, unit)
    units = (read_figure(match[0]).unit for match in _FIGURES.finditer(_YEARS.sub("", row.words)))
    return any(same_unit(one, unit) for one in units)


def has_unit(row: FactStatement, unit: str) -> bool:
    """Tell whether a row has a figure in a unit, by itself or by the head of its column."""
    if row.figure is not None and re.search(unit, f"{row.subject}{row.figure.unit}"):
        return True
    return bool(re.search(rf"\d\s*[百千万亿]{{0,2}}(?:{unit})", row.quote))
