"""``/deadlines``: what is due when, by whom, to choose from and to take along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from actions.answer import Attachment, say
from actions.context import AnswerContext
from actions.lookups.deadlines import chosen_deadlines, dated, deadline_line, group_deadlines
from actions.question import today_in_zhejiang
from bot.attachments.links import SignedLinks
from bot.channels.web.language import page_language
from bot.channels.web.pages import show_page
from bot.wording.render import Wording
from policies_kb.calendar.deadlines import Due, all_deadlines, parties
from policies_kb.kb import KnowledgeBase

_CALENDAR = say("放进日历(.ics)")
_TIMELINE = say("时间线图")
#: Characters of a unit's name that are read.
_MAX_NAME = 60


@dataclass(frozen=True)
class DeadlineLine:
    """One line of a list with its proof.

    Attributes:
        text: The line in the language of the page.
        place: Where its proof stands, as printed.
        quote: The proof, verbatim.
        url: Its address in the reading room.
    """

    text: str
    place: str
    quote: str
    url: str


@dataclass(frozen=True)
class FileLink:
    """A file to fetch."""

    url: str
    name: str
    label: str


def deadlines_page(request: Request) -> Response:
    """Show the deadlines of ``?unit=`` and ``?year=``, all of them without."""
    kb: KnowledgeBase = request.app.state.kb
    wording = Wording(page_language(request).locale)
    years = due_years(kb)
    unit = request.query_params.get("unit", "").strip()[:_MAX_NAME]
    year = request.query_params.get("year", "")
    year = year if year in years else ""
    named = {kind: [value] for kind, value in (("unit", unit), ("year", year)) if value}
    found = chosen_deadlines(kb, named, today_in_zhejiang())
    files = offered(request, named, found)
    return show_page(
        request,
        "deadlines.html",
        items=due_lines(kb, found, wording),
        unit=unit,
        year=year,
        units=due_units(kb),
        years=years,
        calendar=files.get("calendar"),
        timeline=files.get("image"),
    )


def due_lines(kb: KnowledgeBase, found: Sequence[Due], wording: Wording) -> list[DeadlineLine]:
    """Return deadlines as lines with their proofs, those of one sentence in one line."""
    # Lines are made from the base alone; no card is needed.
    context = AnswerContext(kb, {}, {})
    lines = []
    for group in group_deadlines(found):
        row, citation = deadline_line(group, context)
        lines.append(
            DeadlineLine(
                text=wording.word(row.text),
                place=f"{citation.document} {wording.quoted(citation.place)}".strip(),
                quote=wording.quoted(citation.quote),
                url=citation.url,
            )
        )
    return lines


def due_units(kb: KnowledgeBase) -> list[str]:
    """Return the units that have something to do by a day, as printed."""
    acting = {party for row in all_deadlines(kb) for party in parties(row.actor)}
    return [unit.name for unit in kb.units() if kb.printed_names(unit.name) & acting]


def due_years(kb: KnowledgeBase) -> list[str]:
    """Return the years something falls due in, this year among them."""
    years = {row.due[:4] for row in all_deadlines(kb) if row.due}
    return sorted(years | {str(today_in_zhejiang().year)})


def offered(
    request: Request, named: Mapping[str, Sequence[str]], found: Sequence[Due]
) -> dict[str, FileLink]:
    """Return the calendar and the picture of the dated deadlines by kind; none without dates."""
    if not dated(found):
        return {}
    data = {kind: list(values) for kind, values in named.items()}
    attachments = (
        Attachment("calendar", _CALENDAR, "deadlines.ics", "deadline_calendar", data),
        Attachment("image", _TIMELINE, "deadlines.svg", "deadline_timeline", data),
    )
    return {item.kind: link for item in attachments if (link := file_link(request, item))}


def file_link(request: Request, item: Attachment) -> FileLink | None:
    """Return where to fetch a file, ``None`` on a server that makes no files."""
    links: SignedLinks | None = request.app.state.links
    if links is None:
        return None
    locale = page_language(request).locale
    return FileLink(links.address(item, locale), item.file, Wording(locale).word(item.label))
