"""What people type, from the dev split of the questions to measure by."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

QUESTIONS_FILE = Path(__file__).resolve().parents[2] / "tests" / "evaluation" / "questions_dev.tsv"


def all_questions(file: Path = QUESTIONS_FILE) -> list[str]:
    """Return every question of the file as it stands there; a JSON list is a conversation."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if line[0] != "#"), delimiter="\t")
        return [row["question"] for row in rows]


def typed(file: Path = QUESTIONS_FILE) -> list[str]:
    """Return every message of the file, those of conversations one by one."""
    return [
        message
        for question in all_questions(file)
        for message in (json.loads(question) if _is_conversation(question) else [question])
    ]


def mixed(file: Path = QUESTIONS_FILE) -> list[str]:
    """Return the questions that are asked in one message, mixed, always alike."""
    found = [question for question in all_questions(file) if not _is_conversation(question)]
    return random.Random(1).sample(found, len(found))


def _is_conversation(question: str) -> bool:
    return question.startswith("[")
