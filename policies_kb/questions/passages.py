"""Questions answered by a sentence or a figure of a paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from policies_kb.parse.runs import line_cells
from policies_kb.questions.asked import (
    COUNTED,
    REPLACES,
    THIN,
    RankedQuestion,
    kept_thread,
    names_alone,
    read_asked,
)
from policies_kb.questions.base import FactBase
from policies_kb.questions.extracts import cut_extract, figure_clause, holds, lacks
from policies_kb.questions.figures import ask_two_figures, figure_values
from policies_kb.questions.found import FactAnswer, FactSentence, Proof, Thread, tell
from policies_kb.questions.gains import exact_times, gain_inside, has_unit
from policies_kb.questions.matching import Match, pairs
from policies_kb.questions.nobody import FOLLOWS, NAMES_LEADER, asks_who_leads
from policies_kb.questions.particulars import ELSEWHERE, counted, freer, spelled_out
from policies_kb.questions.query import FactQuery
from policies_kb.questions.ranking import (
    asks_for_listed,
    floor_of,
    papers_meant,
    ranked,
)
from policies_kb.questions.responsible import responsible
from policies_kb.questions.sections import OPEN_QUESTION, announced, ask_section
from policies_kb.questions.statements import FactStatement
from policies_kb.questions.unwritten import holding, is_strange, unwritten
from policies_kb.questions.verdicts import verdict

#: Of so few words half suffices where so much of a row's subject is named.
_NAMED = 0.9
#: A row that tells the column asked for may hold so much less of the words.
_NEAR = 0.6
#: Who speaks of clauses speaks of a paper, whichever.
_OF_A_PAPER = re.compile(r"[这那哪]一?条|责任单位|条文|清单")
#: Inside one paper so many rows may answer: a figure half named leaves it to the sentence behind.
_TRIED = 3
#: Whoever asks for the words of a clause wants all of it, up to so many sentences.
_WHOLE_CLAUSE = re.compile("条.{0,3}(?:怎么|咋)(?:说|写|讲|规定)|原话|原文(?:是|怎么)")
_SENTENCES = 6
#: What a share is measured against; whoever names it alone asks for another figure.
_WHOLE = re.compile(r"占(?P<whole>[^占]+?)的?比[重例]")


def ask_passage(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return the sentence or figure that answers, ``None`` where none comes near enough."""
    asked = read_asked(query, thread, base)
    meant = query.document or query.inside or asked.leans
    known = meant or query.position or query.asks("define")
    if OPEN_QUESTION.search(query.text) and not known:
        return None
    two = ask_two_figures(query, thread, papers_meant(asked, base), base)
    if two is not None:
        return two
    listless = query.asks("must", "may", "who", "where")
    matches = ranked(asked, base)
    # Places or cars that a row counts are no parts of the paper.
    counted_here = matches and asked.unit in COUNTED and has_unit(matches[0].statement, asked.unit)
    section = None if listless or counted_here else ask_section(query, thread, base)
    whole = query.document or (thread.document if thread.kind == "paper" and asked.leans else "")
    if query.asks("recipient") and whole and not asked.own:
        return _first_sent(whole, asked, base)
    tried = matches[: _TRIED if query.inside else 1]
    best = next((match for match in tried if match.cover >= floor_of(match, asked, base)), None)
    if _names_what_is_not_here(asked, base):
        return None
    if section and (best is None or section[1] >= _worth(best, asked) - 0.12):
        return section[0]
    meant = meant or asks_who_leads(query)
    best = _asked_about(best, asked, base)
    best = _telling(best, matches, asked, base) if best and meant else best
    best = _whole_row(best, matches, base) if best else best
    absent = unwritten(best, matches, asked, base)
    if absent is not None:
        return absent
    if best is None or not (_asks(asked) or _is_named(best, asked)):
        return None
    if _is_thin(best, asked, base) or _names_the_whole(best.statement, asked):
        return None
    if not (query.document or asked.leans) and _has_no_figure(best.statement, asked):
        return None
    if asked.leans and query.asks("class", "place") and sum(asked.own.values()) < THIN:
        return _stands_in(next(iter(_of_thread(thread, base)), best.statement), query, base)
    if query.asks("place"):
        return _stands_in(best.statement, query, base)
    row = holding(best.statement, asked, base)
    if set(query.columns) <= {"where", "what"} and lacks(row.words, query.columns):
        return None
    found = _answer(row, asked, base)
    before = best.statement
    return _with_before(before, found, asked) if base.referring.get(before) is row else found


def _names_what_is_not_here(asked: RankedQuestion, base: FactBase) -> bool:
    """Tell whether a follow-up only names another thing, of which the paper spoken of prints no
    word: what was told before is no answer to it."""
    query, words = asked.query, {*asked.own, *pairs(asked.query.printed)}
    named = query.units or query.places or query.claims or query.months or query.years
    bare = not query.columns and not query.yes_no and not named and REPLACES.search(query.text)
    document = asked.thread.document
    return bool(
        asked.leans
        and bare
        and asked.own
        and "howmuch" not in asked.columns
        and not any(base.matcher.known_in(word, document) for word in words)
    )


def _asked_about(best: Match | None, asked: RankedQuestion, base: FactBase) -> Match | None:
    """Return the row just spoken of, where nothing but a place or a unit is named and whether that
    is so too (也是吧): what another row says of it is no answer."""
    query = asked.query
    rows = _of_thread(asked.thread, base)
    if not (rows and asked.leans and query.yes_no and names_alone(query)):
        return best
    names = {name for one in (*query.places, *query.units) for name in one.printed}
    held = (row for row in rows if any(name in row.words for name in names))
    return Match(next(held, rows[0]), cover=1.0, fit=0.0)


def _with_before(row: FactStatement, found: FactAnswer, asked: RankedQuestion) -> FactAnswer:
    """Return an answer that speaks of 以上工作 with the sentence on that before it."""
    words, quote = cut_extract(row, asked.own, ())
    told = (tell("statement", words=words), *found.told)
    return replace(found, told=told, proofs=(Proof(row.document, quote), *found.proofs))


def _telling(best: Match, matches: Sequence[Match], asked: RankedQuestion, base: FactBase) -> Match:
    """Return the row that says when, whom something is sent to or who leads, where that is asked,
    the best one has nothing of it and another comes near."""
    row, tells = best.statement, _told_by(asked)
    if asked.query.asks("when") and asked.leans and is_strange(row, asked, base):
        return _timed(matches, asked, base) or best
    behind = base.referring.get(row, row)
    if tells is None or asked.query.yes_no or row.figure or tells(f"{row.words}{behind.words}"):
        return best
    near = (m for m in matches if m.cover >= _NEAR * best.cover and not m.statement.figure)
    return next((match for match in near if tells(match.statement.words)), best)


def _whole_row(best: Match, matches: Sequence[Match], base: FactBase) -> Match:
    """Return the row of a table instead of one of its figures, where the question names none of
    its columns: 中级工能领多少, with a sum for each kind of trade."""
    row = best.statement
    if row.figure is None or len(line_cells(row.quote)) < 2:
        return best
    alike = {match.statement.subject for match in matches if _is_as_good(match, best)}
    if len(alike) < 2:
        return best
    rows = base.statements_of(row.document)
    whole = next((one for one in rows if one.is_row and one.quote == row.quote), row)
    return replace(best, statement=whole)


def _is_as_good(match: Match, best: Match) -> bool:
    row, other = match.statement, best.statement
    return row.figure is not None and row.quote == other.quote and match.cover >= best.cover


def _timed(matches: Sequence[Match], asked: RankedQuestion, base: FactBase) -> Match | None:
    """Return the row that tells a time of what is named, as exactly as it is asked for."""
    near = [m for m in matches if holds(m.statement.words, ("when",))]
    near = [m for m in near if not is_strange(m.statement, asked, base)]
    exact = exact_times(asked.query.text)
    told = (m for m in near if any(tells.search(m.statement.words) for tells in exact))
    return next(told, next(iter(near), None))


def _told_by(asked: RankedQuestion) -> Callable[[str], object] | None:
    """Return what tells whether words hold the one thing few sentences say."""
    query = asked.query
    for column in ("when", "recipient"):
        if query.asks(column):
            return lambda words: holds(words, (column,))
    if "consequence" in asked.columns and not query.years:
        return FOLLOWS.search
    return NAMES_LEADER.search if asks_who_leads(query) else None


def _first_sent(document: str, asked: RankedQuestion, base: FactBase) -> FactAnswer:
    """Return the first sentence of a paper that says whom something is sent to, or that none
    does: asked of the whole paper."""
    rows = (row for row in base.statements_of(document) if row.figure is None)
    sent = next((row for row in rows if holds(row.words, ("recipient",))), None)
    if sent is not None:
        return _answer(sent, asked, base)
    told = tell("no_recipient", paper=base.name(document))
    return FactAnswer((told,), absent=True, thread=replace(asked.thread, document=document))


def _asks(asked: RankedQuestion) -> bool:
    """Tell whether a message asks anything of the papers, or leans on what was asked before."""
    query = asked.query
    meant = query.document or query.inside or asked.leans
    return bool(query.columns or query.yes_no or meant)


def _worth(match: Match, asked: RankedQuestion) -> float:
    """Return how well a row answers beside the headings of a section."""
    return match.score + (gain_inside(match.statement, asked) if asked.query.inside else 0.0)


def _is_named(best: Match, asked: RankedQuestion) -> bool:
    """Tell whether a message is nothing but the name of a figure: 充电桩 2020."""
    row = best.statement
    likely = row.document in asked.query.likely
    return row.figure is not None and best.fit >= _NAMED and best.cover >= _NAMED and likely


def _has_no_figure(row: FactStatement, asked: RankedQuestion) -> bool:
    """Tell whether a figure is asked for and a row has none, or none in that unit."""
    if asked.unit and not has_unit(row, asked.unit):
        return True
    bare = row.figure is None and set(asked.columns) <= {"howmuch", "what"}
    bare = bare and not asked.query.yes_no
    return bare and lacks(row.words, asked.columns)


def _is_thin(best: Match, asked: RankedQuestion, base: FactBase) -> bool:
    """Tell whether a question has too few words of its own to choose a row."""
    if asked.query.document or asked.query.inside or asked.leans:
        return False
    row = best.statement
    named = best.fit >= _NAMED and holds(row.quote, asked.columns)
    sure = row.document in asked.query.likely or (named and not asked.query.strict)
    of_a_paper = _OF_A_PAPER.search(asked.query.text) or asks_for_listed(row, asked, base)
    sure = sure or (bool(of_a_paper) and not asked.query.strict)
    return sum(asked.own.values()) < (THIN / 2 if sure else THIN)


def _names_the_whole(row: FactStatement, asked: RankedQuestion) -> bool:
    """Tell whether of a share only what it is a share of is named: GDP目标多少."""
    share = _WHOLE.search(row.subject) if row.figure is not None else None
    if share is None or asked.leans:
        return False
    named = {*asked.own, *pairs(asked.query.printed)}
    part = set(pairs(row.subject.replace(share["whole"], " ")))
    return not named & (part - set(pairs("比重比例的比")))


def _of_thread(thread: Thread, base: FactBase) -> list[FactStatement]:
    here = base.statements_of(thread.document) if thread.provision else ()
    return [row for row in here if row.provision == thread.provision]


def _answer(row: FactStatement, asked: RankedQuestion, base: FactBase) -> FactAnswer:
    query, kept = asked.query, kept_thread(row, asked)
    wanted = asked.asks_who
    duty = responsible(row, query, base) if wanted or not query.columns else None
    if duty is not None and wanted:
        return replace(duty, thread=kept)
    if row.figure is not None:
        told = tell("figure", **figure_values(row.figure))
        proof = Proof(row.document, figure_clause(row.figure))
        return FactAnswer((verdict(query, told, row.quote, row.figure),), (proof,), thread=kept)
    listed = announced(row, query, base)
    if listed is not None:
        return listed
    short = spelled_out(row, query) if query.asks("define") else None
    if short is not None:
        return replace(short, thread=kept)
    number = counted(row, query)
    if number is not None:
        return replace(number, thread=kept)
    sent = _sent_to(row, base) if query.asks("recipient") and not query.asks("when") else ()
    if sent:
        return FactAnswer(sent, (Proof(row.document, row.quote),), thread=kept)
    if query.asks("must"):
        row = freer(row, query, base) or row
    if _WHOLE_CLAUSE.search(query.text):
        return replace(_whole_clause(row, base), thread=kept)
    weights = asked.own or base.matcher.weights(asked.thread.words)
    extract, quote = cut_extract(row, weights, asked.columns)
    elsewhere = ELSEWHERE.search(row.words) if query.asks("list") else None
    if elsewhere:
        other = tell("listed_elsewhere", paper=elsewhere["paper"], ours=base.name(row.document))
        both = (other, tell("statement", words=extract))
        return FactAnswer(both, (Proof(row.document, quote),), thread=kept)
    one = verdict(query, tell("statement", words=extract), row.words)
    # Whoever names a heading and nothing else may want either.
    heading = base.heading(row.document, row.provision)
    if duty is None or heading not in query.text:
        return FactAnswer((one,), (Proof(row.document, quote),), thread=kept)
    more = pairs(query.words.replace(heading, " "))
    sentences: tuple[FactSentence, ...] = (*duty.told, one) if more else (one, *duty.told)
    return FactAnswer(sentences, (Proof(row.document, quote), *duty.proofs[1:]), thread=kept)


def _whole_clause(row: FactStatement, base: FactBase) -> FactAnswer:
    """Return all sentences of a clause whose very words are asked for."""
    rows = [
        one for one in _of_thread(Thread("", row.document, row.provision), base) if not one.figure
    ]
    cut = [cut_extract(one, {}, ()) for one in rows[:_SENTENCES]]
    told = tuple(tell("statement", words=words) for words, _ in cut)
    return FactAnswer(told, tuple(Proof(row.document, quote) for _, quote in cut))


def _sent_to(row: FactStatement, base: FactBase) -> tuple[FactSentence, ...]:
    """Return who sends to whom what a sentence speaks of, where it is a row of what is due."""
    return tuple(
        tell("sent_to" if due.actor else "sent", actor=due.actor, to=due.recipient)
        for due in base.kb.deadlines(row.document)
        if due.recipient and due.provision == row.provision and due.quote in row.quote
    )


def _stands_in(row: FactStatement, query: FactQuery, base: FactBase) -> FactAnswer:
    place = base.headings(row.document, row.provision)
    kind = "stands_in" if place else "stands_in_opening"
    told = tell(kind, paper=base.name(row.document), place=place)
    kept = Thread("statement", row.document, row.provision, "", query.words, query.columns)
    return FactAnswer((told,), (Proof(row.document, row.quote),), thread=kept)
