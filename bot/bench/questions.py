"""What people type, from the dev split of the questions to measure by."""

from __future__ import annotations

import csv
import json
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "tests" / "evaluation" / "questions_dev.tsv"


def typed(file: Path = FILE) -> list[str]:
    """Return every message of the file; a JSON list there holds those of a conversation."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if line[0] != "#"), delimiter="\t")
        asked = [row["question"] for row in rows]
    return [
        message
        for question in asked
        for message in (json.loads(question) if question.startswith("[") else [question])
    ]
