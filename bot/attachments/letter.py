"""Letters: Word documents with places for what a case told, filled by docxtpl (docs/letters.md)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from actions.guides.model import CaseFacts
from bot.attachments.document_text import document_text
from bot.attachments.file import DOCX, TEXT, File
from bot.attachments.letter_fields import LETTER_FIELDS, LETTERS, field_values
from bot.attachments.values import clause
from policies_kb.kb import KnowledgeBase


def letter_file(
    name: str, form: str, words: Mapping[str, Any], facts: CaseFacts, kb: KnowledgeBase
) -> File:
    """Return a letter as ``docx`` or ``txt``; both say the same.

    Args:
        name: Name of the letter.
        form: The format.
        words: What its words stand for: a text, or a list of lines.
        facts: What its conditions ask for.
        kb: Holds the clauses.

    Raises:
        KeyError: There is no such format.
        NotInBase: It names a clause the base lacks.
    """
    as_form = {"docx": lambda content: File(content, DOCX), "txt": _text_file}[form]
    values = field_values(LETTER_FIELDS.data.by_letter[name], words, facts)
    return as_form(LetterTemplate(LETTERS / f"{name}.docx").filled(values, kb))


def _text_file(content: bytes) -> File:
    """Return the text of a document; the mark at its head tells old editors it is UTF-8."""
    text = document_text(content).replace("\n", "\r\n")
    return File(text.encode("utf-8-sig"), TEXT)


class LetterTemplate(DocxTemplate):  # type: ignore[misc]
    """A letter to be filled."""

    def filled(self, values: Mapping[str, Any], kb: KnowledgeBase) -> bytes:
        """Return the document with values and clauses in their places, and nobody as its author."""
        self.render({**law_names(kb), **values}, ENVIRONMENT, autoescape=True)
        properties = self.docx.core_properties
        properties.author = properties.last_modified_by = ""
        file = io.BytesIO()
        self.save(file)
        return file.getvalue()

    def patched_body(self) -> str:
        """Return the source of the letter for Jinja."""
        return self.patch_xml(self.get_xml())

    def patch_xml(self, src_xml: str) -> str:
        """Return the source of a part for Jinja."""
        return _patched(src_xml)


def law_names(kb: KnowledgeBase) -> dict[str, Any]:
    """Return what letters name clauses by: ``law724.art_30``."""
    return {law.id: _LawClauses(kb, law.id) for law in kb.laws()}


class _LawClauses:
    def __init__(self, kb: KnowledgeBase, law: str) -> None:
        self._kb = kb
        self._law = law

    def __getitem__(self, article: str) -> str:
        return clause(self._kb, f"{self._law}.{article}")


class _Environment(ImmutableSandboxedEnvironment):
    # A letter comes from whoever edited it, and no review sees what is in the file.
    def from_string(self, source: Any, *_: Any, **__: Any) -> Template:
        return _compiled(source)


def _as_typed(value: Any) -> Markup:
    # docxtpl makes "{{" of "{_{", also of what somebody typed.
    return Markup(str(escape(value)).replace("_", "&#95;"))


ENVIRONMENT = _Environment(undefined=StrictUndefined, autoescape=True, finalize=_as_typed)


# Without these two a letter takes twice as long.
@lru_cache(maxsize=64)
def _compiled(source: str) -> Template:
    return ImmutableSandboxedEnvironment.from_string(ENVIRONMENT, source)


@lru_cache(maxsize=64)
def _patched(xml: str) -> str:
    return str(DocxTemplate("").patch_xml(xml))
