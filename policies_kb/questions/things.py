"""Questions for a thing that papers seldom write (a phone number, a fine), and for the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping

from policies_kb.questions.asked import leans
from policies_kb.questions.base import FactBase
from policies_kb.questions.extracts import cut_extract
from policies_kb.questions.found import FactAnswer, Proof, Thread, tell
from policies_kb.questions.matching import pairs
from policies_kb.questions.query import FactQuery

#: What is asked for, by the name it is told under: how it is asked, and what tells it in a paper.
_THINGS: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "联系电话": (re.compile("电话|联系方式|联系人"), re.compile(r"电话|联系方式|联系人|\d{7,8}")),
    "模板": (re.compile("模板|样表|范本"), re.compile("模板|样表|范本|格式")),
    "罚款": (re.compile("罚款|罚金|罚(?:多少|几)|罚不罚|罚钱"), re.compile("罚款|罚金")),
    "处罚": (re.compile("处罚|罚则"), re.compile("处罚|罚款|罚金")),
    "人数": (
        re.compile("(?:多少|几)[个名]?(?:工作|专职)?人员?(?!民|大|均|次)|编制|人手"),
        re.compile(r"\d+[名人](?!大|民|次|以[上下])|人员编制|编制人员"),
    ),
    "分值": (
        re.compile("(?:多少|几)分(?!别|电|之|担|[成为])|扣分|分值|打分"),
        re.compile(r"\d+分(?!别|之)|分值|扣分|计分|记分"),
    ),
    "奖金": (
        re.compile("奖金|发(?:奖|钱)|奖(?:多少|几)"),
        re.compile(r"奖金|奖励资金|给予[^,;。]{0,8}奖励|\d元奖|补助|经费"),
    ),
    "补贴标准": (re.compile("(?:补贴|补助|奖补)(?:标准|额度)"), re.compile("(?:补贴|补助|奖补)")),
}
#: What becomes of who is praised, as people call it; a paper that praises says so in its title.
_PRAISED = re.compile("(?:受|被|得|获)?(?:通报)?(?:表扬|表彰)|评上|获奖|得奖|入选|上榜|评")
_PRAISES = re.compile("表扬|表彰|嘉奖|记功")
#: A message of a thread may say so much besides; one that says more asks for something else.
_BESIDES = 4
#: What becomes of who does nothing is told beside a fine that is not written.
_FOLLOWS = re.compile("追责|问责|通报批评|责令")


def ask_thing(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return that a paper nowhere writes a thing asked for, ``None`` where it may."""
    document = query.document or (thread.document if leans(query, thread) else "")
    if not document or query.units:
        return None
    for name, (asks, tells) in _THINGS.items():
        besides = asks.sub("", query.words).replace(" ", "")
        if not asks.search(query.text) or not (query.document or len(besides) <= _BESIDES):
            continue
        rows = [row for row in base.statements_of(document) if row.figure is None]
        if any(tells.search(row.words) for row in rows):
            return None
        told = [tell("not_written", paper=base.name(document), what=name)]
        follows = max(rows, key=lambda row: len(_FOLLOWS.findall(row.words)), default=None)
        proofs: tuple[Proof, ...] = ()
        if name in ("罚款", "处罚") and follows and _FOLLOWS.search(follows.words):
            weights = {
                pair: 1.0 for found in _FOLLOWS.findall(follows.words) for pair in pairs(found)
            }
            words, quote = cut_extract(follows, weights, ("consequence",))
            told.append(tell("of_whole_paper", words=words))
            proofs = (Proof(document, quote),)
        kept = thread if thread.document == document else Thread("paper", document)
        return FactAnswer(tuple(told), proofs, absent=True, thread=kept)
    return None


def ask_reason(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return the words a paper opens with, where only why is asked of it."""
    document = query.document or thread.document
    if not query.asks("why") or not document:
        return None
    praises = _PRAISES.search(base.document(document).title)
    words = _PRAISED.sub("", query.words) if praises else query.words
    if any(pair not in base.pairs_of(base.document(document).title) for pair in pairs(words)):
        return None
    if words.strip() and not praises:
        return None
    opening = [row for row in base.statements_of(document) if row.figure is None][:2]
    if not opening:
        return None
    told, proofs = [], []
    for row in opening:
        words, quote = cut_extract(row, {}, ("why",))
        told.append(tell("statement", words=words))
        proofs.append(Proof(document, quote))
    kept = Thread("statement", document, opening[0].provision, "", thread.words, ("why",))
    return FactAnswer(tuple(told), tuple(proofs), thread=kept)
