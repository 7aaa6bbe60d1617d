"""What a matter is called within a sentence (``matters.yml``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from actions.answer import Phrase, curated

_FILE = Path(__file__).with_suffix(".yml")


@cache
def matter_names() -> Mapping[str, Phrase]:
    """Return the words for each matter that people come with."""
    data = yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return {matter: curated(**texts) for matter, texts in data.items()}
