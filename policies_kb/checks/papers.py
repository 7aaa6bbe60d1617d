"""Checks that the stored papers are the source texts, whole and nothing but them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policies_kb.checks.problem import Problem, line_of
from policies_kb.kb import KnowledgeBase
from policies_kb.parse.lines import read_lines
from policies_kb.rows import Document, Issue, Provision


def check_papers(base: KnowledgeBase) -> Iterator[Problem]:
    """Yield spans, texts, ids and sentences that are not what the sources say."""
    issues = {issue.id: issue for issue in base.issues()}
    for document in base.documents():
        issue = issues.get(document.issue)
        if issue is None:
            yield Problem(f"{document.source}:1", f"unknown issue '{document.issue}'")
        elif not 0 <= document.start < document.end <= len(issue.text):
            yield Problem(f"{issue.file}:1", f"{document.id} has a span outside the source")
        else:
            yield from _document(base, document, issue)


def _document(base: KnowledgeBase, document: Document, issue: Issue) -> Iterator[Problem]:
    provisions = base.provisions(document.id)
    known = {row.id: row for row in provisions}
    if len(known) != len(provisions):
        yield Problem(line_of(issue, document.start), f"{document.id} has an id twice")
    for row in provisions:
        for fault in _faults(base, row, known, provisions, document, issue):
            yield Problem(line_of(issue, row.start), f"{document.id}#{row.id}: {fault}")
    whole = "".join(row.text for row in provisions)
    if not _says(issue, document.start, document.end, whole):
        message = f"{document.id} does not read as its source does"
        yield Problem(line_of(issue, document.start), message)


def _faults(
    base: KnowledgeBase,
    row: Provision,
    known: dict[str, Provision],
    provisions: Sequence[Provision],
    document: Document,
    issue: Issue,
) -> Iterator[str]:
    above = known.get(row.parent)
    if row.parent and above is None:
        yield f"unknown parent '{row.parent}'"
    start, end = (above.start, above.end) if above else (document.start, document.end)
    if not start <= row.start <= row.end <= end:
        yield "span lies outside what it is part of"
    elif not _says(issue, row.start, row.end, _reading(row, provisions)):
        yield "text is not what the source says"
    for sentence in base.sentences(document.id, row.id):
        if sentence.text not in row.text:
            yield f"sentence {sentence.position} is not verbatim"


def _reading(row: Provision, provisions: Sequence[Provision]) -> str:
    """Return a provision with everything below it, in reading order."""
    words = [row.text]
    for later in provisions[row.position + 1 :]:
        if later.depth <= row.depth:
            break
        words.append(later.text)
    return "".join(words)


def _says(issue: Issue, start: int, end: int, words: str) -> bool:
    """Tell whether a stretch of a source says something, white space and page layout aside."""
    stretch = issue.text[start:end]
    if _plain(words) == _plain(stretch):
        return True
    # Marks of Markdown are layout: the line reader knows them.
    return _plain(words) == _plain("".join(line.text for line in read_lines(stretch)))


def _plain(text: str) -> str:
    return "".join(text.split())
