"""Answers about the papers themselves: what there is, who signed it, how it stands today."""

from __future__ import annotations

from datetime import date

from actions.answer import Answer, Citation, Row, curated, say
from actions.dates import said
from actions.desk import Desk
from actions.proof import gazette_citation, law_citation, phrase, status_notices
from actions.question import Question
from policies_kb.rows import Document, Provision


def document_list(question: Question, desk: Desk) -> Answer:
    """Return every paper in the base with its number."""
    documents = desk.kb.documents()
    citations = tuple(_title_citation(desk, document) for document in documents)
    rows = tuple(
        Row(curated(f"{d.number} {d.title}", f"{d.number} {d.title}"), place)
        for place, d in enumerate(documents)
    )
    return Answer(
        status="answered",
        lead=(say("收录了{count}件文件:", count=len(documents)),),
        rows=rows,
        citations=citations,
        suggestions=desk.suggest("document_status", "wages_claim", "deadlines"),
    )


def document_info(question: Question, desk: Desk) -> Answer:
    """Return number, issuer, date and publication of the paper asked about."""
    document = asked_document(question, desk)
    if document is None:
        return document_list(question, desk)
    issue = desk.kb.issue(document.issue)
    citations = (_title_citation(desk, document), *_signature_citation(desk, document))
    return Answer(
        status="answered",
        lead=(
            say(
                "《{title}》,文号{number},由{issuer}于{signed}印发,刊登在《{gazette}》{issue}。",
                title=document.title,
                number=document.number,
                issuer=document.issuer,
                signed=said(date.fromisoformat(document.signed)),
                gazette=issue.title,
                issue=issue.number,
            ),
        ),
        citations=citations,
        notices=status_notices(desk.kb, citations),
        suggestions=desk.suggest("document_status", "document_list"),
    )


def document_status(question: Question, desk: Desk) -> Answer:
    """Return how the paper asked about stands today and what governs its matter now."""
    document = asked_document(question, desk)
    if document is None:
        return _status_of_all(desk)
    status = desk.kb.status(document.number)
    citations: tuple[Citation, ...] = (_title_citation(desk, document),)
    if status is None:
        return Answer(
            status="no_provision",
            lead=(say("没有查到{number}现在是否有效的资料。", number=document.number),),
            citations=citations,
        )
    law = tuple(
        law_citation(desk.kb, provision.id)
        for law_id in status.superseded_by
        for provision in desk.kb.law(law_id).provisions[:1]
    )
    return Answer(
        status="answered",
        lead=(phrase(status.notice),),
        citations=citations + law,
        notices=status_notices(desk.kb, citations),
        suggestions=desk.suggest("document_list", "document_info"),
    )


def asked_document(question: Question, desk: Desk) -> Document | None:
    """Return the paper the question names by number or by its matter, if it names one."""
    for number in question.values("document_number"):
        for document in desk.kb.documents():
            if document.number == number:
                return document
    hits = desk.kb.search(question.text, limit=1, kinds=("title",))
    return desk.kb.document(hits[0].document) if hits and hits[0].score > 0.3 else None


def _status_of_all(desk: Desk) -> Answer:
    known = [(d, desk.kb.status(d.number)) for d in desk.kb.documents()]
    rows = tuple(
        Row(
            curated(f"{d.number}:{status.notice.zh}", f"{d.number}: {status.notice.en}"),
            place,
        )
        for place, (d, status) in enumerate((d, s) for d, s in known if s)
    )
    return Answer(
        status="answered",
        lead=(say("各件文件现在的情况:"),),
        rows=rows,
        citations=tuple(_title_citation(desk, d) for d, status in known if status),
        suggestions=desk.suggest("document_list", "wages_claim"),
    )


def _title_citation(desk: Desk, document: Document) -> Citation:
    title = _provision_of(desk, document, "title")
    return gazette_citation(desk.kb, document.number, title.text)


def _signature_citation(desk: Desk, document: Document) -> tuple[Citation, ...]:
    provisions = desk.kb.provisions(document.id)
    signatures = [p for p in provisions if p.kind == "signature"]
    return tuple(gazette_citation(desk.kb, document.number, p.text) for p in signatures[:1])


def _provision_of(desk: Desk, document: Document, kind: str) -> Provision:
    return next(p for p in desk.kb.provisions(document.id) if p.kind == kind)
