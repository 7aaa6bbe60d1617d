"""Yes or no: whether what a question takes for granted is what a row says."""

from __future__ import annotations

import re

from policies_kb.facts.fact_rows import Target, Threshold
from policies_kb.questions.found import FactSentence
from policies_kb.questions.matching import pairs
from policies_kb.questions.query import Claim, FactQuery
from policies_kb.text.paper_figures import FIGURE, read_figure

#: Words that say when, as a question states them.
TIME = re.compile(r"每年|每半年|每季度?|每月|每周|[一二三四]季度|上半年|下半年|年初|年中|年底|月底")
#: Figures as a question states them.
CLAIMED = re.compile(rf"{FIGURE}|[一二两三四五六七八九十]+(?:年|个月|天|次|倍)")
_ORGAN = re.compile(r"[厅局委办院]|政府")
#: Two things of which both are asked: 专项报告和综合性报告都得….
_BOTH = re.compile(
    "(?P<one>[\u4e00-\u9fff]{2,})[和与、及](?P<other>[\u4e00-\u9fff]{2,}?)(?:也|全)?都"
)
#: So many signs at the end of a name tell it.
_TELLING = 3
_DAYS = re.compile("天|日")
_DAY = re.compile(r"(?<!\d)(?:1[0-2]|[1-9])月(?:[12]\d|3[01]|[1-9])[日号]")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
#: A year as a question states it, with its month or end.
_YEAR_CLAIMED = re.compile(r"(?P<year>(?:19|20)\d\d)年(?P<rest>(?:1[0-2]|[1-9])月|底)?")
#: All are asked about, and some are told.
_ALL = re.compile("所有|全部|每个|都")
SOME = re.compile("若干|部分(?!门)|选取|选择|鼓励|试点")
_POINTS = re.compile("个?百分点")
FORBIDS = re.compile(r"取消|不得|严禁|禁止|不准|不能")
_ALLOWS = re.compile(r"可(?!能|持|再|靠|操|复|推|考)|鼓励|允许")
#: Whether somebody may do it alone: who is named beside whoever has to agree is no yes.
_ALONE = re.compile("自己|自行|单独|直接")
_AGREES = re.compile("批准|审批|审定|审核|同意|报请")
FREE = re.compile(r"鼓励|可(?:以|参照|根据|结合)|自愿|探索")


def verdict(
    query: FactQuery, told: FactSentence, words: str, figure: Target | Threshold | None = None
) -> FactSentence:
    """Return what is told, with a yes or no before it where the question asks for one.

    Args:
        query: The question.
        told: What is told.
        words: The words of the paper it is held against.
        figure: The figure told: those beside it in the same sentence confirm nothing.
    """
    if query.asks("must") and FREE.search(_of_subject(query, words)):
        return _with(told, "not_must")
    if query.asks("may"):
        if FORBIDS.search(words):
            return _with(told, "may_not")
        if _ALLOWS.search(words):
            return _with(told, "may")
    if not query.yes_no or (_ALONE.search(query.text) and _AGREES.search(words)):
        return told
    both = _BOTH.search(query.text)
    if both and not all(name[-_TELLING:] in words for name in both.groups()):
        return told
    day = _DAY.search(query.text) if query.day else None
    if day and _DAY.search(words):
        said = day[0].replace("号", "日")
        year = _YEAR.search(query.text)
        right = said in _DAY.findall(words) and (not year or f"{year[0]}{said}" in words)
        claim = f"{year[0] if year else ''}{said}"
        return _with(told, "right" if right else "wrong", claim=claim)
    dated = _dated(query, words, figure)
    judged = _of_figure(query, words, figure)
    if judged is not None and not (judged[0] == "right" and dated and dated[0] == "wrong"):
        return _with(told, judged[0], claim=judged[1])
    if dated is not None:
        return _with(told, dated[0], claim=dated[1]) if dated[0] else told
    named = [*query.places, *query.units]
    if named:
        inside = [one.text for one in named if any(name in words for name in one.printed)]
        outside = [one.text for one in named if one.text not in inside]
        other = query.units and _ORGAN.search(words)
        kind = "right" if not outside else "wrong" if other else "unconfirmed"
        return _with(told, kind, claim="、".join(outside or inside))
    times = TIME.findall(query.text)
    if times:
        missing = [time for time in times if time not in words]
        kind = "wrong" if missing else "right"
        return _with(told, kind, claim="".join(times))
    return told


def _of_figure(
    query: FactQuery, words: str, figure: Target | Threshold | None
) -> tuple[str, str] | None:
    """Return whether the figure a question states is right, with it as stated; ``None`` without."""
    claimed = _claimed(query)
    if claimed is None:
        return None
    if figure is not None and same_unit(figure.unit, claimed.unit):
        alike = [figure.amount]
    else:
        figures = [read_figure(m[0]) for m in re.finditer(FIGURE, words)]
        alike = [one.value for one in figures if same_unit(one.unit, claimed.unit)]
    kind = "right" if claimed.value in alike else "wrong" if alike else "unconfirmed"
    return kind, f"{claimed.value.normalize():f}{claimed.unit}"


def _dated(
    query: FactQuery, words: str, figure: Target | Threshold | None
) -> tuple[str, str] | None:
    """Return whether the year a question states is right, an empty word where that is no yes to
    the whole, with the year as stated; ``None`` where no year is stated or told."""
    year = _YEAR_CLAIMED.search(query.text)
    stated = _year_stated(query, words, figure) if year else ""
    if not year or not stated:
        return None
    right = year["year"] == stated and (not year["rest"] or year["rest"] in words)
    if right and _ALL.search(query.text) and SOME.search(words):
        # 2018年所有乡镇都要报: the year is right, all are not.
        return "", year[0]
    return "right" if right else "wrong", year[0]


def _year_stated(query: FactQuery, words: str, figure: Target | Threshold | None = None) -> str:
    """Return the year of what a question asks about: of a figure its own, of a sentence the last
    one before or in the clause that speaks of it; empty where none is told."""
    if isinstance(figure, Target):
        return str(figure.target_year or "")
    asked = set(pairs(_YEAR_CLAIMED.sub(" ", f"{query.words} {query.printed}")))
    clauses = re.split("[,;。]", words)
    spoken_of = max(clauses, key=lambda clause: len(asked & set(pairs(clause))))
    before = ",".join(clauses[: clauses.index(spoken_of) + 1])
    years = _YEAR.findall(before) or _YEAR.findall(words)[:1]
    return years[-1] if years else ""


def _of_subject(query: FactQuery, words: str) -> str:
    """Return the clauses that speak of what the question names: 乡镇试点先行,鼓励街道开展."""
    asked = set(pairs(f"{query.words} {query.printed}"))
    clauses = re.split("[,;。]", words)
    return ",".join(clause for clause in clauses if asked & set(pairs(clause))) or words


def same_unit(one: str, other: str) -> bool:
    """Tell whether two units count the same: 天 and 日, 个月 and 月, 克 and 克/千瓦时."""
    if "/" not in one or "/" not in other:
        one, other = one.partition("/")[0], other.partition("/")[0]
    first, second = (_POINTS.sub("%", _DAYS.sub("日", unit)) for unit in (one, other))
    # 亿吨 is short for 亿吨标煤.
    longer = len(first) > 1 < len(second) and (first.startswith(second) or second.startswith(first))
    return first == second or longer


def _claimed(query: FactQuery) -> Claim | None:
    claims = [claim for claim in query.claims if claim.unit not in ("个", "项", "次")]
    return claims[0] if claims else None


def _with(told: FactSentence, kind: str, **values: str) -> FactSentence:
    return FactSentence(f"{kind}+{told.kind}", {**told.values, **values})
