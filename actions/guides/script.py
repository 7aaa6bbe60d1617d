"""The words of the guided cases, read from the YAML files of this package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import Field as Key
from pydantic import model_validator

from actions.answer import Phrase, curated
from actions.guides.case_patterns import PATTERNS, CasePatterns, FieldPatterns
from actions.guides.model import Choice, Field, FieldKind
from actions.statements.sentences import SourcedSentence
from policies_kb.errors import DataFileError
from policies_kb.overlay.model import StatusEvidence
from policies_kb.yaml_file import ByName, DataFile, DataRow, NamedRow, read_yaml, yaml_text

#: The words of asking for a field that is only told.
_UNASKED = curated("", "")
CaseSettingsType = TypeVar("CaseSettingsType")


@dataclass(frozen=True)
class LawStatement:
    """Something said in a result, with the law it rests on.

    Attributes:
        text: The words; ``{named}`` places are filled by :func:`actions.answer.worded`.
        law: Ids of the law provisions that prove it.
        evidence: Why the curated row it was taken from may be believed; ``None`` without one.
    """

    text: Phrase
    law: tuple[str, ...]
    evidence: StatusEvidence | None = None


class FieldWords(NamedRow):
    """A field as it is asked for.

    Attributes:
        kind, label, question, hint, told_only: See :class:`actions.guides.model.Field`.
        problem: What is said when an answer cannot be read.
        choices: Its choices and their labels, in the order they are offered.
        partly: What is said to who tells only a part of an answer; ``{words}`` are those.
    """

    kind: FieldKind
    label: Phrase
    question: Phrase = _UNASKED
    hint: Phrase = _UNASKED
    problem: Phrase = _UNASKED
    told_only: bool = False
    choices: dict[str, Phrase] = {}
    partly: dict[str, Phrase] = {}

    @model_validator(mode="after")
    def _is_asked_in_words(self) -> FieldWords:
        if not self.told_only and _UNASKED in (self.question, self.hint, self.problem):
            raise ValueError("needs question, hint and problem, or told_only: true")
        return self

    @cached_property
    def field(self) -> Field:
        """What is asked."""
        return Field(
            name=self.name,
            question=self.question,
            choices=tuple(Choice(value, label) for value, label in self.choices.items()),
            hint=self.hint,
            label=self.label,
            kind=self.kind,
            told_only=self.told_only,
        )


@dataclass(frozen=True)
class Entry:
    """A field with the ways people fill it."""

    words: FieldWords
    patterns: FieldPatterns

    @property
    def field(self) -> Field:
        """What is asked."""
        return self.words.field


class _ScriptFile(DataRow, Generic[CaseSettingsType]):
    settings: CaseSettingsType = Key(default=None, validate_default=True)
    fields: ByName[FieldWords] = {}
    texts: dict[str, Phrase] = {}
    statements: dict[str, tuple[SourcedSentence, ...]] = {}


class PatternFile(DataFile[CasePatterns]):
    """How the answers of one case are recognised.

    Args:
        script: The words of the case.
    """

    def __init__(self, script: DataFile[_ScriptFile[Any]]) -> None:
        super().__init__(PATTERNS / script.file.name, CasePatterns)
        self._script = script

    @cached_property
    def data(self) -> CasePatterns:
        """What it holds.

        Raises:
            DataFileError: It or the script is unsound, or it speaks of what the case does not have.
        """
        data, text = read_yaml(self.file, self.kind), yaml_text(self.file)
        problems = [
            f"{text.place(*way)}: {'.'.join(way)}: the case has none that is called '{way[-1]}'"
            for way in _strangers(data, self._script.data.fields)
        ]
        if problems:
            raise DataFileError(problems)
        return data


def _strangers(
    patterns: CasePatterns, words: Mapping[str, FieldWords]
) -> Iterator[tuple[str, ...]]:
    """Yield the way to each field, choice or partial answer that is recognised and not there."""
    for name, field in patterns.fields.items():
        if name not in words:
            yield "fields", name
            continue
        known = {"choices": words[name].choices, "partly": words[name].partly}
        for key, named in (("choices", field.of_choices()), ("partly", field.partly)):
            yield from (("fields", name, key, one) for one in named if one not in known[key])


class Script(DataFile[_ScriptFile[CaseSettingsType]], Generic[CaseSettingsType]):
    """Everything one YAML file of this package says, and how what is said to it is recognised.

    Args:
        name: The file, without ending.
        settings: What it sets.

    Attributes:
        pattern_file: The patterns.
    """

    def __init__(self, name: str, settings: type[CaseSettingsType]) -> None:
        kind: Any = _ScriptFile[settings]  # type: ignore[valid-type]
        super().__init__(Path(__file__).with_name(f"{name}.yml"), kind)
        self.pattern_file = PatternFile(self)

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Its fields by name."""
        patterns = self.pattern_file.data.fields
        return {
            name: Entry(words, patterns.get(name, FieldPatterns()))
            for name, words in self.data.fields.items()
        }

    @property
    def texts(self) -> Mapping[str, Phrase]:
        """What is said on the way."""
        return self.data.texts

    @cached_property
    def statements(self) -> Mapping[str, tuple[LawStatement, ...]]:
        """What is said in the result."""
        return {
            name: tuple(LawStatement(row.text, row.law) for row in rows)
            for name, rows in self.data.statements.items()
        }

    @property
    def patterns(self) -> Mapping[str, re.Pattern[str]]:
        """How people say what is no field."""
        return self.pattern_file.data.patterns

    @property
    def papers(self) -> Mapping[str, re.Pattern[str]]:
        """How a paper is asked for by name."""
        return self.pattern_file.data.papers

    @property
    def settings(self) -> CaseSettingsType:
        """What it sets."""
        return self.data.settings


def join_phrases(phrases: Iterable[Phrase], zh: str = ";", en: str = "; ") -> Phrase:
    """Return curated phrases as one, with a separator for each language."""
    parts = [phrase.translations for phrase in phrases]
    return curated(zh.join(part["zh"] for part in parts), en.join(part["en"] for part in parts))
