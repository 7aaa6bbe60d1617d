"""The names letters may use and what stands behind them (letters/fields.yml)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from actions.guides import GUIDES
from actions.guides.model import UNKNOWN, CaseFacts

LETTERS = Path(__file__).parent / "letters"
FIELDS_FILE = LETTERS / "fields.yml"

#: A word of the program; one for lines, with the names of their parts; the values of a condition.
LetterField = str | list[str] | dict[str, list[str]]
LetterFields = Mapping[str, LetterField]


class FieldsOfLetters(BaseModel):
    """What fields.yml holds.

    Attributes:
        derived: Facts made of others, which no case asks for, and their values.
        shared: What several letters have in common.
        letters: The fields of each letter by their names.
    """

    model_config = ConfigDict(extra="forbid")

    derived: dict[str, list[str]]
    shared: dict[str, dict[str, LetterField]]
    letters: dict[str, dict[str, LetterField]]


@cache
def letter_fields() -> FieldsOfLetters:
    """Return the fields of the letters.

    Raises:
        ValidationError: The file holds something else.
    """
    return FieldsOfLetters.model_validate(yaml.safe_load(FIELDS_FILE.read_text("utf-8")))


def field_values(fields: LetterFields, words: Mapping[str, Any], facts: CaseFacts) -> Any:
    """Return what a letter is filled with, by the names of its fields.

    Args:
        fields: Those of the letter.
        words: What the words of the program say: a text, a list of lines, or of their parts.
        facts: What conditions ask for.

    Raises:
        KeyError: A field asks for a word that is not there.
    """
    return {name: _value(field, words, facts) for name, field in fields.items()}


def sample_values(fields: LetterFields, on: Iterable[str]) -> dict[str, Any]:
    """Return values with which the fields ``on`` hold or are told, and the others are not."""
    chosen = set(on)
    return {name: _sample(name, field, name in chosen) for name, field in fields.items()}


def field_problems() -> Iterator[str]:
    """Yield what is wrong with the file, a sentence each: ``file: message``."""
    try:
        letters = letter_fields().letters
    except yaml.YAMLError as error:
        yield f"{FIELDS_FILE}: {' '.join(str(error).split())}"
    except ValidationError as error:
        # Of what a field might have been, the one that fits the furthest.
        nearest = max(error.errors(), key=lambda found: len(found["loc"]))
        place = ".".join(map(str, nearest["loc"]))
        yield f"{FIELDS_FILE}: {place}: {nearest['msg']}"
    else:
        known = _values_of_facts()
        found = {
            f"{FIELDS_FILE}: {name} waits for {fact}: {value}, which is never told"
            for fields in letters.values()
            for name, field in fields.items()
            if isinstance(field, dict)
            for fact, values in field.items()
            for value in set(values) - known.get(fact, set())
        }
        yield from sorted(found)


def _value(field: LetterField, words: Mapping[str, Any], facts: CaseFacts) -> Any:
    if isinstance(field, dict):
        return all(facts.get(name, UNKNOWN) in values for name, values in field.items())
    if isinstance(field, str):
        return words[field]
    word, *parts = field
    return [dict(zip(parts, line, strict=True)) if parts else line for line in words[word]]


def _sample(name: str, field: LetterField, told: bool) -> Any:
    if isinstance(field, dict):
        return told
    if isinstance(field, str):
        return f"〔{name}〕" if told else ""
    line = {part: f"〔{part}〕" for part in field[1:]} or f"〔{name}〕"
    return [line, line] if told else []


def _values_of_facts() -> dict[str, set[str]]:
    """Return the values of facts that are chosen, not counted or written, by their names."""
    found = {name: set(values) for name, values in letter_fields().derived.items()}
    for field in (field for guide in GUIDES.values() for field in guide.fields.values()):
        found.setdefault(field.name, set()).update(choice.value for choice in field.choices)
    return found
