"""Who is responsible for what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from actions.answer import Answer, Attachment, Citation, Phrase, Row, curated, say
from actions.citations import gazette_citation, phrase, place, status_notices
from actions.context import AnswerContext
from actions.dates import localized_month
from actions.lookups.attachment_rows import row_citation
from actions.lookups.text_search import find_policy, no_provision
from actions.pagination import PagedLine, paginate
from actions.question import Question
from policies_kb.facts.fact_rows import Responsibility
from policies_kb.kb import KnowledgeBase
from policies_kb.questions.paper_places import names_of_places, place_of


def unit_duties(question: Question, context: AnswerContext) -> Answer:
    """Return what a unit is responsible for, or the passages nearest to a matter."""
    units = question.values("unit")
    if not units:
        return find_policy(question, context)
    found = [
        item
        for unit in units
        for item in (
            *_provision_lines(unit, context, local=False),
            *_standard_lines(unit, context.kb),
            *_provision_lines(unit, context, local=True),
        )
    ]
    if not found:
        return no_provision(context)
    rows, citations, more = paginate(found, question)
    return Answer(
        status="answered",
        lead=(
            say("{unit}在收录的文件里负责{count}项:", unit="、".join(units), count=len(found)),
            *_renamed(units, context),
        ),
        rows=rows,
        citations=citations,
        notices=status_notices(context.kb, citations),
        suggestions=(*more, *context.suggest("deadlines", "pilot_items", "document_list")),
        attachments=(
            Attachment(
                "document",
                say("打印用的职责清单(.docx)"),
                "duties.docx",
                "duties_sheet",
                {"unit": list(units)},
            ),
        ),
    )


def _renamed(units: tuple[str, ...], context: AnswerContext) -> list[Phrase]:
    notes = {unit.name: unit.note for unit in context.kb.units()}
    return [phrase(note) for note in (notes.get(name) for name in units) if note]


def _provision_lines(unit: str, context: AnswerContext, local: bool) -> list[PagedLine]:
    """Return the lines of the papers of places, or of those that hold everywhere."""
    names = names_of_places(context.kb)
    return [
        partial(_duty_line, item, context)
        for item in context.kb.responsibilities(unit)
        if bool(place_of(context.kb.document(item.document), names)) == local
    ]


def _duty_line(item: Responsibility, context: AnswerContext) -> tuple[Row, Citation]:
    provision = context.kb.provision(item.document, item.provision)
    name = context.kb.document(item.document).name
    words = f"{name} {place(context.kb, provision)}{provision.heading}"
    return Row(curated(words, words)), gazette_citation(context.kb, item.document, item.quote)


def _standard_lines(unit: str, kb: KnowledgeBase) -> list[PagedLine]:
    return [partial(_standard_line, group, kb) for group in standard_groups(unit, kb)]


@dataclass(frozen=True)
class StandardGroup:
    """The items of one field an attachment asks for in the same month.

    Attributes:
        document: Id of the document.
        field: The field as printed.
        due: Month due, ``YYYY-MM``.
        items: Their names.
    """

    document: str
    field: str
    due: str
    items: tuple[str, ...]


def standard_groups(unit: str, kb: KnowledgeBase) -> list[StandardGroup]:
    """Return what an attachment asks of a unit, one group for each field and month."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for item in kb.standard_items(unit=unit):
        groups.setdefault((item.document, item.field, item.due), []).append(item.item)
    return [
        StandardGroup(document=document, field=field, due=due, items=tuple(names))
        for (document, field, due), names in groups.items()
    ]


def standard_words(group: StandardGroup) -> Phrase:
    """Return a group in words: field, month and items."""
    year, month = group.due.split("-")
    return say(
        "{field}({month}):{items}",
        field=group.field,
        month=localized_month(int(year), int(month)),
        items="、".join(group.items),
    )


def standard_proof(group: StandardGroup, kb: KnowledgeBase) -> Citation:
    """Return the passage of the table that prints a group."""
    return row_citation(kb, group.document, group.field, group.due, group.items)


def _standard_line(group: StandardGroup, kb: KnowledgeBase) -> tuple[Row, Citation]:
    return Row(standard_words(group)), standard_proof(group, kb)
