"""``/facts``: the rows that fact questions are answered from, to choose from and take along."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from actions.answer import Attachment, Citation, say
from actions.citations import gazette_citation
from actions.lookups.attachment_rows import row_citation
from actions.lookups.facts import fact_base
from bot.channels.web.deadlines_page import FileLink, file_link
from bot.channels.web.language import page_language
from bot.channels.web.pages import show_page
from bot.wording.render import Wording
from nlu.fact_questions.question_reader import question_reader
from nlu.simplified import to_simplified
from policies_kb.kb import KnowledgeBase
from policies_kb.questions.listing import (
    SORTS,
    FactRow,
    RowChoice,
    chosen_rows,
    months,
    units_asked,
)

#: Rows of a page.
PAGE_ROWS = 50
_CALENDAR = say("放进日历(.ics)")
#: Characters of a name or of words that are read.
_MAX = 60
#: Rows named in an address that are read.
_NAMES = 20
#: A cell that begins like this is taken for a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEAD = ("文件", "事项", "数字", "时间", "原文时间", "单位", "原文")


@dataclass(frozen=True)
class Shown:
    """A row as the page shows it.

    Attributes:
        row: The row.
        paper: What its paper is cited by.
        place: Where it stands, as printed.
        quote: Its proof, verbatim.
        url: Where that stands in the reading room.
    """

    row: FactRow
    paper: str
    place: str
    quote: str
    url: str


def facts(request: Request) -> Response:
    """Show a page of the rows the address chooses."""
    kb: KnowledgeBase = request.app.state.kb
    choice = _choice(request)
    rows = _rows(kb, choice)
    last = max(1, -(-len(rows) // PAGE_ROWS))
    page = min(max(1, _number(request.query_params.get("page", ""))), last)
    wording = Wording(page_language(request).locale)
    here = rows[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    compared = {row.unit for row in rows} if rows and all(row.value for row in rows) else set()
    return show_page(
        request,
        "facts.html",
        rows=[_shown(row, kb, wording) for row in here],
        count=len(rows),
        choice=choice,
        documents=kb.documents(),
        units=units_asked(kb),
        months=months(kb),
        page=page,
        last=last,
        most=max(row.amount for row in rows) if len(compared) == 1 and len(rows) > 1 else 0,
        address=choice.query,
        sorted_by={sort: _turned(choice, sort).query for sort in SORTS},
        calendar=_calendar(request, choice, rows),
    )


def _rows(kb: KnowledgeBase, choice: RowChoice) -> list[FactRow]:
    return chosen_rows(fact_base(kb), choice, question_reader(kb).read(choice.words))


def facts_csv(request: Request) -> Response:
    """Return all rows the address chooses as a table."""
    kb: KnowledgeBase = request.app.state.kb
    wording = Wording("zh-Hans")
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(_HEAD)
    for row in _rows(kb, _choice(request)):
        shown = _shown(row, kb, wording)
        cells = (shown.paper, row.what, row.value, row.due, row.when, "、".join(row.units))
        table.writerow([_cell(text) for text in (*cells, shown.quote)])
    # Spreadsheets read UTF-8 only where the mark stands first.
    return Response(
        "\ufeff" + written.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="facts.csv"'},
    )


def _choice(request: Request) -> RowChoice:
    kb: KnowledgeBase = request.app.state.kb
    given = {name: value.strip()[:_MAX] for name, value in request.query_params.items()}
    document = given.get("document", "")
    month = given.get("month", "")
    sort = given.get("sort", "")
    return RowChoice(
        document=kb.document(document).id if document else "",
        unit=given.get("unit", ""),
        month=month if month in months(kb) else "",
        words=to_simplified(given.get("words", "")),
        names=tuple(request.query_params.getlist("what")[:_NAMES]),
        sort=sort if sort in SORTS else "",
        descending=given.get("order", "") == "desc",
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _turned(choice: RowChoice, sort: str) -> RowChoice:
    """Return the choice sorted by a column; once more, the other way round."""
    return replace(choice, sort=sort, descending=choice.sort == sort and not choice.descending)


def _shown(row: FactRow, kb: KnowledgeBase, wording: Wording) -> Shown:
    citation = _citation(row, kb)
    return Shown(
        row=row,
        paper=citation.document,
        place=wording.quoted(citation.place),
        quote=wording.quoted(citation.quote),
        url=citation.url,
    )


def _citation(row: FactRow, kb: KnowledgeBase) -> Citation:
    proof = row.proof
    if proof.items:
        return row_citation(kb, proof.document, proof.field, proof.due, proof.items)
    return gazette_citation(kb, proof.document, proof.quote)


def _calendar(request: Request, choice: RowChoice, rows: list[FactRow]) -> FileLink | None:
    """Return the days of the rows as a calendar, where they have days."""
    if not any(len(row.due) > len("2017") for row in rows):
        return None
    kb: KnowledgeBase = request.app.state.kb
    year, _, month = choice.month.partition("-")
    named = {
        "unit": choice.unit,
        "document_number": kb.document(choice.document).name if choice.document else "",
        "year": year,
        "month": month.lstrip("0"),
    }
    data = {kind: [value] for kind, value in named.items() if value}
    item = Attachment("calendar", _CALENDAR, "deadlines.ics", "deadline_calendar", data)
    return file_link(request, item)


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
