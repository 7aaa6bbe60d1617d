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

#: A word of the program, a list of one for lines, or the values a condition takes of each fact.
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
        words: What the words of the program say: a text, or a list of lines.
        facts: What conditions ask for.

    Raises:
        KeyError: A field asks for a word that is not there.
    """
    return {name: _value(field, words, facts) for name, field in fields.items()}


def sample_values(fields: LetterFields, on: Iterable[str]) -> dict[str, Any]:
    """Return values with which the fields ``on`` hold or are told, and the others are not."""
    told = {dict: True, list: ["例一", "例二"]}
    untold = {dict: False, list: [], str: ""}
    chosen = set(on)
    return {
        name: told.get(type(field), f"〔{name}〕") if name in chosen else untold[type(field)]
        for name, field in fields.items()
    }


def field_problems() -> Iterator[str]:
    """Yield what is wrong with the file, a sentence each: ``file: message``."""
    try:
        every = letter_fields()
    except (ValidationError, yaml.YAMLError) as error:
        yield f"{FIELDS_FILE}: {' '.join(str(error).split())}"
        return
    values = _values_of_facts(every)
    named = {k: v for group in (every.shared, every.letters) for k, v in group.items()}
    for place, fields in named.items():
        for name, field in fields.items():
            for fact, wanted in field.items() if isinstance(field, dict) else ():
                strange = sorted(set(wanted) - values.get(fact, set()))
                if strange:
                    told = f"{place}: {name} waits for {fact}: {strange[0]}, which is never told"
                    yield f"{FIELDS_FILE}: {told}"


def _value(field: LetterField, words: Mapping[str, Any], facts: CaseFacts) -> Any:
    if isinstance(field, dict):
        return all(facts.get(name, UNKNOWN) in values for name, values in field.items())
    return words[field if isinstance(field, str) else field[0]]


def _values_of_facts(every: FieldsOfLetters) -> dict[str, set[str]]:
    """Return the values of facts that are chosen, not counted or written, by their names."""
    found = {name: set(values) for name, values in every.derived.items()}
    for field in (field for guide in GUIDES.values() for field in guide.fields.values()):
        found.setdefault(field.name, set()).update(choice.value for choice in field.choices)
    return found
