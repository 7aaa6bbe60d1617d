"""What a matter is called within a sentence (``matters.yml``)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from actions.answer import Phrase
from policies_kb.yaml_file import DataFile

MATTER_WORDS = DataFile(Path(__file__).with_suffix(".yml"), dict[str, Phrase])


def matter_names() -> Mapping[str, Phrase]:
    """Return the words for each matter that people come with."""
    return MATTER_WORDS.data
