"""Makes a sheet to print: what a unit is responsible for, and what it has to report by when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from actions.answer import Citation, say
from actions.citations import gazette_citation, phrase, place
from actions.dates import localized_date
from actions.lookups.deadlines import chosen_deadlines, standing
from actions.lookups.duties import standard_groups, standard_proof, standard_words
from actions.question import today_in_zhejiang
from bot.attachments.file import File
from bot.attachments.letter import letter_file
from bot.wording.render import Wording
from policies_kb.kb import KnowledgeBase
from policies_kb.rows import Provision

_Cells = tuple[str, ...]


def duties_sheet(data: Mapping[str, Any], kb: KnowledgeBase, locale: str) -> File:
    """Return the duties and deadlines of units as a Word document, A4 across.

    Args:
        data: ``unit``, the names of the units.
        kb: The knowledge base.
        locale: Language of the words around the text of the papers.
    """
    units = tuple(data["unit"])
    wording = Wording(locale)
    deadlines, cited = _deadlines(units, kb, wording)
    said = {
        "title": say("{unit}:职责和期限", unit="、".join(units)),
        "day": say("{day}整理", day=localized_date(today_in_zhejiang())),
        "duty_head": say("职责"),
        "due_head": say("事项"),
        "when_head": say("期限"),
        "today_head": say("今天看"),
        "place_head": say("条款"),
        "quote_head": say("原文"),
        "deadlines_title": say("要按期办的事项"),
    }
    words = {
        **{name: wording.word(phrase) for name, phrase in said.items()},
        "duties": [row for unit in units for row in _duties(unit, kb, wording)],
        "deadlines": deadlines,
        "remarks": list(_remarks(units, kb, wording, cited)),
    }
    return letter_file("duties", "docx", words, {}, kb)


def _duties(unit: str, kb: KnowledgeBase, wording: Wording) -> Iterable[_Cells]:
    """Yield a row for each provision and each field of an attachment that names the unit."""
    for item in kb.responsibilities(unit):
        provision = kb.provision(item.document, item.provision)
        where = f"{kb.document(item.document).name} {place(kb, provision)}".strip()
        yield _heading(kb, provision), where, provision.text
    for group in standard_groups(unit, kb):
        proof = standard_proof(group, kb)
        yield wording.word(standard_words(group)), _where(proof), wording.quoted(proof.quote)


def _heading(kb: KnowledgeBase, provision: Provision) -> str:
    """Return the heading a provision stands under, its own or the nearest above it."""
    while not provision.heading and provision.parent:
        provision = kb.provision(provision.document, provision.parent)
    return provision.heading


def _deadlines(
    units: Sequence[str], kb: KnowledgeBase, wording: Wording
) -> tuple[list[_Cells], list[Citation]]:
    """Return a row for each deadline with its proof; those of attachments stand with the duties."""
    rows: list[_Cells] = []
    cited: list[Citation] = []
    for due in chosen_deadlines(kb, {"unit": units}, today_in_zhejiang()):
        row = due.deadline
        if row.rule == "month":
            continue
        proof = gazette_citation(kb, row.document, row.quote)
        what = row.action if not row.recipient else f"{row.action}→{row.recipient}"
        rows.append((what, row.when, wording.word(standing(due, kb)), _where(proof), row.quote))
        cited.append(proof)
    return rows, cited


def _where(citation: Citation) -> str:
    return f"{citation.document} {citation.place.translations['zh']}".strip()


def _remarks(
    units: Sequence[str], kb: KnowledgeBase, wording: Wording, cited: Iterable[Citation]
) -> Iterable[str]:
    """Yield what the units are called today and how the papers stand."""
    notes = {unit.name: unit.note for unit in kb.units()}
    for unit in units:
        note = notes.get(unit)
        if note:
            yield f"{unit}:{wording.word(phrase(note))}"
    papers = [kb.document(item.document) for unit in units for item in kb.responsibilities(unit)]
    papers += [kb.document(group.document) for unit in units for group in standard_groups(unit, kb)]
    papers += [kb.document(citation.document) for citation in cited]
    for paper in dict.fromkeys(papers):
        status = kb.status(paper.id)
        if status:
            yield f"{paper.name}:{wording.word(phrase(status.notice))}"
