"""The names letters may use and what stands behind them (letters/fields.yml)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import Discriminator, Tag, model_validator

from actions.guides import GUIDES
from actions.guides.model import UNKNOWN, CaseFacts
from policies_kb.yaml_file import DataFile, DataRow, Words, yaml_text

LETTERS = Path(__file__).parent / "letters"
_NOTATIONS: dict[type, str] = {str: "word", list: "lines", dict: "condition"}


def _notation(field: Any) -> str | None:
    return _NOTATIONS.get(type(field))


#: A word of the program; one for lines, with the names of their parts; the values of a condition.
LetterField = Annotated[
    Annotated[Words, Tag("word")]
    | Annotated[tuple[str, ...], Tag("lines")]
    | Annotated[dict[str, tuple[str, ...]], Tag("condition")],
    Discriminator(
        _notation,
        custom_error_type="notation",
        custom_error_message="should be a word, [a word] for lines or a condition {fact: values}",
    ),
]
LetterFields = Mapping[str, LetterField]


class _Letter(DataRow):
    """The fields of a letter: those of sets that several have, and its own."""

    shares: tuple[str, ...] = ()
    fields: dict[str, LetterField] = {}


class CaseSummary(DataRow):
    """What the summary of a case says it is about, and the facts that tell what was done."""

    about: Words
    done: tuple[str, ...]


class FieldsOfLetters(DataRow):
    """What fields.yml holds.

    Attributes:
        derived: Facts made of others, which no case asks for, and their values.
        shared: What several letters have in common.
        letters: What each letter has.
        summaries: The summary of each case.
    """

    derived: dict[str, tuple[str, ...]]
    shared: dict[str, dict[str, LetterField]]
    letters: dict[str, _Letter]
    summaries: dict[str, CaseSummary]

    @model_validator(mode="after")
    def _shares_what_is_there(self) -> FieldsOfLetters:
        for name, letter in self.letters.items():
            for one in letter.shares:
                if one not in self.shared:
                    raise ValueError(f"'{name}' shares '{one}', which is not among the shared")
        return self

    @cached_property
    def by_letter(self) -> Mapping[str, LetterFields]:
        """The fields of each letter by their names."""
        return {
            name: {key: of for one in letter.shares for key, of in self.shared[one].items()}
            | letter.fields
            for name, letter in self.letters.items()
        }


LETTER_FIELDS = DataFile(LETTERS / "fields.yml", FieldsOfLetters)


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
    """Yield conditions that never hold, a sentence each: ``file:line: message``.

    Raises:
        DataFileError: The form of the file is not sound.
    """
    data, known = LETTER_FIELDS.data, _values_of_facts()
    text = yaml_text(LETTER_FIELDS.file)
    sets: dict[tuple[str, ...], LetterFields]
    sets = {("shared", name): fields for name, fields in data.shared.items()}
    sets |= {("letters", name, "fields"): letter.fields for name, letter in data.letters.items()}
    for way, fields in sets.items():
        for name, field in fields.items():
            for fact, values in field.items() if isinstance(field, dict) else ():
                for value in sorted(set(values) - known.get(fact, set())):
                    told = f"{name} waits for {fact}: {value}, which is never told"
                    yield f"{text.place(*way, name)}: {told}"


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
    found = {name: set(values) for name, values in LETTER_FIELDS.data.derived.items()}
    for field in (field for guide in GUIDES.values() for field in guide.fields.values()):
        found.setdefault(field.name, set()).update(choice.value for choice in field.choices)
    return found
