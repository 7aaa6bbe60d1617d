"""Questions about the publication itself: its masthead, its colophon and its table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from policies_kb.questions.base import FactBase
from policies_kb.questions.found import FactAnswer, Proof, Thread, tell
from policies_kb.questions.matching import pairs
from policies_kb.questions.query import FactQuery
from policies_kb.rows import Issue

#: The line of a colophon a question asks for, by the words of its label.
_LABELS = {
    "电话": r"电话|phone|telephone",
    "网址": r"网址|网站|website|url",
    "地址": r"地址|在哪(?:里|儿)?$|address",
    "印刷": r"印的|印刷|哪(?:里|儿|家)印|printed",
    "刊号": r"刊号|CN",
    "主管": r"主管|主办|谁办|publisher",
}
_MISSING = re.compile(r"(?P<what>定价|价格|订阅|邮编|邮箱|发行量|责任编辑|主编|编辑|传真|多少钱)")
_NUMBER = re.compile(r"第几期|哪一?期|期号|总第|whichissue|issuenumber")
_DATE = re.compile(r"出版|什么时候出|哪天出|published")
_COUNT = re.compile(r"(?:几|多少|哪些|哪几)个?(?:件|个|份|篇)?文件?|登了|刊登|收了|目录")
_ENTRY = re.compile(
    r"^(?P<title>\S.*?)[(〔\[]?(?P<number>\([^()]*号\))?\s*\((?P<page>\d+)\)$", re.M
)
_LINE = re.compile(r"^(?P<label>[^::\n]{2,14})[::]\s*(?P<value>\S.*)$", re.M)


def ask_gazette(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return what a publication prints about itself, ``None`` where nothing such is asked."""
    issue = base.gazette
    if issue is None or not _speaks_of(query, thread, issue):
        return None
    here = Thread(kind="gazette", key=issue.id, words=query.words)
    name = f"《{issue.title}》{issue.number}"
    if query.asks("page"):
        return _page(query, issue, name, here)
    for label, pattern in _LABELS.items():
        if re.search(pattern, query.text):
            line = next((row for row in _colophon(issue) if label in row[0]), None)
            if line:
                told = tell("gazette_line", label=line[0], value=line[1], gazette=name)
                return FactAnswer((told,), (Proof("", line[2]),), thread=here)
    missing = _MISSING.search(query.text)
    if missing:
        return FactAnswer(
            (tell("gazette_missing", gazette=name, what=missing["what"]),), absent=True, thread=here
        )
    if _NUMBER.search(query.text):
        return _numbered(issue, here)
    if _DATE.search(query.text):
        return FactAnswer((tell("gazette_date", gazette=name, date=issue.published),), thread=here)
    if _COUNT.search(query.text):
        rows = [row.name for row in base.kb.documents() if row.issue == issue.id]
        told = tell("gazette_count", gazette=name, count=str(len(rows)), names="、".join(rows))
        return FactAnswer((told,), thread=here)
    return None


def _speaks_of(query: FactQuery, thread: Thread, issue: Issue) -> bool:
    title = issue.title
    if not title or query.document:
        return False
    named = any(word in query.text for word in (title, title[-2:], "这一期", "这期", "本期"))
    return named or thread.kind == "gazette" or bool(re.search(r"\bgazette\b", query.text, re.I))


def _page(query: FactQuery, issue: Issue, name: str, here: Thread) -> FactAnswer | None:
    asked = set(pairs(query.words))
    entries = list(_contents(issue))
    best = max(entries, key=lambda row: len(asked & set(pairs(row[0]))), default=None)
    if best is None or not asked & set(pairs(best[0])):
        return None
    told = tell("gazette_page", title=best[0], gazette=name, page=best[1])
    return FactAnswer((told,), (Proof("", best[2]),), thread=here)


def _numbered(issue: Issue, here: Thread) -> FactAnswer:
    printed = re.search(rf"{re.escape(issue.number[-4:])}\s*\((?P<total>总第\d+期)\)", issue.text)
    total = printed["total"] if printed else ""
    proof = (Proof("", printed[0]),) if printed else ()
    told = tell("gazette_number", gazette=issue.title, number=issue.number, total=total)
    return FactAnswer((told,), proof, thread=here)


@lru_cache(maxsize=64)
def _colophon(issue: Issue) -> tuple[tuple[str, str, str], ...]:
    """Return label, value and printed line of what stands after the last paper."""
    tail = issue.text[issue.text.rfind(issue.title) :]
    return tuple(
        ("".join(m["label"].split()), m["value"].strip("<> "), m[0]) for m in _LINE.finditer(tail)
    )


def _contents(issue: Issue) -> Iterator[tuple[str, str, str]]:
    """Yield title, page and printed line of each entry of the table of contents."""
    head = issue.text[: len(issue.text) // 8]
    for match in _ENTRY.finditer(head):
        yield match["title"], match["page"], match[0]
