"""Long lists, cut to screens."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from actions.answer import Citation, Row, Suggestion, say
from actions.citations import without_doubles
from actions.question import Question

#: Lines a telephone shows without tiring its reader.
PAGE_LINES = 8


def page_of(question: Question) -> int:
    """Return the page asked for, from 1."""
    wished = question.first("page")
    return max(1, int(wished)) if wished.isdecimal() else 1


#: Makes a line and its proof; called only when the line is shown.
PagedLine = Callable[[], tuple[Row, Citation]]


def paginate(
    lines: Sequence[PagedLine], question: Question
) -> tuple[tuple[Row, ...], tuple[Citation, ...], tuple[Suggestion, ...]]:
    """Return the rows of the asked page with their citations, and a button for the next page.

    Each row comes with its proof; its ``citation`` is set to the place of that proof. A page
    behind the last one is the last one.
    """
    page = min(page_of(question), max(1, -(-len(lines) // PAGE_LINES)))
    shown = [make() for make in lines[(page - 1) * PAGE_LINES : page * PAGE_LINES]]
    citations = without_doubles(citation for _, citation in shown)
    placed = tuple(Row(row.text, citations.index(citation)) for row, citation in shown)
    if len(lines) <= page * PAGE_LINES:
        return placed, citations, ()
    entities = {kind: list(values) for kind, values in question.entities.items() if kind != "page"}
    payload = json.dumps({**entities, "page": str(page + 1)}, ensure_ascii=False)
    more = say("看后面{count}条", count=len(lines) - page * PAGE_LINES)
    return placed, citations, (Suggestion(more, f"/{question.intent}{payload}"),)
