"""Hears danger by the words of ``rules.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import model_validator

from policies_kb.yaml_file import DataFile, DataRow, SplitWords

_CLASS = re.compile(r"\{(\w+)\}")
#: A class that must be there, and the innermost group of a pattern.
_ALONE = re.compile(r"\(\?:\{\w+\}\)(?![?*])")
_GROUP = re.compile(r"\([^()]*\)[?*+]?")
_GAP = re.compile(r"([~^])(\d+)")
#: No gap reaches into the next sentence; one of the second kind does not reach past the writer.
_ANY, _NOT_ME = r"[^。！？!?；;]", r"[^。！？!?；;我]"
#: Stands for what was taken out: nothing is put together across it.
_TAKEN = "□"


@dataclass(frozen=True)
class Rule:
    """One pattern, and what a text must hold for it to be worth a try.

    Attributes:
        pattern: What is looked for.
        needs: Classes of words of which it wants one each.
    """

    pattern: re.Pattern[str]
    needs: tuple[str, ...]


class DangerWords(DataRow):
    """What ``rules.yml`` holds; its fields are explained there."""

    words: dict[str, SplitWords]
    denials: tuple[str, ...]
    innocent: tuple[str, ...]
    rules: dict[str, tuple[str, ...]]

    @model_validator(mode="after")
    def _name_classes_that_are_there(self) -> Self:
        groups = (self.denials, self.innocent, *self.words.values(), *self.rules.values())
        texts = (text for group in groups for text in group)
        unknown = [name for name in _CLASS.findall("".join(texts)) if name not in self.words]
        if unknown:
            raise ValueError(f"no class of words is called '{unknown[0]}'")
        return self


DANGER_RULES = DataFile(Path(__file__).with_suffix(".yml"), DangerWords)


class DangerRules:
    """The rules of a file."""

    def __init__(self, table: DangerWords) -> None:
        self._words = _classes(table.words)
        self._class = {name: re.compile(words) for name, words in self._words.items()}
        self._denials = tuple(re.compile(self._filled(text)) for text in table.denials)
        self._innocent = tuple(re.compile(self._filled(text)) for text in table.innocent)
        self._rows = {
            row: tuple(self._rule(text) for text in texts) for row, texts in table.rules.items()
        }

    @property
    def rows(self) -> tuple[str, ...]:
        """The dangers that are told, in the order they are tried."""
        return tuple(self._rows)

    def hear(self, text: str) -> frozenset[str]:
        """Return the rows that are heard in a text made plain."""
        left = self._without_innocent(text)
        present = {name for name, pattern in self._class.items() if pattern.search(left)}
        heard = set()
        for row, rules in self._rows.items():
            for rule in rules:
                if not present.issuperset(rule.needs):
                    continue
                left, found = rule.pattern.subn(_TAKEN, left)
                if found:
                    heard.add(row)
        return frozenset(heard)

    def undenied(self, text: str) -> str:
        """Return a text without what it says not to be so: 没人打我, 我不会做傻事.

        Args:
            text: A message in plain characters, slips mended or not.
        """
        for pattern in self._denials:
            text = pattern.sub(_TAKEN, text)
        return text

    def _without_innocent(self, text: str) -> str:
        sentences = re.split(f"(?<={self._words['stop']})", self.undenied(text))
        left = "".join(s for s in sentences if not self._is_aside(s))
        for pattern in self._innocent:
            left = pattern.sub(_TAKEN, left)
        return left

    def _is_aside(self, sentence: str) -> bool:
        return bool(self._class["aside"].search(sentence)) and not self._class["own"].search(
            sentence
        )

    def _rule(self, text: str) -> Rule:
        outside = _outside_groups(text)
        needs = () if "|" in outside else tuple(_CLASS.findall(outside))
        return Rule(re.compile(self._filled(text)), needs)

    def _filled(self, text: str) -> str:
        return _blanks(_gaps(_CLASS.sub(lambda found: f"(?:{self._words[found[1]]})", text)))


def load_danger_rules() -> DangerRules:
    """Return the rules of the file."""
    return DangerRules(DANGER_RULES.data)


def _classes(data: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the classes by name as regular expressions, those within them filled in."""
    known: dict[str, str] = {}
    for name, words in data.items():
        joined = "|".join(_alternatives(words))
        filled = _CLASS.sub(lambda found: f"(?:{known[found[1]]})", joined)
        known[name] = _blanks(_gaps(filled))
    return known


def _outside_groups(text: str) -> str:
    """Return a rule without its groups, but for the classes that stand there by themselves."""
    kept = _ALONE.sub(lambda found: found[0][3:-1], text)
    while (without := _GROUP.sub("", kept)) != kept:
        kept = without
    return kept


def _alternatives(words: Sequence[str]) -> Iterable[str]:
    # The first that fits is taken: the longer one is to be tried first.
    return sorted(words, key=len, reverse=True)


def _gaps(text: str) -> str:
    return _GAP.sub(lambda found: f"{_ANY if found[1] == '~' else _NOT_ME}{{0,{found[2]}}}", text)


def _blanks(text: str) -> str:
    return text.replace("_", r"[\s\-]+")
