"""The words of the guided cases, read from the YAML files of this package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from actions.answer import Phrase, curated
from actions.guides.model import Choice, Field
from policies_kb.overlay.model import StatusEvidence

GUIDES_FOLDER = Path(__file__).parent
_NEVER = r"(?!)"


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


@dataclass(frozen=True)
class ChoicePatterns:
    """How a choice is recognised: always, and more freely when it was asked for."""

    always: re.Pattern[str]
    asked: re.Pattern[str]


@dataclass(frozen=True)
class Entry:
    """A field with the ways people fill it.

    Attributes:
        field: What is asked.
        problem: What is said when an answer cannot be read.
        called: How people name the field when they change it.
        answers: How its choices are recognised, by value, in the order they are tried.
        dropped: Words that are taken out before a choice is looked for (negations).
        before: What stands before a month or text that belongs to this field.
        after: What stands after one.
        describes: What free text must hold to answer; by default anything.
        slip: Free text that answers nothing.
        partly: What tells only a part of an answer, and what is said to it; ``{words}`` are those.
        either: What may be one of two choices, with both.
    """

    field: Field
    problem: Phrase
    called: re.Pattern[str]
    answers: Mapping[str, ChoicePatterns]
    dropped: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    describes: re.Pattern[str]
    slip: re.Pattern[str]
    partly: tuple[tuple[re.Pattern[str], Phrase], ...]
    either: tuple[tuple[re.Pattern[str], tuple[str, str]], ...]


@dataclass(frozen=True)
class Script:
    """Everything one YAML file of this package says."""

    entries: Mapping[str, Entry]
    texts: Mapping[str, Phrase]
    statements: Mapping[str, tuple[LawStatement, ...]]
    patterns: Mapping[str, re.Pattern[str]]
    settings: Mapping[str, Any]


def load_script(name: str, folder: Path = GUIDES_FOLDER) -> Script:
    """Return the script in ``<name>.yml``."""
    data = yaml.load((folder / f"{name}.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return Script(
        entries={key: _entry(key, row) for key, row in data.get("fields", {}).items()},
        texts={key: curated(**row) for key, row in data.get("texts", {}).items()},
        statements={key: _statements(rows) for key, rows in data.get("statements", {}).items()},
        patterns={key: _pattern(words) for key, words in data.get("patterns", {}).items()},
        settings=data.get("settings", {}),
    )


def join_phrases(phrases: Iterable[Phrase], zh: str = ";", en: str = "; ") -> Phrase:
    """Return curated phrases as one, with a separator for each language."""
    parts = [phrase.translations for phrase in phrases]
    return curated(zh.join(part["zh"] for part in parts), en.join(part["en"] for part in parts))


def _entry(name: str, row: Mapping[str, Any]) -> Entry:
    choices = row.get("choices", ())
    # Choices are read from the top, the telling ones first; some are better offered otherwise.
    order = row.get("offered", [choice["value"] for choice in choices])
    offered = sorted(choices, key=lambda choice: order.index(choice["value"]))
    return Entry(
        field=Field(
            name=name,
            question=_asked(row, "question"),
            choices=tuple(Choice(c["value"], curated(**c["label"])) for c in offered),
            hint=_asked(row, "hint"),
            label=curated(**row["label"]),
            kind=row["kind"],
            told_only=row.get("told_only", False),
        ),
        problem=_asked(row, "problem"),
        called=_pattern(row.get("called")),
        answers={
            c["value"]: ChoicePatterns(_pattern(c.get("words")), _pattern(c.get("asked")))
            for c in choices
        },
        dropped=_pattern(row.get("dropped")),
        before=_pattern(row.get("before")),
        after=_pattern(row.get("after")),
        describes=_pattern(row.get("describes", "(?s:.)")),
        slip=_pattern(row.get("slip")),
        partly=tuple(
            (_pattern(part["words"]), curated(**part["say"])) for part in row.get("partly", ())
        ),
        either=tuple(
            (_pattern(one["words"]), (one["of"][0], one["of"][1])) for one in row.get("either", ())
        ),
    )


def _asked(row: Mapping[str, Any], name: str) -> Phrase:
    """Return words of asking for a field; one that is only told has none."""
    return curated("", "") if row.get("told_only") else curated(**row[name])


def _statements(rows: Iterable[Mapping[str, Any]]) -> tuple[LawStatement, ...]:
    return tuple(
        LawStatement(curated(row["zh"], row["en"]), tuple(row.get("law", ()))) for row in rows
    )


def _pattern(words: str | None) -> re.Pattern[str]:
    return re.compile(words or _NEVER, re.IGNORECASE)
