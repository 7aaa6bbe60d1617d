"""A summary of a case for the staff of a hotline or an office, without personal data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from actions.answer import Citation, Phrase
from actions.context import AnswerContext
from actions.dates import localized_date
from actions.guides import GUIDES
from actions.guides.model import UNKNOWN, CaseFacts, Guide
from actions.guides.summary import line
from actions.question import Question
from bot.attachments.file import File
from bot.attachments.letter import letter_file
from bot.attachments.letter_fields import LETTER_FIELDS
from bot.attachments.values import field_text
from bot.wording.catalogues import DEFAULT_LOCALE
from bot.wording.render import Wording
from policies_kb.kb import KnowledgeBase

_CHINESE = Wording(DEFAULT_LOCALE)


def case_packet(data: Mapping[str, Any], kb: KnowledgeBase, locale: str) -> File:
    """Return the summary as a text file; it is Chinese whatever the locale.

    Args:
        data: Name of the ``guide`` and the ``facts`` of the case.
        kb: Gives the advice and its proof.
        locale: Not used: staff of an authority read it.

    Raises:
        KeyError: There is no such guide.
    """
    words = packet_words(GUIDES[data["guide"]], data["facts"], kb)
    return letter_file("packet", "txt", words, {}, kb)


def packet_words(guide: Guide, facts: CaseFacts, kb: KnowledgeBase) -> dict[str, Any]:
    """Return what was told, what was done, and the advice of today with the law behind it."""
    case = LETTER_FIELDS.data.summaries[guide.name]
    question = Question(text="", intent=guide.name)
    advice = guide.result(dict(facts), question, _context(kb))
    return {
        "about": case.about,
        "day": localized_date(question.today)["zh"],
        "told": _field_lines(guide, facts, (n for n in guide.fields if n not in case.done)),
        "done": _field_lines(guide, facts, case.done),
        "advice": _worded(advice.lead),
        "known": _worded(row.text for row in advice.rows),
        "law": [_name(citation) for citation in advice.citations],
    }


def _field_lines(guide: Guide, facts: CaseFacts, names: Iterable[str]) -> list[str]:
    """Return the fields that were told, one line each."""
    return _worded(
        line(guide.fields[name], facts[name])
        for name in names
        if facts.get(name, UNKNOWN) != UNKNOWN
    )


def _worded(phrases: Iterable[Phrase]) -> list[str]:
    return [field_text(_CHINESE.word(phrase)) for phrase in phrases]


def _name(citation: Citation) -> str:
    """Return title, number and article; the staff have the text themselves."""
    title = f"《{_CHINESE.word(citation.title)}》"
    number = "" if "《" in citation.document else f"（{citation.document}）"
    return f"{title}{number}{_CHINESE.word(citation.place)}"


@lru_cache(maxsize=1)
def _context(kb: KnowledgeBase) -> AnswerContext:
    """Return the context over the base; reading its cards takes longer than the rest."""
    return AnswerContext.of(kb)
