"""Fills the places in braces of training examples from one pool of names, sums and dates."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from policies_kb.yaml_file import DataFile, SplitWords

#: The names by kind.
POOL = DataFile(Path(__file__).with_suffix(".yml"), dict[str, SplitWords])
#: Examples made of one line with places.
COPIES = 3
_PLACE = re.compile(r"\{(\w+)\}")
#: Names put together from others.
_COMPOSED = {
    "firm": ("{place}{name}{trade}{suffix}", "{name}{trade}{suffix}", "{place}一家{trade}{suffix}"),
    "shop": (
        "{name}饭店",
        "{place}一家奶茶店",
        "{name}美发店",
        "{name}健身房",
        "{name}超市",
        "{name}宾馆",
    ),
}


def filled(line: str) -> Iterator[str]:
    """Yield the examples of a line: itself, or several with its places filled.

    What goes into a place hangs on the line alone, so that a training can be repeated.

    >>> list(filled("老板欠我工资")), len(list(filled("{firm}欠我{sum}")))
    (['老板欠我工资'], 3)
    """
    if not _PLACE.search(line):
        yield line
        return
    chance = random.Random(line)
    for _ in range(COPIES):
        text = line
        while place := _PLACE.search(text):
            text = text[: place.start()] + _one(place[1], chance) + text[place.end() :]
        yield text


def _one(kind: str, chance: random.Random) -> str:
    return chance.choice(_COMPOSED.get(kind) or POOL.data[kind])
