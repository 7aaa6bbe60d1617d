"""Word evidence: what a message speaks of, by words that may stand apart (``evidence.yml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

EVIDENCE_FILE = Path(__file__).parent / "evidence.yml"
#: Two words belong together within one sentence only.
_WITHIN = r"[^。！？!?；;\n]"


class Evidence:
    """The evidence of a file.

    Args:
        data: What ``evidence.yml`` holds.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        words = {name: _any_of(text.split()) for name, text in data["words"].items()}
        self._patterns = {
            name: re.compile("|".join(_pattern(line, words) for line in lines))
            for name, lines in data["evidence"].items()
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
def load_evidence(file: Path = EVIDENCE_FILE) -> Evidence:
    """Return the evidence of a file."""
    return Evidence(yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader))


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
