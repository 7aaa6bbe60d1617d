"""What a row gains or loses as an answer beside the words it shares with a question."""

from __future__ import annotations

import re
from functools import lru_cache

from policies_kb.facts.fact_rows import Target
from policies_kb.questions.asked import REPLACES, RankedQuestion
from policies_kb.questions.base import FactBase
from policies_kb.questions.extracts import holds, lacks
from policies_kb.questions.figures import SHARE_ASKED
from policies_kb.questions.matching import LIGHT_SIGNS, Match, pairs
from policies_kb.questions.particulars import defines
from policies_kb.questions.plans import meant_plan
from policies_kb.questions.query import Claim, FactQuery
from policies_kb.questions.statements import FactStatement
from policies_kb.questions.verdicts import FORBIDS, SOME, TIME, same_unit
from policies_kb.text.paper_figures import FIGURE, read_figure

#: What asks how something is done.
_HOW = re.compile("怎么|如何|怎样|咋")
#: A word of so many signs is a term.
_TERM = 3
#: What a row of the one paper meant gains by each word of one sign, up to so many.
_SIGN, _SIGNS = 0.1, 4
#: What a row gains that holds all of the words that take the place of those before.
_OTHER, _WHOLE = 0.35, 0.95
#: So much of a figure's name calls it.
_CALLED = 0.8
#: What a paper opens with says nothing but that it is one.
_FORMULA = re.compile(r"印发给你们|(?:通知|意见|通报)如下|如下(?:意见|通知|实施方案)")
_FIGURES = re.compile(FIGURE)
_YEAR = re.compile(r"((?:19|20)\d\d)(?=年)")
#: How exactly a time is asked for, and what then tells it.
_EXACT_TIMES = (
    (re.compile("[哪几]一?年(?!级)|年份"), re.compile(r"(?:19|20)\d\d年|上一?年度|当年|次年")),
    (
        re.compile("为期|多长|期限多|定多久|[周工]期"),
        re.compile(r"为期|(?<!\d)\d{1,2}(?:年(?![代末初底])|个月|个?工作日|天|周|小时)"),
    ),
    (re.compile("[哪几第]一?个?季度?$|[哪几]一?个?季度"), re.compile("[一二三四]季度")),
    (re.compile("几月|哪一?个?月"), re.compile(r"\d月|季度")),
    (re.compile("几号|哪一?[天日]|日子"), re.compile(r"月\d+日")),
    (re.compile("几[月号日]?[到至]几|起止"), re.compile(r"[月日]\d*时?至")),
)
#: A time by its date, which is more of an answer than 及时.
_DATED = re.compile(r"\d{4}年|\d月|[一二三四]季度|\d日|年[初底]")
#: 哪几个中心: what is listed is named by its last word.
_COUNTED_NOUN = re.compile(
    r"(?:哪几|几|哪些|哪[两二三四五六七八九十\d]+)[个家项类大]?(?P<noun>[\u4e00-\u9fff]{2})[?？。]?$"
)
#: 分几次拨付.
_PARTED = re.compile("分几(?P<into>[次批期年步])")
#: Who has to do something does it, where nobody is said to be responsible.
_HAS_TO = re.compile(r"(?:政府|部门|单位|[厅局委办])(?:要|应当?)")
#: What is no bare name of a figure.
_ASKS_OPENLY = re.compile("[几哪谁何啥怎吗吧]|什么|多[少大高长]")
#: All of what is named: 全面推行, 全部达标.
_ALL_OVER = re.compile("全面(?:推行|推开|铺开|实施|实行)?|全覆盖|全部|所有")
_YEARS = re.compile(r"(?:19|20)\d\d年")
#: How long something goes on, and what tells its end.
_UNTIL = re.compile(
    "(?<![达做])[到至](?:什么时候|啥时候|何时|[几哪]一?[年月天号])(?!.*(?:开始|起))"
)
_ENDS = re.compile("为期|完成|结束|截止|有效期")
#: What a share is called.
_SHARE_OF = re.compile("占|比重|比例")
#: Who asks for the aims of a plan.
_AIM = re.compile("目标(?:是(?:什么|啥))?[呢?？。]*$")
#: A year by which something is reached.
_BY_YEAR = re.compile(r"到20\d\d年")


def lists_units(row: FactStatement, asked: RankedQuestion, base: FactBase) -> bool:
    """Tell whether units are asked for, and listed for the provision of a row."""
    duties = base.duties.get((row.document, row.provision), ())
    return asked.asks_who and any(duty.basis == "listed" for duty in duties)


@lru_cache(maxsize=64)
def exact_times(text: str) -> tuple[re.Pattern[str], ...]:
    """Return what tells a time as exactly as a question asks for it; asked of every row."""
    return tuple(tells for asks, tells in _EXACT_TIMES if asks.search(text))


def gain_of(match: Match, asked: RankedQuestion, base: FactBase) -> float:
    """Return what a row gains or loses besides its words."""
    row, gain = match.statement, 0.0
    figures = bool({"howmuch", "count", "sum", "diff"} & set(asked.columns))
    if row.figure is None:
        gain += _gain_of_sentence(row, asked, base)
    elif figures or asked.query.claims:
        gain += 0.12 + (0.3 if asked.leans and match.cover >= 0.9 else 0.1 * match.fit)
    elif not asked.leans and (asked.columns or match.fit < 1):
        gain -= 0.6 if asked.query.asks("recipient") else 0.3
    if asked.unit and has_unit(row, asked.unit):
        gain += 0.45 if asked.query.inside else 0.3
    if asked.columns == ("who",) and row.figure is None:
        # Who does a thing stands beside it, not below its heading alone.
        gain += 0.05 * asked.named(row.words)
    if SHARE_ASKED.search(asked.query.text):
        share = row.figure.unit == "%" if row.figure else has_unit(row, "%")
        gain += 0.15 if share else -0.3 * (row.figure is not None)
        # 占比, which few figures are called, is no word of what is meant.
        gain += 0.15 * bool(_SHARE_OF.search(row.subject))
    if asked.query.yes_no and any(_speaks_in(row, claim.unit) for claim in asked.query.claims):
        gain += 0.3
    gain += _gain_of_time(row, asked, base)
    if row.document in asked.query.likely:
        gain += 0.1
    if asked.query.printed and len(asked.longest) > _TERM and asked.longest in row.words:
        # What a short form stands for is printed whole.
        gain += 0.2
    if _HOW.search(asked.query.text) and row.words.count(asked.longest) > 1:
        # What a sentence names twice it is about.
        gain += 0.15 * (len(asked.longest) >= _TERM)
    if asked.query.inside:
        gain += gain_inside(row, asked) + _gain_of_signs(row, asked, base)
    plan = meant_plan(asked.own, row.document, base)
    if plan and _AIM.search(asked.query.text) and _is_aim(row, plan, asked, base):
        gain += 0.7
    if plan and base.plan(row.document, row.provision) == plan:
        gain += 0.2
    if "define" in asked.columns:
        gain += 0.3 * defines(row, asked.query)
    if asked.leans:
        gain += _gain_of_thread(row, plan, asked, base)
    return gain


def _gain_of_sentence(row: FactStatement, asked: RankedQuestion, base: FactBase) -> float:
    """Return what a sentence gains by holding the columns asked for, or loses by lacking them."""
    behind = base.referring.get(row)
    words = f"{row.words}。{behind.words}" if behind else row.words
    gain = 0.0
    gain -= 0.4 * bool(_FORMULA.search(row.words))
    figure = "howmuch" in asked.columns and not asked.query.yes_no
    gain -= 0.35 * (figure and lacks(row.words, ("howmuch",)))
    exact = exact_times(asked.query.text)
    told = sum(bool(tells.search(words)) for tells in exact)
    # 及时 is no answer to the day.
    vague = bool(exact) and not told and asked.query.asks("when")
    columns = tuple(name for name in asked.columns if not (vague and name == "when"))
    gain += 0.12 * min(holds(words, columns), 2) + 0.15 * told
    # A follow-up that only names another thing asks the same of it.
    named = asked.query.document or asked.leans or asked.query.likely
    strict = bool(named) and not asked.query.yes_no and asked.query.asks("when")
    sent = not asked.query.yes_no and asked.query.asks("recipient")
    gain -= 0.15 * (strict and not asked.query.asks("often") and not _DATED.search(words))
    firm = 0.5 if sent else 0.35 if strict or (asked.leans and not asked.query.columns) else 0.1
    lacking = "list" not in asked.columns and (vague or lacks(words, asked.columns))
    listed = lists_units(row, asked, base)
    heading = 0.6 if asked.leans and REPLACES.search(asked.query.text) else 0.3
    gain += 0.15 + heading * asked.named(row.subject) if listed else -firm * lacking
    return gain


def _gain_of_time(row: FactStatement, asked: RankedQuestion, base: FactBase) -> float:
    """Return what a row gains by telling the time a question states or asks for."""
    gain = 0.0
    stated = TIME.search(asked.query.text) if asked.query.yes_no else None
    if stated and holds(row.words, ("when",)):
        # What stands in one row is not denied by another.
        gain += 0.25 + 0.2 * (stated[0] in row.words)
    # A sentence that was spoken of may be followed up with another year; its figures tell theirs.
    if asked.query.years and not asked.query.yes_no and (row.figure or not asked.leans):
        gain += _gain_of_year(row, asked.query, base)
    if _UNTIL.search(asked.query.text) and _ENDS.search(row.words):
        gain += 0.2
    if asked.query.asks("when") and _tells_of_some(row, asked.query):
        gain -= 0.4
    if asked.query.day and not asked.query.yes_no and _has_day(row, asked.query.day):
        gain += 0.5
    if any(one in row.words for one in _BY_YEAR.findall(asked.query.text)):
        gain += 0.15
    return gain


def _gain_of_thread(row: FactStatement, plan: str, asked: RankedQuestion, base: FactBase) -> float:
    """Return what a row gains by standing where the question before was answered from, or loses
    where another thing takes its place."""
    here = base.plan(asked.thread.document, asked.thread.provision)
    gain = 0.2 if here and not plan and here == base.plan(row.document, row.provision) else 0.0
    gain += 0.15 if row.provision == asked.thread.provision else 0.0
    replaced = row.figure is not None and another_is_named(asked, base)
    # 海上风电 after 风电 is a kind of it.
    kind = set(pairs(row.subject)) & _own_words(asked) and not _begins_another(asked, base)
    other = replaced and not kind
    gain -= 0.6 if other and row.subject == asked.thread.key else 0.0
    # 企业呢 after that of building sites: 企业 comes before 国有企业.
    gain += 0.2 * bool(replaced and asked.longest and row.subject.startswith(asked.longest))
    gain += 0.3 * bool(replaced and row.figure and row.figure.unit == asked.unit_before)
    return gain


def _is_aim(row: FactStatement, plan: str, asked: RankedQuestion, base: FactBase) -> bool:
    """Tell whether a row is of the aims of a plan, where a question names nothing but the plan."""
    only = asked.own.keys() <= set(pairs(base.heading(row.document, plan)))
    heading = base.heading(row.document, row.provision)
    return only and row.figure is None and heading.endswith("目标")


def another_is_named(asked: RankedQuestion, base: FactBase) -> bool:
    """Tell whether another thing takes the place of the one before: 风电呢, or the bare name of a
    figure with a word that was not spoken of (垃圾发电装机)."""
    query, thread = asked.query, asked.thread
    if REPLACES.search(query.text):
        return True
    columns = query.columns or (thread.columns if thread.key else ())
    bare = set(columns) == {"howmuch"} and not _ASKS_OPENLY.search(query.text)
    spoken_of = set(pairs(f"{thread.words} {thread.key}"))
    return bare and (
        any(pair not in spoken_of for pair in asked.own) or _begins_another(asked, base)
    )


def _begins_another(asked: RankedQuestion, base: FactBase) -> bool:
    """Tell whether the name of another figure begins with the words: 大城市 after 特大城市."""
    name, key = asked.longest, asked.thread.key
    rows = base.statements_of(asked.thread.document) if name and name in key else ()
    begins = (row.figure is not None and row.subject.startswith(name) for row in rows)
    return not key.startswith(name) and any(begins)


def _own_words(asked: RankedQuestion) -> set[str]:
    return {*asked.own, *pairs(asked.query.printed)}


def takes_the_place(match: Match, asked: RankedQuestion) -> bool:
    """Tell whether a row holds all that is named instead of what was spoken of, with a figure
    where one is asked for."""
    if _is_called(match):
        return True
    figure = asked.query.asks("howmuch") and match.statement.figure is None
    return match.cover > _WHOLE and not (figure and lacks(match.statement.words, ("howmuch",)))


def _is_called(match: Match) -> bool:
    """Tell whether a figure is named by nearly all of its name."""
    return match.statement.figure is not None and match.fit >= _CALLED


def _tells_of_some(row: FactStatement, query: FactQuery) -> bool:
    """Tell whether it is asked when all of something is reached, and a row has some of it tried:
    the year of the pilots is not that of all."""
    if not _ALL_OVER.search(query.text):
        return False
    things = [one for one in _ALL_OVER.sub(" ", query.words).split() if len(one) > 1]
    clauses = re.split("[,;。]", row.words)
    return any(SOME.search(clause) for one in things for clause in clauses if one in clause)


def _has_day(row: FactStatement, day: str) -> bool:
    *_, month, number = map(int, day.split("-"))
    return f"{month}月{number}日" in row.words


def _gain_of_year(row: FactStatement, query: FactQuery, base: FactBase) -> float:
    """Return what a row gains by speaking of the year asked for, or loses by another one."""
    target = row.figure.target_year if isinstance(row.figure, Target) else None
    if target:
        return 0.2 if target in query.years else -0.3
    own = _years_in(row.quote)
    told = own or _years_in(base.provisions[row.document][row.provision].text)
    if not told:
        return 0.0
    return 0.2 if told & set(query.years) else -0.2


def _years_in(text: str) -> set[int]:
    """Return the years of a text as printed, which may have blanks: 2018 年."""
    return set(map(int, _YEAR.findall("".join(text.split()))))


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
    parted = _PARTED.search(asked.query.text)
    if parted and re.search(rf"分[一二两三四五六\d]+{parted['into']}", row.words):
        gain += 0.5
    if not asked.query.yes_no and any(_prints(row, claim) for claim in asked.query.claims):
        gain += 0.2
    return gain


def _gain_of_signs(row: FactStatement, asked: RankedQuestion, base: FactBase) -> float:
    """Return what a row gains by words of one sign, which tell rows of one paper apart: 补, 罚."""
    words = base.matcher.cut(asked.query.printed or asked.query.words)
    signs = {word for word in words if len(word) == 1 and word >= "\u4e00"} - LIGHT_SIGNS
    return _SIGN * min(sum(sign in row.words for sign in signs), _SIGNS)


def _prints(row: FactStatement, claim: Claim) -> bool:
    """Tell whether a sentence prints a figure the question states: 超过30公里."""
    return row.figure is None and f"{claim.value}{claim.unit}" in row.words


def _speaks_in(row: FactStatement, unit: str) -> bool:
    """Tell whether a row has a figure in a unit."""
    if row.figure is not None:
        return same_unit(row.figure.unit, unit)
    units = (read_figure(match[0]).unit for match in _FIGURES.finditer(_YEARS.sub("", row.words)))
    return any(same_unit(one, unit) for one in units)


def has_unit(row: FactStatement, unit: str) -> bool:
    """Tell whether a row has a figure in a unit, by itself or by the head of its column."""
    # 元旦 is a day, no sum.
    named = f"(?:{unit})(?!旦)"
    if row.figure is not None:
        head = re.search(rf"\([百千万亿]{{0,2}}{named}", row.subject)
        return bool(head or re.search(named, row.figure.unit))
    if row.is_row and re.search(rf"{named}[^;:]*:\d", row.words):
        return True
    told = row.words if row.is_row else row.quote
    return bool(re.search(rf"(?:\d\s*|[一二两三四五六七八九十])[百千万亿]{{0,2}}(?:{unit})", told))
