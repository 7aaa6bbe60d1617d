"""``/units``: which organ answers for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from actions.answer import Attachment, say
from actions.citations import gazette_citation, place
from actions.lookups.deadlines import chosen_deadlines
from actions.lookups.duties import standard_groups, standard_proof, standard_words
from actions.question import today_in_zhejiang
from bot.channels.web.deadlines_page import DeadlineLine, due_lines, file_link
from bot.channels.web.language import page_language
from bot.channels.web.pages import show_page
from bot.wording.render import Wording
from policies_kb.errors import NotInBase
from policies_kb.kb import KnowledgeBase
from policies_kb.rows import Provision

_SHEET = say("打印用的职责清单(.docx)")


def units_page(request: Request) -> Response:
    """Show the organs that answer for something, with how many duties each has."""
    return show_page(request, "units.html", units=duty_counts(request.app.state.kb))


def unit(request: Request) -> Response:
    """Show the duties and deadlines of one organ, by its old, present or short name.

    Raises:
        NotInBase: The papers give no such organ anything to do.
    """
    kb: KnowledgeBase = request.app.state.kb
    name = request.path_params["unit"]
    wording = Wording(page_language(request).locale)
    duties = [*_provisions(kb, name), *_standards(kb, name, wording)]
    due = due_lines(kb, chosen_deadlines(kb, {"unit": [name]}, today_in_zhejiang()), wording)
    if not (duties or due):
        raise NotInBase(f"the base has no duties of {name[:60]!r}")
    sheet = Attachment("document", _SHEET, "duties.docx", "duties_sheet", {"unit": [name]})
    printed = kb.printed_names(name)
    return show_page(
        request,
        "unit.html",
        name=name,
        known=[found for found in kb.units() if found.name in printed],
        duties=duties,
        due=due,
        sheet=file_link(request, sheet),
    )


def duty_counts(kb: KnowledgeBase) -> list[tuple[str, int]]:
    """Return every organ as printed with the number of its duties, most first."""
    counts = Counter(duty.unit for duty in kb.responsibilities())
    counts.update(name for item in kb.standard_items() for name in item.units)
    return counts.most_common()


def _provisions(kb: KnowledgeBase, name: str) -> Iterator[DeadlineLine]:
    for duty in kb.responsibilities(name):
        provision = kb.provision(duty.document, duty.provision)
        paper = kb.document(duty.document)
        where = f"{paper.name} {place(kb, provision)}".strip()
        citation = gazette_citation(kb, duty.document, duty.quote)
        heading = _heading(kb, provision) or paper.title
        yield DeadlineLine(text=heading, place=where, quote=duty.quote, url=citation.url)


def _heading(kb: KnowledgeBase, provision: Provision) -> str:
    """Return the nearest heading at or above a provision, empty when there is none."""
    while not provision.heading and provision.parent:
        provision = kb.provision(provision.document, provision.parent)
    return provision.heading


def _standards(kb: KnowledgeBase, name: str, wording: Wording) -> Iterator[DeadlineLine]:
    for group in standard_groups(name, kb):
        citation = standard_proof(group, kb)
        yield DeadlineLine(
            text=wording.word(standard_words(group)),
            place=f"{citation.document} {wording.quoted(citation.place)}".strip(),
            quote=wording.quoted(citation.quote),
            url=citation.url,
        )
