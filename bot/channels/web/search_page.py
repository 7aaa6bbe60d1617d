"""``/search``: finds passages of the papers for readers who would rather look themselves."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from actions.citations import gazette_citation
from actions.lookups.text_search import FLOOR
from bot.channels.web.pages import show_page
from bot.channels.web.paper_view import Segment
from bot.wording.render import Wording
from nlu.simplified import to_simplified
from policies_kb.kb import KnowledgeBase

#: Passages shown.
MAX_HITS = 20
#: Characters of a query that are read, as many as the knowledge base reads.
_MAX_QUERY = 500
#: Cosine from which a passage in other words is shown: 62 % of the dev questions on the papers have
#: one, 3 % of those on something else.
_NEAR = 0.88
#: A single character stands everywhere and is not marked.
_SHORTEST = 2


@dataclass(frozen=True)
class Passage:
    """One passage found.

    Attributes:
        document: Printed number of the paper, else its title.
        title: Its title.
        place: Printed place, may be empty.
        segments: The passage, the words looked for marked.
        url: Where it stands in the reading room.
    """

    document: str
    title: str
    place: str
    segments: tuple[Segment, ...]
    url: str


def search(request: Request) -> Response:
    """Show the passages that hold the words of ``?q=``, of one paper when ``document`` names it."""
    kb: KnowledgeBase = request.app.state.kb
    query = request.query_params.get("q", "").strip()[:_MAX_QUERY]
    name = request.query_params.get("document", "")
    return show_page(
        request,
        "search.html",
        query=query,
        within=kb.document(name) if name else None,
        documents=kb.documents(),
        passages=passages(kb, query, name) if query else [],
    )


def passages(kb: KnowledgeBase, query: str, document: str = "") -> list[Passage]:
    """Return the passages that answer a query, best first.

    Args:
        kb: The knowledge base.
        query: What to look for, in simplified or traditional characters.
        document: The paper to look in; all when empty.

    Raises:
        NotInBase: There is no such document.
    """
    words = to_simplified(query)
    hits = kb.search(words, [document] if document else None, limit=MAX_HITS)
    return [
        _passage(kb, hit.document, hit.sentence, words)
        for hit in hits
        if (hit.score >= FLOOR or hit.nearness >= _NEAR) and hit.sentence
    ]


def mark_words(text: str, query: str) -> tuple[Segment, ...]:
    """Cut a text where a stretch of two characters or more that the query holds begins or ends.

    >>> [(part.text, part.marked) for part in mark_words("按月支付工资。", "工资支付")]
    [('按月', False), ('支付', True), ('工资', True), ('。', False)]
    """
    wanted, lowered = query.lower(), text.lower()
    stretches: list[tuple[str, bool]] = []
    start = 0
    while start < len(text):
        length = _shared(lowered, start, wanted)
        stretches.append((text[start : start + max(length, 1)], length > 0))
        start += max(length, 1)
    segments: list[Segment] = []
    for is_marked, group in groupby(stretches, key=lambda stretch: stretch[1]):
        parts = [part for part, _ in group]
        joined = parts if is_marked else ["".join(parts)]
        segments += [Segment(part, strong=False, marked=is_marked) for part in joined]
    return tuple(segments)


def _shared(text: str, start: int, query: str) -> int:
    """Return the length of the longest stretch from ``start`` that stands in the query."""
    length = 0
    for end in range(start + _SHORTEST, len(text) + 1):
        stretch = text[start:end]
        # White space between two words is no word.
        if stretch not in query or stretch != stretch.strip():
            break
        length = end - start
    return length


def _passage(kb: KnowledgeBase, document: str, sentence: str, query: str) -> Passage:
    citation = gazette_citation(kb, document, sentence)
    # Places are printed; they are the same in every language.
    wording = Wording("zh-Hans")
    return Passage(
        document=citation.document,
        title=wording.quoted(citation.title),
        place=wording.quoted(citation.place),
        segments=mark_words(sentence, query),
        url=citation.url,
    )
