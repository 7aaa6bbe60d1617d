"""What a sentence holds in particular: a short form spelled out, a count, a reference."""

from __future__ import annotations

import re

from policies_kb.questions.base import FactBase
from policies_kb.questions.found import FactAnswer, Proof, Thread, tell
from policies_kb.questions.matching import pairs
from policies_kb.questions.query import FactQuery
from policies_kb.questions.sections import counted_in
from policies_kb.questions.statements import FactStatement

#: Words that leave the listing to another paper.
SHORT_FORM = re.compile(r"(?P<full>[^,;。()“”]{2,40})\(以下简称“?(?P<short>[^()“”]+)”?\)")
_NUMBERED = re.compile(
    r"(?P<count>(?:\d+|[一二三四五六七八九十]{1,3})(?:个|项|类|大|种|家|条|件|份|步|座|次))(?P<what>[\u4e00-\u9fff]{2,10}?)(?=[和、及,;。等]|$)"
)
#: A message of so few signs besides names the number alone.
_FEW = 4
ELSEWHERE = re.compile(
    r"(?P<paper>[\u4e00-\u9fff]{1,6}〔\d{4}〕\d+号)(?:文件)?(?:确定|规定|明确|列出|公布)的"
)


def defines(row: FactStatement, query: FactQuery) -> bool:
    """Tell whether a sentence says what the term asked about is, or spells its short form out."""
    term = re.escape(query.words.replace(" ", ""))
    if term and re.match(rf"[^,;。]{{0,8}}{term}”?,?(?:是|指|即)", row.words):
        return True
    return any(match["short"] in query.text for match in SHORT_FORM.finditer(row.words))


def spelled_out(row: FactStatement, query: FactQuery) -> FactAnswer | None:
    """Return what a short form stands for, where the paper spells it out."""
    for match in SHORT_FORM.finditer(row.quote):
        if match["short"] in query.words.replace(" ", "") or match["short"] in query.text:
            full = "".join(re.split(r"上报|我省的|[的由对向]", match["full"])[-1].split())
            told = tell("spelled_out", short=match["short"], full=full)
            return FactAnswer((told,), (Proof(row.document, match[0]),))
    return None


def counted(row: FactStatement, query: FactQuery) -> FactAnswer | None:
    """Return the number of what is counted, where a sentence prints it before the words asked."""
    if not query.asks("count"):
        return None
    asked = set(pairs(query.words))
    best, told = 1, None
    for match in _NUMBERED.finditer(row.words):
        shared = sum(pair in asked for pair in pairs(match["what"]))
        if shared > best:
            best, told = shared, tell("counted", what=match["what"], count=match["count"])
    if told is None:
        return None
    clause = next(
        c for c in re.split(r"[,，;；]", row.quote) if told.values["count"] in "".join(c.split())
    )
    return FactAnswer((told,), (Proof(row.document, clause),))


def ask_counted(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return what a paper lists so many of, where the number alone is asked for: 哪8个."""
    number = counted_in(query.text)
    document = query.document or thread.document
    if not number or not document or len(query.words.replace(" ", "")) > _FEW:
        return None
    listed = re.compile(rf"[^,;。]*、[^,;。]*等{number}(?:个|项|类|家|大|种)")
    rows = [row for row in base.statements_of(document) if listed.search(row.words)]
    spoken_of = set(pairs(f"{query.words} {thread.words}"))
    row = max(rows, key=lambda row: len(spoken_of & set(pairs(row.words))), default=None)
    if row is None:
        return None
    told = tell("statement", words=row.words)
    kept = Thread("statement", document, row.provision, "", thread.words, query.columns)
    return FactAnswer((told,), (Proof(document, row.quote),), thread=kept)


def freer(row: FactStatement, query: FactQuery, base: FactBase) -> FactStatement | None:
    """Return the sentence that leaves it free to whom the question calls bound."""
    subject = next(iter(query.words.split()), "")[:4]
    for size in range(len(subject), 1, -1):
        urged = re.compile(rf"(?:鼓励|支持)[^,;。]{{0,6}}{re.escape(subject[:size])}")
        for other in base.statements_of(row.document):
            if not other.figure and urged.search(other.words):
                return other
    return None
