"""Questions whether a paper or a law it rests on still holds."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from policies_kb.overlay.model import Law
from policies_kb.questions.base import FactBase
from policies_kb.questions.found import FactAnswer, Proof, Thread, tell
from policies_kb.questions.matching import pairs
from policies_kb.questions.query import FactQuery

_NAME = re.compile(r"《(?P<name>[^《》]+)》")
#: Up to this many characters besides what is asked name nothing.
_FEW = 4
_STATE = re.compile(r"^(?:中华人民共和国|浙江省)")


def ask_law(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return how a law named, or one of those just listed, stands today."""
    numbered = law_numbered(query.other_number, base) if query.other_number else None
    bare = query.asks("status") or len(query.words) <= _FEW
    if numbered is not None and bare and query.asks("status", "what", "define"):
        first = next((part.id for part in numbered.provisions), "")
        told = tell("law_is", number=numbered.number, law_id=numbered.id)
        kept = Thread("law", "", "", numbered.id, query.words, ("status",))
        return FactAnswer((told,), thread=kept, law=first)
    if not query.asks("status"):
        return None
    names = _NAME.findall(query.text)
    if not names and query.position and thread.names:
        listed = [match for name in thread.names for match in _NAME.findall(name)]
        place = query.position - 1 if query.position > 0 else -1
        names = listed[place : place + 1 or None] if place < len(listed) else []
    law = next((found for name in names if (found := _law(name, base))), None)
    if law is None or law.relation is None:
        return None
    told = tell("law_status", law=law.title.zh, relation=law.relation.zh, law_id=law.id)
    told_now = _successor(law, base)
    first = next((part.id for part in (told_now or law).provisions), "")
    kept = Thread("law", thread.document or query.document, "", law.id, query.words, ("status",))
    after = (tell("law_now", law_id=told_now.id),) if told_now else ()
    return FactAnswer(
        (told, *after), _quoted(names[0], query, thread, base), thread=kept, law=first
    )


def law_numbered(number: str, base: FactBase) -> Law | None:
    """Return the law of today that a number is, given without its last sign 号."""
    full_number = f"{number}号".replace("国令", "国务院令").replace("令第", "令")
    known = ((law, law.number.replace("令第", "令")) for law in base.kb.laws())
    return next(
        (law for law, own in known if full_number.endswith(own) or own.endswith(full_number)), None
    )


def ask_article(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return where the law of today has what is asked for."""
    if not query.asks("place") or "现在" not in query.text or not thread.document:
        return None
    status = base.kb.status(query.document or thread.document)
    asked = set(pairs(query.words.replace("现在", " ")))
    parts = [
        part
        for law in (status.superseded_by if status else ())
        for part in base.kb.law(law).provisions
    ]
    best = max(parts, key=lambda part: len(asked & set(pairs(part.text.zh))), default=None)
    if best is None or not asked & set(pairs(best.text.zh)):
        return None
    kept = Thread("law", thread.document, "", best.law, query.words, ("place",))
    return FactAnswer(
        (tell("law_article", law_id=best.law, part=best.id),), thread=kept, law=best.id
    )


def ask_status(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return how the paper named stands today."""
    document = query.document or (thread.document if len(query.words) <= 8 else "")
    if not query.asks("status") or not document or base.kb.status(document) is None:
        return None
    kept = Thread("paper", document, columns=("status",))
    title = next(p for p in base.provisions[document].values() if p.kind == "title")
    return FactAnswer(
        (tell("status", paper=document),), (Proof(document, title.text),), thread=kept
    )


def _successor(law: Law, base: FactBase) -> Law | None:
    """Return the law that says of itself that it took the place of another."""
    short = re.sub(r"[(（].*$", "", _STATE.sub("", law.title.zh))
    for other in base.kb.laws():
        if other.relation and "代替" in other.relation.zh and f"《{short}》" in other.relation.zh:
            return other
    return None


def _law(name: str, base: FactBase) -> Law | None:
    wanted = _STATE.sub("", name)
    for law in base.kb.laws():
        title = re.sub(r"[(（].*$", "", _STATE.sub("", law.title.zh))
        if title == wanted:
            return law
    scored = [
        (SequenceMatcher(None, wanted, _STATE.sub("", law.title.zh)).ratio(), law.id)
        for law in base.kb.laws()
    ]
    score, best = max(scored, default=(0.0, ""))
    return base.kb.law(best) if score > 0.9 else None


def _quoted(name: str, query: FactQuery, thread: Thread, base: FactBase) -> tuple[Proof, ...]:
    document = query.document or thread.document
    for row in base.statements:
        if row.document == document and f"{_STATE.sub('', name)}》" in row.words:
            start = row.quote.find("《")
            return (Proof(document, row.quote[start:] if start >= 0 else row.quote),)
    return ()
