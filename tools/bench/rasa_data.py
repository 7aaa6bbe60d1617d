"""A part of the training data that stock Rasa can learn in minutes; both sides get the same."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from policies_kb.paths import ROOT

TRAINING_DATA = ROOT / "nlu" / "data"
_VERSION = "3.1"

Examples = Mapping[str, Sequence[str]]


class _Written(yaml.SafeDumper):
    """Writes texts of several lines as blocks, the only way Rasa reads examples."""


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Written.add_representer(str, _block)


def read_examples(folder: Path = TRAINING_DATA) -> dict[str, list[str]]:
    """Return the examples of every intent in the files of a folder, in their order."""
    examples: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.glob("*.yml")):
        for block in _read(path).get("nlu", ()):
            lines = block["examples"].splitlines()
            examples[block["intent"]] += [line.removeprefix("- ") for line in lines if line]
    return dict(examples)


def evenly(texts: Sequence[str], count: int) -> list[str]:
    """Return so many texts at even distances; all of them when there are fewer.

    >>> evenly("abcdefgh", 4)
    ['a', 'c', 'e', 'g']
    """
    if len(texts) <= count:
        return list(texts)
    return [texts[place * len(texts) // count] for place in range(count)]


def write_data(
    folder: Path, per_intent: int, source: Path = TRAINING_DATA
) -> tuple[Path, Path, int]:
    """Write the data both sides learn from, and the stories that only stock Rasa needs.

    Its dialogue network learns from stories alone, so that every answer of the rules is told to
    it as a story once more.

    Args:
        folder: Where the data go; what was there before is thrown away.
        per_intent: Examples of an intent.
        source: The whole training data.

    Returns:
        The folder of the data, the file of the stories, and the number of examples.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shared = folder / "data"
    shared.mkdir(parents=True)
    chosen = {name: evenly(texts, per_intent) for name, texts in read_examples(source).items()}
    _write(shared / "nlu.yml", "nlu", _blocks(chosen))
    shutil.copy(source / "rules.yml", shared)
    stories = folder / "stories.yml"
    _write(stories, "stories", stories_of(_read(source / "rules.yml")["rules"]))
    return shared, stories, sum(map(len, chosen.values()))


def stories_of(rules: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rules without forms as stories."""
    return [
        {"story": rule["rule"], "steps": rule["steps"]}
        for rule in rules
        if "condition" not in rule and not any("active_loop" in step for step in rule["steps"])
    ]


def _blocks(examples: Examples) -> list[dict[str, str]]:
    return [
        {"intent": name, "examples": "".join(f"- {text}\n" for text in texts)}
        for name, texts in examples.items()
    ]


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def _write(path: Path, key: str, value: object) -> None:
    text = yaml.dump(
        {"version": _VERSION, key: value}, Dumper=_Written, allow_unicode=True, sort_keys=False
    )
    path.write_text(text, encoding="utf-8")
