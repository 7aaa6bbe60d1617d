"""Answers to questions about one fact: the first sentence is made from the rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from actions.answer import Answer, Citation, Phrase, Row, curated, say
from actions.citations import (
    gazette_citation,
    hotline,
    law_citation,
    phrase,
    secondary_notice,
    without_doubles,
)
from actions.context import AnswerContext
from actions.lookups.attachment_rows import row_citation
from actions.lookups.duties import unit_duties
from actions.lookups.fact_sentences import worded_fact
from actions.lookups.whose_matter import (
    follows_an_own_case,
    is_about_no_paper,
    is_of_an_own_case,
    is_said_to_clerk,
    law_says,
    likely_papers,
)
from actions.question import Question
from nlu.fact_questions.parts import asked_parts, compared_times
from nlu.fact_questions.question_reader import question_reader
from nlu.topics import OUTSIDE, is_national, topic_of
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.model import StatusEvidence
from policies_kb.questions.base import FactBase
from policies_kb.questions.earlier import which_is_earlier
from policies_kb.questions.exchange import of_paper_named
from policies_kb.questions.figures import OF_TWO
from policies_kb.questions.found import FactAnswer, Proof, Thread, joined
from policies_kb.questions.listing import choice_of
from policies_kb.questions.order import ask, ask_inside_paper, ask_not_held
from policies_kb.questions.papers import about_paper

#: A longer message tells a story; English takes more letters for the same.
LONGEST, LONGEST_ENGLISH = 80, 200
#: What asks for all that is due and not for one fact.
_ALL_DUE = re.compile(
    r"^(?!.*材料有)(?!.*(?:每(?:年|季|月|周|半)|(?<![本这上下个一二三四])季度)).*要?(?:办|报|完成|交|做).{0,4}(?:什么|啥|哪些)(?!材料|资料|东西|表)"
)
#: How long before something is asked for, and words of a paper that tell it.
_HOW_LONG_BEFORE = re.compile(
    r"(?:提前|提早|早)(?:多|几)|前(?:多久|多长时间|多少?天|几天)"
    r"|how (?:long|many days) (?:before|ahead)",
    re.IGNORECASE,
)
_SO_LONG_BEFORE = re.compile(r"(?:日|天|月|周)(?:以|之)?前|提前\s*\d")
#: Sentences that tell how a paper stands, or name one that is not the one asked about.
_NOT_TOLD_HOW_IT_STANDS = ("status", "law_status", "our_paper")
#: Sentences on the names of today.
_NAMES_TODAY = ("present_name", "same_name", "no_present_name")
#: What is offered next, by the first sentence; by the empty name else.
_NEXT = {
    "": ("document_status", "document_list"),
    "no_paper": ("document_list", "disclosure_request"),
}
#: Without one of these no paper is named by its number, and a message need not be read for one.
_NUMBERED = re.compile(r"[\d号號]")
#: Several papers at once, just spoken of.
_BOTH = re.compile("[这那]?两[个份件](?:文|$)|哪[个份件]文?(?:件)?.{0,2}[先早]")


def fact(question: Question, context: AnswerContext) -> Answer | None:
    """Return the answer to a question about one fact, ``None`` for any other message."""
    longest = LONGEST_ENGLISH if question.text.isascii() else LONGEST
    if question.text.startswith("/") or len(question.text) > longest:
        return None
    if question.intent == "deadlines" and _ALL_DUE.search(question.text):
        return None
    if is_of_an_own_case(question, context) or is_said_to_clerk(question):
        return None
    if follows_an_own_case(question):
        return None
    likely, strict = likely_papers(question, context), is_about_no_paper(question, context)
    thread = _of_both(question, thread_of(question, context))
    found = _of_paper_named(question, context) or _found(
        question.text, thread, context, likely, strict
    )
    if found is None or (found.absent and _is_for_the_law(found, thread, question, context)):
        return None
    if _HOW_LONG_BEFORE.search(question.text) and not _tells_how_long_before(found):
        return None
    if found.told[0].kind == "unit_everywhere":
        named = {"unit": (found.thread.key,)}
        whole = replace(question, entities={**question.entities, **named})
        told = unit_duties(whole, context)
        about, selection = found.thread.as_json(), _selection(found, context.kb)
        return replace(told, about=about, selection=selection)
    given = replace(
        _answer(found, question, context), background=_background(found, question, context)
    )
    outside = topic_of(question.intent) == OUTSIDE and question.intent in context.cards
    return replace(given, links=context.card_answer(question.intent).links) if outside else given


def _is_for_the_law(
    found: FactAnswer, thread: Thread, question: Question, context: AnswerContext
) -> bool:
    """Tell whether what a paper does not write may be in the law of today: not what is named after
    a fact of that paper."""
    named = found.told[0].kind == "not_written" and thread.kind not in ("", "card")
    return law_says(question, context) and (not named or is_national(question.intent))


def _tells_how_long_before(found: FactAnswer) -> bool:
    """Tell whether the words of a paper that were found name a time before something."""
    return any(_SO_LONG_BEFORE.search(proof.quote) for proof in found.proofs)


def _found(
    text: str, thread: Thread, context: AnswerContext, likely: frozenset[str], strict: bool
) -> FactAnswer | None:
    """Return what the tables say to a message; to each of its questions where it has several."""
    reader, base = question_reader(context.kb), fact_base(context.kb)
    query = reader.read(text, thread)
    earlier = which_is_earlier(
        compared_times(text, reader.read), lambda one: ask(reader.read(one), Thread(), base), base
    )
    if earlier is not None:
        return earlier
    whole = ask(query, thread, base, likely, strict)
    parts = asked_parts(text, reader.read)
    if len(parts) < 2 or query.asks(*OF_TWO) or (whole and whole.told[0].kind == "item"):
        return whole
    answers: list[FactAnswer] = []
    for part in parts:
        found = ask(reader.read(part, thread), thread, base, likely, strict)
        if found is None or found.told[0].kind == "unit_everywhere":
            return whole
        answers.append(found)
        thread = found.thread
    return joined(answers)


def _of_paper_named(question: Question, context: AnswerContext) -> FactAnswer | None:
    """Return what the paper named says to the question before, where a message names it alone."""
    reader, thread = question_reader(context.kb), thread_of(question, context)
    if not thread.document:
        return None
    before = reader.read(question.history[0].text)
    query = of_paper_named(reader.read(question.text, thread), before, thread)
    if query is None:
        return None
    found = ask(query, thread if thread.kind == "paper" else Thread(), fact_base(context.kb))
    return None if found is None or found.absent else found


def _background(
    found: FactAnswer, question: Question, context: AnswerContext
) -> tuple[Phrase, ...]:
    """Return what the card on the matter says, where it rests on the paper of the fact."""
    card = context.cards.get(question.intent)
    papers = {context.kb.document(proof.document).id for proof in found.proofs if proof.document}
    if card is None or card.steps or found.absent or not question.is_clear:
        return ()
    rests_on = {context.kb.document(quote.document).id for quote in card.quotes}
    return (card.lead,) if rests_on & papers else ()


def paper_not_held(question: Question, context: AnswerContext) -> Answer | None:
    """Return that a paper is not held which is named by its number and its issuer or year."""
    if question.text.startswith("/") or not _NUMBERED.search(question.text):
        return None
    query = question_reader(context.kb).read(question.text)
    found = ask_not_held(query, fact_base(context.kb))
    return _answer(found, question, context) if found else None


def fact_of_paper(document: str, question: Question, context: AnswerContext) -> Answer | None:
    """Return what a paper says to a question that is about it, ``None`` where it says nothing."""
    query = question_reader(context.kb).read(question.text, thread_of(question, context))
    found = ask_inside_paper(query, fact_base(context.kb), document)
    return _answer(found, question, context) if found else None


def describe_paper(document: str, question: Question, context: AnswerContext) -> Answer:
    """Return what is known of a paper itself: number, title, issuer, day and publication."""
    return _answer(about_paper(document, fact_base(context.kb)), question, context)


@dataclass(frozen=True)
class FactReply:
    """The answer to a question the assistant asks the tables itself.

    Attributes:
        answer: The whole of it.
        sentences: Its sentences, without the paper and how that stands.
        names: What was spoken of: places, papers.
    """

    answer: Answer
    sentences: tuple[Phrase, ...]
    names: tuple[str, ...]


def asked_for_facts(text: str, question: Question, context: AnswerContext) -> FactReply | None:
    """Return what the tables say to a question in its plainest words, ``None`` for nothing.

    Args:
        text: The question to the tables.
        question: What was asked of the assistant.
        context: Has the tables.
    """
    query = question_reader(context.kb).read(text)
    found = ask(query, Thread(), fact_base(context.kb))
    if found is None:
        return None
    sentences = tuple(part for told in found.told for part in worded_fact(told, context))
    return FactReply(_answer(found, question, context), sentences, found.thread.names)


def thread_of(question: Question, context: AnswerContext) -> Thread:
    """Return what the question before spoke of: the fact told, or the one paper that the card told
    rests on, if it says what that arranges for offices; an empty thread else."""
    before = question.history[0] if question.history else None
    if before is None or before.about:
        return Thread.from_json(before.about if before else None)
    card = context.cards.get(before.intent)
    if card is None or card.steps or topic_of(before.intent) == OUTSIDE:
        return Thread()
    if card.law and is_national(before.intent):
        return Thread()
    papers = {context.kb.document(quote.document).id for quote in card.quotes}
    return Thread("card", papers.pop()) if len(papers) == 1 else Thread()


def _of_both(question: Question, thread: Thread) -> Thread:
    """Return the thread with the papers last spoken of, where several are meant: 这两个文."""
    if not _BOTH.search(question.text):
        return thread
    told = [Thread.from_json(before.about).document for before in question.history]
    papers = tuple(dict.fromkeys(document for document in reversed(told) if document))
    return Thread("paper", papers[-1], names=papers[-2:]) if len(papers) > 1 else thread


@lru_cache(maxsize=2)
def fact_base(kb: KnowledgeBase) -> FactBase:
    """Return what facts of a base are asked of; made once."""
    return FactBase(kb)


def _answer(found: FactAnswer, question: Question, context: AnswerContext) -> Answer:
    citations = without_doubles(_citation(proof, context) for proof in found.proofs)
    citations += (law_citation(context.kb, found.law),) if found.law else ()
    lead = [part for told in found.told for part in worded_fact(told, context)]
    lead += _passed(found, question.today, context)
    lead += _source(found, context)
    return Answer(
        status="no_provision" if found.absent else "answered",
        lead=(*lead, *_today(found, citations, context)),
        rows=tuple(Row(curated(item, item), 0 if citations else None) for item in found.items),
        citations=citations,
        notices=secondary_notice(citations),
        links=(hotline(context.kb),) if found.absent and not citations else (),
        suggestions=context.suggest(*_NEXT.get(found.told[0].kind, _NEXT[""])),
        about=found.thread.as_json(),
        selection=_selection(found, context.kb),
        rests_on=_rests_on(found, context.kb),
    )


def _rests_on(found: FactAnswer, kb: KnowledgeBase) -> tuple[StatusEvidence, ...]:
    """Return why it may be believed what units that were told are called today."""
    named = {told.values.get("unit") for told in found.told if told.kind in _NAMES_TODAY}
    return tuple(unit.evidence for unit in kb.units() if unit.name in named)


def _selection(found: FactAnswer, kb: KnowledgeBase) -> str:
    """Return the address below the site that lists the rows an answer was made from."""
    choice = choice_of(found, kb)
    return f"/facts?{choice.query}" if choice else ""


def _citation(proof: Proof, context: AnswerContext) -> Citation:
    if proof.items:
        return row_citation(context.kb, proof.document, proof.field, proof.due, proof.items)
    if proof.document:
        return gazette_citation(context.kb, proof.document, proof.quote)
    issue = next(row for row in context.kb.issues() if proof.quote in row.text)
    return Citation(
        document=f"《{issue.title}》{issue.number}",
        title=curated(issue.title, issue.title),
        provision="",
        place=curated("", ""),
        quote=curated(proof.quote, proof.quote),
        verbatim=True,
        url=issue.url,
    )


def _passed(found: FactAnswer, today: date, context: AnswerContext) -> list[Phrase]:
    """Return that the day told is past, where one is told."""
    if not {"when", "recipient"} & set(found.thread.columns):
        return []
    months = [proof.due for proof in found.proofs if proof.due]
    quotes = [proof for proof in found.proofs if proof.quote]
    days = [
        row.due
        for proof in quotes
        for row in context.kb.deadlines(proof.document)
        if row.rule == "date" and row.when in "".join(proof.quote.split())
    ]
    told = [*months, *days]
    past = told and all(day < today.isoformat()[: len(day)] for day in told)
    return [say("这个时间已经过去。")] if past else []


def _source(found: FactAnswer, context: AnswerContext) -> list[Phrase]:
    """Return the paper and the place in it, so that the answer can be found there."""
    first = next((proof for proof in found.proofs if proof.document), None)
    named = any(told.kind == "our_paper" for told in found.told)
    if first is None or named or found.thread.kind in ("paper", "gazette", "law"):
        return []
    document = context.kb.document(first.document)
    citation = _citation(first, context)
    where = citation.place.translations["zh"]
    heading = fact_base(context.kb).heading(document.id, citation.provision)
    if not where.strip("附件 0123456789"):
        where = ""
    if heading and heading not in where and heading != document.title:
        where = f"{where}“{heading}”"
    values = {"paper": document.name, "title": document.title, "place": where}
    return [say("出处:{paper}《{title}》{place}。", **values)]


def _today(
    found: FactAnswer, citations: tuple[Citation, ...], context: AnswerContext
) -> tuple[Phrase, ...]:
    """Return how the papers cited stand today, said right after the answer."""
    if any(told.kind in _NOT_TOLD_HOW_IT_STANDS for told in found.told):
        return ()
    papers = dict.fromkeys(proof.document for proof in found.proofs if proof.document)
    known = (context.kb.status(document) for document in papers)
    return tuple(phrase(status.notice) for status in known if status and status.warns)
