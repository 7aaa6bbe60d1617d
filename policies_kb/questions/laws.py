"""Questions whether a paper or a law it rests on still holds."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from policies_kb.overlay.model import Law
from policies_kb.questions.base import FactBase
from policies_kb.questions.found import FactAnswer, FactSentence, Proof, Thread, tell
from policies_kb.questions.matching import pairs
from policies_kb.questions.query import FactQuery

_NAME = re.compile(r"《(?P<name>[^《》]+)》")
#: Up to this many characters besides what is asked name nothing.
_FEW = 4
_STATE = re.compile(r"^(?:中华人民共和国|浙江省)")
_NO_BRACKETS = str.maketrans("", "", "〔〕")
_ORDER = re.compile(r"(.*)令(\d+)号")
#: A serial alone; papers of offices seldom come to three digits.
_SERIAL = re.compile(r"(?:国务院|国)?令?第?(\d{3})号?令?(?!\d|年|元|人|天|个|块|万|%)")
#: What asks since when a law holds.
_WHEN = ("when", "date")
_FORCE = re.compile(r"施行|实施|生效|废止|失效|有效|作废|开始(?!算|计|起)")
#: So many signs around a title and what asks since when tell of nothing else.
_AROUND = 12


def ask_law(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return how a law named, or one of those just listed, stands today."""
    numbered = law_numbered(query.other_number, base) if query.other_number else None
    numbered = numbered or _order_numbered(query, base)
    of_force = query.asks(*_WHEN) and len(query.words) <= _AROUND and _FORCE.search(query.text)
    serial_alone = bool(_SERIAL.match(query.text)) and len(query.text) <= _AROUND
    bare = query.asks("status") or len(query.words) <= _FEW or of_force or serial_alone
    asked = not query.columns or query.asks("status", "what", "define", *_WHEN)
    if numbered is not None and bare and asked:
        told = tell("law_is", number=numbered.number, law_id=numbered.id)
        return _law_of_today(numbered, (told,), query, base)
    named = _titled(query.text, base)
    if named is not None and query.asks(*_WHEN) and _asks_force(query.text, named):
        return _law_of_today(named, (), query, base)
    if thread.kind == "law" and len(query.words) <= _AROUND and _FORCE.search(query.text):
        return _law_of_today(base.kb.law(thread.key), (), query, base)
    if not query.asks("status"):
        return None
    names = _NAME.findall(query.text) or ([named.title.zh] if named else [])
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


def _law_of_today(
    law: Law, told: tuple[FactSentence, ...], query: FactQuery, base: FactBase
) -> FactAnswer:
    """Return since when a law holds, and until when, behind what else is told of it."""
    now = _successor(law, base) if law.ended else None
    told = (*told, tell("law_in_force", law_id=law.id))
    if now:
        told = (*told, tell("law_now", law_id=now.id))
    first = next((part.id for part in (now or law).provisions), "")
    kept = Thread("law", "", "", law.id, query.words, ("status",))
    return FactAnswer(told, thread=kept, law=first)


def law_numbered(number: str, base: FactBase) -> Law | None:
    """Return the law of today that a number is, given without its last sign 号.

    Orders are also known by a short form of who issued them: 人社部令第56号.
    """
    full_number = f"{number}号".replace("国令", "国务院令").replace("令第", "令")
    known = [(law, law.number.replace("令第", "令")) for law in base.kb.laws()]
    exact = (
        law
        for law, own in known
        if full_number.endswith(own)
        or own.endswith(full_number)
        or full_number == own.translate(_NO_BRACKETS)
    )
    short = (law for law, own in known if _is_same_order(full_number, own))
    return next(exact, None) or next(short, None)


def _order_numbered(query: FactQuery, base: FactBase) -> Law | None:
    """Return the order that a bare serial is, where one of those held alone has it: 第724号."""
    serial = _SERIAL.match(query.text)
    if serial is None or query.document:
        return None
    alike = [law for law in base.kb.laws() if law.number.endswith(f"令第{serial[1]}号")]
    return alike[0] if len(alike) == 1 else None


def _is_same_order(number: str, own: str) -> bool:
    """Tell whether two numbers of orders, one with a short form of the issuer, are the same."""
    orders = [_ORDER.fullmatch(one.replace("和", "")) for one in (number, own)]
    if not all(orders):
        return False
    (issuer, serial), (other, same) = (order.groups() for order in orders if order)
    long, short = sorted((issuer, other), key=len, reverse=True)
    signs = iter(long)
    return serial == same and len(short) > 1 and all(sign in signs for sign in short)


def _titled(text: str, base: FactBase) -> Law | None:
    """Return the law whose whole title a text has, the longest of several."""
    laws = {_plain_title(law): law for law in base.kb.laws()}
    named = max((title for title in laws if title and title in text), key=len, default="")
    return laws.get(named)


def _asks_force(text: str, law: Law) -> bool:
    """Tell whether a text asks since when a law holds, and not what it says of a time."""
    rest = _NAME.sub(r"\g<name>", text).replace(_plain_title(law), "")
    return len(_STATE.sub("", rest)) <= _AROUND and bool(_FORCE.search(rest))


def _plain_title(law: Law) -> str:
    return re.sub(r"[(（].*$", "", _STATE.sub("", law.title.zh))


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
    short = _plain_title(law)
    for other in base.kb.laws():
        said = other.relation.zh.partition("代替")[2] if other.relation else ""
        if other is not law and (f"《{short}》" in said or law.number in said):
            return other
    return None


def _law(name: str, base: FactBase) -> Law | None:
    wanted = _STATE.sub("", name)
    for law in base.kb.laws():
        if _plain_title(law) == wanted:
            return law
    scored = [
        (SequenceMatcher(None, wanted, _STATE.sub("", law.title.zh)).ratio(), law.id)
        for law in base.kb.laws()
    ]
    score, best = max(scored, default=(0.0, ""))
    return base.kb.law(best) if score > 0.9 else None


def _quoted(name: str, query: FactQuery, thread: Thread, base: FactBase) -> tuple[Proof, ...]:
    document = query.document or thread.document
    for row in base.statements_of(document):
        if f"{_STATE.sub('', name)}》" in row.words:
            start = row.quote.find("《")
            return (Proof(document, row.quote[start:] if start >= 0 else row.quote),)
    return ()
