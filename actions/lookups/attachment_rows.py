"""Proof of a row of an attachment's table: the passage from its month to its last item."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.answer import Citation
from actions.citations import gazette_citation
from policies_kb.errors import QuoteNotFound
from policies_kb.kb import KnowledgeBase


def row_citation(
    kb: KnowledgeBase, document: str, field: str, due: str, items: Sequence[str]
) -> Citation:
    """Return a citation whose quote holds both the month and the items.

    A month is printed once for the rows below it, so the passage begins at the month.

    Args:
        kb: The knowledge base.
        document: Id of the document.
        field: Field the items stand under, as printed.
        due: Month due, ``YYYY-MM``.
        items: Names of items that follow one another in the table.

    Raises:
        QuoteNotFound: No table of the document prints them so.
    """
    year, month = due.split("-")
    printed_month = re.compile(rf"{year}\s*年\s*{int(month)}\s*月")
    for provision in kb.provisions(document):
        under = provision.text.find(field)
        last = provision.text.find(items[-1], under) if under >= 0 else -1
        first = provision.text.find(items[0], under) if under >= 0 else -1
        months = [match.start() for match in printed_month.finditer(provision.text, under, first)]
        if first >= 0 and last >= 0 and months:
            quote = provision.text[months[-1] : last + len(items[-1])]
            return gazette_citation(kb, document, quote)
    raise QuoteNotFound(f"{document} prints no {items[0]!r} for {due}")
