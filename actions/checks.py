"""Checks the files of this room: their form, and against the base what they quote and refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from actions.cards.cards import LABELS, load_cards
from actions.tables import ANSWER_TABLES
from policies_kb.checks.curated import cites_ended, says
from policies_kb.checks.problem import Problem, form_problems
from policies_kb.errors import DataFileError, NotInBase
from policies_kb.kb import KnowledgeBase
from policies_kb.yaml_file import DataFile, yaml_text

_Way = tuple[int | str, ...]


def check_answers(
    base: KnowledgeBase,
    ended: Mapping[str, str],
    tables: Iterable[DataFile[Any]] = ANSWER_TABLES,
) -> Iterator[Problem]:
    """Yield what is wrong: an unsound file, words no paper says, what is referred to and not there,
    laws that hold no longer.

    Args:
        base: The base they are answered from.
        ended: Articles of laws that hold no longer, see ``policies_kb.checks.curated``.
        tables: The files.
    """
    faults = list(form_problems(tables))
    yield from faults
    if faults:
        return
    try:
        load_cards()
    except DataFileError as error:
        yield from map(Problem.of, error.problems)
    for table in tables:
        text = yaml_text(table.file)
        for way, key, value in _entries(text.data, ()):
            yield from _problems(base, ended, key, value, text.place(*way))


def _entries(value: Any, way: _Way) -> Iterator[tuple[_Way, str, Any]]:
    """Yield all that stands in a file, with the key it stands under, its own or its list's."""
    for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
        inside = (*way, step)
        yield inside, next(str(step) for step in reversed(inside) if isinstance(step, str)), inner
        if isinstance(inner, dict | list):
            yield from _entries(inner, inside)


def _problems(
    base: KnowledgeBase, ended: Mapping[str, str], key: str, value: Any, place: str
) -> Iterator[Problem]:
    if isinstance(value, dict):
        quote = value.get("quote", value.get("text"))
        if "document" in value and isinstance(quote, str):
            yield from says(base, value["document"], quote, place)
    elif not isinstance(value, str):
        return
    elif key == "law":
        yield from _known(base.law_provision, value, place)
        yield from cites_ended(value, ended, place)
    elif key == "channel" or key.endswith("channels"):
        yield from _known(base.channel, value, place)
    elif key == "suggestions" and value not in LABELS.data:
        yield Problem(place, f"suggests '{value}', which has no label in {LABELS.file.name}")


def _known(ask: Callable[[str], object], name: str, place: str) -> Iterator[Problem]:
    try:
        ask(name)
    except NotInBase as error:
        yield Problem(place, str(error))
