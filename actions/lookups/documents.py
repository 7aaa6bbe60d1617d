"""Answers about the papers themselves: what there is, who signed it, how it stands today."""

from __future__ import annotations

from functools import partial

from actions.answer import Answer, Citation, Phrase, Row, curated, say
from actions.citations import (
    gazette_citation,
    law_citation,
    phrase,
    secondary_notice,
)
from actions.context import AnswerContext
from actions.lookups.facts import describe_paper
from actions.pagination import paginate
from actions.question import Question
from policies_kb.overlay.model import Law
from policies_kb.rows import Document


def document_list(question: Question, context: AnswerContext) -> Answer:
    """Return every paper in the base with its number."""
    documents = context.kb.documents()
    lines = [partial(_listed, document, context) for document in documents]
    rows, citations, more = paginate(lines, question)
    return Answer(
        status="answered",
        lead=(say("收录了{count}件文件:", count=len(documents)),),
        rows=rows,
        citations=citations,
        suggestions=(*more, *context.suggest("document_status", "wages_claim", "deadlines")),
    )


def document_info(question: Question, context: AnswerContext) -> Answer:
    """Return number, issuer, date and publication of the paper asked about."""
    document = asked_document(question, context)
    if document is None:
        return document_list(question, context)
    return describe_paper(document.id, question, context)


def document_status(question: Question, context: AnswerContext) -> Answer:
    """Return how the paper asked about stands today and what governs its matter now."""
    law = _asked_law(question, context)
    if law:
        return _status_of_law(law, context)
    document = asked_document(question, context)
    if document is None:
        return _status_of_all(question, context)
    status = context.kb.status(document.id)
    citations: tuple[Citation, ...] = (_title_citation(context, document),)
    if status is None:
        return Answer(
            status="no_provision",
            lead=(_no_status(document),),
            citations=citations,
        )
    governing = tuple(
        law_citation(context.kb, provision.id)
        for law_id in status.superseded_by
        for provision in context.kb.law(law_id).provisions[:1]
    )
    return Answer(
        status="answered",
        lead=(phrase(status.notice),),
        citations=citations + governing,
        suggestions=context.suggest("document_list", "document_info"),
    )


def asked_document(question: Question, context: AnswerContext) -> Document | None:
    """Return the paper the question names by number or by its matter, if it names one."""
    for number in question.values("document_number"):
        for document in context.kb.documents():
            if number in (document.name, document.id):
                return document
    hits = context.kb.search(question.text, limit=1, kinds=("title",))
    return context.kb.document(hits[0].document) if hits and hits[0].score > 0.3 else None


def _asked_law(question: Question, context: AnswerContext) -> Law | None:
    """Return the later law the question names by number, one that has ended among them."""
    asked = question.values("document_number")
    return next((law for law in context.kb.laws() if law.number in asked and law.relation), None)


def _status_of_law(law: Law, context: AnswerContext) -> Answer:
    """Return how a later law stands, with what its first article says."""
    assert law.relation
    first = tuple(law_citation(context.kb, part.id) for part in law.provisions[:1])
    return Answer(
        status="answered",
        lead=(curated(f"{law.number}：{law.relation.zh}", f"{law.number}: {law.relation.en}"),),
        citations=first,
        notices=secondary_notice(first),
        suggestions=context.suggest("document_list"),
    )


def _status_of_all(question: Question, context: AnswerContext) -> Answer:
    lines = [partial(_status_line, document, context) for document in context.kb.documents()]
    rows, citations, more = paginate(lines, question)
    return Answer(
        status="answered",
        lead=(say("各件文件现在的情况:"),),
        rows=rows,
        citations=citations,
        suggestions=(*more, *context.suggest("document_list", "wages_claim")),
    )


def _listed(document: Document, context: AnswerContext) -> tuple[Row, Citation]:
    words = f"{document.number} {document.title}".strip()
    return Row(curated(words, words)), _title_citation(context, document)


def _status_line(document: Document, context: AnswerContext) -> tuple[Row, Citation]:
    status = context.kb.status(document.id)
    if status is None:
        return Row(_no_status(document)), _title_citation(context, document)
    name, notice = document.name, status.notice
    row = Row(curated(f"{name}:{notice.zh}", f"{name}: {notice.en}"))
    return row, _title_citation(context, document)


def _no_status(document: Document) -> Phrase:
    return say("没有查到{number}现在是否有效的资料。", number=document.name)


def _title_citation(context: AnswerContext, document: Document) -> Citation:
    provisions = context.kb.provisions(document.id)
    title = next((p for p in provisions if p.kind == "title"), provisions[0])
    return gazette_citation(context.kb, document.id, title.text)
