"""Word evidence: what a message speaks of, by words that may stand apart (``evidence.yml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Self

from pydantic import model_validator

from policies_kb.yaml_file import DataFile, DataRow, SplitWords

#: Two words belong together within one sentence only.
_WITHIN = r"[^。！？!?；;\n]"


class EvidenceWords(DataRow):
    """What ``evidence.yml`` holds; its fields are explained there."""

    words: dict[str, SplitWords]
    evidence: dict[str, tuple[tuple[str] | tuple[str, str, int], ...]]

    @model_validator(mode="after")
    def _name_classes_that_are_there(self) -> Self:
        lines = (line for lines in self.evidence.values() for line in lines)
        unknown = [name for line in lines for name in line[:2] if name not in self.words]
        if unknown:
            raise ValueError(f"no class of words is called '{unknown[0]}'")
        return self


EVIDENCE_WORDS = DataFile(Path(__file__).with_suffix(".yml"), EvidenceWords)


class Evidence:
    """The evidence of a file."""

    def __init__(self, table: EvidenceWords) -> None:
        words = {name: _any_of(listed) for name, listed in table.words.items()}
        self._patterns = {
            name: re.compile("|".join(_pattern(line, words) for line in lines))
            for name, lines in table.evidence.items()
        }

    @property
    def names(self) -> tuple[str, ...]:
        """What can be told, in the order of the file."""
        return tuple(self._patterns)

    def of(self, text: str) -> tuple[bool, ...]:
        """Tell for each name whether it is so.

        Args:
            text: A message in simplified characters.

        >>> evidence = load_evidence()
        >>> dict(zip(evidence.names, evidence.of("公司拖着我们九个人的工资")))["owed_pay"]
        True
        """
        plain = text.lower()
        return tuple(bool(pattern.search(plain)) for pattern in self._patterns.values())


@cache
def load_evidence() -> Evidence:
    """Return the evidence of the file."""
    return Evidence(EVIDENCE_WORDS.data)


def _any_of(words: Sequence[str]) -> str:
    # The longest first; a Latin word stands by itself.
    longest_first = sorted(set(words), key=len, reverse=True)
    return "|".join(_spelled(word) for word in longest_first)


def _spelled(word: str) -> str:
    escaped = re.escape(word).replace("_", r"\s+")
    return rf"\b{escaped}\b" if word.isascii() else escaped


def _pattern(line: Sequence[Any], words: Mapping[str, str]) -> str:
    if len(line) == 1:
        return f"(?:{words[line[0]]})"
    first, second, apart = words[line[0]], words[line[1]], line[2]
    between = f"{_WITHIN}{{0,{apart}}}?"
    return f"(?:{first}){between}(?:{second})|(?:{second}){between}(?:{first})"
