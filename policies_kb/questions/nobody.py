"""What a paper does not say of who acts or leads, and of what becomes of who does nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from policies_kb.questions.asked import RankedQuestion, kept_thread
from policies_kb.questions.base import FactBase
from policies_kb.questions.extracts import cut_extract, holds, lacks
from policies_kb.questions.found import FactAnswer, FactSentence, Proof, tell
from policies_kb.questions.matching import Match, pairs
from policies_kb.questions.query import FactQuery
from policies_kb.questions.stated_elsewhere import stated_elsewhere
from policies_kb.questions.statements import FactStatement

#: Who asks who leads may mean the paper as a whole.
_LEADS = re.compile("牵头|总负责|协调|统筹")
NAMES_LEADER = re.compile("牵头|负责|统筹|协调|主管|会同|(?<![理自])由(?!于)")
#: What tells of a paper as a whole who leads, and what becomes of who does nothing.
_OF_ALL = {
    "who": re.compile(
        r"(?:办公室|领导小组|联席会议|[厅局委])[^,;。]{0,6}(?:牵头|统筹协调|组织协调|协调解决)"
    ),
    "consequence": re.compile("追责|问责|通报批评|责令"),
}
FOLLOWS = re.compile(
    "追责|问责|整改|追究|处分|处罚|罚款|撤销|取消|通报批评|限制|惩戒|从轻|免于|责令"
)
#: Whom something is told or given.
_TO_WHOM = re.compile("[向对给]谁")
#: A sentence that begins with who acts, and one that goes on without.
_ACTS = re.compile(r"省?[^,;。的]{1,12}(?:政府|办公[厅室]|[厅局委办])(?=将|要|应|负责|组织|对)")
_GOES_ON = re.compile("组织|开展|负责|加强|做好|督促|指导|会同|及时|定期")
#: So much of the words a sentence holds that is told as the nearest.
LEAST_HELD = 0.2
#: A sentence that holds so much of the words is what is asked about.
_HALF = 0.5


def asks_who_leads(query: FactQuery) -> bool:
    """Tell whether a question asks who leads."""
    return query.asks("who") and bool(_LEADS.search(query.text))


def nobody_named(best: Match | None, asked: RankedQuestion, base: FactBase) -> FactAnswer | None:
    """Return that the place spoken of names nobody, where only who is asked (牵头的是哪个), with
    who leads by the paper as a whole."""
    query, document = asked.query, asked.query.document or asked.thread.document
    if not query.asks("who") or query.asks("list", "recipient", "count") or query.units:
        return None
    if _TO_WHOM.search(query.text):
        return None
    leads = asks_who_leads(query)
    if best is None:
        alone = leads and document and not asked.own
        return nobody_leads(document, asked, base) if alone else None
    row = best.statement
    duties = base.duties.get((row.document, row.provision), [])
    # The words of a figure are its name; who acts stands in the sentence around it.
    named = any(duty.basis == "listed" for duty in duties) or bool(
        NAMES_LEADER.search(row.quote) if leads else holds(row.quote, ("who",))
    )
    if named:
        return None
    subject = _subject_before(row, base)
    if subject is not None and not leads:
        both = tuple(tell("statement", words=one.words) for one in (subject, row))
        proofs = (Proof(row.document, subject.quote), Proof(row.document, row.quote))
        return FactAnswer(both, proofs, thread=kept_thread(row, asked))
    tells = NAMES_LEADER.search if leads else lambda words: not lacks(words, ("who",))
    stated = stated_elsewhere(row.document, asked, base, tells) if asked.own else None
    if stated is not None:
        return stated
    told = tell("no_who", paper=base.name(row.document))
    if asked.own:
        return beside_nearest(told, best, asked)
    whole = _of_whole_paper("who", row.document, asked, base) if leads else None
    if whole is not None:
        return replace(whole, told=(told, *whole.told))
    return FactAnswer((told,), absent=True, thread=asked.thread) if asked.leans else None


def _subject_before(row: FactStatement, base: FactBase) -> FactStatement | None:
    """Return the first sentence of a provision, where it names who acts and the row goes on
    without: 省政府办公厅将试点纳入考核; 组织开展第三方评估."""
    rows = [
        one
        for one in base.statements_of(row.document)
        if one.provision == row.provision and one.figure is None and not one.is_row
    ]
    if row.figure is not None or row not in rows[1:] or not _GOES_ON.match(row.words):
        return None
    return rows[0] if _ACTS.match(rows[0].words) and rows.index(row) == 1 else None


def nobody_leads(document: str, asked: RankedQuestion, base: FactBase) -> FactAnswer:
    """Return who leads by a paper as a whole, or that it names nobody."""
    told = tell("no_leader", paper=base.name(document))
    whole = _of_whole_paper("who", document, asked, base)
    return whole or FactAnswer((told,), absent=True, thread=asked.thread)


def no_consequence(best: Match | None, asked: RankedQuestion, base: FactBase) -> FactAnswer | None:
    """Return that the place spoken of does not say what becomes of who does not do it, with what
    the paper says of that as a whole."""
    document = asked.query.document or asked.thread.document
    # 到2018年要怎样 asks what is reached by then.
    if not asked.query.asks("consequence") or not document or asked.query.years:
        return None
    tells = _OF_ALL["consequence"] if not asked.own else FOLLOWS
    if best is not None and tells.search(best.statement.words):
        return None
    if best is not None and asked.own and asked.query.at_loss and best.cover >= _HALF:
        # 没试点的县怎么办 asks what they are to do.
        return None
    stated = stated_elsewhere(document, asked, base, tells.search) if asked.own else None
    if stated is not None:
        return stated
    told = tell("no_consequence", paper=base.name(document))
    whole = _of_whole_paper("consequence", document, asked, base)
    if whole is not None:
        return replace(whole, told=(told, *whole.told))
    return FactAnswer((told,), absent=True, thread=replace(asked.thread, document=document))


def _of_whole_paper(
    column: str, document: str, asked: RankedQuestion, base: FactBase
) -> FactAnswer | None:
    """Return the first sentence of a paper that tells who leads, or what follows, for all of it."""
    rows = base.statements_of(document)
    return said_of_all(rows, _OF_ALL[column].search, column, asked)


def said_of_all(
    rows: Sequence[FactStatement],
    tells: Callable[[str], object],
    column: str,
    asked: RankedQuestion,
) -> FactAnswer | None:
    """Return the first sentence of a paper that tells a column, said of the paper as a whole."""
    row = next((row for row in rows if row.figure is None and tells(row.words)), None)
    if row is None:
        return None
    told_by = tells(row.words)
    named = told_by[0] if isinstance(told_by, re.Match) else ""
    words, quote = cut_extract(row, dict.fromkeys(pairs(named), 1.0), (column,))
    told = tell("of_whole_paper", words=words)
    kept = kept_thread(row, asked)
    return FactAnswer((told,), (Proof(row.document, quote),), thread=kept)


def beside_nearest(told: FactSentence, near: Match, asked: RankedQuestion) -> FactAnswer:
    """Return that something is not written, with the sentence that comes nearest."""
    row, kept = near.statement, kept_thread(near.statement, asked)
    if near.cover < LEAST_HELD and asked.leans:
        # What was spoken of before stays that, not what happens to be near.
        return FactAnswer((told,), absent=True, thread=asked.thread)
    if near.cover < LEAST_HELD or row.figure is not None:
        return FactAnswer((told,), absent=True, thread=kept)
    words, quote = cut_extract(row, asked.own, asked.columns)
    both = (told, tell("nearest", words=words))
    return FactAnswer(both, (Proof(row.document, quote),), absent=True, thread=kept)
