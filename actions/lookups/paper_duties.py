"""Whom a paper makes responsible, passage by passage."""

from __future__ import annotations

from functools import partial

from actions.answer import Answer, Citation, Row, curated, say
from actions.citations import gazette_citation, hotline, place, status_notices
from actions.context import AnswerContext
from actions.lookups.documents import asked_document
from actions.lookups.duties import unit_duties
from actions.pagination import paginate
from actions.question import Question
from policies_kb.rows import Document


def duties(question: Question, context: AnswerContext) -> Answer:
    """Return what a unit is responsible for, or whom the paper makes responsible that is named."""
    named = question.values("document_number") and not question.values("unit")
    document = asked_document(question, context) if named else None
    return _of_paper(document, question, context) if document else unit_duties(question, context)


def _of_paper(document: Document, question: Question, context: AnswerContext) -> Answer:
    """Return whom a paper names for what, a line a passage, or that it names nobody."""
    units: dict[tuple[str, str], list[str]] = {}
    for item in context.kb.responsibilities():
        if item.document == document.id:
            units.setdefault((item.provision, item.quote), []).append(item.unit)
    if not units:
        return Answer(
            "no_provision",
            lead=(say("没有写:{paper}里没有写由谁负责。", paper=document.name),),
            links=(hotline(context.kb),),
            suggestions=context.suggest("document_status", "document_list"),
        )
    lines = [partial(_named_line, document, *row, names, context) for row, names in units.items()]
    rows, citations, more = paginate(lines, question)
    return Answer(
        status="answered",
        lead=(say("{paper}写明由谁负责的有{count}处:", paper=document.name, count=len(lines)),),
        rows=rows,
        citations=citations,
        notices=status_notices(context.kb, citations),
        suggestions=(*more, *context.suggest("deadlines", "document_status")),
    )


def _named_line(
    document: Document, provision: str, quote: str, units: list[str], context: AnswerContext
) -> tuple[Row, Citation]:
    row = context.kb.provision(document.id, provision)
    words = f"{place(context.kb, row)}{row.heading}:{'、'.join(dict.fromkeys(units))}"
    return Row(curated(words, words)), gazette_citation(context.kb, document.id, quote)
