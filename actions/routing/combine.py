"""Joins the answers to several questions of one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.answer import Answer, Citation, Row
from actions.citations import without_doubles


def combine(answers: Sequence[Answer]) -> Answer:
    """Return one answer that says everything the answers say, in their order, nothing twice."""
    citations: list[Citation] = []
    rows: list[Row] = []
    for answer in answers:
        citations += [c for c in answer.citations if c not in citations]
        rows += [_moved(row, answer, citations) for row in answer.rows]
    return Answer(
        status="answered",
        lead=without_doubles(phrase for answer in answers for phrase in answer.lead),
        steps=without_doubles(step for answer in answers for step in answer.steps),
        rows=tuple(rows),
        citations=tuple(citations),
        notices=without_doubles(notice for answer in answers for notice in answer.notices),
        links=without_doubles(link for answer in answers for link in answer.links),
        suggestions=without_doubles(
            choice for answer in answers for choice in answer.suggestions[:2]
        ),
        attachments=without_doubles(file for answer in answers for file in answer.attachments),
    )


def _moved(row: Row, answer: Answer, citations: list[Citation]) -> Row:
    if row.citation is None:
        return row
    return replace(row, citation=citations.index(answer.citations[row.citation]))
