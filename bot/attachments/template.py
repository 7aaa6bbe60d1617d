"""Makes a paper of a template: chooses the lines that fit the facts and fills in the words.

A template is a title and a list of blocks. A block names its kind (``heading``, ``fields``,
``sentences``, ``items``, ``note``, ``clauses``, ``grid``, ``to``, ``sign``). A block, and every
line in one, may carry ``when``: a mapping of fact names to the values it is written for.
``{names}`` in the text are places for words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from actions.guides.model import UNKNOWN, CaseFacts
from bot.attachments.letter_blocks import (
    BLANK,
    Addressee,
    Closing,
    Fields,
    Heading,
    Items,
    Letter,
    LetterBlock,
    LetterGrid,
    Paragraph,
)
from policies_kb.kb import KnowledgeBase

#: More of one text is not written.
_LONGEST = 2000

LetterWords = Mapping[str, str]


def make_paper(
    template: Mapping[str, Any], facts: CaseFacts, words: LetterWords, kb: KnowledgeBase
) -> Letter:
    """Return the paper for these facts.

    Args:
        template: Title and blocks, see the module.
        facts: What the user told; decides which lines are written.
        words: What goes into the places of the lines.
        kb: Holds the clauses.

    Raises:
        NotInBase: The template cites a clause the base lacks.
    """
    blocks = (_block(block, facts, words, kb) for block in _fitting(template["blocks"], facts))
    return Letter(template["title"], tuple(blocks))


def cited(template: Mapping[str, Any]) -> Iterator[str]:
    """Yield the ids of all clauses a template may cite."""
    for block in template["blocks"]:
        for clause in block.get("clauses", ()):
            yield clause["text"] if isinstance(clause, Mapping) else clause


def clause(kb: KnowledgeBase, provision_id: str) -> str:
    """Return a clause of current law with number, title and article, in our own words.

    Raises:
        NotInBase: There is no such clause.
    """
    provision = kb.law_provision(provision_id)
    law = kb.law(provision.law)
    number = "" if "《" in law.number else f"（{law.number}）"
    return f"《{law.title.zh}》{number}{provision.label.zh}：{provision.text.zh}"


def field_text(value: Any) -> str:
    """Return a value as it may be written into a file: one line, nothing XML forbids."""
    text = str(value)[:_LONGEST]
    shown = (" " if unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"} else c for c in text)
    return " ".join("".join(shown).split())


def _block(
    block: Mapping[str, Any], facts: CaseFacts, words: LetterWords, kb: KnowledgeBase
) -> LetterBlock:
    """Return one block of the paper.

    Raises:
        ValueError: The template names no known kind.
    """
    match block:
        case {"heading": text}:
            return Heading(text)
        case {"sentences": lines}:
            return Paragraph("".join(_texts(lines, facts, words)))
        case {"note": text}:
            return Paragraph(text, small=True)
        case {"items": lines}:
            return Items(tuple(_texts(lines, facts, words)))
        case {"clauses": lines}:
            return Items(tuple(clause(kb, name) for name in _texts(lines, facts, words)))
        case {"fields": rows}:
            return Fields(tuple(tuple(_entry(entry, words) for entry in row) for row in rows))
        case {"grid": header, "rows": lines}:
            return LetterGrid(tuple(header), _numbered(_texts(lines, facts, words)))
        case {"to": name, "greeting": greeting}:
            return Addressee(greeting, name.format_map(words))
        case {"sign": lines}:
            return Closing(tuple(lines))
    raise ValueError(f"a template has no kind of block like {sorted(block)}")


def _fitting(lines: Iterable[Any], facts: CaseFacts) -> Iterator[Any]:
    """Yield the blocks or lines that are written for these facts."""
    for line in lines:
        wanted = line.get("when", {}) if isinstance(line, Mapping) else {}
        if all(facts.get(name, UNKNOWN) in values for name, values in wanted.items()):
            yield line


def _texts(lines: Iterable[Any], facts: CaseFacts, words: LetterWords) -> Iterator[str]:
    for line in _fitting(lines, facts):
        text = line["text"] if isinstance(line, Mapping) else line
        yield text.format_map(words)


def _entry(entry: Any, words: LetterWords) -> tuple[str, str]:
    """Return label and value of a form's entry; most have no value and are filled in by hand."""
    if isinstance(entry, Mapping):
        value = entry["value"].format_map(words)
        return entry["label"], "" if value == BLANK else value
    return entry, ""


def _numbered(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return rows of number, text and a place to write in."""
    return tuple((str(number), text, "") for number, text in enumerate(texts, 1))
