"""Yes or no: whether what a question takes for granted is what a row says."""

from __future__ import annotations

import re

from ..text.figures import FIGURE, read_figure
from .found import Told, tell
from .query import FactQuery

#: Words that say when, as a question states them.
TIME = re.compile(r"每年|每半年|每季度?|每月|每周|[一二三四]季度|上半年|下半年|年初|年中|年底|月底")
#: Figures as a question states them.
CLAIMED = re.compile(rf"{FIGURE}|[一二两三四五六七八九十]+(?:年|个月|天|次|倍)")
_FORBIDS = re.compile(r"不得|严禁|禁止|不准|不能")
_ALLOWS = re.compile(r"可(?!能|持|再|靠|操|复|推|考)|鼓励|允许")
FREE = re.compile(r"鼓励|可(?:以|参照|根据|结合)|自愿|探索")


def verdict(query: FactQuery, told: Told, words: str) -> Told:
    """Return what is told, with a yes or no before it where the question asks for one."""
    if query.asks("must") and FREE.search(words):
        return _with(told, "not_must")
    if query.asks("may"):
        if _FORBIDS.search(words):
            return _with(told, "may_not")
        if _ALLOWS.search(words):
            return _with(told, "may")
    if not query.yes_no:
        return told
    claimed = _claimed(query)
    if claimed:
        figures = [read_figure(m[0]) for m in re.finditer(FIGURE, words)]
        alike = [figure for figure in figures if figure.unit in (claimed[1], claimed[1] + "个")]
        right = any(figure.value == claimed[0] for figure in figures)
        if alike or not right:
            shown = f"{claimed[0].normalize():f}{claimed[1]}"
            return _with(told, "right" if right else "wrong", claim=shown)
    times = TIME.findall(query.text)
    if times:
        missing = [time for time in times if time not in words]
        kind = "wrong" if missing else "right"
        return _with(told, kind, claim="".join(times))
    return told


def _claimed(query: FactQuery) -> tuple | None:  # type: ignore[type-arg]
    claims = [claim for claim in query.claims if claim.unit not in ("个", "项", "次")]
    return (claims[0].value, claims[0].unit) if claims else None


def _with(told: Told, kind: str, **values: str) -> Told:
    return tell(kind, **values) if told.kind == "" else Told(f"{kind}+{told.kind}", {**told.values, **values})
