"""Checks a built base against its own source texts and its curated files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .build import inputs_hash
from .errors import OverlayError
from .facts.names import plain
from .kb import KnowledgeBase
from .overlay import load_overlay
from .rows import Document, Issue, Provision


def check(base: KnowledgeBase, sources_dir: Path, curated_dir: Path) -> Iterator[str]:
    """Yield everything wrong with a base, one line each, starting with where it is.

    Checks that nothing of the text was lost or invented (every span lies in its source, every
    provision with those below it reads as its span does, white space aside), that ids are unique,
    that sentences and the proofs of facts are verbatim, that references lead somewhere, that
    every document has a status and every unit is known, that the curated files are sound and that
    the base is newer than what it is made of.
    """
    try:
        load_overlay(curated_dir)
    except OverlayError as error:
        yield from error.problems
    if base.meta().get("inputs_hash") != inputs_hash([sources_dir, curated_dir]):
        yield "base:1: sources or curated files have changed since it was built"
    issues = {issue.id: issue for issue in base.issues()}
    for document in base.documents():
        issue = issues.get(document.issue)
        if issue is None:
            yield f"{document.id}:1: unknown issue '{document.issue}'"
            continue
        yield from _document(base, document, issue)
    yield from _references(base)
    yield from _facts(base)


def _document(base: KnowledgeBase, document: Document, issue: Issue) -> Iterator[str]:
    if not 0 <= document.start < document.end <= len(issue.text):
        yield f"{issue.file}:1: {document.id} has a span outside the source"
        return
    provisions = base.provisions(document.id)
    known = {row.id: row for row in provisions}
    if len(known) != len(provisions):
        yield f"{_place(issue, document.start)}: {document.id} has an id twice"
    for row in provisions:
        place = f"{_place(issue, row.start)}: {document.id}#{row.id}"
        above = known.get(row.parent)
        if row.parent and above is None:
            yield f"{place}: unknown parent '{row.parent}'"
        start, end = (above.start, above.end) if above else (document.start, document.end)
        if not start <= row.start <= row.end <= end:
            yield f"{place}: span lies outside what it is part of"
        elif _plain(_reading(row, provisions)) != _plain(issue.text[row.start : row.end]):
            yield f"{place}: text is not what the source says"
        for sentence in base.sentences(document.id, row.id):
            if sentence.text not in row.text:
                yield f"{place}: sentence {sentence.position} is not verbatim"
    whole = "".join(row.text for row in provisions)
    if _plain(whole) != _plain(issue.text[document.start : document.end]):
        yield f"{_place(issue, document.start)}: {document.id} does not read as its source does"


def _reading(row: Provision, provisions: tuple[Provision, ...]) -> str:
    """Return a provision with everything below it, in reading order."""
    words = [row.text]
    for later in provisions[row.position + 1 :]:
        if later.depth <= row.depth:
            break
        words.append(later.text)
    return "".join(words)


def _references(base: KnowledgeBase) -> Iterator[str]:
    numbers = {document.number for document in base.documents()}
    places = {(d.id, row.id) for d in base.documents() for row in base.provisions(d.id)}
    for item in base.standard_items():
        if (item.document, item.provision) not in places:
            yield f"{item.document}:1: standard item in unknown provision '{item.provision}'"
    for law in base.laws():
        for number in law.governs:
            if number not in numbers:
                yield f"curated:1: law '{law.id}' governs unknown document '{number}'"
    for status in base.overlay.status:
        if status.document not in numbers:
            yield f"curated:1: status of unknown document '{status.document}'"
    for document in base.documents():
        if base.status(document.id) is None:
            yield f"curated:1: no status for document '{document.number or document.id}'"


def _facts(base: KnowledgeBase) -> Iterator[str]:
    texts = {(d.id, row.id): row.text for d in base.documents() for row in base.provisions(d.id)}
    for row in base.facts():
        if not row.quote or row.quote not in texts.get((row.document, row.provision), ""):
            yield f"{row.document}:1: '{row.quote[:40]}' does not stand in '{row.provision}'"
    units = {plain(name) for unit in base.units() for name in (unit.name, *unit.aliases)}
    printed = {row.unit for row in base.responsibilities()}
    printed |= {plain(unit) for item in base.standard_items() for unit in item.units}
    for name in sorted(printed - units):
        yield f"units.yml:1: no unit '{name}', which the papers make responsible"


def _place(issue: Issue, position: int) -> str:
    return f"{issue.file}:{issue.text.count(chr(10), 0, position) + 1}"


def _plain(text: str) -> str:
    return "".join(text.split())
