"""A summary of a case for the staff of a hotline or an office, without personal data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from actions.answer import Citation, Phrase
from actions.context import AnswerContext
from actions.guides import GUIDES
from actions.guides.model import UNKNOWN, CaseFacts, Guide
from actions.guides.summary import line
from actions.question import Question
from bot.attachments.as_text import text_file
from bot.attachments.file import File
from bot.attachments.letter_blocks import Heading, Items, Letter, LetterBlock, Paragraph
from bot.attachments.template import field_text
from bot.wording.catalogues import DEFAULT_LOCALE
from bot.wording.render import Wording
from policies_kb.kb import KnowledgeBase

_WORDS = Path(__file__).parent / "letters" / "packet.yml"
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
    return text_file(packet(GUIDES[data["guide"]], data["facts"], kb))


def packet(guide: Guide, facts: CaseFacts, kb: KnowledgeBase) -> Letter:
    """Return what was told, what was done, and the advice of today with the law behind it."""
    words = _words()
    case, headings = words["cases"][guide.name], words["headings"]
    question = Question(text="", intent=guide.name)
    advice = guide.result(dict(facts), question, _context(kb))
    told = [name for name in guide.fields if name not in case["done"]]
    day = f"{question.today.year}年{question.today.month}月{question.today.day}日"
    parts = (
        (headings["told"], _field_lines(guide, facts, told) or [words["nothing"]]),
        (headings["done"], _field_lines(guide, facts, case["done"])),
        (headings["advice"], _worded(advice.lead)),
        (headings["known"], _worded(row.text for row in advice.rows)),
        (headings["law"], [_name(citation) for citation in advice.citations]),
    )
    return Letter(
        f"{words['title']}：{case['about']}",
        (Paragraph(words["note"].format(day=day), small=True), *_parts(parts)),
    )


def _parts(parts: Iterable[tuple[str, list[str]]]) -> Iterator[LetterBlock]:
    for heading, lines in parts:
        if lines:
            yield Heading(heading)
            yield Items(tuple(lines))


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


@cache
def _words() -> Mapping[str, Any]:
    return yaml.safe_load(_WORDS.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
