"""Checks the answer cards: their quotes against the papers, their references against the base.

The cards belong to the room above; here they are plain YAML files, one mapping of intent to card
a file, with ``quotes`` (``document``, ``text``), ``law``, ``channels`` and ``suggestions``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from policies_kb.checks.curated import cites_ended, says
from policies_kb.checks.problem import Problem
from policies_kb.errors import NotInBase
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay import yaml_lines

_LABELS = "labels.yml"


def check_cards(base: KnowledgeBase, folder: Path, ended: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with the cards of a folder.

    Args:
        base: The base they are answered from.
        folder: Folder of the cards.
        ended: Articles of laws that hold no longer, see ``curated.ended_articles``.
    """
    labels = yaml_lines.load(folder / _LABELS).data
    known = set(labels) if isinstance(labels, dict) else set()
    first: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        loaded, name = yaml_lines.load(path), f"{folder.name}/{path.name}"
        for line, message in loaded.problems:
            yield Problem(f"{name}:{line}", message)
        if path.name == _LABELS:
            continue
        if not isinstance(loaded.data, dict):
            yield Problem(f"{name}:1", "is no mapping of intents to cards")
            continue
        for intent, card in loaded.data.items():
            place = f"{name}:{loaded.line((intent,))}"
            if intent in first:
                yield Problem(place, f"a card for '{intent}' stands already at {first[intent]}")
            first.setdefault(intent, place)
            yield from _card(_Card(intent, card, name, loaded), base, known, ended)


class _Card:
    """One card with the lines of what it lists."""

    def __init__(self, intent: str, data: Any, file: str, loaded: yaml_lines.Loaded) -> None:
        self._intent, self._file, self._loaded = intent, file, loaded
        self._data = data if isinstance(data, dict) else {}

    def each(self, key: str) -> Iterator[tuple[Any, str]]:
        """Yield the entries of a list with their places."""
        entries = self._data.get(key) or ()
        for position, entry in enumerate(entries if isinstance(entries, list) else ()):
            line = self._loaded.line((self._intent, key, position))
            yield entry, f"{self._file}:{line}"


def _card(
    card: _Card, base: KnowledgeBase, labels: set[str], ended: Mapping[str, str]
) -> Iterator[Problem]:
    for quote, place in card.each("quotes"):
        if isinstance(quote, dict) and {"document", "text"} <= set(quote):
            yield from says(base, str(quote["document"]), str(quote["text"]), place)
        else:
            yield Problem(place, "a quote has a document and a text")
    for reference, place in card.each("law"):
        yield from _known(base.law_provision, reference, place)
        yield from cites_ended(str(reference), ended, place)
    for channel, place in card.each("channels"):
        yield from _known(base.channel, channel, place)
    for intent, place in card.each("suggestions"):
        if intent not in labels:
            yield Problem(place, f"suggests '{intent}', which has no label in {_LABELS}")


def _known(ask: Any, name: Any, place: str) -> Iterator[Problem]:
    try:
        ask(str(name))
    except NotInBase as error:
        yield Problem(place, str(error))
