"""The words of the guided cases, read from the YAML files of this package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import Field as Key
from pydantic import model_validator

from actions.answer import Phrase, curated
from actions.guides.model import Choice, Field, FieldKind
from actions.statements.sentences import SourcedSentence
from policies_kb.overlay.model import StatusEvidence
from policies_kb.yaml_file import NEVER, AnyCase, ByName, DataFile, DataRow, NamedRow

_ANYTHING = re.compile("(?s:.)")
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


class ChoicePatterns(DataRow):
    """A choice, and how it is recognised: always, and more freely when it was asked for."""

    value: str
    label: Phrase
    always: AnyCase = Key(NEVER, alias="words")
    asked: AnyCase = NEVER


class PartialAnswer(DataRow):
    """What tells only a part of an answer, and what is said to it."""

    words: AnyCase
    say: Phrase


class TwoReadings(DataRow):
    """What may be one of two choices."""

    words: AnyCase
    of: tuple[str, str]


class Entry(NamedRow):
    """A field with the ways people fill it.

    Attributes:
        kind, label, question, hint, told_only: See :class:`actions.guides.model.Field`.
        problem: What is said when an answer cannot be read.
        called: How people name the field when they change it.
        choices: Its choices in the order they are tried, the telling ones first.
        offered: The order they are offered in, if it is another one.
        dropped: Words that are taken out before a choice is looked for (negations).
        before: What stands before a month or text that belongs to this field.
        after: What stands after one.
        describes: What free text must hold to answer; by default anything.
        slip: Free text that answers nothing.
        partly: What tells only a part of an answer, and what is said to it; ``{words}`` are those.
        either: What may be one of two choices, with both.
    """

    kind: FieldKind
    label: Phrase
    question: Phrase = _UNASKED
    hint: Phrase = _UNASKED
    problem: Phrase = _UNASKED
    told_only: bool = False
    called: AnyCase = NEVER
    choices: tuple[ChoicePatterns, ...] = ()
    offered: tuple[str, ...] = ()
    dropped: AnyCase = NEVER
    before: AnyCase = NEVER
    after: AnyCase = NEVER
    describes: AnyCase = _ANYTHING
    slip: AnyCase = NEVER
    partly: tuple[PartialAnswer, ...] = ()
    either: tuple[TwoReadings, ...] = ()

    @model_validator(mode="after")
    def _is_asked_in_words(self) -> Entry:
        if not self.told_only and _UNASKED in (self.question, self.hint, self.problem):
            raise ValueError("needs question, hint and problem, or told_only: true")
        return self

    @cached_property
    def field(self) -> Field:
        """What is asked."""
        order = self.offered or tuple(self.answers)
        choices = (self.answers[value] for value in order)
        return Field(
            name=self.name,
            question=self.question,
            choices=tuple(Choice(choice.value, choice.label) for choice in choices),
            hint=self.hint,
            label=self.label,
            kind=self.kind,
            told_only=self.told_only,
        )

    @cached_property
    def answers(self) -> Mapping[str, ChoicePatterns]:
        """Its choices by value."""
        return {choice.value: choice for choice in self.choices}


class _ScriptFile(DataRow, Generic[CaseSettingsType]):
    settings: CaseSettingsType = Key(default=None, validate_default=True)
    fields: ByName[Entry] = {}
    texts: dict[str, Phrase] = {}
    statements: dict[str, tuple[SourcedSentence, ...]] = {}
    patterns: dict[str, AnyCase] = {}


class Script(DataFile[_ScriptFile[CaseSettingsType]], Generic[CaseSettingsType]):
    """Everything one YAML file of this package says.

    Args:
        name: The file, without ending.
        settings: What it sets.
    """

    def __init__(self, name: str, settings: type[CaseSettingsType]) -> None:
        kind: Any = _ScriptFile[settings]  # type: ignore[valid-type]
        super().__init__(Path(__file__).with_name(f"{name}.yml"), kind)

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Its fields by name."""
        return self.data.fields

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
        return self.data.patterns

    @property
    def settings(self) -> CaseSettingsType:
        """What it sets."""
        return self.data.settings


def join_phrases(phrases: Iterable[Phrase], zh: str = ";", en: str = "; ") -> Phrase:
    """Return curated phrases as one, with a separator for each language."""
    parts = [phrase.translations for phrase in phrases]
    return curated(zh.join(part["zh"] for part in parts), en.join(part["en"] for part in parts))
