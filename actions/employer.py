"""Answers whoever asks about wages as the one who pays them (``employer.yml``)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.answer import Answer, curated
from actions.desk import Desk
from actions.proof import channel_link, law_citation, secondary_notice
from actions.question import Question
from actions.topics import topic_of

_FILE = Path(__file__).with_suffix(".yml")


def asked_by_employer(question: Question, desk: Desk) -> Answer | None:
    """Return what an employer is told who asks about wages, ``None`` for everybody else."""
    data = _data()
    if topic_of(question.intent) != "wages" or not data["words"].search(question.text):
        return None
    return Answer(
        "answered",
        lead=(curated(**data["lead"]),),
        steps=tuple(curated(**step) for step in data["steps"]),
        citations=tuple(law_citation(desk.kb, item) for item in data["law"]),
        notices=secondary_notice(desk.kb, data["law"]),
        links=tuple(channel_link(desk.kb.channel(name)) for name in data["channels"]),
        suggestions=desk.suggest(*data["suggestions"]),
    )


@cache
def _data() -> dict[str, Any]:
    data = yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return {**data, "words": re.compile(data["words"], re.IGNORECASE)}
