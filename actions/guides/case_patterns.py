"""How the answers of guided cases are recognised, read from the YAML files of ``patterns``.

What is asked and what is said stands in the YAML of the cases, which holds no pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from policies_kb.yaml_file import NEVER, AnyCase, DataRow

PATTERNS = Path(__file__).with_name("patterns")
_ANYTHING = re.compile("(?s:.)")


class ChoicePatterns(DataRow):
    """How a choice is recognised: always, and more freely when it was asked for."""

    always: AnyCase = NEVER
    asked: AnyCase = NEVER


class TwoReadings(DataRow):
    """What may be one of two choices."""

    words: AnyCase
    of: tuple[str, str]


class FieldPatterns(DataRow):
    """The ways people fill a field.

    Attributes:
        called: How people name the field when they change it.
        choices: How its choices are recognised, in the order they are tried.
        dropped: Words that are taken out before a choice is looked for (negations).
        before: What stands before a month or text that belongs to this field.
        after: What stands after one.
        describes: What free text must hold to answer; by default anything.
        slip: Free text that answers nothing.
        partly: What tells only a part of an answer, by its name in the case.
        either: What may be one of two choices, with both.
    """

    called: AnyCase = NEVER
    choices: dict[str, ChoicePatterns] = {}
    dropped: AnyCase = NEVER
    before: AnyCase = NEVER
    after: AnyCase = NEVER
    describes: AnyCase = _ANYTHING
    slip: AnyCase = NEVER
    partly: dict[str, AnyCase] = {}
    either: tuple[TwoReadings, ...] = ()

    def of_choices(self) -> Iterator[str]:
        """Yield the choices it speaks of."""
        yield from self.choices
        for one in self.either:
            yield from one.of


class CasePatterns(DataRow):
    """What one file holds.

    Attributes:
        fields: The patterns of the fields of the case.
        patterns: How people say what is no field.
        papers: How a paper is asked for by name.
    """

    fields: dict[str, FieldPatterns] = {}
    patterns: dict[str, AnyCase] = {}
    papers: dict[str, AnyCase] = {}
