"""Finds what is wrong with the letters before anybody fetches one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from jinja2 import TemplateError, TemplateSyntaxError, nodes
from lxml import etree

from bot.attachments.document_text import TextFormError, document_text
from bot.attachments.letter import ENVIRONMENT, LetterTemplate, law_names
from bot.attachments.letter_fields import (
    LETTER_FIELDS,
    LETTERS,
    LetterFields,
    field_problems,
    sample_values,
)
from policies_kb.errors import DataFileError, NotInBase
from policies_kb.kb import KnowledgeBase

#: Tags that take all they stand in, and what that is.
_TAKES = {"p": "line", "tr": "row", "tc": "cell"}
#: What readers of the text form would miss, or readers of the Word form are not to see.
_WORD_ONLY = {
    **dict.fromkeys(("ins", "del", "moveFrom", "moveTo"), "a tracked change"),
    **dict.fromkeys(("footnoteReference", "endnoteReference"), "a footnote"),
    "commentReference": "a comment",
    "txbxContent": "a text box",
    "sdt": "a content control",
}
#: Conditions that may stand in each other; each more doubles what is tried.
_MOST_NESTED = 10
_LONGEST_SHOWN = 40


def letter_problems(kb: KnowledgeBase, folder: Path = LETTERS) -> Iterator[str]:
    """Yield what is wrong with fields.yml or a letter, a sentence each: ``file: message``."""
    try:
        broken = list(field_problems())
    except DataFileError as error:
        broken = [*error.problems]
    yield from broken
    if broken:
        return
    # Word keeps a file ~$NAME.docx beside one that is open.
    there = {path.stem for path in folder.glob("[!~.]*.docx")}
    for name in sorted(there | set(LETTER_FIELDS.data.by_letter)):
        yield from problems_of(folder / f"{name}.docx", kb)


def problems_of(path: Path, kb: KnowledgeBase) -> Iterator[str]:
    """Yield what is wrong with one letter, a sentence each: ``file: message``."""
    fields = LETTER_FIELDS.data.by_letter.get(path.stem)
    if fields is None:
        yield f"{path}: fields.yml tells nothing of it"
        return
    try:
        letter = CheckedLetter(path, fields, kb)
    except _BrokenLetter as error:
        yield f"{path}: {error}"
    else:
        yield from (f"{path}: {problem}" for problem in letter.problems())


class _BrokenLetter(Exception):
    """A file cannot be read as a letter; the message says why."""


class CheckedLetter:
    """A letter that can be read.

    Raises:
        _BrokenLetter: It is no Word document, or a tag in it is none.
    """

    def __init__(self, path: Path, fields: LetterFields, kb: KnowledgeBase) -> None:
        self._fields = fields
        self._laws = law_names(kb)
        self._kb = kb
        self._template = LetterTemplate(path)
        if not path.is_file():
            raise _BrokenLetter("the letter is missing")
        try:
            self._template.render_init()
        except (PackageNotFoundError, BadZipFile, KeyError, ValueError, etree.LxmlError) as error:
            raise _BrokenLetter("this is no Word document (.docx)") from error
        # A line of source for each of the letter, by which an error is found.
        source = re.sub("<w:p[ >]", r"\n\g<0>", self._template.patched_body())
        try:
            self._body = ENVIRONMENT.from_string(source)
        except TemplateSyntaxError as error:
            line = re.sub("<[^>]*>", "", source.split("\n")[error.lineno - 1]).strip()
            told = f"a tag is broken near “{line[:_LONGEST_SHOWN]}”: {error.message}"
            raise _BrokenLetter(told) from error
        self._tree = ENVIRONMENT.parse(source)

    def problems(self) -> Iterator[str]:
        """Yield what is wrong; the letter is filled only where its tags are sound."""
        found = [*self._word_only(), *self._lost_words(), *self._wrong_names()]
        yield from found or self._wrongly_filled()

    def cited(self) -> set[str]:
        """Return the ids of all clauses the letter may cite."""
        return {
            f"{found.node.name}.{found.attr}"
            for found in self._tree.find_all(nodes.Getattr)
            if isinstance(found.node, nodes.Name) and found.node.name in self._laws
        }

    def _word_only(self) -> Iterator[str]:
        tags = {element.tag for element in self._template.docx.element.body.iter()}
        for what in dict.fromkeys(w for kind, w in _WORD_ONLY.items() if qn(f"w:{kind}") in tags):
            yield f"it holds {what}: accept, delete or replace it in Word"

    def _lost_words(self) -> Iterator[str]:
        for kind, taken in _TAKES.items():
            tag = rf"\{{[%{{]{kind} [^%}}]*[%}}]\}}"
            for element in self._template.docx.element.body.iter(qn(f"w:{kind}")):
                text = _text(element)
                if re.search(tag, text) and not re.fullmatch(tag, text):
                    beside = re.sub(tag, "…", text)[:_LONGEST_SHOWN]
                    yield f"“{beside}” would be lost, a tag with {kind} takes its whole {taken}"

    def _wrong_names(self) -> Iterator[str]:
        used = self._template.get_undeclared_template_variables(ENVIRONMENT)
        meant = set()
        for name in sorted(used - set(self._fields) - set(self._laws)):
            near = get_close_matches(name, self._fields, n=1, cutoff=0.5)
            meant |= set(near)
            yield f"there is no field {name}" + (f", but there is {near[0]}" if near else "")
        for name in sorted(set(self._fields) - used - meant):
            yield f"the field {name} is not used"
        for clause in sorted(self.cited()):
            try:
                self._kb.law_provision(clause)
            except NotInBase:
                yield f"the base holds no clause {clause}"

    def _wrongly_filled(self) -> Iterator[str]:
        """Yield the first that is wrong with the filled letter.

        Conditions meet only where one stands in another. Those are tried in every combination,
        once with all others holding and once with none.
        """
        tried = {frozenset(self._fields), frozenset[str]()}
        for names in set(self._nested(self._tree.iter_child_nodes())):
            if len(names) > _MOST_NESTED:
                yield f"more than {_MOST_NESTED} conditions in each other: {_listed(names)}"
                return
            others = frozenset(self._fields) - names
            tried |= {some | more for some in _subsets(names) for more in (others, frozenset())}
        for on in sorted(tried, key=lambda names: (len(names), sorted(names))):
            problem = self._problem(on)
            if problem:
                yield f"with {_listed(on) or 'nothing told'}: {problem}"
                return
        try:
            document_text(
                self._template.filled(sample_values(self._fields, self._fields), self._kb)
            )
        except TextFormError as error:
            yield str(error)

    def _nested(
        self, found: Iterable[nodes.Node], around: frozenset[str] = frozenset()
    ) -> Iterator[frozenset[str]]:
        """Yield for each condition the names in it and in those it stands in."""
        for node in found:
            inside = around
            if isinstance(node, nodes.If | nodes.For):
                deciding = nodes.Output([node.test if isinstance(node, nodes.If) else node.iter])
                named = {name.name for name in deciding.find_all(nodes.Name)}
                inside = around | (named & set(self._fields))
                yield inside
            yield from self._nested(node.iter_child_nodes(), inside)

    def _problem(self, on: frozenset[str]) -> str:
        """Return what is wrong with the letter when these fields hold or are told."""
        values = {**self._laws, **sample_values(self._fields, on)}
        try:
            body = etree.fromstring(self._body.render(values))
        except (TemplateError, TypeError) as error:
            return f"it cannot be filled: {error}"
        except etree.XMLSyntaxError:
            return "a condition begins in one line, row or cell and ends in another"
        text = "\n".join(map(_text, body.iter(qn("w:p"))))
        brace = re.search(r".{0,20}[{}].{0,20}", text)
        return f"“{brace[0]}” is left of a tag" if brace else ""


def _text(element: etree._Element) -> str:
    return "".join(part.text or "" for part in element.iter(qn("w:t"))).strip()


def _subsets(names: Iterable[str]) -> Iterator[frozenset[str]]:
    every = list(names)
    for size in range(len(every) + 1):
        yield from map(frozenset, combinations(every, size))


def _listed(names: Iterable[str]) -> str:
    return "、".join(sorted(names))
