"""Which papers write of a thing: 哪个文件提到核电, 哪几个文件有五年行动计划."""

from __future__ import annotations

import re

from policies_kb.questions.base import FactBase
from policies_kb.questions.found import FactAnswer, Proof, Thread, tell
from policies_kb.questions.query import FactQuery

#: How it is asked, with the thing that is looked for.
_ASKED = re.compile(
    r"^(?:这[些几六]?[个份件]?|收录的)?(?:文件)?[里中]?哪(?:[个份件]|几[个份件]|些)(?:文件?|里)?[里中]?"
    r"(?:提到了?|写到了?|讲到了?|说到了?|有提|涉及|写了|讲了|有|提)(?P<what>[^,。?]{2,12}?)[的吗呢]?[?。]?$"
)
#: What is no name of a thing.
_NO_THING = re.compile("什么|啥|哪|谁|几|多少|要求|规定|附件|责任|时限|期限|截止|日期|依据")


def ask_mentions(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return the papers that print a thing word for word, or that none does; ``None`` for other
    questions and for what only single words of are printed."""
    asked = _ASKED.match(query.text)
    if asked is None or query.document or query.units or query.places:
        return None
    what = asked["what"]
    if _NO_THING.search(what):
        return None
    rows = [row for row in base.statements if what in row.words and row.figure is None]
    first = {row.document: row for row in reversed(rows)}
    papers = [row for row in base.kb.documents() if row.id in first]
    if not papers:
        return FactAnswer((tell("nowhere_written", what=what),), absent=True)
    names = "、".join(f"{row.name}《{row.title}》" for row in papers)
    told = tell("written_in", what=what, count=str(len(papers)), names=names)
    proofs = tuple(Proof(row.id, first[row.id].quote) for row in papers)
    kept = Thread("paper", papers[-1].id, names=tuple(row.id for row in papers))
    return FactAnswer((told,), proofs, thread=kept)
